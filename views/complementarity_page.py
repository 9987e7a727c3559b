"""Complémentarité: whose offer meets whose need, on two axes; a click gives the reasons, with their quotes."""

from functools import partial

import pandas as pd
import streamlit as st

from graph.vocabulary import GROUPS, ORGANISATIONS
from queries.belonging import belonging
from views.answer_view import Shown, sentences
from views.asked import ask, ask_more
from views.charts import chart
from views.choices import choose, choose_one_of
from views.context import Context
from views.filters import date_filter
from views.frame import basis_line, basis_of, head, misread, unknown_ids
from views.matched_pair import matched_pair
from views.parts import bases, csv_file, part, read_columns, rows_table
from views.side_drawer import Pair, side_drawer
from views.stops import stops
from views.text import flat
from views.two_axes import two_axes
from views.whom import kept

GROUP, OTHER = "groupe", "autre"  # the address keys
WHO, THEME, REGION, FREE = "organisation", "theme", "region", "nouveaux"  # of the filters
READ = ("a_name", "b_name", "quadrant", "need_met", "need_met_back", "similarity", "already", "distance_km")
YES = "oui"


def show(ctx: Context) -> None:
    """The page, for one organisation, for two groups or for everybody."""
    say = ctx.say
    head(ctx, say("Complementarity"))
    said, free = ctx.asked.more.get(WHO, ""), ctx.asked.more.get(FREE, "")
    unknown_ids(ctx, int(bool(said) and not ctx.find(said)))
    misread(ctx, [f"{FREE}={free}"] if free not in ("", YES) else [])
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        who = choose_one_of(ctx, WHO, say("Organisation"), ORGANISATIONS, none=say("all of them"))
        group, other = _groups(ctx, who)
        shown = part(ctx, "complementarity", organisation=who or None, group=group or None, other=other or None)
        left = _filtered(ctx, shown) if shown else None
        date_filter(ctx, stops([ctx.whole.links, ctx.whole.entities]))
    if left is None:
        basis_line(ctx, basis_of(ctx, "complementarite", "nothing computed yet", {}))
        return
    _pairs(ctx, left)
    bases(ctx, [left])


def _groups(ctx: Context, who: str) -> tuple[str, str]:
    """Two groups, between whose members pairs are looked for; beside one organisation only the second is asked."""
    say, said = ctx.say, ctx.asked.more
    unknown_ids(ctx, sum(bool(said.get(key)) and not ctx.find(said[key]) for key in (GROUP, OTHER)))
    misread(ctx, [f"{GROUP}={said[GROUP]}"] if who and said.get(GROUP) else [])
    count = sum(bool(said.get(key)) for key in (GROUP, OTHER))
    with st.popover(f"{say('Groups')} · {count}" if count else say("Groups")):
        first = "" if who else choose_one_of(ctx, GROUP, say("Between the members of"), GROUPS, none=say("anybody"))
        other = choose_one_of(ctx, OTHER, say("and those of"), GROUPS, none=say("anybody"))
        st.caption(say("One of each pair is of the first group, the other of the second."))
    return first, other


def _filtered(ctx: Context, shown: Shown) -> Shown:
    """What the filters of the page leave: a theme, a region, those not yet partners."""
    say, table, reasons = ctx.say, shown.answer.table, shown.answer.more["reasons"]
    themes = {one: flat(ctx.whole.name(one)) for one in sorted({*reasons["need"], *reasons["offer"]})}
    theme = choose(ctx, THEME, say("Theme"), themes, none=say("all of them"))
    places = belonging(ctx.network, "region")
    here = places[places["organisation"].isin([*table["a"], *table["b"]])]
    regions = dict(zip(here["group"], here["group_name"], strict=True))
    region = choose(ctx, REGION, say("Region"), regions, none=say("all of them"))
    st.session_state["free"] = ctx.asked.more.get(FREE) == YES
    st.toggle(say("Only those never partners"), key="free", on_change=_take_free)
    stay = pd.Series(True, index=table.index)
    if theme:
        of_it = reasons[(reasons["need"] == theme) | (reasons["offer"] == theme)]
        stay &= (table["a"] + "~" + table["b"]).isin(of_it["a"] + "~" + of_it["b"])
    if region:
        within = set(here.loc[here["group"] == region, "organisation"])
        stay &= table["a"].isin(within) | table["b"].isin(within)
    if st.session_state["free"]:
        stay &= table["already"].eq(0).fillna(False)
    return kept(shown, stay)


def _pairs(ctx: Context, shown: Shown) -> None:
    """The sentences, the two axes, the table; beside them the reasons of the pair that was clicked."""
    say, table = ctx.say, shown.answer.table
    placed = table[table["quadrant"].notna() & table["similarity"].notna()]
    left, right = st.columns([0.66, 0.34])
    with left:
        sentences(ctx, shown)
        if len(placed):
            chart(two_axes(say, placed), key="axes", field="pair", pick=_pick)
        _unplaced(ctx, int(table["b"].notna().sum()) - len(placed))
        rows_table(read_columns(ctx, shown, READ), key="matches", on_row=partial(_row, table))
        csv_file(ctx, "complementarity", shown.answer, key="matches")
    with right:
        known = len({*ctx.network.links.loc[ctx.network.links["relation"].isin(["OFFERS", "NEEDS"]), "source"]})
        who = say.many(
            "{count} organisation has a known need or offer.",
            "{count} organisations have a known need or offer.",
            known,
        )
        empty = say("Click a point or a row: why the two fit, with the words of the documents.") if len(table) else ""
        more = "" if known else say("Load a file that tells some (organisation, competence, direction).")
        side_drawer(ctx, empty=" ".join(filter(None, [empty, who, more])), pair=_reasons_of(shown))


def _unplaced(ctx: Context, count: int) -> None:
    if count:
        told = ctx.say.many("{count} pair has", "{count} pairs have", count)
        st.caption(ctx.say("{pairs} no place on the plot, as neither of the two has a need recorded.", pairs=told))


def _reasons_of(shown: Shown) -> Pair:
    def pair(ctx: Context, one: str, other: str) -> None:
        matched_pair(ctx, shown, one, other)

    return pair


def _pick(pair: str) -> None:
    ask(sel=pair)


def _row(table: pd.DataFrame, row: int) -> None:
    one = table.iloc[row]
    ask(sel=one["a"] if pd.isna(one["b"]) else f"{one['a']}~{one['b']}")


def _take_free() -> None:
    ask_more(**{FREE: YES if st.session_state["free"] else ""})
