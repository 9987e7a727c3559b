"""What a page shows while the server that keeps its network does not answer."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from graph.errors import MaillageError, ServerAway
from graph.store import Store
from views.text import plain
from views.wording import Words

EVERY_S = 5
SHOWN = "away"  # in the session: the banner was shown just now, the server need not be asked again at once


@contextmanager
def back_by_itself(store: Store, say: Words) -> Iterator[None]:
    """A banner in the place of a page that cannot reach its server; the page comes back when the server does."""
    try:
        yield
    except ServerAway as error:
        st.warning(
            say(
                "The server that keeps the network does not answer. Nothing is lost: "
                "this page comes back by itself when the server does."
            )
        )
        st.caption(plain(say.fault(error), longest=600))
        st.session_state[SHOWN] = True
        _look_again(store)
        st.stop()


@st.fragment(run_every=EVERY_S)
def _look_again(store: Store) -> None:
    """Ask the server, except at once; the whole page again when it answers."""
    if st.session_state.pop(SHOWN, False):
        return
    try:
        store.revision()
    except ServerAway:
        return
    except MaillageError:
        pass  # it answers: the page says what is wrong
    st.rerun()
