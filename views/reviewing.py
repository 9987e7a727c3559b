"""What the command line prints of a review: proposals, both sides of a pair, what is at odds."""

from collections.abc import Sequence

import pandas as pd

from graph.network import Network
from graph.store import Store
from ingest.contradictions import Contradiction
from ingest.decided import Decided
from ingest.known_names import known_names
from ingest.review import Proposal, Verdicted, find_match, records_of
from views import review_words as words
from views import terminal
from views.text import flat
from views.vocabulary_words import kind_word
from views.wording import Words


def proposals(say: Words, network: Network, those: Sequence[Proposal], limit: int) -> None:
    """Pairs that may be one, the likeliest first: how likely and why, then both, with ids that can be copied."""
    for one in those[:limit]:
        terminal.say(words.how_alike(say, one.match), bold=True)
        for entity in (one.a, one.b):
            terminal.say(f"  {_called(say, network, entity)}")
    if not those:
        terminal.say(words.nothing_to_decide(say))
        return
    if len(those) > limit:
        terminal.say(words.more_to_decide(say, len(those) - limit))
    terminal.say(words.how_to_decide(say))


def _called(say: Words, network: Network, entity: str) -> str:
    """An entity in a line: its name, id, kind and town."""
    row = network.row(entity)
    town = [] if pd.isna(row["city"]) else [row["city"]]
    return flat(f"{network.name(entity)} ({', '.join([entity, kind_word(say, row['kind']), *town])})", longest=300)


def pair(say: Words, store: Store, network: Network, a: str, b: str) -> None:
    """Both sides of a pair, how alike they are, and what people said of them."""
    one, other = network.find(a), network.find(b)
    records = records_of(store, network, {one, other})
    for entity in dict.fromkeys((one, other)):
        side(say, network, entity, records.get(entity, ()))
    if one == other:
        terminal.say(words.both_are(say, one))
        return
    terminal.say(words.how_alike(say, find_match(network, one, other)), bold=True)
    for made in Decided.of(store, network).all_between(one, other):
        terminal.say(f"  {flat(words.verdict_line(say, made, made.a, made.b), longest=1_000)}")


def side(say: Words, network: Network, entity: str, records: Sequence[str]) -> None:
    """One entity: its names, where it is, its identifiers, its links, its records."""
    row, ends = network.row(entity), network.links[["source", "target"]]
    terminal.say(_called(say, network, entity), bold=True)
    known = [one for one in known_names(network) if one.entity == entity]
    names = "; ".join(words.name_with_kind(say, one.name, one.kind) for one in known)
    told = {"names": names, "identifiers": row["identifiers"], "town": row["city"], "country": row["country"],
            "records": ", ".join(records), "links": str(int((ends == entity).any(axis=1).sum()))}  # fmt: skip
    for part, text in told.items():
        if not pd.isna(text) and text:
            terminal.say(f"  {flat(words.side_line(say, part, str(text)), longest=600)}")


def outcome(say: Words, made: Verdicted) -> None:
    """What was written down, and how it is taken back."""
    for one in made.decisions:
        terminal.say(flat(words.verdict_line(say, one, one.a, one.b), longest=1_000))
    if made.suspended:
        terminal.say(words.not_applied(say))
    if made.run:
        terminal.say(words.how_to_take_back(say, made.run))


def contradictions(say: Words, those: Sequence[Contradiction]) -> None:
    """What cannot all be so of who is who."""
    if not those:
        terminal.say(words.nothing_at_odds(say))
    for one in those:
        terminal.say(words.issue_in_words(say, one.issue), bold=True)
        terminal.say(f"  {one.a}" if one.a == one.b else f"  {one.a} · {one.b}")
        terminal.say(f"  {flat(one.what, longest=600)}")
