"""What every page starts from: who looks, at which network, in which words."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import pandas as pd
import streamlit as st

from graph.errors import MaillageError
from graph.model import Viewer
from graph.network import Network, evidence
from graph.store import Store, open_store
from queries.basis import Basis, basis
from queries.named import declared_counts
from views.asked import Asked, asked, hold
from views.away import back_by_itself
from views.drawing import Neighbourhood
from views.saved_views import SavedViews
from views.settings import DEFAULT_STORE, STORE, VIEWER
from views.state import State
from views.text import plain
from views.wording import Words

NETWORK, ACTOR, QUESTIONS, DATA = "reseau", "acteur", "questions", "donnees"  # the pages' addresses
GAPS, COMPLEMENTARITY, MAP, COMPARE = "manques", "complementarite", "carte", "comparer"
VISITS, MEETINGS, COMMUNITIES = "visites", "rencontres", "communautes"
CYPHER = "cypher"  # where a server keeps the network, for its owner


@dataclass(frozen=True)
class Context:
    """One rerun of a page: the store as one viewer sees it, and what the reader asked for.

    Attributes:
        revision: of the store and which store it is; whatever is cached is cached for it, and for the viewer.
        pages: by address, to link to.
    """

    store: Store
    viewer: Viewer
    revision: str
    asked: Asked
    say: Words
    pages: dict[str, st.Page] = field(default_factory=dict)

    @property
    def rights(self) -> str:
        return str(self.viewer)

    @property
    def statuses(self) -> tuple[str, ...] | None:
        """What counts, if the reader chose; None for the usual."""
        return self.asked.status or None

    @cached_property
    def whole(self) -> Network:
        """The network without any date: what is drawn and searched."""
        return _network(self.store.url, self.revision, self.rights, self.statuses, "", "possibly")

    @property
    def public(self) -> Network:
        """What everybody may see, to warn who shares more."""
        return _network(self.store.url, self.revision, str(Viewer.PUBLIC), None, "", "possibly")

    @cached_property
    def network(self) -> Network:
        """The network at the date that the reader chose."""
        view = self.asked
        return _network(self.store.url, self.revision, self.rights, self.statuses, view.as_of, view.sure)

    @cached_property
    def neighbourhood(self) -> Neighbourhood:
        """Who is linked to whom, whatever the date and whatever counts."""
        return _neighbourhood(self.store.url, self.revision, self.rights, "", "possibly")

    @cached_property
    def neighbourhood_then(self) -> Neighbourhood:
        """Who is linked to whom at the date that the reader chose."""
        view = self.asked
        return _neighbourhood(self.store.url, self.revision, self.rights, view.as_of, view.sure)

    @cached_property
    def base(self) -> Basis:
        """On what anything said of the network rests; a page adds its method."""
        view = self.asked
        return _base(self.store.url, self.revision, self.rights, self.statuses, view.as_of, view.sure)

    @property
    def named(self) -> Mapping[str, int]:
        """For each statement of a declared count, how many of those counted are named."""
        return _named(self.store.url, self.revision, self.rights)

    @property
    def asks_in_cypher(self) -> bool:
        """Whether this reader may ask in Cypher, and there is a server to ask."""
        return self.viewer.sees_all and not self.store.url.startswith("sqlite:")

    @property
    def state(self) -> State:
        return State.beside(self.store.url)

    def evidence(self, about: str) -> pd.DataFrame:
        """The statements behind an entity or a link, as this viewer may read them."""
        return _evidence(self.store.url, self.revision, self.rights, about)

    def find(self, wanted: str) -> str:
        """The public id of what an address names; "" when this network has none."""
        if wanted in self.neighbourhood.kinds:
            return wanted
        return _older(self.store.url, self.revision, self.rights, wanted)


def context() -> Context:
    """Who looks, at what. A store that cannot be read ends the page with a sentence that says what to do."""
    view = asked()
    say = Words(view.lang)
    try:
        viewer = Viewer.parse(os.environ.get(VIEWER, "public"))
        store = opened(open_store(os.environ.get(STORE, DEFAULT_STORE)).url)
        with back_by_itself(store, say):
            made = looking(store, viewer, _opened_view(store, viewer, view))
            _ = made.network
    except (MaillageError, ValueError) as error:
        st.info(
            say(
                "No network can be shown. `maillage demo` makes one from the shipped data, "
                "`maillage load FILE` from your own files."
            )
        )
        st.caption(plain(say.fault(error), longest=600))
        st.stop()
    return made


def _opened_view(store: Store, viewer: Viewer, view: Asked) -> Asked:
    """The view that is kept under the name in the address; a name under which none is kept is left out, and told."""
    if not view.view or view.step:
        return view
    kept = SavedViews.of(store.url, viewer).get(view.view)
    opened = replace(kept or Asked(misread=(f"view={view.view}",)), lang=view.lang)
    hold(opened)
    return opened


def looking(store: Store, viewer: Viewer, view: Asked) -> Context:
    """A viewer who looks at a store, at an address."""
    return Context(store, viewer, _revision(store), view, Words(view.lang))


@st.cache_resource(show_spinner=False, on_release=lambda store: store.close())
def opened(url: str) -> Store:
    """The store at an address, the same for every rerun and reader: a server is connected to once."""
    return open_store(url)


def _revision(store: Store) -> str:
    """The revision, told apart from the same one of a store that was at this address before."""
    path = Path(store.url.removeprefix("sqlite:///"))
    file = path.stat() if store.url.startswith("sqlite:///") and path.exists() else None
    made = (file.st_ino, file.st_mtime_ns) if file else (0, 0)
    revision = store.revision()
    return f"{revision} of {made[0]} {_first_run(store.url, revision, *made)}"


@st.cache_data(max_entries=24, show_spinner=False)
def _first_run(url: str, revision: int, inode: int, written: int) -> str:
    """The id of the oldest run, which rests on the second it began in; "" without any."""
    return str(next(iter(opened(url).runs(viewer=Viewer.OWNER)["id"]), ""))


def _viewer(rights: str) -> Viewer:
    return Viewer.parse(rights)


@st.cache_resource(max_entries=24, show_spinner=False)
def _network(url: str, revision: str, rights: str, statuses: tuple[str, ...] | None, as_of: str, sure: str) -> Network:
    if as_of:
        return _network(url, revision, rights, statuses, "", "possibly").at(as_of, sure=sure)  # type: ignore[arg-type]
    return Network.read(opened(url), viewer=_viewer(rights), statuses=statuses)


@st.cache_resource(max_entries=24, show_spinner=False)
def _neighbourhood(url: str, revision: str, rights: str, as_of: str, sure: str) -> Neighbourhood:
    return Neighbourhood(_network(url, revision, rights, None, as_of, sure))


@st.cache_resource(max_entries=24, show_spinner=False)
def _base(url: str, revision: str, rights: str, statuses: tuple[str, ...] | None, as_of: str, sure: str) -> Basis:
    return basis(_network(url, revision, rights, statuses, as_of, sure), "", method={}, parameters={})


@st.cache_resource(max_entries=24, show_spinner=False)
def _named(url: str, revision: str, rights: str) -> Mapping[str, int]:
    counts = declared_counts(_network(url, revision, rights, None, "", "possibly")).dropna(subset=["named"])
    return {str(said): int(named) for said, named in zip(counts["statement"], counts["named"], strict=True)}


@st.cache_data(max_entries=500, show_spinner=False)
def _evidence(url: str, revision: str, rights: str, about: str) -> pd.DataFrame:
    return evidence(opened(url), _network(url, revision, rights, None, "", "possibly"), about)


@st.cache_data(max_entries=500, show_spinner=False)
def _older(url: str, revision: str, rights: str, wanted: str) -> str:
    try:
        return _network(url, revision, rights, None, "", "possibly").find(wanted)
    except MaillageError:
        return ""
