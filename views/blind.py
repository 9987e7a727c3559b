"""A viewer who sees no more than the public may have written the name of a group wrongly: that is said."""

from collections.abc import Iterator

from graph.model import Viewer
from graph.store import Store
from views.wording import Words


def blind(say: Words, store: Store, viewer: Viewer) -> Iterator[str]:
    """A sentence for each of the viewer's rights with which alone nothing is seen beside what is public.

    Whether a group is unknown here or has confided only what the viewer may not see: the sentence is the same.
    """
    public = store.runs(viewer=Viewer.PUBLIC) if viewer.rights else None
    for one in (Viewer((right,)) for right in viewer.rights):
        if public is not None and store.runs(viewer=one).equals(public):
            yield say("{viewer} sees nothing here beside what is public: is the group written so?", viewer=one)
