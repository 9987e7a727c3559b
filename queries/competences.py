"""Who offers and who needs which competence."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from graph.network import Network
from graph.vocabulary import Kind, Relation


@dataclass(frozen=True, eq=False, slots=True)
class Profiles:
    """What organisations offer and need.

    Attributes:
        organisations: ids, sorted, of those that offer or need some competence.
        competences: ids, sorted: all of the network.
        offers, needs: a row an organisation, a column a competence; the importance, 1 unless a document says more.
    """

    organisations: np.ndarray
    competences: np.ndarray
    offers: sparse.csr_array
    needs: sparse.csr_array

    @property
    def offered(self) -> sparse.csr_array:
        """1 where an organisation offers a competence, whatever its importance."""
        return (self.offers > 0).astype(float)


def profiles(network: Network) -> Profiles:
    """The offers and needs that count, of organisations alone."""
    kinds = network.kinds
    links = network.links[network.links["counts"] & network.links["relation"].isin([Relation.OFFERS, Relation.NEEDS])]
    links = links[(links["target"].map(kinds) == Kind.COMPETENCE) & network.are_organisations(links["source"])]
    organisations = np.unique(links["source"].to_numpy(dtype=object))
    competences = np.sort(kinds[kinds == Kind.COMPETENCE].index.to_numpy(dtype=object))
    offers, needs = (
        _matrix(links[links["relation"] == relation], organisations, competences)
        for relation in (Relation.OFFERS, Relation.NEEDS)
    )
    return Profiles(organisations, competences, offers, needs)


def _matrix(links: pd.DataFrame, organisations: np.ndarray, competences: np.ndarray) -> sparse.csr_array:
    ends = (
        np.searchsorted(organisations, links["source"].to_numpy(dtype=object)),
        np.searchsorted(competences, links["target"].to_numpy(dtype=object)),
    )
    importance = links["importance"].fillna(1).to_numpy(dtype=float)
    made = sparse.csr_array((importance, ends), shape=(len(organisations), len(competences)))
    made.eliminate_zeros()  # of no importance at all
    return made
