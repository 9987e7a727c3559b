"""Who says so, on a screen: statements about an entity or a link, what was decided of it, what is no longer stated."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from graph.network import Network, evidence
from graph.store import Store
from graph.vocabulary import Relation
from views import terminal
from views.differences import name_of, names_of, no_longer_stated, public_ids
from views.statement_words import closed_since, dated, decided, details, fact, how_far, quoted
from views.text import flat
from views.vocabulary_words import kind_word, link_sentence
from views.wording import Words


def entity(say: Words, store: Store, network: Network, one: str, runs: Mapping[str, str]) -> None:
    """An entity, what is said of it, and which of its records are one, and who says so."""
    row = network.row(one)
    terminal.say(f"{flat(network.name(one))} ({one}, {kind_word(say, row['kind'])})", bold=True)
    _statements(say, store, network, one, runs)
    found = store.decisions(viewer=network.viewer)
    those = {one, *str(row["also"]).split(" ")}
    for made in found[found["a"].isin(those) | found["b"].isin(those)].to_dict("records"):
        terminal.say(f"  {flat(decided(say, made), longest=1_000)}")


def link(say: Words, store: Store, network: Network, row: Mapping[Any, Any], runs: Mapping[str, str]) -> None:
    """A link as a sentence, and what is said of it."""
    terminal.say(flat(_sentence(say, row, network.name(row["source"]), network.name(row["target"]))), bold=True)
    _statements(say, store, network, row["id"], runs)


def links_between(network: Network, one: str, other: str) -> list[dict[Any, Any]]:
    """The links from one to the other, and back."""
    links, ends = network.links, (one, other)
    found = links[links["source"].isin(ends) & links["target"].isin(ends) & (links["source"] != links["target"])]
    return found.to_dict("records")


def _sentence(say: Words, row: Mapping[Any, Any], source: str, target: str) -> str:
    return link_sentence(say, row.get("relation", row.get("predicate")), row["key"] or "", source=source, target=target)


def _statements(say: Words, store: Store, network: Network, about: str, runs: Mapping[str, str]) -> None:
    """One statement a line, then its document, place, speaker, status, how sure it is, and its run."""
    for row in evidence(store, network, about).to_dict("records"):
        is_link = row["predicate"] in set(Relation)
        terminal.say(f"  {flat(how_far(say, row['status']) if is_link else fact(say, row))}")
        terminal.say("      " + flat(" · ".join(_whence(say, row, runs)), longest=2_000))


def _whence(say: Words, row: Mapping[Any, Any], runs: Mapping[str, str]) -> list[str]:
    told = [row["document"] if pd.isna(row["title"]) else row["title"]]
    told += [] if pd.isna(row["publisher"]) else [row["publisher"]]
    told += [] if pd.isna(row["published"]) else [dated(say, row["published"])]
    told += details(say, row)
    told += [runs[row["id"]]] if row["id"] in runs else []
    told += [] if pd.isna(row["quote"]) else [quoted(say, row["quote"])]
    return told + ([] if pd.isna(row["note"]) else [row["note"]])


def closed(say: Words, network: Network, history: pd.DataFrame) -> None:
    """What was said and is no longer, since when."""
    public, names = public_ids(network), names_of(network, history)
    for row in no_longer_stated(history).to_dict("records"):
        if row["predicate"] in set(Relation):
            source, target = (name_of(public.get(row[end], row[end]), names) for end in ("about", "value"))
            told = f"{_sentence(say, row, source, target)} ({how_far(say, row['status'])})"
        else:
            told = fact(say, row)
        terminal.say(f"  − {flat(told, longest=300)} · {row['document']}")
        terminal.say(f"      {closed_since(say, row['run'], row['at'])}")
