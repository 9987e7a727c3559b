"""What the command line prints of a review: proposals, both sides of a pair, what is at odds."""

from collections.abc import Sequence

import pandas as pd

from graph.network import Network
from graph.store import Store
from ingest.contradictions import Contradiction
from ingest.decided import Decided
from ingest.known_names import known_names
from ingest.review import Proposal, Verdicted, find_match, records_of
from views.terminal import say, table
from views.text import flat

ISSUES = {
    "suspended": "suspended, since it joins what is known to be different",
    "two_names": "one identifier, two names",
    "two_sirens": "one entity, two SIRENs",
    "shared_identifier": "one identifier, two entities",
}


def proposals(network: Network, those: Sequence[Proposal], limit: int) -> None:
    """Pairs that may be one, the likeliest first."""
    rows = [
        [one.match.band or "—", f"{one.match.score:.2f}", one.a, one.b, network.name(one.a), network.name(one.b),
         "; ".join(one.match.reasons)]
        for one in those[:limit]
    ]  # fmt: skip
    if not rows:
        say("Nothing to decide: no two organisations are so much alike.")
        return
    table(["band", "score", "a", "b", "name of a", "name of b", "reasons"], rows)
    if len(those) > limit:
        say(f"… and {len(those) - limit} more: `maillage review export FILE.csv` writes them all.")
    say("`maillage review show A B` shows both; `maillage review decide A B same --by ME` decides.")


def pair(store: Store, network: Network, a: str, b: str) -> None:
    """Both sides of a pair, how alike they are, and what people said of them."""
    one, other = network.find(a), network.find(b)
    records = records_of(store, network, {one, other})
    for entity in dict.fromkeys((one, other)):
        side(network, entity, records.get(entity, ()))
    if one == other:
        say(f"Both are {one}.")
        return
    match = find_match(network, one, other)
    say(f"{match.score:.2f} {match.band}: {'; '.join(match.reasons) or 'nothing in common'}", bold=True)
    for made in Decided.of(store, network).all_between(one, other):
        say(f"  {made.by}: {made.verdict}. {flat(made.why)}")


def side(network: Network, entity: str, records: Sequence[str]) -> None:
    """One entity: its names, where it is, its identifiers, its links, its records."""
    row = network.row(entity)
    ends = network.links[["source", "target"]]
    count = int((ends == entity).any(axis=1).sum())
    say(f"{flat(network.name(entity))} ({entity}, {row['kind']})", bold=True)
    names = [
        f"{one.name} ({one.kind})" if one.kind else one.name for one in known_names(network) if one.entity == entity
    ]
    for title, text in (("names", "; ".join(names)), ("identifiers", row["identifiers"]), ("town", row["city"]),
                        ("country", row["country"]), ("records", ", ".join(records))):  # fmt: skip
        if not pd.isna(text) and text:
            say(f"  {title}: {flat(str(text), longest=600)}")
    say(f"  links: {count}")


def outcome(made: Verdicted) -> None:
    """What was written down, and how it is taken back."""
    for one in made.decisions:
        say(f"{one.a} {one.verdict} {one.b}, says {one.by}.")
    if made.suspended:
        say("It contradicts what is known, and is not applied: `maillage review contradictions` shows why.")
    if made.run:
        say(f"This is {made.run}: `maillage review undo` takes it back.")
    else:
        say("Nothing changed: it was decided so already.")


def contradictions(those: Sequence[Contradiction]) -> None:
    """What cannot all be so of who is who."""
    if not those:
        say("Nothing is at odds.")
        return
    table(["issue", "a", "b", "what"], [[ISSUES[one.issue], one.a, one.b, one.what] for one in those])
