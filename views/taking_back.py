"""A run undone, a document withdrawn: one sees what is being done, then what was done; by halves nothing is."""

from collections.abc import Callable, Mapping

import streamlit as st

from graph.errors import MaillageError
from graph.loose import loose
from views import loose_shown
from views.at_work import at_work
from views.clock import now
from views.context import Context
from views.run_words import taken_back, withdrawn
from views.statement_words import left_loose
from views.text import plain

ASKED, TOLD = "taking_back", "taken_back"
UNDO, WITHDRAW = "undo", "withdraw"
LONGEST = 1_000
Told = list[tuple[str, bool]]  # sentences, and whether each is of something done


def ask(what: str, on: str) -> None:
    """Have it done when the page is shown again."""
    st.session_state[ASKED] = what, on


def show(ctx: Context) -> None:
    """Do what was asked for, under the reader's eyes, or tell what was done last."""
    if ASKED in st.session_state:
        told: Told = []
        what, on = st.session_state.pop(ASKED)
        st.session_state[TOLD] = told  # filled in when it is done, even if a click ends this rerun just then
        _do(ctx, what, on, told)
        st.rerun()
    for sentence, is_done in st.session_state.pop(TOLD, ()):
        (st.success if is_done else st.warning)(sentence)


def _do(ctx: Context, what: str, on: str, told: Told) -> None:
    say = ctx.say
    doing = {
        UNDO: say("taking back {run} and finding out who is who", run=on),
        WITHDRAW: say("withdrawing {document} and finding out who is who", document=on),
    }
    with at_work(say, 3, key="stop_taking_back", stopped=lambda: st.session_state.update({TOLD: _stopped(ctx)})) as at:
        at(0, say("reading what is there now"))
        before = loose_shown.before(ctx.store)
        at(1, doing[what])
        try:
            told.append((plain(WORK[what](ctx, on), longest=LONGEST), True))
        except MaillageError as error:
            told.append((plain(ctx.say.fault(error), longest=LONGEST), False))
            return
        at(2, say("looking for what is left alone"))
        if count := len(loose(ctx.store, before)):
            told.append((plain(" ".join(left_loose(say, count)), longest=LONGEST), False))


def _stopped(ctx: Context) -> Told:
    """What is told of a click on Cancel: whether it came in time."""
    told: Told = st.session_state.get(TOLD) or [(ctx.say("Stopped: nothing was taken back."), False)]
    return told


def _undo(ctx: Context, run: str) -> str:
    with ctx.store.write("undo", at=now()) as writer:
        return taken_back(ctx.say, run, writer.undo(run))


def _withdraw(ctx: Context, document: str) -> str:
    with ctx.store.write("withdraw", at=now(), document=document) as writer:
        return withdrawn(ctx.say, document, writer.withdraw(document), writer.id)


WORK: Mapping[str, Callable[[Context, str], str]] = {UNDO: _undo, WITHDRAW: _withdraw}
