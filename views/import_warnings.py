"""What is to be read of a load: that most columns are left out, that facts of other files would vanish, or have."""

from collections.abc import Iterator, Sequence

from ingest.lost import Lost
from ingest.report import Report
from ingest.sources import Source
from views.text import flat
from views.vocabulary_words import link_sentence
from views.wording import Words

FEW = 3  # columns, facts and names that are told


def warnings(say: Words, found: Sequence[Source], made: Report) -> list[str]:
    """A sentence for each table that is hardly read, one for what would vanish; none where all is well."""
    return [*_hardly_read(say, found, made), *_would_vanish(say, made.lost)]


def _hardly_read(say: Words, found: Sequence[Source], made: Report) -> Iterator[str]:
    for source in found:
        sheet = source.sheet
        unread = [one.column for one in made.faults if _is_unread(one.code, one.file, one.sheet, source)]
        titles = [one for one in sheet.header if one.strip()]
        if 2 * len(unread) > len(titles):
            counts = {"unread": say.number(len(unread)), "of": say.number(len(titles))}
            yield say(
                "Most columns of {file} are not read ({unread} of {of}: {columns}): look at what it holds, and at "
                "what its columns are, before you load it.",
                file=flat(sheet.name), columns=_first(say, unread), **counts,
            )  # fmt: skip


def _is_unread(code: str, file: str, sheet: str, source: Source) -> bool:
    return code == "unknown_column" and (file, sheet) == (source.sheet.name, source.sheet.sheet)


def _would_vanish(say: Words, lost: Sequence[Lost]) -> Iterator[str]:
    if not lost:
        return
    facts = _facts(say, lost)
    told = say.many(
        "{count} fact that other files tell would vanish ({facts})",
        "{count} facts that other files tell would vanish ({facts})", len(lost), facts=facts,
    )  # fmt: skip
    yield say("{what}: {value}", what=told, value=_why(say, lost))


def no_longer_shown(say: Words, lost: Sequence[Lost]) -> str:
    """What a run took from sight, and why; "" if nothing."""
    if not lost:
        return ""
    told = say.many(
        "{count} fact that documents still tell is not shown ({facts})",
        "{count} facts that documents still tell are not shown ({facts})", len(lost), facts=_facts(say, lost),
    )  # fmt: skip
    shared = {one.called: one.bearers for one in lost}
    names = [
        say.many("{count} actor is called “{name}”", "{count} actors are called “{name}”", n, name=name)
        for name, n in shared.items()
    ]
    why = say("{names}, and nobody knows which of them they speak of.", names=_first(say, names))
    return say("{what}: {value}", what=told, value=why)


def _facts(say: Words, lost: Sequence[Lost]) -> str:
    return _first(
        say, [link_sentence(say, one.relation, one.key, source=one.source, target=one.target) for one in lost]
    )


def _why(say: Words, lost: Sequence[Lost]) -> str:
    """Because several would bear a name that one bore."""
    shared = {one.called: one.bearers for one in lost if one.called}
    if not shared:
        return say("it would no longer be known of whom they speak.")
    names = [
        say.many("{count} actor would be called “{name}”", "{count} actors would be called “{name}”", n, name=name)
        for name, n in shared.items()
    ]
    return say("{names}, and nobody would know which of them they speak of.", names=_first(say, names))


def _first(say: Words, those: Sequence[str]) -> str:
    told = [flat(one, longest=90) for one in those]
    return f"{', '.join(told[:FEW])}…" if len(told) > FEW else say.all_of(told)
