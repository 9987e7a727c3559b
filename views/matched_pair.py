"""Two organisations that may complete each other: the parts of their score, and each need and offer with its quote."""

from typing import Any

import pandas as pd
import streamlit as st

from graph.vocabulary import Relation
from queries.answer import Answer
from queries.answer import shown as in_words
from views.answer_view import LONGEST, Shown
from views.context import Context
from views.drawer import link_card, pair_drawer
from views.text import plain

PARTS = ("need_met", "need_met_back", "reciprocity", "similarity", "new_related", "distance_km", "already")


def matched_pair(ctx: Context, shown: Shown, one: str, other: str) -> None:
    """The sentence on the pair, the parts of its score, then who says that it needs and that it offers."""
    table = shown.answer.table
    here = (table["a"].isin([one, other])) & (table["b"].isin([one, other]))
    if not here.any():
        pair_drawer(ctx, one, other)
        return
    row = table[here].iloc[0]
    st.markdown(f"#### {plain(row['a_name'])} — {plain(row['b_name'])}")
    st.markdown(plain(shown.sentences[int(table.index.get_indexer(table.index[here])[0])], longest=LONGEST))
    labels = {column.name: column for column in shown.answer.columns}
    language = ctx.say.language
    said = [
        f"{labels[part].label(language)} : {in_words(row[part], language, labels[part].type)}"
        for part in PARTS
        if not pd.isna(row[part])
    ]
    st.caption(plain(" · ".join(said), longest=LONGEST))
    needs_met(ctx, shown.answer, one, other)


def needs_met(ctx: Context, answer: Answer, one: str, other: str) -> None:
    """Each need of one of the two that the other meets, with who says so."""
    rows = answer.more["reasons"]
    for reason in rows[rows["a"].isin([one, other]) & rows["b"].isin([one, other])].to_dict("records"):
        _reason(ctx, reason)


def _reason(ctx: Context, reason: dict[Any, Any]) -> None:
    """The need beside the offer that meets it, each with the documents that say so."""
    links = ctx.whole.links
    ends = ((reason["seeker"], Relation.NEEDS, reason["need"]), (reason["provider"], Relation.OFFERS, reason["offer"]))
    for source, relation, target in ends:
        found = links[(links["source"] == source) & (links["relation"] == relation) & (links["target"] == target)]
        for row in found.to_dict("records"):
            link_card(ctx, row)
