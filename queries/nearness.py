"""How many steps lie between organisations, a step being a shared encounter or a membership; and common groups."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from graph.network import Network
from graph.vocabulary import Relation
from queries.two_mode import two_mode

STEPS = 3  # beyond, nobody is reached by word of mouth
BLOCK = 64


@dataclass(frozen=True, eq=False, slots=True)
class Nearness:
    """What is needed to tell how near two organisations are.

    Attributes:
        position: by organisation, where it stands in `joins`.
        joins: see `queries.two_mode.TwoMode`.
        groups: by organisation, the groups that it is a member of, and itself.
    """

    position: dict[str, int]
    joins: sparse.csr_array
    groups: dict[str, frozenset[str]]

    @classmethod
    def of(cls, network: Network) -> "Nearness":
        """All organisations, encounters and memberships that count."""
        made = two_mode(network)
        position = {one: n for n, one in enumerate(made.nodes[: made.organisations])}
        links = network.links[network.links["counts"] & (network.links["relation"] == Relation.MEMBER_OF)]
        groups: dict[str, set[str]] = {one: {one} for one in position}
        for member, group in zip(links["source"].tolist(), links["target"].tolist(), strict=True):
            if member in groups:
                groups[member].add(group)
        return cls(position, made.joins, {one: frozenset(theirs) for one, theirs in groups.items()})

    def share_a_group(self, a: str, b: str) -> bool:
        """Whether both are members of one group, or one is a member of the other."""
        return bool(self.groups[a] & self.groups[b])

    def steps(self, pairs: pd.DataFrame) -> pd.Series:
        """How many steps from each `seeker` to its `provider`; missing beyond `STEPS`."""
        seekers = sorted(set(pairs["seeker"]))
        found = pd.Series(pd.NA, index=pairs.index, dtype="Int64")
        for first in range(0, len(seekers), BLOCK):
            those = seekers[first : first + BLOCK]
            rows = pairs[pairs["seeker"].isin(those)]
            far = self._far([self.position[one] for one in those])
            at = {one: n for n, one in enumerate(those)}
            values = far[rows["seeker"].map(at), rows["provider"].map(self.position)] / 2
            found[rows.index] = pd.array(np.where(values <= STEPS, values, np.nan), dtype="Float64").astype("Int64")
        return found

    def _far(self, sources: list[int]) -> np.ndarray:
        far: np.ndarray = sparse.csgraph.dijkstra(
            self.joins, directed=False, indices=sources, unweighted=True, limit=2 * STEPS
        )
        return far
