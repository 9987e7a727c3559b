"""Who of a delegation can be introduced to whom, and by whom: for each host the best route from any delegate."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pandas as pd

from graph.network import Network
from queries.columns import joined, significant
from queries.hops import Hops
from queries.introductions import told_hops, ways
from queries.routes import Options, Route
from queries.told import options_told

COLUMNS = ["host", "delegate", "introducer", "trust", "route_fr", "route_en", "documents"]


def introducers(network: Network, delegates: Collection[str], hosts: Sequence[str]) -> pd.DataFrame:
    """For each host the most trusted route of at most three hops that leads to it from a delegate, places included.

    Returns:
        One row per host that has a route, by host: `host`; `delegate`, where it begins; `introducer`, the organisation
        before the host, the delegate itself where the two met; `trust` in (0, 1]; `route_fr`, `route_en`, as a
        sentence; `documents` behind it. Of equal routes the shorter one, then the first delegate.
    """
    hops = Hops.of(network, places=True)
    known = set(hops.nodes)
    those = [one for one in sorted(delegates) if one in known]
    rows = [_row(network, hops, those, host) for host in sorted(set(hosts) & known)]
    return pd.DataFrame([row for row in rows if row], columns=COLUMNS)


def _row(network: Network, hops: Hops, delegates: Sequence[str], host: str) -> dict[str, Any]:
    best: tuple[Any, str, Route, pd.DataFrame] | None = None
    for one in delegates:
        found, near, _ = ways(network, hops, (one, host), most=1)
        for route in found.routes:
            key = (route.order, len(route.nodes), one)
            if best is None or key < best[0]:
                best = (key, one, route, near)
    return {} if best is None else _told(network, hops, host, *best[1:])


def _told(network: Network, hops: Hops, host: str, delegate: str, route: Route, near: pd.DataFrame) -> dict[str, Any]:
    rows = pd.DataFrame(told_hops(network, hops, near, Options((route,), together=False)))
    told = options_told(network, rows).iloc[0]
    asked = [str(hops.nodes[node]) for node in route.nodes[:-1] if node not in hops.places]
    return {
        "host": host, "delegate": delegate, "introducer": asked[-1],
        "trust": float(significant(pd.Series([np.exp(-route.cost)]))[0]),
        "route_fr": told["sentence_fr"].removesuffix("."), "route_en": told["sentence_en"].removesuffix("."),
        "documents": joined(one for some in rows["documents"].dropna() for one in some.split(" ")),
    }  # fmt: skip
