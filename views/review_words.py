"""Who is who, in words: why two may be one, how likely it is, what was decided, what is at odds."""

from collections.abc import Iterable

from graph.model import Decision
from graph.vocabulary import Verdict
from ingest.matching import Match
from views.vocabulary_words import BANDS, ISSUES, NAME_KINDS, REASONS, SIDES, VERDICTS
from views.wording import Words


def reasons_in_words(say: Words, reasons: Iterable[str]) -> str:
    """Why two may be one, or not."""
    return " ; ".join(_reason(say, *reason.partition(": ")) for reason in reasons) or say("nothing in common")


def _reason(say: Words, what: str, apart: str, value: str) -> str:
    word = say(REASONS[what]) if what in REASONS else what
    return say("{what}: {value}", what=word, value=value) if apart else word


def how_alike(say: Words, match: Match) -> str:
    """How likely it is that two are one, and why."""
    return f"{say.number(round(match.score, 2))} · {say(BANDS[match.band])} · {reasons_in_words(say, match.reasons)}"


def issue_in_words(say: Words, issue: str) -> str:
    return say(ISSUES[issue])


def side_line(say: Words, part: str, value: str) -> str:
    """One thing that is known of one side of a pair."""
    return say("{what}: {value}", what=side_word(say, part), value=value)


def side_word(say: Words, part: str) -> str:
    """What it is that is known of one side."""
    word = say(SIDES[part])
    return word[:1].upper() + word[1:]


def name_with_kind(say: Words, name: str, kind: str) -> str:
    return f"{name} ({say(NAME_KINDS[kind])})" if kind else name


def verdict_word(say: Words, verdict: Verdict) -> str:
    """What two are said to be."""
    words = {Verdict.SAME: say("the same"), Verdict.DIFFERENT: say("different"), Verdict.UNSURE: say("unsure")}
    return words[verdict]


def verdict_line(say: Words, made: Decision, a: str, b: str) -> str:
    """What somebody decided of two."""
    return " · ".join([say(VERDICTS[Verdict(made.verdict)], a=a, b=b), made.by, *filter(None, [made.why])])


def both_are(say: Words, one: str) -> str:
    return say("Both are {name}.", name=one)


def nothing_to_decide(say: Words) -> str:
    return say("Nothing to decide: no two organisations are so much alike.")


def more_to_decide(say: Words, count: int) -> str:
    return say("… and {count} more: `maillage review export FILE.csv` writes them all.", count=say.number(count))


def how_to_decide(say: Words) -> str:
    return say("`maillage review show A B` shows both; `maillage review decide A B same --by ME` decides.")


def not_applied(say: Words) -> str:
    return say("It contradicts what is known, and is not applied: `maillage review contradictions` shows why.")


def how_to_take_back(say: Words, run: str) -> str:
    return say("This is {run}: `maillage review undo` takes it back.", run=run)


def nothing_at_odds(say: Words) -> str:
    return say("Nothing is at odds.")


def are_they_one(say: Words) -> str:
    return say("Are they one and the same?")


def nothing_decided(say: Words) -> str:
    return say("Nothing is decided; --yes decides without asking.")


def written(say: Words, file: str, count: int) -> str:
    """What an export wrote, and what to do with it."""
    rows = say.many("{count} row", "{count} rows", count)
    return say(
        "{file}: {rows}. Write same, different or unsure, and who says so; then `maillage review import {file}`.",
        file=file, rows=rows,
    )  # fmt: skip


def imported(say: Words, decided: int, undecided: int) -> str:
    """What an import decided."""
    made = say.many("{count} decision", "{count} decisions", decided)
    left = say.many("{count} row without a verdict", "{count} rows without a verdict", undecided)
    return say("{made}; {left}.", made=made, left=left)


def run_to_take_back(say: Words, run: str) -> str:
    return say("This is {run}: `maillage undo {run}` takes it back.", run=run)
