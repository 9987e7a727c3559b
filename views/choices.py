"""One of several, chosen from a list; the address holds which."""

from collections.abc import Collection, Mapping

import streamlit as st

from graph.network import Network
from views.asked import ask_more
from views.context import Context
from views.finder import finder
from views.homonyms import told_apart
from views.text import flat, plain
from views.vocabulary_words import kind_word
from views.wording import Words

SELECTABLE = 3_000  # names in a list; beyond, one writes
LONGEST = 60


def choose(ctx: Context, key: str, label: str, options: Mapping[str, str], *, none: str = "") -> str:
    """Ask for one of some, by their words; "" while none is chosen. Without `none` the first is as usual."""
    first = "" if none else next(iter(options), "")
    said = ctx.asked.more.get(key, "")
    chosen = said if said in options else first
    st.session_state[f"choose_{key}"] = chosen or None
    st.selectbox(
        label, list(options), index=None, key=f"choose_{key}", format_func=lambda one: options.get(one, one),
        placeholder=none or ctx.say("Choose"), on_change=_take, args=(f"choose_{key}", key, first),
    )  # fmt: skip
    return chosen


def choose_view(ctx: Context, key: str, label: str, options: Mapping[str, str]) -> str:
    """Which part of a page is looked at: the first unless the address says another."""
    first = next(iter(options))
    said = ctx.asked.more.get(key, "")
    chosen = said if said in options else first
    st.session_state[f"view_{key}"] = chosen
    st.segmented_control(
        label, list(options), key=f"view_{key}", format_func=lambda one: options.get(one, one), required=True,
        on_change=_take, args=(f"view_{key}", key, first), label_visibility="collapsed",
    )  # fmt: skip
    return chosen


def choose_one_of(ctx: Context, key: str, label: str, kinds: Collection[str], *, none: str) -> str:
    """Ask for an entity of some kinds: from a list while they can be listed, else by writing; "" for nobody."""
    found = ctx.find(ctx.asked.more.get(key, "")) if ctx.asked.more.get(key) else ""
    found = found if ctx.neighbourhood.kinds.get(found) in kinds else ""
    known = named(ctx, kinds)
    if len(known) <= SELECTABLE:
        return choose(ctx, key, label, known, none=none) or found
    finder(ctx, key=f"choose_{key}", label=label, pick=lambda one: ask_more(**{key: one}), kinds=kinds)
    st.caption(f"{label} · {plain(ctx.whole.name(found)) if found else none}")
    return found


def misread(ctx: Context, key: str, options: Collection[str]) -> list[str]:
    """The part of the address that names none of the options."""
    said = ctx.asked.more.get(key, "")
    return [f"{key}={said}"] if said and said not in options else []


def named(ctx: Context, kinds: Collection[str]) -> dict[str, str]:
    """By id, the names of those of some kinds, told apart where they are the same; in the order of the names."""
    return _named(ctx.store.url, ctx.revision, ctx.rights, tuple(map(str, kinds)), ctx.say.language, ctx.whole)


@st.cache_data(max_entries=60, show_spinner=False)
def _named(
    url: str, revision: str, rights: str, kinds: tuple[str, ...], language: str, _network: Network
) -> dict[str, str]:
    say, rows = Words(language), _network.entities[_network.entities["kind"].isin(kinds)]
    several = len(set(rows["kind"])) > 1
    names = {
        str(one): flat(_network.name(one), longest=LONGEST) + (f" · {kind_word(say, kind)}" if several else "")
        for one, kind in zip(rows["id"], rows["kind"], strict=True)
    }
    return dict(sorted(told_apart(_network, names).items(), key=lambda item: (item[1].casefold(), item[0])))


def _take(widget: str, key: str, first: str) -> None:
    """The address follows the list; what is as usual is not written in it."""
    chosen = st.session_state[widget] or ""
    ask_more(**{key: "" if chosen == first else chosen})
