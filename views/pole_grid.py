"""Poles against poles, as a grid: the cells without any link stand out, those least linked come first."""

import altair as alt
import pandas as pd

from queries.answer import Answer
from views.charts import Drawn, picking
from views.look import AMBER, BLUE, WHITE
from views.text import flat
from views.wording import Words

MOST = 40  # poles that a grid shows
LONGEST, CELL, LABELS = 26, 21, 150  # letters of a name, pixels of a cell and of a name
FONT_SIZE, LETTERS = 11, 2.6  # of the numbers; how many letters wide a cell must be for one
EMPTY = "#fbe3c0"
LINKED = "#dbe4f8"


def pole_grid(say: Words, answer: Answer) -> Drawn:
    """Both halves of the grid: in each cell members in common and encounters; empty where there is neither.

    Of many poles those that are linked least are shown.
    """
    poles = answer.more["poles"].sort_values(["linked_poles", "id"]).head(MOST)
    names = _names(poles)
    table = answer.table[answer.table["a"].isin(names) & answer.table["b"].isin(names)]
    cells, order = _cells(say, table, names), [*names.values()]
    states = [say("neither a member nor an encounter in common"), say("linked")]
    picked = picking("pair")
    base = alt.Chart(cells, height=CELL * len(order)).encode(
        x=alt.X("across:N", sort=order, title=None, axis=alt.Axis(orient="top", labelAngle=-50, labelLimit=LABELS)),
        y=alt.Y("down:N", sort=order, title=None, axis=alt.Axis(labelLimit=LABELS)),
        tooltip=alt.Tooltip("both:N", title=None),
    )
    squares = base.mark_rect(stroke=WHITE, strokeWidth=1, cursor="pointer").encode(
        color=alt.Color("state:N", scale=alt.Scale(domain=states, range=[EMPTY, LINKED]),
                        legend=alt.Legend(title=None, orient="bottom", labelLimit=0)),
        stroke=alt.when(picked, empty=False).then(alt.value(AMBER)).otherwise(alt.value(WHITE)),
    ).add_params(picked)  # fmt: skip
    smaller = alt.expr(f"min({FONT_SIZE}, width / {LETTERS * len(order)})")  # where cells are narrow
    numbers = base.mark_text(fontSize=smaller, color=BLUE).encode(text="said:N")
    return alt.layer(squares, numbers)


def _names(poles: pd.DataFrame) -> dict[str, str]:
    """Names that fit, told apart by their ids where they are the same."""
    short = {str(one): flat(name, longest=LONGEST) for one, name in zip(poles["id"], poles["name"], strict=True)}
    seen = pd.Series(short).value_counts()
    return {one: name if seen[name] == 1 else f"{name} {one}" for one, name in short.items()}


def _cells(say: Words, table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    said = [
        "" if state == "empty" else f"{say.number(int(members))} · {say.number(int(encounters))}"
        for state, members, encounters in zip(table["state"], table["shared_members"], table["encounters"], strict=True)
    ]
    states = table["state"].map({"empty": say("neither a member nor an encounter in common"), "linked": say("linked")})
    half = pd.DataFrame({
        "down": table["a"].map(names), "across": table["b"].map(names), "pair": table["a"] + "~" + table["b"],
        "state": states, "said": said,
    }).astype("object")  # fmt: skip
    half["both"] = half["down"] + " — " + half["across"]
    other = half.rename(columns={"down": "across", "across": "down"})
    return pd.concat([half, other], ignore_index=True)
