"""Runs: what each load and decision did, and taking one back; a document withdrawn."""

import pandas as pd
import streamlit as st

from ingest.lost import not_shown
from views import taking_back
from views.answer_view import table
from views.context import Context
from views.differences import differences
from views.import_warnings import no_longer_shown
from views.run_names import moment, run_names, titled
from views.run_words import UNDONE, change_word, heading, listed, what_changed
from views.text import flat, plain
from views.wording import Words

FEW = 200  # changes shown
LONGEST = 300


def show(ctx: Context) -> None:
    """The runs, the newest first; what one changed; for the owner, taking it back."""
    taking_back.show(ctx)
    runs = ctx.store.runs(viewer=ctx.viewer).iloc[::-1]
    if runs.empty:
        st.info(ctx.say("Nothing was loaded yet."))
        return
    when = pd.array([moment(ctx.say, str(one)) for one in runs["at"]], dtype="string")
    said = runs.assign(document=_with_ids(titled(ctx.whole, runs["document"]), runs["document"]))
    table(listed(ctx.say, said).assign(**{ctx.say("When"): when}))
    left, right = st.columns([0.65, 0.35], gap="medium")
    with left:
        _run(ctx, runs)
    if ctx.viewer.sees_all:
        with right:
            _document(ctx)


def _with_ids(titles: pd.Series, ids: pd.Series) -> pd.Series:
    """Documents by title and id: the id is left where a run, and the title with it, is taken back."""
    both = titles + " · " + ids
    return both.where(titles != ids, titles)


def _run(ctx: Context, runs: pd.DataFrame) -> None:
    """One run: what it changed, and the button that takes it back."""
    say, names = ctx.say, run_names(ctx.say, ctx.whole, runs)
    run = st.selectbox(say("What a run changed"), list(names), key="run", format_func=lambda one: names.get(one, one))
    if runs.set_index("id").loc[run, "state"] == UNDONE:
        st.markdown(say("It is taken back: nothing of it is left."))
        return
    with st.spinner(say("Reading what this run changed…")):
        told, hidden, rows, of = _changed(ctx.store.url, ctx.revision, ctx.rights, run, say.language, ctx)
    st.markdown(plain(told, longest=LONGEST))
    if hidden:
        st.warning(plain(hidden, longest=2 * LONGEST))
    if ctx.viewer.sees_all:
        why = say("What it brought goes, what it closed comes back.")
        taking_back.button(ctx, taking_back.UNDO, run, label=say("Take it back"), why=why, names=names)
    table(rows)
    if of > len(rows):
        st.caption(_cut(say, run, len(rows), of))


@st.cache_data(max_entries=60, show_spinner=False)
def _changed(
    url: str, revision: str, rights: str, run: str, language: str, _ctx: Context
) -> tuple[str, str, pd.DataFrame, int]:
    """How much a run changed, what it took from sight, in a sentence each; its first changes; how many there are."""
    say, changes = _ctx.say, differences(_ctx.store, _ctx.whole, run)
    first = changes.head(FEW).to_dict("records")
    rows = [
        (change_word(say, one["change"]), flat(one["name"]), flat(what_changed(say, one), longest=LONGEST))
        for one in first
    ]
    told = heading(say, changes.loc[changes["statement"].notna(), "change"])
    columns = [say("What happened"), say("About"), say("Change")]
    brought = changes.loc[(changes["predicate"] == "name") & (changes["change"] == "added"), "value"]
    hidden = no_longer_shown(say, not_shown(_ctx.store, _ctx.whole, brought))
    return told, hidden, pd.DataFrame(rows, columns=columns, dtype="string"), len(changes)


def _cut(say: Words, run: str, few: int, of: int) -> str:
    counts = {"few": say.number(few), "of": say.number(of)}
    told = say(
        "The first {few} of {of}: the command maillage diff {run} --format csv gives them all.", run=run, **counts
    )
    return plain(told, longest=LONGEST)


def _document(ctx: Context) -> None:
    say = ctx.say
    titles = dict(zip(ctx.whole.documents["id"], ctx.whole.documents["title"], strict=True))
    names = {one: flat(f"{title} · {one}", longest=90) for one, title in titles.items()}
    chosen = st.selectbox(
        say("Withdraw a document"), list(names), index=None, key="document_withdrawn", placeholder=say("Choose"),
        format_func=lambda one: names.get(one, one),
    )  # fmt: skip
    st.caption(say("What only it said goes; what others also say stays."))
    if chosen:
        why = say("It can be taken back, as any run.")
        taking_back.button(ctx, taking_back.WITHDRAW, chosen, label=say("Withdraw"), why=why, names=names)
