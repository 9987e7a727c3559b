"""The drawer: who says so, for an actor or for the line between two of them."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import pandas as pd
import streamlit as st

from graph.vocabulary import Relation
from views.context import Context
from views.dates_in_words import span_in_words
from views.facts import Fact, facts
from views.look import look
from views.statement_words import Row, dated, details, how_far, quoted
from views.steps import Facet
from views.text import plain
from views.vocabulary_words import NEIGHBOURS, kind_word, kinds_word, link_sentence

MOST = 12  # sentences shown before one asks for more
SAFE = "https://", "http://"
NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,6})?")


def title_of(ctx: Context, entity: str) -> None:
    """Who this is."""
    say, row = ctx.say, ctx.whole.row(entity)
    st.markdown(f"#### {look(row['kind']).mark} {plain(ctx.whole.name(entity))}", width="content")
    st.caption(f"{plain(kind_word(say, row['kind']))} · {plain(entity)}", width="content")


def pair_drawer(ctx: Context, low: str, high: str) -> None:
    """Every link between two actors, refusals too, each with the statements behind it."""
    st.markdown(f"#### {plain(ctx.whole.name(low))} — {plain(ctx.whole.name(high))}")
    between = links_between(ctx, low, high)
    st.caption(ctx.say.many("{count} link", "{count} links", len(between)))
    link_cards(ctx, between)


def links_between(ctx: Context, low: str, high: str) -> pd.DataFrame:
    """The links that join two actors."""
    links = ctx.whole.links
    ends = links["source"].isin([low, high]) & links["target"].isin([low, high])
    return links[ends & (links["source"] != links["target"])]


def links_of(ctx: Context, entity: str) -> None:
    """Every link of an actor, refusals too, each with the statements behind it."""
    found = links_at(ctx, entity)
    st.markdown(f"#### {ctx.say.many('{count} link', '{count} links', len(found))}")
    link_cards(ctx, found)


def links_at(ctx: Context, entity: str) -> pd.DataFrame:
    """The links with an actor at an end."""
    links = ctx.whole.links
    return links[(links["source"] == entity) | (links["target"] == entity)]


def link_cards(ctx: Context, links: pd.DataFrame, *, key: str = "all_links") -> None:
    """Links, the first of them at once, each with the statements behind it."""
    rows = links.to_dict("records")
    for row in rows[:MOST]:
        link_card(ctx, row)
    if rows[MOST:] and st.toggle(ctx.say("Show all {count}", count=ctx.say.number(len(rows))), key=key):
        for row in rows[MOST:]:
            link_card(ctx, row)


def link_card(ctx: Context, row: dict[Any, Any]) -> None:
    """One link: its sentence, how far it has come, when, and who says so."""
    say = ctx.say
    with st.container(border=True):
        st.markdown(f"**{plain(sentence_of(ctx, row))}**")
        st.markdown(_joined(how_far(say, row["status"]), _when(ctx, row), _amount(ctx, row)))
        for said in ctx.evidence(row["id"]).to_dict("records"):
            _said(ctx, said, repeat_status=said["status"] != row["status"])


def _when(ctx: Context, row: dict[Any, Any]) -> str:
    """Since when it holds; of a participation without a date of its own, that of the encounter."""
    say = ctx.say
    if when := span_in_words(say, *_known(row["since"], row["until"])):
        return when
    if row["relation"] == Relation.TOOK_PART_IN:
        encounter = ctx.whole.row(row["target"])
        if when := span_in_words(say, *_known(encounter["since"], encounter["until"])):
            return say("encounter: {when}", when=when)
    return say("since when: not said")


def sentence_of(ctx: Context, row: dict[Any, Any]) -> str:
    """A link as a sentence, with the names of its ends."""
    names = {end: ctx.whole.name(row[end]) for end in ("source", "target")}
    return link_sentence(ctx.say, row["relation"], row["key"] or "", **names)


def said_of(ctx: Context, entity: str) -> None:
    """What documents say of an actor itself, the same sentence once, with all who say it."""
    found = facts(ctx.say, ctx.evidence(entity).to_dict("records"), ctx.named)
    if not found:
        st.caption(ctx.say("No document says anything of it but its links."))
    for one in found[:MOST]:
        _fact_card(ctx, one)
    if found[MOST:]:
        with st.expander(ctx.say.many("{count} more", "{count} more", len(found) - MOST)):
            for one in found[MOST:]:
                _fact_card(ctx, one)


def facet_words(ctx: Context, facet: Facet) -> str:
    """What a sort of neighbours is called: `Members`, `Alliances`."""
    if facet.kind:
        word = kinds_word(ctx.say, facet.kind)
        return word[:1].upper() + word[1:]
    return ctx.say(NEIGHBOURS[Relation(facet.relation)][facet.incoming])


def _fact_card(ctx: Context, one: Fact) -> None:
    with st.container(border=True):
        warning = f" :orange[{plain(ctx.say('documents disagree'))}]" if one.contradicted else ""
        st.markdown(f"**{plain(one.sentence)}**{warning}")
        for row in one.said:
            _said(ctx, row, repeat_status=False)


def _said(ctx: Context, row: Row, *, repeat_status: bool) -> None:
    """One statement: the words or the note, then the document, the place in it, and how sure it is."""
    say = ctx.say
    if repeat_status and not pd.isna(row["status"]):
        st.markdown(_joined(how_far(ctx.say, row["status"])))
    words: list[str] = [quoted(say, plain(row["quote"], longest=600))] if not pd.isna(row["quote"]) else []
    words += [say("Note: {note}", note=plain(row["note"], longest=600))] if not pd.isna(row["note"]) else []
    for text in words:
        st.markdown(text)
    st.caption(" · ".join([_document(ctx, row), *map(plain, details(ctx.say, row))]))


def _document(ctx: Context, row: Row) -> str:
    title, publisher, published, url = _known(row["title"], row["publisher"], row["published"], row["url"])
    name = plain(title or row["document"])
    named = f"[{name}]({_address(url)})" if url and url.startswith(SAFE) else name
    return ", ".join([named, *map(plain, filter(None, [publisher, dated(ctx.say, published)]))])


def _address(url: str) -> str:
    return quote(url, safe=":/?#@!$&*+,;=%~-._")


def _amount(ctx: Context, row: dict[Any, Any]) -> str:
    (amount,) = _known(row["amount"])
    if not amount:
        return ""
    return ctx.say("amount {amount}", amount=ctx.say.number(float(amount)) if NUMBER.fullmatch(amount) else amount)


def _joined(*parts: str) -> str:
    return plain(" · ".join(filter(None, parts)))


def _known(*values: Any) -> Iterable[Any]:
    return [None if pd.isna(value) else value for value in values]
