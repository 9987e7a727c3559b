"""Communities on the screen: a row each, the firms of one, what each rule costs, those that documents name already."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from queries.answer import TOTALS, Answer
from queries.answer import shown as in_words
from queries.community_design import other_sizes
from views.asked import ask, ask_more
from views.community_facts import facts, members
from views.context import Context
from views.parameter_fields import address_key
from views.parts import csv_file, rows_table
from views.placeless import how_to_place
from views.start_buttons import buttons
from views.text import flat, plain


def ways_out(ctx: Context, answer: Answer) -> None:
    """A button for each of the nearest sizes that would do, where none of those asked for does."""
    say, told = ctx.say, answer.more.get(TOTALS)
    if told is None or "placed" not in told:
        return
    firms, low, high = (int(told[one].iloc[0]) for one in ("placed", "low", "high"))
    with st.container(horizontal=True, gap="small"):
        for many, least, most in other_sizes(firms, low, high):
            bounds = {"low": say.number(least), "high": say.number(most)}
            one, several = "{count} community of {low} to {high}", "{count} communities of {low} to {high}"
            words = (
                say("One community of {count}", count=say.number(firms))
                if many == 1
                else say.many(one, several, many, **bounds)
            )
            st.button(words, key=f"sizes_{least}_{most}", on_click=_ask_sizes, args=(many, least, most))


def _ask_sizes(many: int, least: int, most: int) -> None:
    """So many communities, of that size."""
    sizes = {"low": least, "high": most, "communities": many}
    ask_more(**{address_key(name): str(value) for name, value in sizes.items()})


def overview(ctx: Context, sheets: pd.DataFrame, *, pick: Callable[[int], None]) -> None:
    """A row per community."""
    say = ctx.say
    rows = pd.DataFrame({
        say("Community"): sheets["industry_community"],
        say("Around"): sheets["around"].astype(object).map(flat, na_action="ignore"),
        say("Firms"): sheets["size"], say("Mean radius (km)"): sheets["radius_km"].map(_short),
        say("Furthest (km)"): sheets["furthest_km"].map(_short), say("Sectors"): _known(sheets["sectors"]),
        say("Classes of size"): _known(sheets["size_classes"]), say("Ties inside"): sheets["ties_inside"],
        say("Needs"): sheets["needs"], say("Met inside"): sheets["needs_met_inside"],
    })  # fmt: skip
    rows_table(rows.dropna(axis=1, how="all"), key="communities", on_row=pick)


def _known(classes: pd.Series) -> pd.Series:
    """Every firm has a sector and a size: none counted is none known."""
    return classes.mask(classes == 0)


def community(ctx: Context, answer: Answer, which: int) -> None:
    """One community: how it is mixed, who is in it."""
    say, sheets = ctx.say, answer.more["sheets"]
    row = sheets[sheets["industry_community"] == which].iloc[0]
    name = "" if pd.isna(row["around"]) else f" · {plain(str(row['around']))}"
    with st.container(border=True, key="drawer"):
        st.markdown(f"#### {say('Community {number}', number=which)}{name}")
        st.caption(" · ".join(facts(ctx, row)))
        those = members(ctx, answer, which)
        csv_file(ctx, f"community-{which}", those.drop(columns="id"), key="members")
        buttons(ctx, list(those["id"]), lambda one: ask(sel=one))


def costs(ctx: Context, price: pd.DataFrame) -> None:
    """What holding to sizes costs in kilometres, and what mixing costs and gains."""
    say = ctx.say
    steps = {
        "distance_alone": say("distance alone"), "sizes_held": say("sizes held"),
        "pairs_kept": say("pairs kept"), "mixed": say("then mixed"),
    }  # fmt: skip
    rows = pd.DataFrame({
        say("Step"): price["step"].map(steps), say("Mean radius (km)"): price["radius_km"].map(_short),
        say("Out of bounds"): price["out_of_bounds"], say("Smallest"): price["smallest"],
        say("Largest"): price["largest"], say("Sectors present"): _percent(ctx, price["sectors_present"]),
        say("Sizes present"): _percent(ctx, price["sizes_present"]),
        say("Ties kept inside"): _percent(ctx, price["ties_inside_share"]),
    })  # fmt: skip
    st.markdown(f"#### {say('What each rule costs')}")
    rows_table(rows, key="costs")
    csv_file(ctx, "costs", price, key="costs")


def _short(km: float) -> float:
    """Kilometres to two digits: a centre is no better known."""
    return float(f"{km:.2g}")


def _percent(ctx: Context, shares: pd.Series) -> pd.Series:
    return shares.map(lambda share: in_words(share, ctx.say.language, "share"))


def existing(ctx: Context, there: pd.DataFrame) -> None:
    """The communities that documents name, beside those of the plan."""
    say = ctx.say
    if there.empty:
        return
    st.markdown(f"#### {say('Communities that documents name')}")
    rows = pd.DataFrame({
        say("Name"): there["name"].map(flat), say("Members"): there["members"], say("With a place"): there["placed"],
        say("Spread over"): there["in_communities"], say("Kept together"): there["kept_together"],
    })  # fmt: skip
    known = list(there["existing"])
    rows_table(rows, key="existing", on_row=lambda row: ask(sel=known[row]))


def left_out(ctx: Context, answer: Answer) -> None:
    """The firms that are in no community, with the reason."""
    table, say = answer.table, ctx.say
    out = table[table["industry_community"].isna()]
    if out.empty:
        return
    words = {"no_location": say("its place is not known"), "too_few": say("too few firms for communities of this size")}
    rows = pd.DataFrame({
        say("Name"): out["name"].map(flat), say("Why not"): out["reason"].map(words)
    }).reset_index(drop=True)  # fmt: skip
    ids = list(out["firm"])
    if hint := how_to_place(say, ctx.network, list(out.loc[out["reason"] == "no_location", "firm"])):
        st.caption(hint)
    with st.expander(say.many("{count} firm in no community", "{count} firms in no community", len(rows))):
        rows_table(rows, key="left_out", on_row=lambda row: ask(sel=ids[row]))
        csv_file(ctx, "no_community", rows, key="left_out")
