"""Views kept by name: keep this one, open, rename or forget another; a link too long is kept by itself."""

from dataclasses import replace
from functools import partial

import streamlit as st

from views.asked import TOO_LONG, held, hold
from views.context import Context
from views.saved_views import LONGEST, SavedViews, as_name, ids_of
from views.text import plain

NAME, CHOSEN, TOLD = "view_name", "view_chosen", "view_told"
WIDE = 340  # pixels


def views_choice(ctx: Context) -> None:
    """Ask for a name to keep this view under, or for one that is kept."""
    say, saved = ctx.say, SavedViews.of(ctx.store.url, ctx.viewer)
    names = saved.names()
    with st.popover(say("Views")), st.container(width=WIDE):
        opened = ctx.asked.view if ctx.asked.view in names else None
        st.session_state[CHOSEN] = opened
        st.selectbox(
            say("Views kept"), names, index=None, key=CHOSEN, on_change=partial(_open, saved),
            placeholder=say("choose one") if names else say("none yet"),
        )  # fmt: skip
        st.text_input(say("Name"), key=NAME, max_chars=LONGEST, placeholder=say("a name for this view"))
        with st.container(horizontal=True, gap="small"):
            st.button(say("Keep"), key="keep_view", on_click=partial(_keep, ctx, saved))
            st.button(say("Rename"), key="rename_view", on_click=partial(_rename, ctx, saved), disabled=not opened)
            st.button(say("Delete"), key="drop_view", on_click=partial(_drop, ctx, saved), disabled=not opened)
        if told := st.session_state.pop(TOLD, ""):
            st.caption(told)
        st.caption(say("Kept beside the network, for whoever sees as much of it as you."))


def shorten(ctx: Context) -> None:
    """A link that is too long becomes one that names a view kept beside the network."""
    view = ctx.asked
    if view.view or len(view.query) <= TOO_LONG:
        return
    if name := SavedViews.of(ctx.store.url, ctx.viewer).keep_unnamed(view):
        hold(replace(view, view=name))


def gone(ctx: Context) -> None:
    """Which ids of a kept view this network no longer has."""
    missing = [one for one in ids_of(ctx.asked) if not ctx.find(one)] if ctx.asked.view else []
    if missing:
        ids = ", ".join(map(plain, missing))
        st.info(ctx.say("No longer in this network since this view was kept: {ids}.", ids=ids))


def _open(saved: SavedViews) -> None:
    view = saved.get(st.session_state[CHOSEN] or "")
    if view:
        hold(replace(view, lang=held().lang))


def _keep(ctx: Context, saved: SavedViews) -> None:
    name = _named(ctx, saved)
    if name and _told(ctx, saved.keep(name, replace(ctx.asked, view="")), name):
        hold(replace(ctx.asked, view=name, misread=()))


def _rename(ctx: Context, saved: SavedViews) -> None:
    name = _named(ctx, saved)
    if name and _told(ctx, saved.rename(ctx.asked.view, name), name):
        hold(replace(held(), view=name))


def _drop(ctx: Context, saved: SavedViews) -> None:
    saved.drop(ctx.asked.view)
    hold(replace(ctx.asked, view="", misread=()))


def _named(ctx: Context, saved: SavedViews) -> str:
    """The name that was written, unless another view has it."""
    name = as_name(st.session_state[NAME])
    if not name:
        st.session_state[TOLD] = ctx.say("Write a name first.")
    elif name in saved.names() and name != ctx.asked.view:
        st.session_state[TOLD] = ctx.say("There is a view “{name}” already: write another name.", name=plain(name))
    else:
        return name
    return ""


def _told(ctx: Context, kept: bool, name: str) -> bool:
    words = ctx.say("Kept as “{name}”.", name=plain(name)) if kept else ctx.say("Nothing can be kept in this folder.")
    st.session_state[TOLD] = words
    if kept:
        st.session_state[NAME] = ""
    return kept
