"""Import: a file is looked at, loaded on trial, and only then loaded; all of it can be taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import streamlit as st

from graph.errors import ColumnsLacking, MaillageError
from graph.names import fold
from ingest.checking import alone, check
from ingest.load import load
from ingest.referring import Progress
from ingest.report import Report
from ingest.saved import Saved
from ingest.sources import Source
from ingest.spec import datasets
from views import column_table, load_words
from views import import_shown as shown
from views.at_work import at_work
from views.clock import now
from views.context import Context
from views.dataset_words import dataset_word, lacking_words
from views.downloads import file_name
from views.import_warnings import warnings
from views.placeless import how_to_place, spoken_of
from views.text import plain
from views.uploads import beside, handed
from views.wording import Words

FOUND, TRIED, DONE, LOADED = "import_found", "import_tried", "import_done", "import_loaded"
STOPPED, HALTED = "import_stopped", "import_halted"  # which trial was stopped; whether a load was
LONGEST = 1_000
STEPS = {"names": 1, "store": 2, "resolve": 3}  # of a load, after the reading


@dataclass(frozen=True)
class Wanted:
    """How files are to be read.

    Attributes:
        more: `strict` and `repair_encoding` of `ingest.load.load`.
    """

    known: Saved
    more: tuple[tuple[str, bool], ...]


def show(ctx: Context) -> None:
    """Hand over files; see what is understood of them and what would change; load them."""
    _done(ctx)
    given = st.file_uploader(
        ctx.say("Tables, workbooks, networks, or an archive of these"), accept_multiple_files=True, key="files"
    )
    if not given:
        st.info(
            ctx.say(
                "Choose files: you first see what is understood of them and what would change. "
                "Nothing is loaded before you say so, and every load can be taken back."
            )
        )
        return
    paths = handed({one.name: one.getvalue() for one in given})
    try:
        _tried(ctx, paths, _wanted(ctx))
    except MaillageError as error:
        st.warning(plain(_told(ctx.say, error), longest=LONGEST))
        st.caption(ctx.say("Say above what the file holds, or choose another."))


def _told(say: Words, error: MaillageError) -> str:
    """What is wrong; what a table lacks by what it is called on screens."""
    if isinstance(error, ColumnsLacking):
        return lacking_words(say, error.file, error.dataset, error.columns)
    return say.fault(error)


def _wanted(ctx: Context) -> Wanted:
    say = ctx.say
    with st.container(horizontal=True, vertical_alignment="bottom"):
        dataset = st.selectbox(
            say("What it holds"),
            sorted(datasets(), key=lambda name: fold(dataset_word(say, name))),
            index=None,
            key="as",
            format_func=lambda name: dataset_word(say, name),
            placeholder=say("found out from its columns"),
        )
        document = st.text_input(say("The document it is (an id, as doc:members-2026)"), key="document").strip()
        strict = st.toggle(say("Load nothing if one row is refused"), key="strict")
        repair = st.toggle(say("Put right letters encoded twice"), key="repair")
    return Wanted(Saved(dataset=dataset or "", document=document), (("repair_encoding", repair), ("strict", strict)))


def _tried(ctx: Context, paths: list[Path], wanted: Wanted) -> None:
    """What is understood, what a load would do, and the button that does it."""
    read = _read(ctx, paths, wanted)
    if read is None:
        return
    found, wanted = read
    if st.session_state.get(LOADED) == (paths, wanted, ctx.revision):
        st.caption(ctx.say("These files are loaded: choose others, or take the load back under *Runs*."))
        return
    report = _trial(ctx, paths, wanted)
    if report is None:
        return
    st.markdown(f"#### {ctx.say('What would change')}")
    shown.report(ctx.say, report)
    shown.taken_away(ctx, report, key="tried")
    if not report.has_changed:
        return
    if st.session_state.pop(HALTED, False):
        st.info(ctx.say("The load was stopped: nothing of it is kept."))
    st.caption(ctx.say("Tried: nothing is loaded yet."))
    if odd := warnings(ctx.say, found, report):
        st.warning("\n\n".join(plain(one, longest=LONGEST) for one in odd))
    label = ctx.say("Load all the same") if odd else ctx.say("Load")
    place = st.empty()
    if place.button(label, type="secondary" if odd else "primary", key="load"):
        with place:
            _load(ctx, paths, wanted)


def _read(ctx: Context, paths: list[Path], wanted: Wanted) -> tuple[list[Source], Wanted] | None:
    """What each file is taken for, and how it is then to be read; None while a column is lacking."""
    try:
        found = _found(ctx.say, paths, wanted)
    except ColumnsLacking as lack:
        return _completed(ctx.say, paths, wanted, lack)
    known = _understood(ctx, found, wanted.known)
    return (found, replace(wanted, known=known)) if known else None


def _completed(
    say: Words, paths: list[Path], wanted: Wanted, lack: ColumnsLacking
) -> tuple[list[Source], Wanted] | None:
    """The same of a table of which a column that is needed is not known by its title, once it is said which it is."""
    sheet = alone(paths[0], known=wanted.known, repair_encoding=dict(wanted.more)["repair_encoding"])
    if sheet is None or len(paths) > 1:
        raise lack
    dataset = datasets()[lack.dataset]
    read = column_table.complete(say, sheet, dataset)
    if not column_table.is_whole(say, sheet, dataset, read):
        return None
    wanted = replace(wanted, known=replace(wanted.known, dataset=dataset.name, columns=read))
    found = _found(say, paths, wanted)
    shown.as_read(say, found[0], wanted.known)
    return found, wanted


def _found(say: Words, paths: list[Path], wanted: Wanted) -> list[Source]:
    """What each file is taken for; looked at once."""
    asked, repair = (tuple(map(str, paths)), wanted), dict(wanted.more)["repair_encoding"]
    if st.session_state.get(FOUND, (None,))[0] != asked:
        with st.spinner(say("Reading the files…")):
            found = [one for path in paths for one in check(path, known=wanted.known, repair_encoding=repair)]
        st.session_state[FOUND] = asked, found
    made: list[Source] = st.session_state[FOUND][1]
    return made


def _understood(ctx: Context, found: list[Source], known: Saved) -> Saved | None:
    """What each table is taken for; of one alone, what its columns are can be said otherwise, None while one lacks."""
    if len(found) == 1:
        return shown.to_correct(ctx.say, found[0], known)
    for source in found:
        shown.one_of_several(ctx.say, source)
    return known


def _trial(ctx: Context, paths: list[Path], wanted: Wanted) -> Report | None:
    """The load, rolled back; done again only when the files, the way to read them, or the network changed."""
    asked = (ctx.store.url, ctx.revision, tuple(map(str, paths)), wanted, ctx.say.language)
    if st.session_state.get(TRIED, (None,))[0] != asked:
        if st.session_state.get(STOPPED) == asked:
            st.info(ctx.say("The trial was stopped: nothing was changed."))
            st.button(ctx.say("Try again"), key="try_again", on_click=st.session_state.pop, args=(STOPPED, None))
            return None
        with _telling(ctx, STOPPED, asked) as tell:
            st.session_state[TRIED] = asked, _loaded(ctx, paths, wanted, tell, dry_run=True)
    made: Report = st.session_state[TRIED][1]
    return made


def _load(ctx: Context, paths: list[Path], wanted: Wanted) -> None:
    done: list[tuple[Report, list[Path], Wanted]] = []
    st.session_state[DONE] = done  # filled in when it is done, even if a click ends this rerun just then
    with _telling(ctx, HALTED, True) as tell:
        done.append((_loaded(ctx, paths, wanted, tell, dry_run=False), paths, wanted))
    st.rerun()


def _loaded(ctx: Context, paths: list[Path], wanted: Wanted, tell: Progress, *, dry_run: bool) -> Report:
    options: dict[str, Any] = dict(wanted.more)
    subject = f"{ctx.say('refused rows')} {paths[0].name.partition('.')[0] if len(paths) == 1 else ''}"
    return load(
        ctx.store, list(paths), known=wanted.known, dry_run=dry_run, at=now(), progress=tell,
        rejects=beside(paths[0], f"{file_name(ctx, subject)}.csv"), language=ctx.say.language, **options,
    )  # fmt: skip


@contextmanager
def _telling(ctx: Context, mark: str, stopped: object) -> Iterator[Progress]:
    """At which step it is; a click on the button ends this rerun, and the load with it, and leaves a mark."""
    say, rows = ctx.say, sum(one.report.read for one in st.session_state[FOUND][1])
    seen: dict[str, int] = {}

    def leave() -> None:
        st.session_state[mark] = stopped

    with at_work(say, len(STEPS) + 1, key=f"stop_{mark}", stopped=leave) as tell:

        def told(stage: str, count: int) -> None:
            if stage not in STEPS:
                seen[stage] = count
            share = min(sum(seen.values()) / max(rows, 1), 1)
            tell(STEPS.get(stage, min(share, 0.99)), load_words.progress(say, stage, count))

        yield told


def _done(ctx: Context) -> None:
    """What the last load did, until the next."""
    for report, *asked in st.session_state.pop(DONE, []):
        st.session_state.pop(HALTED, None)  # the click came too late: it is loaded
        st.session_state[LOADED] = *asked, ctx.revision
        st.success(shown.outcome(ctx.say, report))
        if hint := how_to_place(ctx.say, ctx.whole, spoken_of(ctx.whole, {one.document for one in report.files})):
            st.info(hint)
        shown.taken_away(ctx, report, key="done")
