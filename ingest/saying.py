"""What a row says, by the rules of its dataset: one function for each form that a rule may have."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from graph.model import RELATIONS, qualifiers
from graph.vocabulary import Relation
from ingest.cell_readers import property_reader
from ingest.cells import PART
from ingest.faults import CellFault
from ingest.rows import Cell, Read, first

if TYPE_CHECKING:
    from ingest.mapping import Mapper

Rule = Mapping[str, Any]
Pairs = tuple[tuple[str, str], ...]


def _say_properties(mapper: "Mapper", read: Read, rule: Rule) -> None:
    about = _subject(mapper, read, rule)
    for name in rule["properties"]:
        for value in read.found[name].values if name in read.found else ():
            mapper.say(read, about, name, value, read.found[name], confidence=rule.get("confidence"))


def _say_property(mapper: "Mapper", read: Read, rule: Rule) -> None:
    about = _subject(mapper, read, rule)
    cell = read.found.get(rule["from"]) if "from" in rule else Cell((rule["value"],), None)
    for value in cell.values if cell else ():
        mapper.say(read, about, rule["property"], value, cell, confidence=rule.get("confidence"))


def _say_parts(mapper: "Mapper", read: Read, rule: Rule) -> None:
    """A cell that holds several properties, as its parser told them apart."""
    about, cell = _subject(mapper, read, rule), read.found.get(rule["from"])
    for name, value in zip(rule["parts"], cell.values[0].split(PART) if cell else (), strict=False):
        if value:
            mapper.say(read, about, name, value, cell)


def _subject(mapper: "Mapper", read: Read, rule: Rule) -> str:
    """Of whom a rule speaks: the record of the row, or the one that the column `of` points at."""
    return mapper.point(read, rule["of"], read.found[rule["of"]].values[0]) if "of" in rule else read.record


def _say_link(mapper: "Mapper", read: Read, rule: Rule) -> None:
    source, relation, target = rule["link"]
    if any(end != "@" and end not in read.found for end in (source, target)):
        return
    details: dict[str, Any] = {
        "key": rule.get("role") or first(read.found, rule.get("role_from", "")),
        "status": rule.get("status_is") or first(read.found, rule.get("status", "")) or None,
        "valid": _valid([first(read.found, name) for name in rule.get("valid", ())]),
        "extra": _extra(read.found, rule.get("qualifiers", ())),
    }
    cell = read.found.get(rule.get("role_from", ""), read.found.get(source if target == "@" else target))
    for about in _ends(mapper, read, source):
        for value in _ends(mapper, read, target):
            mapper.say(read, about, _relation(read.found, relation), value, cell, **details)


def _relation(found: Mapping[str, Cell], text: str) -> str:
    """A relation as a rule names it: itself, or by `*direction=OFFERS` what a column says, else that."""
    column, _, otherwise = text[1:].partition("=")
    return first(found, column, otherwise) if text.startswith("*") else text


def _ends(mapper: "Mapper", read: Read, end: str) -> list[str]:
    return [read.record] if end == "@" else [mapper.point(read, end, text) for text in read.found[end].values]


def _say_declared(mapper: "Mapper", read: Read, rule: Rule) -> None:
    if rule["count"] not in read.found:
        return
    about = mapper.point(read, rule["about"], first(read.found, rule["about"])) if "about" in rule else read.record
    counts = rule.get("declared") or first(read.found, rule["declared_from"])
    cell = read.found[rule["count"]]
    mapper.say(read, about, "declared", cell.values[0], cell, key=counts, extra=_besides(mapper, read))


def _besides(mapper: "Mapper", read: Read) -> Pairs:
    """Beside whom a document counts, and in whose words."""
    named = read.found["besides"].values if "besides" in read.found else ()
    besides = sorted(mapper.point(read, "besides", text) for text in named)
    return qualifiers({"besides": " ".join(besides), "words": first(read.found, "words")})


def _say_any(mapper: "Mapper", read: Read, rule: Rule) -> None:
    """A row that names its own predicate: a relation, whose value points at somebody, or a property."""
    about, predicate, value = (first(read.found, name) for name in rule["any"])
    subject = mapper.point(read, rule["any"][0], about)
    if predicate in RELATIONS:
        _say_any_link(mapper, read, rule, (subject, predicate, value))
    else:
        _say_any_property(mapper, read, rule, (subject, predicate, value))


def _say_any_link(mapper: "Mapper", read: Read, rule: Rule, said: tuple[str, str, str]) -> None:
    subject, predicate, value = said
    try:
        target = mapper.pointed("any", value, read.base.document)
    except CellFault as wrong:
        mapper.note(read.row, wrong.code, rule["any"][2], value, wrong.suggestion, refuse=True)
        return
    for name, text in target.said:
        mapper.say(read, target.record, name, text)
    role = first(read.found, rule["role_from"])
    if predicate == Relation.TOOK_PART_IN and not role:
        mapper.note(read.row, "missing_value", rule["role_from"])
    mapper.say(
        read, subject, predicate, target.record, key=role, status=first(read.found, rule["status"]) or None,
        valid=first(read.found, rule["valid_from"]) or None, extra=_extra(read.found, rule["qualifiers"]),
    )  # fmt: skip


def _say_any_property(mapper: "Mapper", read: Read, rule: Rule, said: tuple[str, str, str]) -> None:
    subject, predicate, value = said
    cell = property_reader(predicate)(value)
    counts = first(read.found, rule["counts_from"]) if predicate == "declared" else ""
    if cell is None:
        mapper.note(read.row, "missing_value", rule["any"][2])
    elif isinstance(cell, CellFault):
        mapper.note(read.row, cell.code, rule["any"][2], value, cell.suggestion, refuse=True)
    elif predicate == "declared" and not counts:
        mapper.note(read.row, "missing_value", rule["counts_from"])
    else:
        extra = _besides(mapper, read) if counts else ()
        mapper.say(read, subject, predicate, cell.values[0], cell, key=counts, extra=extra)


SAY: Mapping[str, Callable[["Mapper", Read, Rule], None]] = {
    "properties": _say_properties,
    "property": _say_property,
    "parts": _say_parts,
    "link": _say_link,
    "declared": _say_declared,
    "declared_from": _say_declared,
    "any": _say_any,
}


def _valid(bounds: Sequence[str]) -> str | None:
    return "/".join(bound or ".." for bound in bounds) if any(bounds) else None


def _extra(found: Mapping[str, Cell], names: Sequence[str]) -> Pairs:
    """Qualifiers: `importance`, or `amount=contribution` where the column has another name."""
    if not names:
        return ()
    pairs = [(name.partition("=")[0], first(found, name.partition("=")[2] or name)) for name in names]
    return qualifiers(pairs)
