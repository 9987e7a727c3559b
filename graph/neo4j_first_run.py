"""The first run into an empty store: all there is was said by it just now, and need not be read back."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from graph.facts import Said
from graph.holding import as_document, holding
from graph.model import Document, Statement, Viewer
from graph.neo4j_reading import DESCRIBED, Ask, Neo4jReading, sees
from graph.projection import ends
from graph.resolve import by_record, said_of
from graph.vocabulary import Level


class FirstRun(Neo4jReading):
    """What stands in the database when no run was ever published: `stated`, by id, and nothing else."""

    def __init__(self, ask: Ask, at: int, stated: Mapping[str, Statement]) -> None:
        super().__init__(ask, at)
        self.stated = stated
        self._by_record = cache(self._by_record)  # type: ignore[method-assign]

    def properties(
        self, viewer: Viewer, records: Iterable[str], predicates: Iterable[str] | None = None
    ) -> dict[str, list[Said]]:
        about, _ = self._by_record(viewer)
        found = {record: about[record] for record in records if record in about}
        if predicates is None:
            return found
        chosen = set(predicates)
        return {record: [one for one in those if one.predicate in chosen] for record, those in found.items()}

    def links_at(self, viewer: Viewer, records: Iterable[str]) -> list[Said]:
        ends = set(records)
        return [one for one in self._by_record(viewer)[1] if one.about in ends or one.value in ends]

    def besides(self, viewer: Viewer) -> Iterable[tuple[str, str]]:
        for record, those in self._by_record(viewer)[0].items():
            for one in those:
                if one.predicate == "declared" and (besides := dict(one.qualifiers).get("besides")):
                    yield record, besides

    def confided(self, viewer: Viewer) -> set[str]:
        hidden = {name for name, one in self.papers.items() if one["level"] > 0}
        return {end for one in self._seen(viewer) if one.level > 0 or one.document in hidden for end in ends(one)}

    def _by_record(self, viewer: Viewer) -> tuple[dict[str, list[Said]], list[Said]]:
        """What the viewer sees of each record, and of links: as the server would give it, by id."""
        papers = {name: _paper(one) for name, one in self.papers.items()}
        return by_record(said_of(_as_kept(one), papers) for one in self._seen(viewer))

    def _seen(self, viewer: Viewer) -> Iterator[Statement]:
        """What is said that the viewer sees, by id."""
        papers = {name for name, one in self.papers.items() if sees(viewer, one)}
        for _, one in sorted(self.stated.items()):
            if one.document in papers and _sees(viewer, one):
                yield one


def _paper(described: Mapping[str, object]) -> Document:
    return as_document([described.get(column) for column in DESCRIBED])


def _sees(viewer: Viewer, one: Statement) -> bool:
    _, level, audience = holding(one)
    return viewer.sees(Level(level), audience)


def _as_kept(one: Statement) -> Statement:
    """As the database would give it back: plain words, and qualifiers in order."""
    words: dict[str, Any] = {name: str(getattr(one, name)) for name in ("predicate", "value", "key")}
    words["status"] = None if one.status is None else str(one.status)
    pairs = tuple(sorted((str(name), str(value)) for name, value in dict(one.qualifiers).items()))
    return one._replace(**words, qualifiers=pairs)
