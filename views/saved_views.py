"""Views of the network kept by name beside it: steps, filters, looks and path, for those with the same rights.

A link that would be too long is kept under a name made of what it says, which is not listed.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b

from graph.model import Viewer
from graph.store import without_password
from views.asked import Asked
from views.state import State
from views.text import flat

UNNAMED = "~"  # how names begin that nobody gave
LONGEST = 80  # letters of a name


@dataclass(frozen=True, slots=True)
class SavedViews:
    """The views that belong to a store and to those who see as much of it."""

    state: State
    store: str
    rights: str

    @classmethod
    def of(cls, url: str, viewer: Viewer) -> "SavedViews":
        return cls(State.beside(url), without_password(url), str(viewer))

    def names(self) -> list[str]:
        """The names that somebody gave, in order."""
        return sorted(name for name in self._all() if not name.startswith(UNNAMED))

    def get(self, name: str) -> Asked | None:
        """The view of that name; None when none is kept for these rights."""
        text = self._all().get(name)
        if text is None:
            return None
        said = json.loads(text)
        return replace(Asked.of({key: one if isinstance(one, list) else [one] for key, one in said.items()}), view=name)

    def keep(self, name: str, view: Asked) -> bool:
        """Keep a view in the place of the one of its name; whether it was."""
        return self.state.keep_view(self.store, self.rights, name, _written(view))

    def keep_unnamed(self, view: Asked) -> str:
        """Keep a view under a name made of what it says; "" where nothing can be kept."""
        name = UNNAMED + blake2b(_written(view).encode(), digest_size=8).hexdigest()
        return name if self.keep(name, view) else ""

    def rename(self, before: str, name: str) -> bool:
        """Give a view another name; whether it was there and could be."""
        view = self.get(before)
        kept = view is not None and self.keep(name, view)
        if kept and name != before:
            self.drop(before)
        return kept

    def drop(self, name: str) -> None:
        """Forget a view."""
        self.state.drop_view(self.store, self.rights, name)

    def _all(self) -> dict[str, str]:
        return self.state.views(self.store, self.rights)


def as_name(text: str) -> str:
    """What was written as a name: one line, not too long, none of those that nobody gives.

    >>> as_name("  Aéro  2015 "), as_name("~x")
    ('Aéro 2015', 'x')
    """
    return flat(text, longest=LONGEST).lstrip(UNNAMED).strip()


def ids_of(view: Asked) -> Iterable[str]:
    """The ids that a view names, each once, in order."""
    ends = view.sel.split("~") if view.sel else []
    path = [view.more[key] for key in ("from", "to") if view.more.get(key)]
    steps = [step.entity for step in view.step if step.entity]
    return dict.fromkeys([*steps, *ends, *view.topic, *path])


def _written(view: Asked) -> str:
    """What is kept: its address, whatever the language."""
    return json.dumps(replace(view, lang="fr").whole_address, ensure_ascii=False, sort_keys=True)
