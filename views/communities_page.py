"""Communautés: firms divided into communities of a size that holds; what each rule costs; a sheet for each."""

from functools import partial

import pandas as pd
import streamlit as st

from graph.errors import MaillageError
from queries.answer import Answer
from queries.catalogue import query
from queries.places import EUROPE, FRANCE, WORLD, Area
from views.answer_view import LONGEST, Shown, asked_of
from views.asked import ask, ask_more
from views.charts import Spec, chart
from views.communities_shown import community, costs, existing, left_out, overview, ways_out
from views.community_files import sheets
from views.context import COMMUNITIES, Context
from views.downloads import hand_out
from views.filters import date_filter
from views.frame import basis_line, basis_of, head, nobody, unknown_ids
from views.frame import misread as not_understood
from views.map_around import in_its_place
from views.map_drawn import map_drawn, outlines_by
from views.map_svg import MapPicture
from views.parameter_fields import fields, misread
from views.side_drawer import side_drawer
from views.stops import stops
from views.take_map import take_map, who_says_so
from views.text import plain

WHICH = "communaute"  # the address key
ASKED = "industry_communities"


def show(ctx: Context) -> None:
    """The page, for the sizes and rules that the address names."""
    say, asked = ctx.say, query(ASKED)
    head(ctx, say("Communities"))
    wrong, unknown = misread(ctx, asked)
    not_understood(ctx, wrong)
    unknown_ids(ctx, unknown)
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        with st.popover(say("Sizes and rules"), width=220):
            values = fields(ctx, asked)
        date_filter(ctx, stops([ctx.whole.links, ctx.whole.entities]))
    if ctx.network.organisations.empty:
        nobody(ctx)
        basis_line(ctx, basis_of(ctx, "communautes", "nothing computed yet", {}))
        return
    try:
        shown = asked_of(ctx, asked, values or {})
    except (MaillageError, ValueError) as error:
        st.warning(plain(say.fault(error), longest=LONGEST))
        basis_line(ctx, basis_of(ctx, "communautes", "nothing computed yet", {}))
        return
    _divided(ctx, shown)
    basis_line(ctx, shown.answer.basis)


def _divided(ctx: Context, shown: Shown) -> None:
    """The sentence, the map, a row a community, what each rule costs; beside them the one that was clicked."""
    say, answer = ctx.say, shown.answer
    known = sheets_of(answer)
    st.markdown(f"**{plain(shown.summary or _nobody(ctx, answer), longest=LONGEST)}**")
    ways_out(ctx, answer)
    which = ctx.asked.more.get(WHICH, "")
    if which not in set(known["place"]):
        not_understood(ctx, [f"{WHICH}={which}"] if which and len(known) else [])
        which = ""
    left, right = st.columns([0.66, 0.34])
    with left:
        if len(known):
            area = _area(known)
            firms = _firms(ctx, answer, which)
            drawn = in_its_place(map_drawn(known, _lines(known, firms, which), area, which), area)
            chart(drawn, key="map", field="place", pick=_pick)
            st.caption(say("Surface of a circle: how many firms in the community"))
            made = partial(_picture, ctx, shown, drawn, area, which)
            take_map(ctx, COMMUNITIES, subject="communautes", made=made)
            overview(ctx, answer.more["sheets"], pick=lambda row: _pick(str(row + 1)))
            label = say("A sheet for each, to print")
            hand_out(ctx, "communities", answer, label=label, sheets=lambda: sheets(ctx, answer))
            costs(ctx, answer.more["costs"])
            existing(ctx, answer.more["existing"])
        left_out(ctx, answer)
    with right:
        if which and not ctx.asked.sel:
            community(ctx, answer, int(which))
        else:
            any_of = say("Click a circle or a row: who is in this community, and how it is mixed.")
            side_drawer(ctx, empty=any_of if len(known) else say("Click a row: what documents say of it."))


def _picture(ctx: Context, shown: Shown, drawn: Spec, area: Area, which: str) -> MapPicture:
    """What is drawn, to take away; with what its legend says."""
    say, firms = ctx.say, shown.answer.table["firm"]
    return MapPicture(
        say("Communities"), shown.summary, drawn, which, say("Surface of a circle: how many firms in the community"),
        say("from the middle of the community to its firms"), outlines_by(say, area), who_says_so(ctx, list(firms)),
        shown.answer.basis, say.language,
    )  # fmt: skip


def sheets_of(answer: Answer) -> pd.DataFrame:
    """The communities as a map takes them."""
    if "sheets" not in answer.more:
        return pd.DataFrame(columns=["place", "town", "country", "lat", "lon", "count"])
    rows = answer.more["sheets"]
    number = rows["industry_community"].astype(str)
    name = number + ["" if pd.isna(town) else f" · {town}" for town in rows["around"]]
    made = {"place": number, "town": name, "lat": rows["lat"], "lon": rows["lon"], "count": rows["size"]}
    return pd.DataFrame(made).astype({"place": object, "town": object})


def _nobody(ctx: Context, answer: Answer) -> str:
    """Why there is none."""
    if answer.table.empty:
        return ctx.say("This network holds no firm.")
    return ctx.say("No firm has a known place: `maillage geocode` gives them one.")


def _area(known: pd.DataFrame) -> Area:
    """The smallest map that holds them all."""
    return next(area for area in (FRANCE, EUROPE, WORLD) if area.holds(known).all())


def _firms(ctx: Context, answer: Answer, which: str) -> pd.DataFrame:
    """Where the firms of a community are."""
    table = answer.table
    those = table.loc[table["industry_community"].astype("string").eq(which).fillna(False), "firm"]
    return ctx.network.entities.set_index("id")[["lat", "lon"]].astype(float).reindex(list(those))


def _lines(known: pd.DataFrame, firms: pd.DataFrame, which: str) -> pd.DataFrame:
    """From the middle of a community to each of its firms."""
    here = known[known["place"] == which]
    if here.empty:
        return pd.DataFrame(columns=["lon", "lat", "lon_to", "lat_to"])
    made = firms.rename(columns={"lon": "lon_to", "lat": "lat_to"}).reset_index(drop=True)
    return made.assign(lon=float(here["lon"].iloc[0]), lat=float(here["lat"].iloc[0]))


def _pick(which: str) -> None:
    ask_more(**{WHICH: which})
    ask(sel="")
