"""On the page of an actor: how much it stands between the others, its rank, and what that rank is worth."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from graph.vocabulary import ORGANISATIONS
from queries import kept
from queries.answer import shown as in_words
from queries.catalogue import query
from views.answer_view import LONGEST, Shown
from views.asked import ask_more
from views.context import QUESTIONS, Context
from views.parameter_fields import ASKED as QUESTION
from views.parts import part
from views.text import flat, plain

RANK, YES = "rang", "oui"  # the address key: whether the ranks are asked for
AT_ONCE, LARGE = (
    200,
    3_000,
)  # organisations up to which ranks take no time; beyond which what they are worth takes hours
MANY = 500  # documents, each of which is left out once
Asked = tuple[str, Mapping[str, Any]]


def place_between(ctx: Context, entity: str) -> list[Shown]:
    """How much it stands between the others; the answers on which that rests, none before they are asked for."""
    if ctx.neighbourhood.kinds[entity] not in ORGANISATIONS or entity not in ctx.network.kinds.index:
        return []
    say, asked = ctx.say, _asked(ctx)
    st.markdown(f"#### {say('Its place between the others')}")
    if not (ctx.asked.more.get(RANK) == YES or _at_once(ctx) or all(_is_known(ctx, one) for one in asked)):
        st.button(say("Work out its rank"), key="rank_it", on_click=ask_more, kwargs={RANK: YES})
        st.caption(say("Takes some seconds, or a minute in a large network; then it is kept."))
        return []
    found = [part(ctx, name, **parameters) for name, parameters in asked]
    answers = [one for one in found if one]
    if len(answers) == len(asked):
        for n, told in enumerate(_told(ctx, entity, answers)):
            st.markdown(f"**{plain(told, longest=LONGEST)}**" if n == 0 else plain(told, longest=LONGEST))
    there = replace(ctx.asked, more={QUESTION: "brokers"})
    st.page_link(ctx.pages[QUESTIONS], label=say("The whole ranking"), query_params=there.address)
    return answers


def _asked(ctx: Context) -> list[Asked]:
    """Which questions tell it; in a large network what the rank is worth is not asked."""
    usual = {"kinds": None, "burt": "alliance", "sources": None}
    if _is_large(ctx):
        return [("brokers", {**usual, "robust": False})]
    by_document = {"measure": "betweenness", "missing": "document", "lost": 10, "kinds": None}
    return [("brokers", {**usual, "robust": True}), ("robustness", by_document)]


def _is_large(ctx: Context) -> bool:
    return len(ctx.network.organisations) > LARGE or len(ctx.network.documents) > MANY


def _at_once(ctx: Context) -> bool:
    return len(ctx.network.organisations) <= AT_ONCE


def _is_known(ctx: Context, asked: Asked) -> bool:
    """Whether the answer was kept."""
    name, parameters = asked
    return ctx.state.answer(kept.key(ctx.network, query(name), parameters)) is not None


def _told(ctx: Context, entity: str, answers: list[Shown]) -> list[str]:
    """What a director reads: the rank, then what it is worth."""
    say, rows = ctx.say, [one.answer.table.set_index("id").loc[entity] for one in answers]
    row, among = rows[0], len(answers[0].answer.table)
    if not row["betweenness"]:
        return [say("No shortest path between two others passes by it: nobody depends on it to reach another.")]
    share = in_words(row["betweenness"], say.language, "share")
    if pd.isna(row["rank"]):
        return [say("{share} of the shortest paths between two others pass by it; too few for a rank.", share=share)]
    rank = {"rank": say.number(int(row["rank"])), "count": say.number(among)}
    first = say(
        "Rank {rank} of {count}: {share} of the shortest paths between two others pass by it.", **rank, share=share
    )
    return [first, *(_worth(ctx, row, rows[1]) if len(rows) > 1 else [_unasked(ctx)])]


def _worth(ctx: Context, row: "pd.Series[Any]", by_document: "pd.Series[Any]") -> list[str]:
    """Between which ranks it lies when something is missing, and what hangs on one document."""
    say, told = ctx.say, []
    if pd.notna(row["rank_low"]):
        ranks = _ranks(ctx, row)
        told.append(say("Rank {ranks} when a tenth of the encounters is missing (nine times of ten).", ranks=ranks))
    if pd.notna(by_document["rank_low"]):
        told.append(say("Rank {ranks} when any one document is missing.", ranks=_ranks(ctx, by_document)))
    if pd.notna(by_document["document_name"]):
        rank, title = say.number(int(by_document["rank_without"])), flat(by_document["document_name"])
        told.append(say("Most hangs on the document “{title}”: without it, rank {rank}.", title=title, rank=rank))
    return told or [say("Too few organisations or encounters to tell what that rank is worth.")]


def _ranks(ctx: Context, row: "pd.Series[Any]") -> str:
    """`37 to 74`, or one rank alone."""
    low, high = (ctx.say.number(int(row[one])) for one in ("rank_low", "rank_high"))
    return low if low == high else ctx.say("{low} to {high}", low=low, high=high)


def _unasked(ctx: Context) -> str:
    return ctx.say(
        "What that rank is worth would take hours in so large a network: `maillage query robustness` tells it."
    )
