"""A plan being computed: shown while it is, and stopped by whoever no longer wants to wait."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from graph.errors import MaillageError
from queries.progress import listening
from views.answer_view import LONGEST
from views.at_work import at_work
from views.context import Context
from views.text import plain

TO_DO, TOLD = "meetings_to_do", "meetings_told"


@contextmanager
def computing(ctx: Context) -> Iterator[None]:
    """What is asked within is told of; a click ends it, and then nothing is changed."""
    words = ctx.say("Computing…")

    def stopped() -> None:  # of what was done in time it is told that it was done
        st.session_state[TOLD] = st.session_state.get(TOLD) or [(ctx.say("Stopped: nothing was changed."), False)]

    with (
        at_work(ctx.say, 1, key="stop_planning", stopped=stopped) as tell,
        listening(lambda done, of: tell(done / of if of else 0.0, words)),
    ):
        tell(0.0, words)
        yield


def later(change: Callable[[], str]) -> None:
    """Have a change done when the page comes back, where it can be seen and stopped."""
    st.session_state[TO_DO] = change


def told(ctx: Context) -> None:
    """Do what is to be done, if something is; then what the last change did, or why it is refused, once."""
    change: Callable[[], str] | None = st.session_state.pop(TO_DO, None)
    if change is not None:
        done: list[tuple[str, bool]] = []
        st.session_state[TOLD] = done  # filled in when it is done, even if a click ends this rerun just then
        with computing(ctx):
            done.append(_done(ctx, change))
        st.rerun()
    for said, is_done in st.session_state.pop(TOLD, ()):
        (st.success if is_done else st.warning)(said)


def _done(ctx: Context, change: Callable[[], str]) -> tuple[str, bool]:
    try:
        return plain(change(), longest=LONGEST), True
    except (MaillageError, ValueError) as error:
        return plain(ctx.say.fault(error), longest=LONGEST), False
