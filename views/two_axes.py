"""Pairs on two axes: how alike their offers are, how much of a need is met; four quadrants, each with its name."""

import altair as alt
import pandas as pd

from queries.complementarity import ALIKE
from queries.words import word
from views.charts import Drawn, picking
from views.look import AMBER, BLUE, GREEN, SLATE
from views.text import flat
from views.wording import Words

HEIGHT, MARK = 340, 110
QUARTERS = [0, 0.25, 0.5, 0.75, 1]
QUADRANTS = {  # colour, shape, and where the name stands: of similarity, of need met
    "discovery": (AMBER, "diamond", 0.0, 1.06), "natural_allies": (BLUE, "square", 1.0, 1.06),
    "distant": (SLATE, "circle", 0.0, -0.09), "peers": (GREEN, "triangle-up", 1.0, -0.09),
}  # fmt: skip


def two_axes(say: Words, table: pd.DataFrame) -> Drawn:
    """One mark a pair; the cut between alike and not is drawn, that between met and not lies at nought."""
    names = {one: word(one, say.language) for one in QUADRANTS}
    looks = list(QUADRANTS.values())
    domain = list(names.values())
    base = alt.Chart(_marks(table, names), height=HEIGHT).encode(
        x=alt.X("similarity:Q", title=say("similarity of their offers"), scale=alt.Scale(domain=[0, 1], nice=False),
                axis=alt.Axis(values=QUARTERS, format="%")),
        y=alt.Y("met:Q", title=say("greater share of needs met"), axis=alt.Axis(values=QUARTERS, format="%"),
                scale=alt.Scale(domain=[-0.14, 1.12], nice=False)),
    )  # fmt: skip
    picked = picking("pair")
    marks = base.mark_point(filled=True, size=MARK, opacity=0.85, cursor="pointer").encode(
        color=alt.Color("quadrant:N", scale=alt.Scale(domain=domain, range=[look[0] for look in looks]), legend=None),
        shape=alt.Shape("quadrant:N", scale=alt.Scale(domain=domain, range=[look[1] for look in looks]), legend=None),
        size=alt.when(picked, empty=False).then(alt.value(3 * MARK)).otherwise(alt.value(MARK)),
        tooltip=alt.Tooltip("both:N", title=None),
    ).add_params(picked)  # fmt: skip
    cut = pd.DataFrame({"similarity": [ALIKE], "met": [0.0]})
    rules = [
        alt.Chart(cut).mark_rule(strokeDash=[4, 4], color=SLATE).encode(x="similarity:Q"),
        alt.Chart(cut).mark_rule(strokeDash=[4, 4], color=SLATE).encode(y="met:Q"),
    ]
    return alt.layer(*rules, *_named(names), marks)


def _named(names: dict[str, str]) -> list[alt.Chart]:
    """The name of each quadrant, in its corner."""
    made = []
    for one, (colour, _, x, y) in QUADRANTS.items():
        at = pd.DataFrame({"similarity": [x], "met": [y], "name": [names[one]]})
        mark = alt.Chart(at).mark_text(
            align="left" if x == 0 else "right", dx=6 if x == 0 else -6, fontWeight="bold", fontSize=13, color=colour
        )
        made.append(mark.encode(x="similarity:Q", y="met:Q", text="name:N"))
    return made


def _marks(table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    met = table[["need_met", "need_met_back"]].max(axis=1)
    return pd.DataFrame({
        "similarity": table["similarity"].astype(float), "met": met.astype(float),
        "quadrant": table["quadrant"].map(names), "pair": table["a"] + "~" + table["b"],
        "both": table["a_name"].map(flat) + " — " + table["b_name"].map(flat),
    }).astype({"quadrant": "object", "pair": "object", "both": "object"})  # fmt: skip
