"""Quality: what this network holds, and what it does not know."""

import pandas as pd
import streamlit as st

from queries.catalogue import query
from views.answer_view import all_sentences, asked_of, sentences, table
from views.context import Context
from views.downloads import downloads
from views.frame import basis_line
from views.text import flat
from views.vocabulary_words import kinds_word

HELD = ("id", "title", "publisher", "published", "url")


def show(ctx: Context) -> None:
    """Doubts first, each with what to do about it; then what there is, by kind and by document."""
    say, asked = ctx.say, query("quality")
    shown = asked_of(ctx, asked, {})
    sentences(ctx, shown)
    doubts, said, kinds, documents = st.tabs([say("Doubts"), say("All sentences"), say("By kind"), say("Documents")])
    with doubts:
        table(shown.directors)
    with said:
        all_sentences(ctx, shown)
    with kinds:
        table(_kinds(ctx))
    with documents:
        table(_documents(ctx))
    downloads(ctx, asked, shown.answer)
    basis_line(ctx, shown.answer.basis)


def _kinds(ctx: Context) -> pd.DataFrame:
    counts = ctx.network.entities["kind"].value_counts()
    rows = [(kinds_word(ctx.say, str(kind), count), count) for kind, count in counts.items()]
    return pd.DataFrame(rows, columns=[ctx.say("Kind"), ctx.say("How many")])


def _documents(ctx: Context) -> pd.DataFrame:
    """The documents, each with how many statements of it are behind what is shown."""
    say, network = ctx.say, ctx.network
    cited = network.mentions.groupby("document")["statement"].nunique()
    held = network.documents[list(HELD)].map(flat, na_action="ignore")
    held = held.assign(count=network.documents["id"].map(cited).fillna(0).astype("int64"))
    titles = [say("Document"), say("Title"), say("Publisher"), say("Published"), say("Web address"), say("Statements")]
    return held.set_axis(titles, axis="columns")
