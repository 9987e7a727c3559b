"""Cypher: a question of one's own to the server that keeps the network; for its owner, reading only."""

import streamlit as st

from graph.errors import MaillageError
from graph.neo4j_store import Neo4jStore
from views.answer_view import table
from views.asked import ask_more
from views.context import Context
from views.cypher_examples import examples
from views.downloads import take_away
from views.frame import basis_line, basis_of, head
from views.own_answers import as_text, own_answer
from views.text import flat, plain

ASKED, QUESTION = "cypher", "cypher_question"  # the address key; the field
MOST, SECONDS = 1_000, 10


def show(ctx: Context) -> None:
    """The question, five to begin with, and the answer with what it rests on."""
    say = ctx.say
    head(ctx, "Cypher")
    st.caption(say("Reading only; whoever asks in Cypher sees everything, the confidential too."))
    _examples(ctx)
    st.session_state.setdefault(QUESTION, ctx.asked.more.get(ASKED, ""))
    with st.form(key="cypher_form", border=False):
        st.text_area(say("Your question"), key=QUESTION, height=160, max_chars=10_000)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            most = st.number_input(say("Rows at most"), 1, 100_000, MOST, key="cypher_most")
            seconds = st.number_input(say("Seconds at most"), 1, 600, SECONDS, key="cypher_seconds")
            st.form_submit_button(say("Ask"), type="primary", on_click=_take)
    question = ctx.asked.more.get(ASKED, "")
    if not question.strip():
        st.info(say("Write a question, or begin with an example."))
        basis_line(ctx, basis_of(ctx, "cypher", "nothing computed yet", {}))
        return
    _answer(ctx, question, int(most), int(seconds))


def _examples(ctx: Context) -> None:
    known = examples(ctx.say)
    with st.popover(ctx.say("Begin with an example")):
        for number, (told, question) in enumerate(known.items()):
            st.button(told, key=f"example_{number}", type="tertiary", on_click=_begin, args=(question,))


def _begin(question: str) -> None:
    st.session_state[QUESTION] = question
    ask_more(**{ASKED: question})


def _take() -> None:
    ask_more(**{ASKED: st.session_state[QUESTION]})


def _answer(ctx: Context, question: str, most: int, seconds: int) -> None:
    assert isinstance(ctx.store, Neo4jStore)
    try:
        with st.spinner(ctx.say("Computing…")):
            found = ctx.store.cypher(question, seconds=seconds, most=most + 1)
    except MaillageError as error:
        st.warning(plain(ctx.say.fault(error), longest=1_000))
        basis_line(ctx, basis_of(ctx, "cypher", "nothing computed yet", {"question": flat(question, longest=300)}))
        return
    made = own_answer(ctx.whole, "cypher", question, found, most=most)
    if made.table.empty:
        st.info(ctx.say("The answer has no row."))
    else:
        table(as_text(made).table.map(_flat))
    take_away(ctx, "cypher", made)
    basis_line(ctx, made.basis)


def _flat(value: object) -> object:
    return flat(value) if isinstance(value, str) else value
