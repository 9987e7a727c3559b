"""What taking something back leaves behind: statements that still hold, and speak of what nobody describes any more."""

import pandas as pd

from graph.model import Viewer
from graph.store import Snapshot, Store


def loose(store: Store, before: Snapshot) -> pd.DataFrame:
    """Statements behind an entity or a link before, still stated, and behind none now; what a reference says aside.

    Returns:
        The columns of `graph.frames.STATEMENTS`, by document, record, predicate and value.
    """
    after = store.snapshot(viewer=Viewer.OWNER)
    lost = set(before.mentions["statement"]) - set(after.mentions["statement"])
    still = store.statements(viewer=Viewer.OWNER, ids=sorted(lost))
    return still[still["predicate"] != "reference"].sort_values(["document", "about", "predicate", "value"])
