"""A run undone, a document withdrawn: one sees what is being done, then what was done; by halves nothing is."""

from collections.abc import Callable, Mapping

import streamlit as st

from graph.errors import MaillageError
from graph.loose import loose
from views import loose_shown
from views.at_work import at_work
from views.clock import now
from views.context import Context
from views.run_names import with_names
from views.run_words import taken_back, what_was_done, withdrawn
from views.statement_words import left_loose
from views.text import plain

ASKED, TOLD = "taking_back", "taken_back"
UNDO, WITHDRAW = "undo", "withdraw"
LONGEST = 1_000
Told = list[tuple[str, bool]]  # sentences, and whether each is of something done


def show(ctx: Context) -> None:
    """What was done last."""
    for sentence, is_done in st.session_state.pop(TOLD, ()):
        (st.success if is_done else st.warning)(sentence)


def button(ctx: Context, what: str, on: str, *, label: str, why: str, names: Mapping[str, str]) -> None:
    """A button behind a button, so that nothing is taken back by a slip; in its place, once asked, how far it is.

    Args:
        names: what runs, or documents, are called by their ids.
    """
    if st.session_state.get(ASKED) == (what, on):
        del st.session_state[ASKED]
        told: Told = []
        st.session_state[TOLD] = told  # filled in when it is done, even if a click ends this rerun just then
        _do(ctx, what, on, told, names)
        st.rerun()
    with st.popover(label):
        st.markdown(f"**{plain(names[on], longest=LONGEST)}**")
        st.markdown(why)
        st.button(ctx.say("Yes"), key=f"yes_{what}", type="primary", on_click=_ask, args=(what, on))


def _ask(what: str, on: str) -> None:
    st.session_state[ASKED] = what, on


def _do(ctx: Context, what: str, on: str, told: Told, names: Mapping[str, str]) -> None:
    say, name = ctx.say, names[on]
    doing = {
        UNDO: say("taking back {run} and finding out who is who", run=name),
        WITHDRAW: say("withdrawing {document} and finding out who is who", document=name),
    }
    with at_work(say, 3, key="stop_taking_back", stopped=lambda: st.session_state.update({TOLD: _stopped(ctx)})) as at:
        at(0, say("reading what is there now"))
        before = loose_shown.before(ctx.store)
        at(1, doing[what])
        try:
            told.append((plain(WORK[what](ctx, on, name), longest=LONGEST), True))
        except MaillageError as error:
            told.append((plain(say.fault(with_names(error, names)), longest=LONGEST), False))
            return
        at(2, say("looking for what is left alone"))
        if count := len(loose(ctx.store, before)):
            told.append((plain(" ".join(left_loose(say, count)), longest=LONGEST), False))


def _stopped(ctx: Context) -> Told:
    """What is told of a click on Cancel: whether it came in time."""
    told: Told = st.session_state.get(TOLD) or [(ctx.say("Stopped: nothing was taken back."), False)]
    return told


def _undo(ctx: Context, run: str, name: str) -> str:
    done = what_was_done(ctx.store, run)
    with ctx.store.write("undo", at=now()) as writer:
        writer.undo(run)
    return taken_back(ctx.say, name, done)


def _withdraw(ctx: Context, document: str, name: str) -> str:
    with ctx.store.write("withdraw", at=now(), document=document) as writer:
        return withdrawn(ctx.say, name, writer.withdraw(document), writer.id)


WORK: Mapping[str, Callable[[Context, str, str], str]] = {UNDO: _undo, WITHDRAW: _withdraw}
