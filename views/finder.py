"""A field in which one writes a name, and picks among those that are like it."""

from collections.abc import Callable, Collection

import pandas as pd
import streamlit as st

from graph.search import search
from views.context import Context
from views.homonyms import told_apart
from views.look import look
from views.text import flat, plain
from views.vocabulary_words import kind_word

BEST = 8  # names offered
LONGEST, WITH_TOWN = 60, 160


def finder(
    ctx: Context, *, key: str, label: str, pick: Callable[[str], None], kinds: Collection[str] = (),
    placeholder: str = "",
) -> None:  # fmt: skip
    """Ask for a name, tolerant of accents, case and slips; `pick` is told the id of the one chosen."""
    say = ctx.say
    written = st.text_input(
        label, key=f"{key}_text", max_chars=200, label_visibility="collapsed",
        placeholder=placeholder or say("Search: a name, or part of one"),
    )  # fmt: skip
    if not written.strip():
        return
    found = _found(ctx, written, kinds)
    if found.empty:
        st.caption(say("No name in this network is like “{written}”.", written=plain(written, longest=LONGEST)))
        return
    with st.container(horizontal=True, gap="small"):
        for entity, kind, name in _called(ctx, found):
            shown = f"{look(kind).mark} {plain(name, longest=WITH_TOWN)}"
            st.button(
                shown, key=f"{key}_{entity}", on_click=_chosen, args=(key, pick, entity), type="tertiary", help=None
            )


def _chosen(key: str, pick: Callable[[str], None], entity: str) -> None:
    st.session_state[f"{key}_text"] = ""
    pick(entity)


def _called(ctx: Context, found: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Those that were found, by id, kind and name, homonyms among them told apart."""
    rows = list(found[["id", "kind", "name"]].itertuples(index=False, name=None))
    names = {one: f"{flat(name, longest=LONGEST)} · {kind_word(ctx.say, kind)}" for one, kind, name in rows}
    told = told_apart(ctx.whole, names)
    return [(one, kind, told[one]) for one, kind, _ in rows]


def _found(ctx: Context, written: str, kinds: Collection[str]) -> pd.DataFrame:
    found = _search(ctx.store.url, ctx.revision, ctx.rights, flat(written), ctx)
    return (found[found["kind"].isin(list(kinds))] if kinds else found).head(BEST)


@st.cache_data(max_entries=200, show_spinner=False)
def _search(url: str, revision: str, rights: str, written: str, _ctx: Context) -> pd.DataFrame:
    return search(_ctx.whole, written, limit=50)
