"""An answer on the screen: sentences first, then its table, then how to take it away."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from graph.errors import Stopped
from queries import kept
from queries.answer import Answer
from queries.catalogue import Query
from queries.progress import listening
from views.answers import answered
from views.at_work import Tell, at_work
from views.context import Context
from views.table_shape import lines_shape, shape
from views.text import flat, plain

FIRST = 3  # sentences said at once
LONGEST = 600
STOPPED = "answer_stopped"  # the question that was stopped
MISSING = "—"  # how the form for directors says that there is nothing


@dataclass(frozen=True)
class Shown:
    """An answer, and the form in which it is read aloud.

    Attributes:
        key: what it is kept under; widgets that show it are named after it.
    """

    key: str
    answer: Answer
    directors: pd.DataFrame
    sentences: tuple[str, ...]
    summary: str = ""


def asked_of(ctx: Context, query: Query, parameters: Mapping[str, Any]) -> Shown:
    """What a query says of the network at the reader's date.

    Raises:
        MaillageError, ValueError: what the query refuses; or the reader stopped it, and has not begun it again.
    """
    key = kept.key(ctx.network, query, parameters)
    if st.session_state.get(STOPPED) == key:
        st.button(
            ctx.say("Compute it after all"), key=f"begin_{key}", on_click=st.session_state.pop, args=(STOPPED, None)
        )
        raise Stopped("It was stopped before it was computed.")
    with st.spinner(ctx.say("Computing…")), _telling(ctx, key):
        answer = answered(ctx.state, query, ctx.network, parameters)
    return _shown(key, ctx.say.language, answer)


@contextmanager
def _telling(ctx: Context, question: str) -> Iterator[None]:
    """A bar for what takes several steps, with a button, as soon as it tells one."""
    say, tells = ctx.say, list[Tell]()

    def stop() -> None:
        st.session_state[STOPPED] = question

    with ExitStack() as shown:

        def tell(done: int, of: int) -> None:
            if not tells:
                tells.append(shown.enter_context(at_work(say, 1, key=f"stop_{question}", stopped=stop)))
            step = say("Step {done} of {of}", done=say.number(done), of=say.number(of)) if of else say("Computing…")
            tells[0](done / of if of else 0.0, step)

        with listening(tell):
            yield


@st.cache_resource(max_entries=60, show_spinner=False)
def _shown(key: str, language: str, _answer: Answer) -> Shown:
    sentences = tuple(flat(said, longest=LONGEST) for said in _answer.sentences(language))
    summary = flat(_answer.summary(language), longest=LONGEST)
    return Shown(key, _answer, _readable(_answer, language), sentences, summary)


def _readable(answer: Answer, language: str) -> pd.DataFrame:
    """The form for directors, without ids beside names, nor the column that only chooses the sentence."""
    table = answer.for_directors(language).map(flat, na_action="ignore")
    names = {one.name for one in answer.columns}
    without = {one for one in names if f"{one}_name" in names} | ({"id", "about"} if "name" in names else set())
    without |= {answer.case} - {"reason"}
    return telling(
        table.drop(columns=[one.label(language) for one in answer.columns if one.name in without], errors="ignore")
    )


def telling(table: pd.DataFrame) -> pd.DataFrame:
    """The columns in which anything is said."""
    said = [name for name in table.columns if not table[name].isin([MISSING]).all()]
    return table[said] if len(table) else table


def sentences(ctx: Context, shown: Shown) -> None:
    """What an answer says on the whole, and its first sentences."""
    if shown.summary:
        st.markdown(f"**{plain(shown.summary, longest=LONGEST)}**")
    for said in shown.sentences[:FIRST]:
        st.markdown(plain(said, longest=LONGEST))
    if not shown.sentences:
        st.info(ctx.say("Nothing to say: no row of this network answers the question."))


def all_sentences(ctx: Context, shown: Shown) -> None:
    """Every sentence, one a row."""
    rows = pd.DataFrame({ctx.say("Sentence"): list(shown.sentences)}, dtype="string")
    if len(rows):
        st.dataframe(rows, **lines_shape(shown.sentences))


def table(rows: pd.DataFrame) -> None:
    """A table as one reads it aloud; nothing of no row, of which the grid would say so in English."""
    if len(rows):
        st.dataframe(rows, **shape(rows))
