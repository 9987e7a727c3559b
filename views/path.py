"""A path between two: who could introduce one to the other, lit on the canvas and told with the words of documents."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from graph.vocabulary import ORGANISATIONS, REFUSALS, Status
from views.answer_view import LONGEST, Shown
from views.asked import ask, ask_more
from views.context import Context
from views.drawer import link_card, links_between
from views.finder import finder
from views.frame import misread, unknown_ids
from views.parts import part
from views.steps import Step
from views.text import plain

FROM, TO, ROUTE, BY = "from", "to", "route", "by"  # the address keys
PLACES = "places"
HOPED = tuple(str(one) for one in Status if one not in REFUSALS)
WIDE = 340  # pixels


@dataclass(frozen=True)
class Path:
    """One of the routes that the catalogue gives, or none.

    Attributes:
        ends: the two.
        shown: the answer; options: the numbers of its routes; chosen: the one that is lit, 0 without any.
        sentence: the route chosen, or why there is none.
        hops: the pairs on it, in order; between two who met, by way of the encounter.
    """

    ends: tuple[str, str]
    shown: Shown
    options: tuple[int, ...]
    chosen: int
    sentence: str
    hops: tuple[tuple[str, str], ...]

    @property
    def nodes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for hop in self.hops for one in hop))

    @property
    def lit(self) -> frozenset[str]:
        """Ids of the actors and the lines on it."""
        return frozenset({*self.nodes, *("~".join(sorted(hop)) for hop in self.hops)})


def path_of(ctx: Context) -> Path | None:
    """The path that the address asks for; None unless it names two."""
    more = ctx.asked.more
    wanted = {key: more[key] for key in (FROM, TO) if more.get(key)}
    ends = [ctx.find(one) for one in wanted.values()]
    unknown_ids(ctx, ends.count(""))
    misread(ctx, [f"{BY}={more[BY]}"] if more.get(BY, PLACES) != PLACES else [])
    if len(ends) < 2 or not all(ends):
        return None
    shown = part(ctx, "introductions", source=ends[0], target=ends[1], places=more.get(BY) == PLACES)
    if shown is None:
        return None
    told = shown.answer.more["options"].set_index("option")[f"sentence_{ctx.say.language}"]
    options = tuple(map(int, told.index))
    said = more.get(ROUTE, "")
    chosen = int(said) if said.isdecimal() and int(said) in options else next(iter(options), 0)
    sentence = str(told[chosen]) if chosen else shown.sentences[0]
    table = shown.answer.table
    return Path((ends[0], ends[1]), shown, options, chosen, sentence, tuple(_hops(table[table["option"] == chosen])))


def with_path(ctx: Context, path: Path | None) -> Context:
    """The same, with whoever is on the path, as the reader asked for them; the address does not change."""
    if not path:
        return ctx
    steps = (*ctx.asked.step, *(Step("add", one) for one in path.nodes))
    return replace(ctx, asked=replace(ctx.asked, step=steps))


def path_choice(ctx: Context) -> None:
    """Ask for the two, and whether places and twinnings may lead there."""
    say, more = ctx.say, ctx.asked.more
    asked = more.get(FROM) and more.get(TO)
    with st.popover(f"{say('Path')} · 1" if asked else say("Path")), st.container(width=WIDE):
        for key, label in ((FROM, say("From")), (TO, say("To"))):
            found = ctx.find(more[key]) if more.get(key) else ""
            st.markdown(f"**{label}** · {plain(ctx.whole.name(found)) if found else say('choose an organisation')}")
            finder(ctx, key=f"path_{key}", label=label, pick=PICKS[key], kinds=ORGANISATIONS)
        places_toggle(ctx)
        st.button(say("No path"), key="no_path", on_click=_forget, disabled=not (more.get(FROM) or more.get(TO)))


def places_toggle(ctx: Context) -> None:
    """Whether a path may lead by places and twinnings."""
    st.session_state["by_places"] = ctx.asked.more.get(BY) == PLACES
    st.toggle(ctx.say("Also by places and twinnings"), key="by_places", on_change=_take_places)


def path_drawer(ctx: Context, path: Path) -> None:
    """The route as a sentence, the other routes, and who says each hop."""
    say = ctx.say
    names = {key: plain(ctx.whole.name(one)) for key, one in zip(("source", "target"), path.ends, strict=True)}
    st.markdown(f"#### {say('Path from {source} to {target}', **names)}")
    if len(path.options) > 1:
        st.session_state[ROUTE] = path.chosen
        st.segmented_control(
            say("Route"), path.options, key=ROUTE, on_change=_take_route, required=True, label_visibility="collapsed",
            format_func=lambda one: say("Route {number}", number=one),
        )  # fmt: skip
    st.markdown(f"**{plain(path.sentence, longest=LONGEST)}**")
    if not path.options and _leads_by_places(ctx, path):
        toggle = say("Also by places and twinnings")
        st.markdown(say("By places and twinnings there is one: switch on “{toggle}”.", toggle=toggle))
    if not path.options and (hoped := _hoped_for(ctx, path)):
        route = plain(hoped, longest=LONGEST)
        st.markdown(
            say(
                "What is only announced, asked for or talked of does not count; by it there is one: {route}",
                route=route,
            )
        )
    if ctx.asked.sel:
        return
    for low, high in path.hops:
        for row in links_between(ctx, low, high).to_dict("records"):
            link_card(ctx, row)


def _leads_by_places(ctx: Context, path: Path) -> bool:
    """Whether a path leads there by places and twinnings, while none was asked for that does."""
    if ctx.asked.more.get(BY) == PLACES:
        return False
    shown = part(ctx, "introductions", source=path.ends[0], target=path.ends[1], places=True)
    return shown is not None and not shown.answer.more["options"].empty


def _hoped_for(ctx: Context, path: Path) -> str:
    """The path by what has not come about yet, while the usual statuses count; "" where there is none either."""
    if ctx.asked.status:
        return ""
    hoping = replace(ctx, asked=replace(ctx.asked, status=HOPED))
    shown = part(hoping, "introductions", source=path.ends[0], target=path.ends[1], places=False)
    told = [] if shown is None else shown.answer.more["options"][f"sentence_{ctx.say.language}"].tolist()
    return str(told[0]) if told else ""


def path_from(entity: str) -> None:
    """Look for a path that begins there."""
    _to(FROM, entity)


def path_to(entity: str) -> None:
    """Look for a path that ends there."""
    _to(TO, entity)


PICKS = {FROM: path_from, TO: path_to}


def _to(key: str, entity: str) -> None:
    ask_more(**{key: entity, ROUTE: ""})
    ask(sel="")


def _take_places() -> None:
    ask_more(**{BY: PLACES if st.session_state["by_places"] else "", ROUTE: ""})


def _take_route() -> None:
    ask_more(**{ROUTE: str(st.session_state[ROUTE])})


def _forget() -> None:
    ask_more(**{key: "" for key in (FROM, TO, ROUTE, BY)})


def _hops(rows: pd.DataFrame) -> Iterable[tuple[str, str]]:
    for one, other, via in rows[["from", "to", "via"]].itertuples(index=False):
        if via in (one, other):
            yield one, other
        else:
            yield from ((one, via), (via, other))
