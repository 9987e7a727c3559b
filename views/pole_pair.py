"""Two poles: what joins them, with who says so; else who could introduce one to the other."""

from collections.abc import Collection

import pandas as pd
import streamlit as st

from graph.network import Network
from graph.vocabulary import Relation
from views.answer_view import LONGEST
from views.context import Context
from views.drawer import link_card
from views.parts import part
from views.text import plain

MOST = 12  # links shown before one asks for more


def pole_pair(ctx: Context, one: str, other: str, counted: Collection[str] | None = None) -> None:
    """The pair, then the links that join the two, or routes from one to the other.

    Of their members only those `counted` join them; None counts all.
    """
    name = ctx.whole.name
    st.markdown(f"#### {plain(name(one))} — {plain(name(other))}")
    links = joining(ctx.network, one, other, counted)
    if links.empty:
        _introductions(ctx, one, other)
        return
    through = pd.concat([links["source"], links["target"]])
    through = through[~through.isin([one, other])].drop_duplicates()
    st.caption(ctx.say.many("joined by {count} other", "joined by {count} others", len(through)))
    rows = links.to_dict("records")
    for row in rows[:MOST]:
        link_card(ctx, row)
    if rows[MOST:] and st.toggle(ctx.say("Show all {count}", count=ctx.say.number(len(rows))), key="all_joining"):
        for row in rows[MOST:]:
            link_card(ctx, row)


def joining(network: Network, one: str, other: str, counted: Collection[str] | None = None) -> pd.DataFrame:
    """The links that count between two groups and those that are members of both, or in which both took part."""
    counting = network.links[network.links["counts"]]
    members = counting[(counting["relation"] == Relation.MEMBER_OF) & counting["target"].isin([one, other])]
    members = members if counted is None else members[members["source"].isin(counted)]
    parts = counting[(counting["relation"] == Relation.TOOK_PART_IN) & counting["source"].isin([one, other])]
    found = [_of_both(members, "source", "target"), _of_both(parts, "target", "source")]
    return pd.concat(found, ignore_index=True)


def _of_both(links: pd.DataFrame, third: str, end: str) -> pd.DataFrame:
    """The links whose third is linked to two different ends."""
    both = links.groupby(third)[end].nunique()
    return links[links[third].isin(both[both > 1].index)].sort_values([third, end])


def _introductions(ctx: Context, one: str, other: str) -> None:
    say = ctx.say
    st.markdown(say("No member in common, and no encounter in common, is known."))
    st.markdown(f"#### {say('Who could introduce them')}")
    shown = part(ctx, "introductions", source=one, target=other)
    for said in shown.sentences if shown else ():
        st.markdown(plain(said, longest=LONGEST))
    if shown:
        st.caption(plain(shown.answer.basis.method_sentence(say.language), longest=LONGEST))
