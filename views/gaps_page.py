"""Manques: which poles never met, which needs nobody serves, whose equipment, where fewer ties than expected."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from graph.vocabulary import GROUPS, ORGANISATIONS, Kind, Relation
from queries.narrowing import narrowed
from views.answer_view import LONGEST, Shown, sentences
from views.asked import ask
from views.cell_firms import cell_drawer, cells_of, pick_cell
from views.charts import chart
from views.choices import choose, choose_one_of, choose_view, misread
from views.context import Context
from views.filters import date_filter, status_filter
from views.frame import basis_line, basis_of, head, unknown_ids
from views.frame import misread as not_understood
from views.parts import answer_part, bases, csv_file, part, read_columns, rows_table
from views.pole_grid import MOST, pole_grid
from views.pole_pair import pole_pair
from views.side_drawer import side_drawer
from views.stops import stops
from views.text import flat, plain
from views.traits import PLACE, SIZE
from views.vocabulary_words import kinds_word
from views.whom import KINDS, Whom, nobody_left, only, only_rows, whom_filter
from views.wording import LANGUAGES

VIEW, WITHIN, SEEN_FROM = "manque", "groupe", "vu_de"  # the address keys
KIND, TERRITORY, ITEM = "nature", "territoire", "besoin"
NARROW = 420  # pixels
FAR = ("region", "country")
READ = ("a_name", "b_name", "shared_members", "expected_shared", "encounters", "alliances", "visits", "last")
NEED = ("seeker_name", "need_name", "nearest_name", "steps", "seekers", "offers", "offer_name")


def show(ctx: Context) -> None:
    """The page, for the sort of gap that the address names."""
    say = ctx.say
    head(ctx, say("Gaps"))
    views = {
        "poles": say("Poles that never met"), "besoins": say("Needs without an answer"),
        "equipements": say("Equipment"), "liens": say("Fewer ties than expected"),
        "secteurs": say("Sectors and territories"),
    }  # fmt: skip
    not_understood(ctx, misread(ctx, VIEW, views))
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        view = choose_view(ctx, VIEW, say("What is missing"), views)
        status_filter(ctx, ctx.whole.links, label=say("What counts"))
        date_filter(ctx, stops([ctx.whole.links, ctx.whole.entities]))
    shown = VIEWS[view](ctx)
    bases(ctx, [shown]) if shown else basis_line(ctx, basis_of(ctx, "manques", "nothing computed yet", {}))


def _within(ctx: Context) -> str | None:
    said = ctx.asked.more.get(WITHIN, "")
    unknown_ids(ctx, int(bool(said) and not ctx.find(said)))
    label, none = ctx.say("Within the group"), ctx.say("no one in particular")
    with st.container(width=NARROW):
        return choose_one_of(ctx, WITHIN, label, GROUPS, none=none) or None


def _poles(ctx: Context) -> Shown | None:
    """The grid and the same as a table; beside them who says so, or who could introduce."""
    say = ctx.say
    with st.container(horizontal=True, vertical_alignment="bottom"):
        within = _within(ctx)
        mine = _mine(ctx)
        whom = _compared(ctx, within)
    kinds, sizes = whom.asked(KINDS), whom.asked(SIZE)
    shown = part(ctx, "pole_matrix", within=within, kinds=kinds, sizes=sizes, places=whom.asked(PLACE))
    if shown is None or shown.answer.table.empty:
        st.info(say("Fewer than two poles are known here: load a file of poles, or choose another group."))
        if whom.ids is not None:
            nobody_left(ctx)
        return shown
    shown = _seen_from(ctx, shown, mine) if mine else shown
    table, poles = shown.answer.table, shown.answer.more["poles"]
    left, right = st.columns([0.68, 0.32])
    with left:
        st.markdown(f"**{plain(shown.summary, longest=LONGEST)}**")
        if not mine:
            chart(pole_grid(say, shown.answer), key="grid", field="pair", pick=_pick)
            told = say("In a cell: members in common · encounters. Click one to read who says so.")
            few = say("The grid shows those alone that are linked least; the table has all.")
            st.caption(f"{told} {few}" if len(poles) > MOST else told)
        rows_table(read_columns(ctx, shown, READ), key="pairs", on_row=_picks(table["a"] + "~" + table["b"]))
        csv_file(ctx, "pole_matrix", shown.answer, key="pairs")
    with right:
        empty = say("Click a cell or a row: what joins two poles, or who could introduce one to the other.")
        counted = narrowed(ctx.network, kinds=kinds, sizes=sizes)
        side_drawer(ctx, empty=empty, pair=partial(pole_pair, counted=counted))
    return shown


def _mine(ctx: Context) -> str:
    said = ctx.asked.more.get(SEEN_FROM, "")
    unknown_ids(ctx, int(bool(said) and not ctx.find(said)))
    with st.container(width=NARROW):
        return choose_one_of(ctx, SEEN_FROM, ctx.say("Seen from"), (Kind.POLE,), none=ctx.say("no one in particular"))


def _seen_from(ctx: Context, shown: Shown, mine: str) -> Shown:
    """The pairs of one pole alone, and how many of these have nothing in common."""
    name, table = ctx.whole.name(mine), shown.answer.table
    told = only_rows(shown, (table["a"] == mine) | (table["b"] == mine), dict.fromkeys(LANGUAGES, flat(name)))
    state = told.answer.table["state"]
    if state.empty:
        return replace(told, summary=ctx.say("{pole} is not among the poles that are compared here.", pole=flat(name)))
    summary = ctx.say.many(
        "{pole}: neither a member nor an encounter in common with {count} pole (of {of}).",
        "{pole}: neither a member nor an encounter in common with {count} poles (of {of}).",
        int((state == "empty").sum()), pole=flat(name), of=ctx.say.number(len(state)),
    )  # fmt: skip
    return replace(told, summary=summary)


def _compared(ctx: Context, within: str | None) -> Whom:
    """Which members of the poles count, by kind and size; where the poles are."""
    say, members = ctx.say, ctx.network.counting(Relation.MEMBER_OF)
    poles = set(ctx.network.entities.loc[ctx.network.entities["kind"] == Kind.POLE, "id"])
    if within:
        poles &= set(members.loc[members["target"] == within, "source"])
    joined = set(members.loc[members["target"].isin(poles), "source"])
    labels = {KINDS: say("Kinds of members"), SIZE: say("Sizes of members"), PLACE: say("Territory of the poles")}
    return whom_filter(ctx, {KINDS: joined, SIZE: joined, PLACE: poles}, labels=labels)


def _needs(ctx: Context) -> Shown | None:
    """Needs, those served worst first; beside them who says that they are needs."""
    say = ctx.say
    with st.container(horizontal=True, vertical_alignment="bottom"):
        within = _within(ctx)
        item = choose_one_of(ctx, ITEM, say("Need"), (Kind.COMPETENCE, Kind.EQUIPMENT), none=say("all of them"))
        shown = part(ctx, "unserved_needs", within=within, need=item or None)
        whom = whom_filter(ctx, [] if shown is None else set(shown.answer.table["seeker"]))
    if shown is None or shown.answer.table.empty:
        st.info(say("No need is known here: load a file that tells some (organisation, competence, direction)."))
        return shown
    shown = only(shown, whom, ["seeker"])
    table = shown.answer.table
    if table.empty:
        nobody_left(ctx)
        return shown
    left, right = st.columns([0.68, 0.32])
    with left:
        sentences(ctx, shown)
        rows_table(read_columns(ctx, shown, NEED), key="needs", on_row=_picks(table["seeker"] + "~" + table["need"]))
        csv_file(ctx, "unserved_needs", shown.answer, key="needs")
    with right:
        side_drawer(ctx, empty=say("Click a row: who says that it is a need."))
    return shown


def _equipment(ctx: Context) -> Shown | None:
    """Equipment: who needs it, whose it is, how it may be used."""
    say, shown = ctx.say, part(ctx, "unserved_needs", within=None, need=None)
    rows = shown.answer.more["equipment"] if shown else pd.DataFrame()
    if shown is None or rows.empty:
        st.info(say("No shared equipment is known: load a file of equipment (name, owner, access, capacity)."))
        return shown
    whom = whom_filter(ctx, {one for some in rows["seekers"].dropna() for one in some.split(" ")})
    if whom.ids is not None:
        rows = rows[[bool(whom.ids & set(some.split(" "))) for some in rows["seekers"].fillna("")]]
        shown = only(shown, whom, ["seeker"])
    if rows.empty:
        nobody_left(ctx)
        return shown
    left, right = st.columns([0.68, 0.32])
    with left:
        wanted = int(rows["seekers"].notna().sum())
        among = say.many("{count} piece of equipment", "{count} pieces of equipment", len(rows))
        one, several = (
            "{among}, of which {count} is needed by others.",
            "{among}, of which {count} are needed by others.",
        )
        st.markdown(f"**{plain(say.many(one, several, wanted, among=among))}**")
        told = _equipment_in_words(ctx, rows)
        rows_table(told, key="equipment", on_row=_picks(rows["equipment"]))
        csv_file(ctx, "equipment", told, key="equipment")
    with right:
        side_drawer(ctx, empty=say("Click a row: who owns it, who uses it, who needs it, and who says so."))
    return shown


def _equipment_in_words(ctx: Context, rows: pd.DataFrame) -> pd.DataFrame:
    say = ctx.say

    def names(ids: str) -> str:
        return say.all_of(flat(ctx.whole.name(one)) for one in ids.split(" "))

    told = {one: rows[one].map(flat, na_action="ignore") for one in ("equipment_name", "access", "capacity")}
    who = {one: rows[one].map(names, na_action="ignore") for one in ("seekers", "owner")}
    return pd.DataFrame({
        say("Needed by"): who["seekers"], say("Equipment"): told["equipment_name"], say("Owner"): who["owner"],
        say("Access"): told["access"], say("Capacity"): told["capacity"], say("Users"): rows["users"],
    })  # fmt: skip


def _ties(ctx: Context) -> Shown | None:
    """Pairs with fewer encounters than expected."""
    say = ctx.say
    kinds = {str(one): kinds_word(say, one) for one in (Kind.POLE, *(k for k in ORGANISATIONS if k != Kind.POLE))}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind, within = choose(ctx, KIND, say("Between"), kinds), _within(ctx)
        shown = part(ctx, "gaps", kind=kind, within=within)
        among = {one for end in "ab" for one in shown.answer.table[end].dropna()} if shown else set()
        whom = whom_filter(ctx, among, (SIZE, PLACE))
    if shown is None:
        return None
    shown = only(shown, whom, ["a", "b"])
    table = shown.answer.table
    if table.empty and whom.ids is not None:
        nobody_left(ctx)
        return shown
    left, right = st.columns([0.68, 0.32])
    with left:
        answer_part(ctx, shown, key="ties", on_row=_picks(table["a"] + "~" + table["b"]))
    with right:
        empty = say("Click a row: what joins the two, or who could introduce them.") if len(table) else ""
        side_drawer(ctx, empty=empty, pair=pole_pair)
    return shown


def _cells(ctx: Context) -> Shown | None:
    """Sectors and territories of which few firms are in a network."""
    say = ctx.say
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = dict(zip(FAR, (say("regions"), say("countries")), strict=True))
        with st.container(width=NARROW):
            far = choose(ctx, TERRITORY, say("Territories"), words)
        firms = set(ctx.network.entities.loc[ctx.network.entities["kind"] == Kind.FIRM, "id"])
        whom = whom_filter(ctx, firms, (SIZE, PLACE))
    shown = part(ctx, "uncovered_cells", territory=far, sizes=whom.asked(SIZE), places=whom.asked(PLACE))
    if shown and shown.answer.table.empty and whom.ids is not None:
        nobody_left(ctx)
    elif shown:
        left, right = st.columns([0.68, 0.32])
        with left:
            answer_part(ctx, shown, key="cells", on_row=_picks(cells_of(shown.answer.table), pick_cell))
        with right:
            cell_drawer(ctx, shown.answer.more["firms"])
    return shown


VIEWS: Mapping[str, Callable[[Context], Shown | None]] = {
    "poles": _poles, "besoins": _needs, "equipements": _equipment, "liens": _ties, "secteurs": _cells,
}  # fmt: skip


def _pick(pair: str) -> None:
    ask(sel=pair)


def _picks(ids: pd.Series, pick: Callable[[str], None] = _pick) -> Callable[[int], None]:
    """Select what a row is about."""
    known = ids.fillna("").tolist()
    return lambda row: pick(known[row])
