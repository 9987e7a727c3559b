"""What taking something back leaves behind: statements that still hold, and speak of what nobody describes any more."""

import pandas as pd

from graph.model import Viewer
from graph.store import Snapshot, Store


def loose(store: Store, before: Snapshot) -> pd.DataFrame:
    """Statements behind an entity or a link before, still stated, and behind none now; what a reference says aside.

    Returns:
        The columns of `graph.frames.STATEMENTS`, and `of`, the id of the entity or link that it was; by document,
        `of`, predicate and value.
    """
    after = store.snapshot(viewer=Viewer.OWNER)
    lost = set(before.mentions["statement"]) - set(after.mentions["statement"])
    still = store.statements(viewer=Viewer.OWNER, ids=sorted(lost))
    still = still[still["predicate"] != "reference"]
    of = before.mentions[before.mentions["statement"].isin(still["id"])].set_index("statement")["about"]
    return still.assign(of=still["id"].map(of)).sort_values(["document", "of", "predicate", "value"], ignore_index=True)
