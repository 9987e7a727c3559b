"""How sure documents are of what they say of links and entities."""

from collections.abc import Collection

import pandas as pd

from graph.network import Network
from graph.store import Store

COLUMNS = {"about": "string", "document": "string", "confidence": "Float64"}


def confidences(store: Store, network: Network, about: Collection[str]) -> pd.DataFrame:
    """Which documents speak of these links and entities, as the network's own viewer may read them.

    Returns:
        One row per link or entity and document, sorted: `about`, `document`, and `confidence` in [0, 1], the highest
        of what that document says of it.
    """
    said = network.mentions[network.mentions["about"].isin(about)]
    rows = store.statements(viewer=network.viewer, ids=list(said["statement"].unique()))
    sure = dict(zip(rows["id"], rows["confidence"], strict=True))
    found = said.assign(confidence=said["statement"].map(sure).astype("Float64"))
    highest = found.groupby(["about", "document"], sort=True)["confidence"].max()
    return highest.reset_index()[list(COLUMNS)].astype(COLUMNS)
