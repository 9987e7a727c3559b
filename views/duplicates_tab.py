"""Duplicates: two organisations beside one another, why they may be one, and a person's word on it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from graph.errors import MaillageError, UnknownEntity
from graph.network import Network
from graph.vocabulary import Verdict
from ingest.contradictions import contradictions
from ingest.known_names import known_names
from ingest.review import Proposal, decide, last_run, proposals, records_of
from views import decided_pairs
from views import review_words as words
from views.answer_view import table
from views.clock import now
from views.context import Context
from views.homonyms import told_apart
from views.text import flat, plain
from views.vocabulary_words import kind_word
from views.wording import Words

TOLD = "review_told"
PAIR, VERDICT, BY, WHY = "pair", "verdict", "decided_by", "decided_why"
SAID_OF = "verdict_of"  # the pair of which the form speaks
FEW = 300  # pairs offered at once
LONGEST = 600


def show(ctx: Context) -> None:
    """What is to be decided, one pair at a time, the likeliest first."""
    for told in st.session_state.pop(TOLD, ()):
        st.info(told)
    waiting, decided = _waiting(ctx.store.url, ctx.revision, ctx.rights, ctx)
    st.markdown(_progress(ctx.say, len(waiting), decided))
    if waiting:
        _pair(ctx, waiting[:FEW])
    _at_odds(ctx)
    decided_pairs.show(ctx, decided)
    if label := decided_pairs.taken_back(ctx):
        st.button(label, key="undo_decision", on_click=_undo, args=(ctx,))


@st.cache_resource(max_entries=8, show_spinner=True)
def _waiting(url: str, revision: str, rights: str, _ctx: Context) -> tuple[Sequence[Proposal], int]:
    """The pairs to decide on, and how many pairs of records people decided."""
    return proposals(_ctx.store, _ctx.whole), len(decided_pairs.by_people(_ctx.store, _ctx.whole))


def _progress(say: Words, left: int, decided: int) -> str:
    made = say.many("{count} pair decided", "{count} pairs decided", decided)
    to_do = say.many("{count} to decide", "{count} to decide", left)
    return f"**{say('{made}; {left}.', made=made, left=to_do)}**" if left else f"{made}. {words.nothing_to_decide(say)}"


def _pair(ctx: Context, waiting: Sequence[Proposal]) -> None:
    say, network = ctx.say, ctx.whole
    pairs = {(one.a, one.b): one for one in waiting}
    called = {
        pair: flat(
            f"{say.number(round(one.match.score, 2))} · {' – '.join(_named(network, one.a, one.b))}", longest=120
        )
        for pair, one in pairs.items()
    }
    if st.session_state.get(PAIR) not in pairs:
        st.session_state[PAIR] = next(iter(pairs))  # said, or the list would go on showing the pair that is gone
    one = pairs[st.selectbox(say("Which pair?"), list(pairs), key=PAIR, format_func=called.__getitem__)]
    _emptied(one)
    st.markdown(plain(words.how_alike(say, one.match), longest=LONGEST))
    table(_sides(ctx, one))
    with st.form(key="of_a_pair", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        verdicts = {one: words.verdict_word(say, one) for one in Verdict}
        st.selectbox(say("They are"), list(verdicts), key=VERDICT, index=None, format_func=verdicts.__getitem__,
                     placeholder=say("Choose"))  # fmt: skip
        st.text_input(say("Who decides"), key=BY, max_chars=80)
        st.text_input(say("What it rests on"), key=WHY, max_chars=300)
        st.form_submit_button(say("Decide"), type="primary", on_click=_decide, args=(ctx, one))


def _emptied(pair: Proposal) -> None:
    """Nothing is said of a pair that was said of another; who decides stays."""
    if st.session_state.get(SAID_OF) != (pair.a, pair.b):
        st.session_state.update({SAID_OF: (pair.a, pair.b), VERDICT: None, WHY: ""})


def _sides(ctx: Context, pair: Proposal) -> pd.DataFrame:
    """What is known of both, part by part, and how many links joining them would bring together."""
    records = records_of(ctx.store, ctx.whole, {pair.a, pair.b})
    told = [_side(ctx, one, records.get(one, ())) for one in (pair.a, pair.b)]
    rows = [(part, *(flat(side[part], longest=LONGEST) for side in told)) for part in told[0]]
    return pd.DataFrame(rows, columns=["", ctx.say("One"), ctx.say("The other")], dtype="string")


def _side(ctx: Context, entity: str, records: Sequence[str]) -> dict[str, str]:
    say, network = ctx.say, ctx.whole
    row, ends = network.row(entity), network.links[["source", "target"]]
    names = [words.name_with_kind(say, one.name, one.kind) for one in known_names(network) if one.entity == entity]
    links = int((ends == entity).any(axis=1).sum())
    known = {"identifiers": row["identifiers"], "town": row["city"], "country": row["country"]}
    told = {say("Name"): network.name(entity), say("Kind"): kind_word(say, row["kind"]), say("Names"): "; ".join(names)}
    told |= {words.side_word(say, part): "" if pd.isna(value) else str(value) for part, value in known.items()}
    return told | {say("Records"): ", ".join(records), say("Links that would move"): say.number(links)}


def _decide(ctx: Context, one: Proposal) -> None:
    say, verdict, by = ctx.say, st.session_state[VERDICT], st.session_state[BY].strip()
    if verdict is None or not by:
        st.session_state[TOLD] = [say("Nothing is decided yet: say what they are, and who decides.")]
        return
    try:
        made = decide(ctx.store, ctx.whole, one.a, one.b, verdict, by=by, why=st.session_state[WHY], at=now())
    except MaillageError as error:
        st.session_state[TOLD] = [plain(say.fault(error), longest=LONGEST)]
        return
    st.session_state.pop(SAID_OF, None)
    names = _named(ctx.whole, one.a, one.b)
    told = list(dict.fromkeys(words.verdict_line(say, each, *names) for each in made.decisions))
    told += [say("It contradicts what is known, and is not applied.")] if made.suspended else []
    st.session_state[TOLD] = [plain(" · ".join(told), longest=LONGEST)]


def _named(network: Network, a: str, b: str) -> tuple[str, str]:
    """Two entities, or records, by name; told apart where they bear the same."""
    found = [_entity(network, one) for one in (a, b)]
    one, other = (network.name(each) for each in found)
    if one == other and found[0] != found[1]:
        one, other = told_apart(network, {found[0]: one, found[1]: other}).values()
    return one, other


def _entity(network: Network, one: str) -> str:
    try:
        return network.find(one)
    except UnknownEntity:
        return one


def _undo(ctx: Context) -> None:
    try:
        run = last_run(ctx.store, ctx.whole)
        with ctx.store.write("undo", at=now()) as writer:
            writer.undo(run)
        told = ctx.say("The last decision is taken back.")
    except MaillageError as error:
        told = plain(ctx.say.fault(error), longest=LONGEST)
    st.session_state[TOLD] = [told]


def _at_odds(ctx: Context) -> None:
    """What cannot all be so of who is who."""
    found = _contradictions(ctx.store.url, ctx.revision, ctx.rights, ctx)
    if not found:
        return
    rows = [
        (words.issue_in_words(ctx.say, one.issue), *map(flat, _named(ctx.whole, one.a, one.b)),
         flat(one.what, longest=LONGEST))
        for one in found
    ]  # fmt: skip
    with st.expander(ctx.say.many("{count} contradiction", "{count} contradictions", len(rows))):
        table(pd.DataFrame(rows, columns=["", ctx.say("One"), ctx.say("The other"), ctx.say("Why")], dtype="string"))


@st.cache_resource(max_entries=8, show_spinner=False)
def _contradictions(url: str, revision: str, rights: str, _ctx: Context) -> list:  # type: ignore[type-arg]
    return contradictions(_ctx.store, _ctx.whole)
