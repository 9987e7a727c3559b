"""Who of a delegation can be introduced to whom, and by whom: for each host the best route from any delegate."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pandas as pd

from graph.network import Network
from queries.columns import joined, significant
from queries.hops import Hops
from queries.introductions import competitors_of, poles, told_hops
from queries.routes import Options, Route, options, routes
from queries.told import options_told

COLUMNS = ["host", "delegate", "introducer", "trust", "route_fr", "route_en", "documents"]


def introducers(network: Network, delegates: Collection[str], hosts: Sequence[str]) -> pd.DataFrame:
    """For each host the most trusted route of at most three hops that leads to it from a delegate, places included.

    Nobody is asked who competes with the delegation or with that host.

    Returns:
        One row per host that has a route, by host: `host`; `delegate`, where it begins; `introducer`, the organisation
        before the host, the delegate itself where the two met; `trust` in (0, 1]; `route_fr`, `route_en`, as a
        sentence; `documents` behind it.
    """
    reach = _Reach(network, Hops.of(network, places=True), delegates)
    rows = [reach.row(host) for host in sorted(set(hosts) & set(reach.hops.nodes) - set(delegates))]
    return pd.DataFrame([row for row in rows if row], columns=COLUMNS)


class _Reach:
    """The delegation as one place to begin at: of each hop that leaves it, the best of any delegate."""

    def __init__(self, network: Network, hops: Hops, delegates: Collection[str]) -> None:
        self.network, self.hops = network, hops
        self.begin = len(hops.nodes)  # no node of its own
        self.poles = poles(network, hops)
        self.rivals = self._places(competitors_of(network, delegates))
        self.ours = self._places(delegates)
        out = hops.between(self.ours, None)
        out = out[~out["to"].isin(self.ours)].sort_values(["to", "cost", "from"], kind="stable")
        self.out = out.drop_duplicates("to")

    def row(self, host: str) -> dict[str, Any]:
        """The best route to a host; empty where there is none."""
        (last,) = self._places([host])
        barred = (self.rivals | self._places(competitors_of(self.network, [host]))) - {last}
        near = self._near(last)
        near = near[~near[["from", "to"]].isin(barred).any(axis=1)]
        from_begin = near.assign(**{"from": near["from"].mask(near["from"].isin(self.ours), self.begin)})
        every = routes(from_begin, self.begin, last, preferred=self.poles)
        found = options(every, self.begin, last, passable=self.hops.places, most=1)
        return self._told(host, found.routes[0], near) if found.routes else {}

    def _near(self, last: int) -> pd.DataFrame:
        """What routes of three hops to a host can be made of."""
        back = self.hops.between(None, [last])
        back = back[~back["from"].isin(self.ours)]
        across = self.hops.between(set(self.out["to"]) - {last}, set(back["from"]))
        return pd.concat([self.out, back, across], ignore_index=True)

    def _told(self, host: str, route: Route, near: pd.DataFrame) -> dict[str, Any]:
        first = near[near["from"].isin(self.ours) & (near["to"] == route.nodes[1])].iloc[0]
        nodes = (int(first["from"]), *route.nodes[1:])
        rows = pd.DataFrame(told_hops(self.network, self.hops, near, Options((route._replace(nodes=nodes),), False)))
        told = options_told(self.network, rows).iloc[0]
        asked = [str(self.hops.nodes[node]) for node in nodes[:-1] if node not in self.hops.places]
        return {
            "host": host, "delegate": asked[0], "introducer": asked[-1],
            "trust": float(significant(pd.Series([np.exp(-route.cost)]))[0]),
            "route_fr": told["sentence_fr"].removesuffix("."), "route_en": told["sentence_en"].removesuffix("."),
            "documents": joined(one for some in rows["documents"].dropna() for one in some.split(" ")),
        }  # fmt: skip

    def _places(self, ids: Collection[str]) -> set[int]:
        return set(np.flatnonzero(self.hops.nodes.isin(list(ids))).tolist())
