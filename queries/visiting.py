"""Who is seen by those who are seen: PageRank among delegates and hosts of visits that were held."""

import numpy as np
import pandas as pd
from scipy import sparse

from graph.network import Network
from graph.vocabulary import Kind, Relation, Role, Status

DAMPING = 0.85
NEAR = 1e-14  # what another round may still change, all in all
ROUNDS = 1000


def visits(network: Network) -> pd.DataFrame:
    """Who visited whom, each visit that was held once: `visit`, `delegate`, `host`, sorted."""
    links, held = network.links, network.encounters
    held = held[(held["kind"] == Kind.VISIT) & held["status"].isin([Status.HELD, Status.ENDED])]
    rows = links[(links["relation"] == Relation.TOOK_PART_IN) & links["counts"] & links["target"].isin(held["id"])]
    rows = rows[network.are_organisations(rows["source"])]
    delegates, hosts = (
        rows[rows["key"] == role][["target", "source"]].set_axis(["visit", name], axis=1).drop_duplicates()
        for role, name in ((Role.DELEGATE, "delegate"), (Role.HOST, "host"))
    )
    pairs = delegates.merge(hosts, on="visit")
    return pairs[pairs["delegate"] != pairs["host"]].sort_values(["visit", "delegate", "host"], ignore_index=True)


def pagerank(pairs: pd.DataFrame) -> pd.Series:
    """The share of time that a walk spends at each, from delegate to host, beginning anew with probability 0.15.

    An edge weighs as many as there are visits; whoever visited nobody sends the walk anywhere alike.

    Returns:
        By id, in id order; the shares add up to 1. Only those who visited or were visited.

    Source:
        Brin and Page (1998), Computer Networks and ISDN Systems 30, 107–117.
    """
    people, ends = np.unique(pairs[["delegate", "host"]].to_numpy(dtype=object), return_inverse=True)
    size = len(people)
    if not size:
        return pd.Series(dtype=float)
    rows, columns = ends.reshape(-1, 2).T
    visited = sparse.csr_array((np.ones(len(pairs)), (rows, columns)), shape=(size, size))
    sent = visited.sum(axis=1)
    steps = sparse.csr_array(sparse.diags_array(1 / np.maximum(sent, 1)) @ visited).T
    rank = np.full(size, 1 / size)
    for _ in range(ROUNDS):
        before, stays = rank, rank[sent == 0].sum()
        rank = DAMPING * (steps @ rank + stays / size) + (1 - DAMPING) / size
        if np.abs(rank - before).sum() < NEAR:
            break
    return pd.Series(rank / rank.sum(), index=people)
