"""By what actors are told apart beside their kind: theme, territory, size; and of whom it is not known."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from graph.vocabulary import GROUPS, ORGANISATIONS, Kind, Relation
from queries.narrowing import UNKNOWN, whereabouts
from queries.words import place, word
from views.context import Context
from views.drawing import Neighbourhood
from views.text import flat

TOPIC, PLACE, SIZE = "topic", "place", "size"  # the address keys
LONGEST = 60


@dataclass(frozen=True)
class Trait:
    """One of them.

    Attributes:
        judged: the actors of which it is asked; all others follow those that they are linked to.
        of: by value, the actors that have it; `words`: by value, what it is called.
    """

    judged: frozenset[str]
    of: Mapping[str, frozenset[str]]
    words: Mapping[str, str]

    def counts(self, among: Collection[str]) -> dict[str, int]:
        """How many of these actors have each value, the most frequent first; those with none known last."""
        judged = self.judged & set(among)
        counted = {value: len(having & judged) for value, having in self.of.items() if having & judged}
        unknown = len(judged - self._known)
        ordered = sorted(counted, key=lambda value: (-counted[value], self.words[value], value))
        return {**{value: counted[value] for value in ordered}, **({UNKNOWN: unknown} if unknown else {})}

    def with_any(self, values: Iterable[str]) -> frozenset[str]:
        """The actors that have one of these values."""
        return frozenset().union(*(self._having(value) for value in values))

    def _having(self, value: str) -> frozenset[str]:
        return self.judged - self._known if value == UNKNOWN else self.of.get(value, frozenset())

    @property
    def _known(self) -> frozenset[str]:
        return frozenset().union(*self.of.values())


def traits(ctx: Context) -> Mapping[str, Trait]:
    """Theme, territory and size of whoever is in the network, whatever the date."""
    return _traits(ctx.store.url, ctx.revision, ctx.rights, ctx.say.language, ctx)


@st.cache_resource(max_entries=24, show_spinner=False)
def _traits(url: str, revision: str, rights: str, language: str, _ctx: Context) -> Mapping[str, Trait]:
    near = _ctx.neighbourhood
    everybody = frozenset(one for one, kind in near.kinds.items() if kind in ORGANISATIONS)
    with_size = frozenset(one for one in everybody if near.kinds[one] not in GROUPS)
    pairs = {TOPIC: _topics(near), PLACE: _places(near), SIZE: _sizes(near)}
    words = {
        TOPIC: lambda value: flat(near.network.name(value), longest=LONGEST),
        PLACE: lambda value: _place_word(near, language, value),
        SIZE: lambda value: flat(word(value, language), longest=LONGEST),
    }
    judged = {TOPIC: everybody, PLACE: everybody, SIZE: with_size}
    made = {}
    for name, found in pairs.items():
        of = _by_value(found, judged[name])
        made[name] = Trait(judged[name], of, {value: words[name](value) for value in of})
    return made


def _by_value(pairs: Iterable[tuple[str, str]], judged: frozenset[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for value, actor in pairs:
        if actor in judged:
            found.setdefault(value, set()).add(actor)
    return {value: frozenset(found[value]) for value in sorted(found)}


def _topics(near: Neighbourhood) -> Iterable[tuple[str, str]]:
    """Who offers or needs a competence, or took part in an encounter about it; broader competences too."""
    links = near.links
    parties = links.loc[links["relation"] == Relation.TOOK_PART_IN, ["source", "target"]]
    about = links.loc[links["relation"] == Relation.ABOUT, ["source", "target"]]
    spoke = parties.merge(about, left_on="target", right_on="source", suffixes=("", "_about"))
    own = links.loc[links["relation"].isin([Relation.OFFERS, Relation.NEEDS]), ["target", "source"]]
    pairs = pd.concat([own, spoke[["target_about", "source"]].set_axis(["target", "source"], axis=1)])
    broader = _broader(near)
    for topic, actor in pairs.itertuples(index=False):
        if near.kinds[topic] == Kind.COMPETENCE:
            yield from ((one, actor) for one in _with_all_above(topic, broader))


def _broader(near: Neighbourhood) -> Mapping[str, list[str]]:
    part_of = near.links[near.links["relation"] == Relation.PART_OF]
    above: dict[str, list[str]] = {}
    for part, whole in part_of[["source", "target"]].itertuples(index=False):
        above.setdefault(part, []).append(whole)
    return above


def _with_all_above(one: str, above: Mapping[str, list[str]]) -> set[str]:
    seen, waiting = {one}, [one]
    while waiting:
        further = [other for other in above.get(waiting.pop(), ()) if other not in seen]
        seen.update(further)
        waiting.extend(further)
    return seen


def _places(near: Neighbourhood) -> Iterable[tuple[str, str]]:
    rows = whereabouts(near.network)
    yield from zip(rows["place"], rows["organisation"], strict=True)


def _place_word(near: Neighbourhood, language: str, value: str) -> str:
    return flat(place(near.network.name(value), language), longest=LONGEST)


def _sizes(near: Neighbourhood) -> Iterable[tuple[str, str]]:
    known = near.network.organisations[["size", "id"]].dropna()
    return zip(known["size"], known["id"], strict=True)
