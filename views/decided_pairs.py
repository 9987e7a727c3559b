"""What people decided of who is who: a list of it, and which of it was last."""

from collections.abc import Collection, Sequence

import pandas as pd
import streamlit as st

from graph.errors import MaillageError
from graph.model import Decision
from graph.network import Network
from graph.store import Store
from ingest.decided import KNOWN_THEN, decisions
from ingest.review import last_run
from views.answer_view import table
from views.context import Context
from views.differences import name_of, names_of, public_ids
from views.review_words import verdict_word
from views.text import flat, plain
from views.wording import Words

LONGEST = 300
Pair = tuple[str, str]


def by_people(store: Store, network: Network) -> pd.DataFrame:
    """Of each pair of records that people decided on, what was said of it last, the newest pair first."""
    table = store.decisions(viewer=network.viewer)
    return table[table["by"] != "rule"].drop_duplicates(["a", "b"], keep="last").iloc[::-1]


def show(ctx: Context, count: int) -> None:
    """Every pair decided: both names, the verdict, who and why."""
    if not count:
        return
    with st.expander(ctx.say.many("See {count} pair decided", "See {count} pairs decided", count)):
        table(_listed(ctx.store.url, ctx.revision, ctx.rights, ctx.say.language, ctx))


def taken_back(ctx: Context) -> str:
    """What the button says that takes back the last decision: of which pair; "" where there is none to take back."""
    pairs = _last(ctx.store.url, ctx.revision, ctx.rights, ctx)
    if not pairs:
        return ""
    first = flat(" – ".join(pairs[0]), longest=80)
    if len(pairs) == 1:
        return plain(ctx.say("Take back the last decision: {pair}", pair=first), longest=LONGEST)
    told = ctx.say.many("{count} pair: {first}…", "{count} pairs: {first}…", len(pairs), first=first)
    return plain(ctx.say("Take back the last decision: {pair}", pair=told), longest=LONGEST)


@st.cache_data(max_entries=8, show_spinner=False)
def _listed(url: str, revision: str, rights: str, language: str, _ctx: Context) -> pd.DataFrame:
    say, found = Words(language), by_people(_ctx.store, _ctx.whole)
    made = decisions(found)
    rows = [
        (*(flat(name, longest=LONGEST) for name in pair), _verdict(say, one, state), flat(one.by),
         flat(one.why.partition(KNOWN_THEN)[0].strip(" ·"), longest=LONGEST))
        for one, pair, state in zip(made, _called(_ctx.store, _ctx.whole, made), found["state"], strict=True)
    ]  # fmt: skip
    titles = [say("One"), say("The other"), say("They are"), say("Who decides"), say("What it rests on")]
    return pd.DataFrame(rows, columns=titles, dtype="string")


def _verdict(say: Words, made: Decision, state: str) -> str:
    word = verdict_word(say, made.verdict)
    return word if state == "holds" else f"{word} ({say('suspended: it contradicts what is known')})"


@st.cache_data(max_entries=8, show_spinner=False)
def _last(url: str, revision: str, rights: str, _ctx: Context) -> Sequence[Pair]:
    """The pairs that the last review decided on, each by the names of its records."""
    store, network = _ctx.store, _ctx.whole
    try:
        made = store.changes_beside(viewer=network.viewer, run=last_run(store, network)).decisions
    except MaillageError:  # nothing was decided in a review
        return ()
    return tuple(dict.fromkeys(_called(store, network, made)))


def _called(store: Store, network: Network, made: Sequence[Decision]) -> list[Pair]:
    """What the records of each decision are called by their documents, with their towns where that is the same.

    The one name of both would not tell which they are, once they are joined.
    """
    public, said = public_ids(network), _said(store, network, {end for one in made for end in (one.a, one.b)})
    own, towns = (
        dict(zip(rows["about"], rows["value"], strict=True))
        for rows in (said[said["predicate"] == name] for name in ("name", "city"))
    )
    shown = names_of(network, said)

    def called(one: str, other: str) -> str:
        name, beside = (own.get(end) or name_of(public.get(end, end), shown) for end in (one, other))
        return f"{name} ({towns.get(one, one)})" if name == beside else name

    return [(called(one.a, one.b), called(one.b, one.a)) for one in made]


def _said(store: Store, network: Network, records: Collection[str]) -> pd.DataFrame:
    """What documents call records, and where they say that they are."""
    public, mentions = public_ids(network), network.mentions
    those = mentions["about"].isin({public[one] for one in records if one in public})
    ids = mentions.loc[those & mentions["predicate"].isin(["name", "city"]), "statement"]
    return store.statements(viewer=network.viewer, ids=list(ids))
