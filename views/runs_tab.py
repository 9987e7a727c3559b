"""Runs: what each load and decision did, and taking one back; a document withdrawn."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from graph.errors import MaillageError
from graph.loose import loose
from views import loose_shown
from views.answer_view import table
from views.clock import now
from views.context import Context
from views.dates_in_words import in_words
from views.differences import differences
from views.run_words import UNDONE, heading, listed, taken_back, what_changed, withdrawn
from views.statement_words import left_loose
from views.text import flat, plain
from views.wording import Words

TOLD = "runs_told"
FEW = 200  # changes shown
LONGEST = 300


def show(ctx: Context) -> None:
    """The runs, the newest first; what one changed; for the owner, taking it back."""
    for told, is_done in st.session_state.pop(TOLD, ()):
        (st.success if is_done else st.warning)(told)
    runs = ctx.store.runs(viewer=ctx.viewer).iloc[::-1]
    if runs.empty:
        st.info(ctx.say("Nothing was loaded yet."))
        return
    table(listed(ctx.say, runs).assign(**{ctx.say("When"): [moment(ctx.say, str(one)) for one in runs["at"]]}))
    left, right = st.columns(2, gap="medium")
    with left:
        _run(ctx, runs)
    if ctx.viewer.sees_all:
        with right:
            _document(ctx)


def moment(say: Words, at: str) -> str:
    """A day in words, and the hour in Greenwich.

    >>> moment(Words("fr"), "2026-11-30T08:07:28+00:00")
    '30 novembre 2026, 08:07 UTC'
    """
    day, _, hour = at.partition("T")
    return f"{in_words(say, day)}, {hour[:5]} UTC"


def _run(ctx: Context, runs: pd.DataFrame) -> None:
    """One run: what it changed, and the button that takes it back."""
    say = ctx.say
    run = st.selectbox(say("What a run changed"), list(runs["id"]), key="run")
    changes = _changes(ctx.store.url, ctx.revision, ctx.rights, run, ctx)
    st.markdown(plain(heading(say, changes.loc[changes["statement"].notna(), "change"]), longest=LONGEST))
    rows = [(flat(one["name"]), flat(what_changed(say, one), longest=LONGEST)) for one in _first(changes)]
    table(pd.DataFrame(rows, columns=[say("About"), say("Change")], dtype="string"))
    state = runs.set_index("id").loc[run, "state"]
    if ctx.viewer.sees_all and state != UNDONE:
        _confirmed(
            say("Take it back"), say("What it brought goes, what it closed comes back."), "undo", _undo, ctx, run
        )


def _first(changes: pd.DataFrame) -> list[dict]:  # type: ignore[type-arg]
    return changes.head(FEW).to_dict("records")


@st.cache_data(max_entries=60, show_spinner=False)
def _changes(url: str, revision: str, rights: str, run: str, _ctx: Context) -> pd.DataFrame:
    return differences(_ctx.store, _ctx.whole, run)


def _document(ctx: Context) -> None:
    say = ctx.say
    titles = dict(zip(ctx.whole.documents["id"], ctx.whole.documents["title"], strict=True))
    chosen = st.selectbox(
        say("Withdraw a document"), list(titles), index=None, key="document_withdrawn", placeholder=say("Choose"),
        format_func=lambda one: flat(f"{titles[one]} · {one}", longest=90),
    )  # fmt: skip
    st.caption(say("What only it said goes; what others also say stays."))
    if chosen:
        _confirmed(say("Withdraw"), say("It can be taken back, as any run."), "withdraw", _withdraw, ctx, chosen)


def _confirmed(label: str, why: str, key: str, work: Callable[[Context, str], None], ctx: Context, what: str) -> None:
    """A button behind a button: nothing is taken back by a slip."""
    with st.popover(label):
        st.markdown(why)
        st.button(ctx.say("Yes"), key=f"yes_{key}", type="primary", on_click=work, args=(ctx, what))


def _undo(ctx: Context, run: str) -> None:
    def work() -> str:
        with ctx.store.write("undo", at=now()) as writer:
            return taken_back(ctx.say, run, writer.undo(run))

    _done(ctx, work)


def _withdraw(ctx: Context, document: str) -> None:
    def work() -> str:
        with ctx.store.write("withdraw", at=now(), document=document) as writer:
            return withdrawn(ctx.say, document, writer.withdraw(document), writer.id)

    _done(ctx, work)


def _done(ctx: Context, work: Callable[[], str]) -> None:
    """Do it, and remember what to tell when the page comes back; a refusal is a sentence."""
    before = loose_shown.before(ctx.store)
    try:
        told = [(plain(work(), longest=1_000), True)]
    except MaillageError as error:
        told = [(plain(ctx.say.fault(error), longest=1_000), False)]
    if count := len(loose(ctx.store, before)):
        told.append((plain(" ".join(left_loose(ctx.say, count)), longest=1_000), False))
    st.session_state[TOLD] = told
