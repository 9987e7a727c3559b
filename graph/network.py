"""A frozen snapshot of entities and links for one viewer: what every analysis starts from."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from graph import dates
from graph.errors import UnknownEntity
from graph.model import Viewer
from graph.standing import Sure, among, had_begun_by, held_on, undecided
from graph.store import Snapshot, Store
from graph.vocabulary import COUNTING, ENCOUNTERS, ORGANISATIONS, SURE, Relation

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, eq=False)
class Network:
    """Entities and links as one viewer sees them; nothing in it is hidden from that viewer.

    Attributes:
        entities, links, declared, mentions, documents, conflicts, unsure: tables with the columns of
            `graph/frames.py`, and `counts` on entities (encounters only, else missing) and on links.
        as_of: the day (EDTF) at which one looks, or None: then nothing is filtered by date.
        sure: whether what is only `possibly` so on that day is kept, or only what is `certainly` so.
        statuses: what counts; None for confirmed, signed, held and, for encounters, ended.
        undated: how many encounters and links have a date that does not decide (with an as-of date only).
    """

    entities: pd.DataFrame
    links: pd.DataFrame
    declared: pd.DataFrame
    mentions: pd.DataFrame
    documents: pd.DataFrame
    conflicts: pd.DataFrame
    unsure: pd.DataFrame
    revision: int
    viewer: Viewer
    as_of: str | None = None
    sure: Sure = "possibly"
    statuses: tuple[str, ...] | None = None
    undated: int = 0

    @classmethod
    def read(
        cls,
        store: Store,
        *,
        viewer: Viewer = Viewer.PUBLIC,
        as_of: str | None = None,
        sure: Sure = "possibly",
        statuses: Collection[str] | None = None,
    ) -> Self:
        """The network of a store as `viewer` sees it.

        Raises:
            DateError: `as_of` is not a date, or one of an unknown year.
            StoreError: the store cannot be read.
        """
        network = cls.of(store.snapshot(viewer=viewer), viewer=viewer, statuses=statuses)
        return network if as_of is None else network.at(as_of, sure=sure)

    @classmethod
    def of(cls, snapshot: Snapshot, *, viewer: Viewer, statuses: Collection[str] | None = None) -> Self:
        """The network of a snapshot, with what counts marked."""
        chosen = None if statuses is None else tuple(sorted(statuses))
        entities = snapshot.entities.assign(counts=_encounters_that_count(snapshot.entities, chosen))
        links = snapshot.links.assign(counts=_links_that_count(snapshot.links, entities, chosen))
        return cls(
            entities, links, snapshot.declared, snapshot.mentions, snapshot.documents,
            snapshot.conflicts, snapshot.unsure, snapshot.revision, viewer=viewer, statuses=chosen,
        )  # fmt: skip

    def at(self, as_of: str, *, sure: Sure = "possibly") -> Self:
        """The network on that day: encounters that had taken place, links that held.

        A participation without a beginning of its own began with its encounter. What has no date is possible,
        never certain.

        Raises:
            DateError: `as_of` is not a date, or one of an unknown year.
        """
        day = dates.day_of(as_of)
        had_begun, held = had_begun_by(self.entities, day), held_on(self.links, day)
        entities = self.entities[had_begun[sure].to_numpy()]
        there = frozenset(entities["id"].tolist())
        ends = among(self.links["source"], there) & among(self.links["target"], there)
        links = self.links[held[sure].to_numpy() & ends]
        known = there.union(links["id"].tolist())
        return replace(
            self,
            entities=entities.reset_index(drop=True),
            links=links.reset_index(drop=True),
            declared=self.declared[among(self.declared["about"], known)].reset_index(drop=True),
            mentions=self.mentions[among(self.mentions["about"], known)].reset_index(drop=True),
            conflicts=self.conflicts[among(self.conflicts["about"], known)].reset_index(drop=True),
            unsure=self.unsure[
                np.logical_and.reduce([among(self.unsure[end], known) for end in self.unsure])
            ].reset_index(drop=True),
            as_of=as_of,
            sure=sure,
            undated=undecided(had_begun) + undecided(held),
        )

    def find(self, wanted: str) -> str:
        """The public id of an entity, given that id, an older one, or the id of one of its records.

        Raises:
            UnknownEntity: the viewer's network has none; hints come from that network alone.
        """
        if wanted in self._names.index:
            return wanted
        found = self._also.get(wanted)
        if found is None:
            raise UnknownEntity(wanted, self._near(wanted))
        return found

    def name(self, entity: str) -> str:
        """The name shown for a public id; the id itself where no document gives a name."""
        return str(self._names.get(entity, entity))

    def row(self, entity: str) -> pd.Series:
        """The row of `entities` for an id, an older id or a record id."""
        found: pd.Series = self.entities.loc[self._position[self.find(entity)]]
        return found

    def documents_of(self, about: Collection[str]) -> dict[str, tuple[str, ...]]:
        """For each entity or link id, the documents that speak of it, sorted."""
        rows = self.mentions[self.mentions["about"].isin(about)].drop_duplicates(["about", "document"])
        rows = rows.sort_values("document")
        found: dict[str, tuple[str, ...]] = {}
        for one, document in zip(rows["about"], rows["document"], strict=True):
            found[one] = (*found.get(one, ()), document)
        return found

    @cached_property
    def organisations(self) -> pd.DataFrame:
        """The rows of `entities` that are organisations."""
        return self.entities[self.entities["kind"].isin(ORGANISATIONS)].reset_index(drop=True)

    @cached_property
    def encounters(self) -> pd.DataFrame:
        """The rows of `entities` that are encounters, whether they count or not."""
        return self.entities[self.entities["kind"].isin(ENCOUNTERS)].reset_index(drop=True)

    @cached_property
    def kinds(self) -> pd.Series:
        """The kind of each entity, by its public id."""
        return self.entities.set_index("id")["kind"]

    def are_organisations(self, ids: pd.Series) -> pd.Series:
        """Of each id, whether it is an organisation's."""
        return ids.map(self.kinds).isin(ORGANISATIONS)

    def counting(self, relation: Relation) -> pd.DataFrame:
        """The rows of `links` of one relation that count."""
        return self.links[(self.links["relation"] == relation) & self.links["counts"]]

    @cached_property
    def today(self) -> str | None:
        """The latest day on which a document of this network was published or somebody in it spoke."""
        said = pd.concat([self.documents["published"], self.documents["said"]]).dropna()
        days = [dates.earliest(text) for text in said if dates.year_is_known(text)]
        return max(days, default=None)

    @cached_property
    def content_hash(self) -> str:
        """The same for the same entities and links, in whichever store and at whichever revision."""
        return _hash(self.entities, self.links, self.declared)

    @cached_property
    def source_hash(self) -> str:
        """The same for the same documents, speaking of the same entities and links, with the same doubts."""
        mentions = self.mentions.sort_values(["about", "statement", "document"], ignore_index=True)
        return _hash(self.documents, mentions, self.conflicts, self.unsure)

    def to_networkx(self) -> "nx.MultiDiGraph":
        """All entities and links, with their columns as attributes (missing ones left out)."""
        import networkx as nx

        net = nx.MultiDiGraph()
        for row in self.entities.to_dict("records"):
            net.add_node(row["id"], **_known(row, "id"))
        for row in self.links.to_dict("records"):
            net.add_edges_from([(row["source"], row["target"], row["id"], _known(row, "source", "target", "id"))])
        return net

    @cached_property
    def _names(self) -> pd.Series:
        entities = self.entities
        return pd.Series(entities["name"].fillna(entities["id"]).to_numpy(), index=entities["id"].to_numpy())

    @cached_property
    def _position(self) -> dict[str, Any]:
        return dict(zip(self.entities["id"], self.entities.index, strict=True))

    @cached_property
    def _also(self) -> dict[str, str]:
        pairs = self.entities[["id", "also"]].dropna()
        also: dict[str, str] = {}
        for entity, others in zip(pairs["id"], pairs["also"], strict=True):
            for other in others.split(" "):
                also.setdefault(other, entity)
        return also

    def _near(self, wanted: str) -> tuple[str, ...]:
        from rapidfuzz import process

        return tuple(match[0] for match in process.extract(wanted, list(self._names.index), limit=3, score_cutoff=75))


