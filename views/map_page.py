"""Carte: where they are; a town opens its actors, and shows to which towns they have ties."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple
from urllib.parse import parse_qs

import pandas as pd
import streamlit as st

from graph.model import Viewer
from graph.network import Network
from graph.store import open_store
from graph.ties import ties
from graph.vocabulary import ORGANISATIONS
from queries.basis import Basis
from queries.belonging import belonging
from queries.places import ABROAD, BEYOND, EUROPE, FRANCE, NOWHERE, WORLD, Places, places
from views.answer_drawer import either_pair
from views.asked import Asked, ask, ask_more
from views.charts import Spec, chart
from views.choices import choose, choose_view, misread
from views.context import MAP, Context, looking
from views.filters import date_filter
from views.frame import basis_line, basis_of, head, nobody
from views.frame import misread as not_understood
from views.map_around import in_its_place
from views.map_drawn import map_drawn, outlines_by
from views.map_svg import MapPicture
from views.map_ties import TO, TOWN, back_to_town, ties_of, town_shown
from views.parts import csv_file, rows_table
from views.placeless import how_to_place
from views.python_lines import map_lines
from views.side_drawer import side_drawer
from views.stops import stops
from views.take_map import take_map, who_says_so
from views.text import flat, plain
from views.vocabulary_words import kind_word, kinds_word
from views.wording import Words

FRAME, REGION = "cadre", "region"  # the address keys
AREAS = {"france": FRANCE, "europe": EUROPE, "monde": WORLD}
NAMES = {"france": "FRANCE", "europe": "EUROPE", "monde": "WORLD"}  # as Python calls them
NARROW = 320  # pixels


def show(ctx: Context) -> None:
    """The page, for the frame and the kinds that the address names."""
    say = ctx.say
    head(ctx, say("Map"))
    frames = _frames(say)
    not_understood(ctx, misread(ctx, FRAME, frames))
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        frame = choose_view(ctx, FRAME, say("Map"), frames)
        _kinds(ctx)
        region = _region(ctx)
        date_filter(ctx, stops([ctx.whole.links, ctx.whole.entities]))
    now = _standing(ctx, frame, region)
    if ctx.network.organisations.empty:
        nobody(ctx)
    else:
        _map(ctx, now)
    basis_line(ctx, now.rests_on)


def _frames(say: Words) -> dict[str, str]:
    return {"france": say("France"), "europe": say("Europe"), "monde": say("World")}


class Standing(NamedTuple):
    """What stands on the map: in which frame, of which region ("" for all), of which kinds, drawn how."""

    frame: str
    region: str
    kinds: tuple[str, ...]
    found: Places
    drawn: Spec
    rests_on: Basis


def _standing(ctx: Context, frame: str, region: str) -> Standing:
    kinds = ctx.asked.kinds or tuple(map(str, ORGANISATIONS))
    found = _places(ctx.store.url, ctx.revision, ctx.rights, _when(ctx), kinds, frame, region, ctx.network)
    town = ctx.asked.more.get(TOWN, "")
    area = AREAS[frame]
    drawn = in_its_place(map_drawn(found.towns, _lines(ctx, found, town), area, town), area)
    asked = {"kinds": ctx.asked.kinds or None, FRAME: _frames(ctx.say)[frame], REGION: region or None}
    rests_on = basis_of(ctx, "carte", "own position, else the centre of those known in the same town", asked)
    return Standing(frame, region, kinds, found, drawn, rests_on)


def map_at(url: str, address: str, *, viewer: str = "public") -> MapPicture:
    """What this page shows to a viewer at an address, to go on with in Python: `cadre=europe&kinds=firm`.

    Raises:
        MaillageError: there is no such store, or no such viewer.
    """
    ctx = looking(open_store(url), Viewer.parse(viewer), Asked.of(parse_qs(address.partition("?")[2] or address)))
    frame, region = (ctx.asked.more.get(key, "") for key in (FRAME, REGION))
    known = set(belonging(ctx.network, "region")["group"])
    return _picture(ctx, _standing(ctx, frame if frame in AREAS else "france", region if region in known else ""))


def _region(ctx: Context) -> str:
    """One of the regions that somebody here belongs to, or all of them."""
    there = belonging(ctx.network, "region")
    known = dict(sorted(zip(there["group"], there["group_name"].map(flat), strict=True), key=lambda one: one[1]))
    not_understood(ctx, misread(ctx, REGION, known))
    with st.container(width=NARROW):
        return choose(ctx, REGION, ctx.say("Region"), known, none=ctx.say("all of them"))


def _kinds(ctx: Context) -> None:
    counts = ctx.network.organisations["kind"].value_counts()
    words = {str(one): f"{kinds_word(ctx.say, one)} {counts[one]}" for one in ORGANISATIONS if one in counts.index}
    chosen = [one for one in ctx.asked.kinds if one in words]
    label = ctx.say("Kinds")
    with st.popover(f"{label} · {len(chosen)}" if chosen else label, disabled=not words):
        st.session_state["map_kinds"] = chosen
        st.pills(
            label, list(words), selection_mode="multi", key="map_kinds", format_func=words.__getitem__, width=420,
            on_change=_take_kinds, label_visibility="collapsed",
        )  # fmt: skip
        st.caption(ctx.say("None chosen: all of them."))


def _map(ctx: Context, now: Standing) -> None:
    """The sentence, the map, the towns as a table and those left out; beside them who is in the town clicked."""
    say, town, found = ctx.say, ctx.asked.more.get(TOWN, ""), now.found
    st.markdown(f"**{plain(_sentence(ctx, found), longest=400)}**")
    left, right = st.columns([0.66, 0.34])
    with left:
        chart(now.drawn, key="map", field="place", pick=_pick)
        st.caption(say("Surface of a circle: how many actors there"))
        lines = map_lines(ctx, now.kinds, NAMES[now.frame], now.region)
        take_map(ctx, MAP, subject=f"carte_{now.frame}", made=partial(_picture, ctx, now), lines=lines)
        towns = _towns(ctx, found.towns)
        rows_table(towns, key="towns", on_row=_picks(list(found.towns["place"])))
        csv_file(ctx, "places", towns, key="towns")
        _left_out(ctx, found)
    with right:
        here = list(found.placed.loc[found.placed["place"] == town, "id"])
        if here and not ctx.asked.sel:
            town_shown(ctx, found, town, here, ties_of(_tied(ctx), found, town))
        else:
            if here:
                back_to_town(ctx, found, town)
            empty = say("Click a circle or a row: who is there, and with which towns they have ties.")
            side_drawer(ctx, empty=empty, pair=either_pair)


def _picture(ctx: Context, now: Standing) -> MapPicture:
    """What is drawn, to take away; with what its legend says."""
    say, there = ctx.say, belonging(ctx.network, "region")
    region = there.loc[there["group"] == now.region, "group_name"].head(1).map(flat)
    kinds = [kinds_word(say, one) for one in ctx.asked.kinds]
    return MapPicture(
        " · ".join([say("Map"), _frames(say)[now.frame], *region, *kinds]), _sentence(ctx, now.found), now.drawn,
        ctx.asked.more.get(TOWN, ""), say("Surface of a circle: how many actors there"),
        say("a tie between somebody here and somebody there"), outlines_by(say, AREAS[now.frame]),
        who_says_so(ctx, list(now.found.placed["id"])), now.rests_on, say.language,
    )  # fmt: skip


def _sentence(ctx: Context, found: Places) -> str:
    """How many of them are drawn, and why the others are not."""
    say, reasons = ctx.say, found.left_out["reason"].value_counts()
    among, placed = len(found.placed) + len(found.left_out), len(found.placed)
    told = [say.many("{count} of {among} placed", "{count} of {among} placed", placed, among=say.number(among))]
    told += [say("{count} abroad", count=say.number(int(reasons[ABROAD])))] if ABROAD in reasons else []
    told += [say("{count} outside this map", count=say.number(int(reasons[BEYOND])))] if BEYOND in reasons else []
    lost = int(reasons.get(NOWHERE, 0))
    told += [say("{count} without a known position", count=say.number(lost))] if lost else []
    return ", ".join(told) + "."


def _towns(ctx: Context, towns: pd.DataFrame) -> pd.DataFrame:
    say = ctx.say
    return pd.DataFrame({
        say("Town"): towns["town"].map(flat, na_action="ignore"), say("Country"): towns["country"],
        say("Actors"): towns["count"],
    })  # fmt: skip


def _left_out(ctx: Context, found: Places) -> None:
    """Those that are not on the map, with the reason."""
    say, network = ctx.say, ctx.network
    words = {ABROAD: say("abroad"), BEYOND: say("outside this map"), NOWHERE: say("no known position")}
    kinds, ids = network.kinds, list(found.left_out["id"])
    rows = pd.DataFrame({
        say("Name"): [flat(network.name(one)) for one in ids],
        say("Kind"): [kind_word(say, kinds[one]) for one in ids],
        say("Why not on the map"): [words[one] for one in found.left_out["reason"]],
    })  # fmt: skip
    lost = found.left_out.loc[found.left_out["reason"] == NOWHERE, "id"]
    if hint := how_to_place(say, network, list(lost)):
        st.caption(hint)
    if len(rows):
        with st.expander(say.many("{count} not on this map", "{count} not on this map", len(rows))):
            rows_table(rows, key="left_out", on_row=lambda row: ask(sel=ids[row]))
            csv_file(ctx, "not_placed", rows, key="left_out")


def _lines(ctx: Context, found: Places, town: str) -> pd.DataFrame:
    """From the town that was clicked to those of the partners of whoever is there."""
    columns = ["lon", "lat", "lon_to", "lat_to"]
    if town not in set(found.towns["place"]):
        return pd.DataFrame(columns=columns)
    others = set(ties_of(_tied(ctx), found, town)["place"])
    at = found.towns.set_index("place")[["lon", "lat"]]
    rows = at.loc[sorted(others)].rename(columns={"lon": "lon_to", "lat": "lat_to"})
    rows[["lon", "lat"]] = at.loc[[town] * len(rows)].to_numpy()
    return rows[columns].reset_index(drop=True)


def _when(ctx: Context) -> tuple[object, ...]:
    return (ctx.statuses, ctx.asked.as_of, ctx.asked.sure)


@st.cache_resource(max_entries=40, show_spinner=False)
def _places(
    url: str,
    revision: str,
    rights: str,
    when: tuple[object, ...],
    kinds: tuple[str, ...],
    frame: str,
    region: str,
    _network: Network,
) -> Places:
    return places(_network, kinds, AREAS[frame], region=region or None)


def _tied(ctx: Context) -> pd.DataFrame:
    """Who has a tie with whom."""
    return _ties(ctx.store.url, ctx.revision, ctx.rights, _when(ctx), ctx.network)


@st.cache_data(max_entries=20, show_spinner=False)
def _ties(url: str, revision: str, rights: str, when: tuple[object, ...], _network: Network) -> pd.DataFrame:
    return ties(_network)[["source", "target"]]


def _pick(place: str) -> None:
    ask_more(**{TOWN: place, TO: ""})
    ask(sel="")


def _picks(known: list[str]) -> Callable[[int], None]:
    return lambda row: _pick(known[row])


def _take_kinds() -> None:
    ask(kinds=tuple(st.session_state["map_kinds"]))
