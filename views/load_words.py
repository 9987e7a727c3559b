"""What a load did and what it refused, where places were found, how far it is: in words."""

from collections.abc import Iterator

from ingest.geocode import Geocoded
from ingest.gone import Gone
from ingest.report import FileReport, Report
from views.wording import Words

FEW = 5  # names that are told


def titles(say: Words) -> list[str]:
    """The header of the rows by file."""
    return [
        say("File"), say("Taken for"), say("Read"), say("Loaded"), say("Known already"), say("Refused"),
        say("Passed over"),
    ]  # fmt: skip


def by_file(say: Words, made: FileReport) -> list[str]:
    """The rows of one file, each accounted for."""
    counts = (made.read, made.loaded, made.unchanged, made.refused, made.skipped)
    return [made.file, made.dataset, *map(say.number, counts)]


def outcome(say: Words, made: Report) -> Iterator[str]:
    """Where the refused rows are, what a snapshot closes, what changed, and how that is taken back."""
    for path, count in made.rejects:
        where = say("Refused rows in {path}: {count}.", path=path, count=say.number(count))
        yield f"{where} {say('Repair them there, and load that file.')}"
    if made.is_held_back:
        yield say.many(
            "Nothing is loaded: {count} row is refused, and --strict asks for none.",
            "Nothing is loaded: {count} rows are refused, and --strict asks for none.", made.refused,
        )  # fmt: skip
        return
    yield from (_gone(say, made, one) for one in made.gone if one.ids or one.kept)
    if made.namesakes:
        yield f"{namesakes(say, made)} {say('`maillage review list` tells the pairs to decide.')}"
    if made.has_changed:
        yield from _changed(say, made)
    else:
        yield say("Nothing changed.") if made.refused else say("Nothing changed: all of it was there already.")


def namesakes(say: Words, made: Report) -> str:
    """Who came and bears the name of somebody known."""
    names = list(dict.fromkeys(one.name for one in made.namesakes))
    told = f"{', '.join(names[:FEW])}…" if len(names) > FEW else say.all_of(names)
    return say.many(
        "{count} new organisation bears the name of a known one, and nothing says whether it is the same: {names}.",
        "{count} new organisations bear the name of a known one, and nothing says whether it is the same: {names}.",
        len({one.new for one in made.namesakes}), names=told,
    )  # fmt: skip


def _changed(say: Words, made: Report) -> Iterator[str]:
    decided = say.many("{count} decision.", "{count} decisions.", made.decided) if made.decided else ""
    yield f"{statements(say, made)} {decided}".rstrip()
    if made.dry_run:
        yield would_be_shown(say, made)
        yield say("Nothing was written.")
    elif made.run:
        yield say("This is {run}: `maillage undo {run}` takes it back.", run=made.run)


def would_be_shown(say: Words, made: Report) -> str:
    """How many entities and links would come and go."""
    appear, vanish = say.number(len(made.appeared)), say.number(len(made.vanished))
    return say("Entities and links: {appear} would appear, {vanish} would vanish.", appear=appear, vanish=vanish)


def statements(say: Words, made: Report) -> str:
    """How many statements are new, changed, closed, unchanged."""
    new = (
        say.many("{count} statement would be new", "{count} statements would be new", made.new)
        if made.dry_run
        else say.many("{count} new statement", "{count} new statements", made.new)
    )
    closed = [say("{count} no longer stated", count=say.number(made.closed))] if made.gone else []
    changed, unchanged = say.number(made.changed), say.number(made.unchanged)
    rest = [say("{count} changed", count=changed), *closed, say("{count} unchanged", count=unchanged)]
    return ", ".join([new, *rest]) + "."


def _gone(say: Words, made: Report, one: Gone) -> str:
    """What a snapshot closes of a document, and what it keeps."""
    closed, stated = len(one.ids), say.number(one.stated)
    if made.dry_run:
        told = say.many(
            "{document}: {count} statement of {stated} would be closed",
            "{document}: {count} statements of {stated} would be closed", closed, document=one.document, stated=stated,
        )  # fmt: skip
    else:
        told = say.many(
            "{document}: {count} statement of {stated} is closed",
            "{document}: {count} statements of {stated} are closed", closed, document=one.document, stated=stated,
        )  # fmt: skip
    asks = f" ({say('more than a fifth: a load asks for --yes')})" if made.dry_run and one.is_much else ""
    stay = say.many(
        "{count} stays, for rows about it could not be read", "{count} stay, for rows about them could not be read",
        one.kept,
    )  # fmt: skip
    return f"{told}{asks}{f', {stay}' if one.kept else ''}."


def progress(say: Words, stage: str, rows: int) -> str:
    """How far a load is: the file that is read, or what is done with what was read."""
    if stage == "store":
        return say.many("writing: {count} statement", "writing: {count} statements", rows) if rows else say("writing")
    if stage == "names":
        return say("finding out whom the rows name")
    if stage == "resolve":
        return say("finding out who is who")
    return say.many("{file}: {count} row", "{file}: {count} rows", rows, file=stage)


def geocoded(say: Words, made: Geocoded) -> str:
    """How many addresses were placed, by what, and what that changed."""
    how = {
        "town and postcode": say("by town and postcode"), "town and department": say("by town and department"),
        "postcode": say("by postcode alone"),
    }  # fmt: skip
    found = [f"{say.number(count)} {how[by]}" for by, count in made.found.items()]
    placed = ", ".join([*found, say("{count} nowhere", count=say.number(made.nowhere))])
    new = say.many("{count} new statement", "{count} new statements", made.new)
    closed = say("{count} no longer stated", count=say.number(made.closed))
    return say("{what}: {value}", what=placed, value=f"{new}, {closed}") + "."
