"""Filters of the drawing that only the network knows the words for: themes, territories, sizes, documents, sureness."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from queries.narrowing import UNKNOWN
from views.asked import OPEN_LISTS
from views.context import Context
from views.filters import take
from views.picture import Drawing
from views.text import flat, plain
from views.traits import traits

MOST = 100  # values offered, the most frequent first
WIDE = 420  # pixels
LONGEST = 60


@dataclass(frozen=True)
class Offered:
    """What the filters of a drawing offer: by filter and value, the words with the count."""

    words: Mapping[str, Mapping[str, str]]
    left_out: Mapping[str, int]  # values beyond those offered


def more_filters(ctx: Context, made: Drawing) -> None:
    """Theme, territory, size, document and confidence, each value with its count; none chosen is all of them."""
    say, view = ctx.say, ctx.asked
    labels = {
        "topic": say("Theme"), "place": say("Territory"), "size": say("Size"), "doc": say("Document"),
        "conf": say("Confidence, at least"),
    }  # fmt: skip
    count = sum(bool(getattr(view, name)) for name in labels)
    offered = _offered(ctx, made)
    with st.popover(f"{say('Filters')} · {count}" if count else say("Filters")):
        for name in OPEN_LISTS:
            _several(ctx, name, labels[name], offered)
        _at_least(ctx, labels["conf"], offered.words["conf"])
        with st.container(width=WIDE):
            st.caption(
                say(
                    "Organisations are taken by theme (offered, needed or met on it), territory and size; encounters "
                    "and topics follow them. Links are taken by document and confidence."
                )
            )


def _several(ctx: Context, name: str, label: str, offered: Offered) -> None:
    words, say = offered.words[name], ctx.say
    st.session_state[name] = [one for one in getattr(ctx.asked, name) if one in words]
    st.multiselect(
        label, list(words), key=name, on_change=take, args=(name,), format_func=lambda one: words.get(one, one),
        placeholder=say("no filter") if words else say("none known here"), width=WIDE,
    )  # fmt: skip
    if further := offered.left_out.get(name):
        st.caption(say.many("{count} less frequent is not listed", "{count} less frequent are not listed", further))


def _at_least(ctx: Context, label: str, words: Mapping[str, str]) -> None:
    st.session_state["conf"] = ctx.asked.conf if ctx.asked.conf in words else None
    st.pills(label, list(words), key="conf", on_change=take, args=("conf",), format_func=words.__getitem__, width=WIDE)


def _offered(ctx: Context, made: Drawing) -> Offered:
    steps = tuple(map(str, ctx.asked.step))
    chosen = tuple((name, getattr(ctx.asked, name)) for name in OPEN_LISTS)
    return _found(ctx.store.url, ctx.revision, ctx.rights, ctx.say.language, steps, chosen, ctx.asked.conf, ctx, made)


@st.cache_resource(max_entries=100, show_spinner=False)
def _found(
    url: str, revision: str, rights: str, language: str, steps: tuple[str, ...], chosen: object, conf: str,
    _ctx: Context, _made: Drawing,
) -> Offered:  # fmt: skip
    say = _ctx.say
    links = _made.said[_made.said["about"].isin(_made.links["id"])]
    words: dict[str, dict[str, str]] = {}
    for name, trait in traits(_ctx).items():
        named = {**trait.words, UNKNOWN: say("not known")}
        counts = _with_chosen(trait.counts(_made.chosen.entities), getattr(_ctx.asked, name), named)
        words[name] = {value: f"{named[value]} · {say.number(count)}" for value, count in counts.items()}
    titles = _titles(_ctx)
    told = _with_chosen(
        {str(one): int(count) for one, count in links["document"].value_counts().items()}, _ctx.asked.doc, titles
    )
    told = dict(sorted(told.items(), key=lambda item: (-item[1], item[0])))
    words["doc"] = {one: f"{titles[one]} · {say.number(count)}" for one, count in told.items()}
    words["conf"] = _sureness(_ctx, _made)
    offered = {name: _first(found, getattr(_ctx.asked, name)) for name, found in words.items()}
    return Offered(offered, {name: len(words[name]) - len(found) for name, found in offered.items()})


def _with_chosen(counts: dict[str, int], chosen: tuple[str, ...], known: Mapping[str, str]) -> dict[str, int]:
    """With those that were chosen, even where none of them is drawn."""
    return {**counts, **{one: 0 for one in chosen if one in known and one not in counts}}


def _first(words: Mapping[str, str], chosen: tuple[str, ...] | str) -> dict[str, str]:
    return {one: told for n, (one, told) in enumerate(words.items()) if n < MOST or one in chosen}


def _titles(ctx: Context) -> dict[str, str]:
    documents = ctx.whole.documents
    names = documents["title"].fillna(documents["id"])
    return {str(one): flat(name, longest=LONGEST) for one, name in zip(documents["id"], names, strict=True)}


def _sureness(ctx: Context, made: Drawing) -> dict[str, str]:
    """Each confidence that occurs, with how many links have it or a higher one."""
    links = made.said[made.said["about"].isin(made.links["id"])].groupby("about")["confidence"].max().dropna()
    present = sorted({f"{value:.2f}".rstrip("0").rstrip(".") for value in links} | {ctx.asked.conf} - {""}, key=float)
    counts = {value: int((links >= float(value)).sum()) for value in present}
    return {
        value: plain(f"{ctx.say.number(float(value))} · {ctx.say.number(count)}") for value, count in counts.items()
    }


def known_values(ctx: Context) -> Mapping[str, frozenset[str]]:
    """By filter, the values that this network knows."""
    known = {name: frozenset({*trait.of, UNKNOWN}) for name, trait in traits(ctx).items()}
    return {**known, "doc": frozenset(ctx.whole.documents["id"])}
