"""Acteur: who this is, and who says so."""

from dataclasses import replace

import streamlit as st

from views.actor_path import path_to_another
from views.actor_place import place_between
from views.actor_then import two_days
from views.answer_view import Shown, all_sentences
from views.brief import brief_button
from views.context import NETWORK, Context
from views.drawer import links_of, pair_drawer, said_of, title_of
from views.filters import date_filter
from views.finder import finder
from views.frame import basis_line, basis_of, head, nobody, unknown_ids
from views.parts import bases, part
from views.profile_shown import read_about, row_drawer, sections
from views.start_buttons import buttons
from views.starts import TEN, most_linked, most_linked_around, my_pole
from views.steps import Step
from views.stops import stops
from views.text import plain

METHOD = "statements as documents make them"
LONGEST = 60  # letters of a name


def show(ctx: Context) -> None:
    """The page, for the actor that the address names."""
    say = ctx.say
    head(ctx, say("Actor"))
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        finder(ctx, key="actor", label=say("Search"), pick=read_about)
        date_filter(ctx, stops([ctx.whole.links, ctx.whole.entities]))
    ends = [ctx.find(end) for end in ctx.asked.sel.split("~")] if ctx.asked.sel else []
    if not all(ends):
        unknown_ids(ctx, ends.count(""))
    if not ends or not all(ends):
        _nobody(ctx)
    elif len(ends) == 2:
        pair_drawer(ctx, *ends)
    else:
        _actor(ctx, ends[0])
        return
    basis_line(ctx, basis_of(ctx, "acteur", METHOD, {}))


def _nobody(ctx: Context) -> None:
    """Whom one may read about: those around my pole, and the most linked of all."""
    say, near = ctx.say, ctx.neighbourhood_then
    if not most_linked(ctx.neighbourhood):
        nobody(ctx)
        return
    st.markdown(
        say("Write a name above: accents, capitals and slips do not matter. Or read about one of the most linked.")
    )
    mine = my_pole(ctx)
    beside = most_linked_around(near, mine) if mine else []
    others = [one for one in most_linked(near, 2 * TEN) if one not in beside][:TEN]
    columns = iter(st.columns(2, gap="medium"))
    if beside:
        with next(columns):
            st.markdown(f"#### {plain(say('Around {name}', name=ctx.whole.name(mine)))}")
            buttons(ctx, beside, read_about, key="rows_mine", longest=LONGEST)
    with next(columns):
        st.markdown(f"#### {say('The most linked')}")
        buttons(ctx, others, read_about, longest=LONGEST)


def _actor(ctx: Context, entity: str) -> None:
    around = replace(ctx.asked, step=(Step("ego", entity),), sel=entity)
    with st.container(horizontal=True, vertical_alignment="center", key="title"):
        title_of(ctx, entity)
        st.page_link(ctx.pages[NETWORK], label=ctx.say("See it in the network"), query_params=around.address)
        brief_button(ctx, entity)
    known = _known(ctx, entity)
    if known:
        st.markdown(f"**{plain(known.sentences[0])}**")
    with st.container(key="actor"):
        left, right = st.columns([0.6, 0.4], gap="medium")
    with left:
        with st.container(key="others"):
            path = path_to_another(ctx, entity)
            two_days(ctx, entity)
        if known:
            _profile(ctx, known)
    with right:
        place = _documents(ctx, entity)
    bases(ctx, (known, path.shown if path else None, *place))


def _documents(ctx: Context, entity: str) -> list[Shown]:
    """Who says so, of the row that was clicked; its place between the others; then all that documents say."""
    with st.container(key="cards"):
        row_drawer(ctx, entity)
        above = st.container()
        st.markdown(f"#### {ctx.say('What documents say of it')}")
        said_of(ctx, entity)
        links_of(ctx, entity)
    with above:  # last, as it may take long: all else is there already
        return place_between(ctx, entity)


def _known(ctx: Context, entity: str) -> Shown | None:
    """What is known of it; None of an encounter that had not begun."""
    if entity in ctx.network.kinds.index:
        return part(ctx, "profile", organisation=entity)
    st.info(ctx.say("At the date that was chosen it had not begun: choose another date, or none."))
    return None


def _profile(ctx: Context, known: Shown) -> None:
    """What is known, in numbers and in words."""
    in_numbers, in_words = st.tabs([ctx.say("Table"), ctx.say("All sentences")])
    with in_numbers:
        sections(ctx, known)
    with in_words:
        all_sentences(ctx, known)