def evidence(store: Store, network: Network, about: str) -> pd.DataFrame:
    """Who says so: the statements behind an entity or a link, as the network's own viewer may read them.

    Returns:
        One row per statement, by document and id: the columns of `STATEMENTS`, and the document's
        `title`, `publisher`, `published`, `url`.
    """
    return evidence_of(store, network, [about]).drop(columns="of")


def evidence_of(store: Store, network: Network, about: Collection[str]) -> pd.DataFrame:
    """The same for many entities and links at once: `of` says behind which a statement stands, one row for each."""
    behind = network.mentions.loc[network.mentions["about"].isin(about), ["about", "statement"]].drop_duplicates()
    rows = store.statements(viewer=network.viewer, ids=list(behind["statement"].unique()))
    titles = network.documents[["id", "title", "publisher", "published", "url"]].rename(columns={"id": "document"})
    rows = rows.merge(titles, on="document", how="left")
    rows = rows.merge(behind.rename(columns={"about": "of", "statement": "id"}), on="id")
    return rows.sort_values(["document", "id", "of"], ignore_index=True)


def _hash(*tables: pd.DataFrame) -> str:
    digests = [pd.util.hash_pandas_object(table.astype("string"), index=False).to_numpy() for table in tables]
    return blake2b(b"|".join(np.ascontiguousarray(one).tobytes() for one in digests), digest_size=8).hexdigest()


def _encounters_that_count(entities: pd.DataFrame, statuses: tuple[str, ...] | None) -> pd.Series:
    counts = entities["status"].isin(COUNTING if statuses is None else statuses).astype("boolean")
    return counts.where(entities["kind"].isin(ENCOUNTERS), pd.NA)


def _links_that_count(links: pd.DataFrame, entities: pd.DataFrame, statuses: tuple[str, ...] | None) -> pd.Series:
    """A participation counts when it and its encounter do; an encounter without status does not stand in the way."""
    if statuses is not None:
        return links["status"].isin(statuses).astype("boolean")
    took_part = links["relation"] == Relation.TOOK_PART_IN
    open_ended = entities.loc[~entities["counts"].fillna(True) & entities["status"].notna(), "id"]
    counts = links["status"].isin(SURE) | (took_part & (links["status"] == "ended"))
    return (counts & ~(took_part & links["target"].isin(open_ended))).astype("boolean")


def _known(row: dict[Any, Any], *without: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in without and not pd.isna(value)}
