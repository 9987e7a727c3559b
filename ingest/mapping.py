"""Rows to statements, by the spec of a dataset: what each row says, with where and by whom."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

from graph import dates
from graph.export import unescaped
from graph.identity import is_register_id
from graph.model import RELATIONS, Decision, Document, Statement, qualifiers
from graph.names import slug, town
from graph.vocabulary import Level, Relation, Status, Verdict
from ingest.cells import PART, POINTERS, PROPERTIES, TOPICS, Noted, parser, reference
from ingest.decided import remembering
from ingest.faults import CellFault, Fault, fault
from ingest.graph_files import is_register
from ingest.lists import separators
from ingest.numbers import Style, is_missing, styles
from ingest.sheet import Sheet
from ingest.shifted import Checked, slid
from ingest.spec import Column, Dataset

UNSAFE = re.compile(r"[\s#%|]+")
KEPT = 50_000  # cells of a column whose meaning is remembered
SPANS = (("since", "until"), ("start_date", "end_date"))


class Cell(NamedTuple):
    """A cell that was read: its values, and the text as it stood where that says more."""

    values: tuple[str, ...]
    raw: str | None
    code: str = ""  # of what is odd about it
    at: int | None = None  # the position of its column, in a workbook


class Pointed(NamedTuple):
    """The record that a cell points at, and what must be said for it to be found: its name, or its kind too."""

    record: str
    said: tuple[tuple[str, str], ...]


class Base(NamedTuple):
    """What all statements of a row share."""

    document: str
    said_by: str | None
    said_on: str | None
    confidence: float
    explicit: bool
    level: Level
    audience: str | None
    locator: str
    quote: str | None
    note: str | None
    method: str


@dataclass(slots=True)
class Row:
    """One row, read: what it says, and what is wrong with it."""

    line: int
    statements: list[Statement] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    document: str = ""

    @property
    def is_refused(self) -> bool:
        return any(one.severity == "row" for one in self.faults)


class Mapper:
    """Reads the rows of one table; remembers what it already said, and says it once."""

    def __init__(
        self, sheet: Sheet, dataset: Dataset, columns: Mapping[int, Column], document: str, *, preset: Style = Style(),
        written: Mapping[int, Style] | None = None,
    ) -> None:  # fmt: skip
        """`written`: how columns hold days and numbers, where that is known without reading them all."""
        self.sheet = sheet
        self.dataset = dataset
        self.preset = preset
        read = {position: column for position, column in columns.items() if not column.ignored}
        found = styles(sheet, {at: column.parser for at, column in read.items()}) if written is None else written
        self.styles = {position: style.but(preset) for position, style in found.items()}
        self.separators = separators(sheet, read)
        self.columns = [
            (position, column, _reader(self._parting(position, column), self.styles.get(position, Style())))
            for position, column in read.items()
        ]
        self.telling = [
            Checked(at, read, column.required) for at, column, read in self.columns if column.parser != "text"
        ]
        self.document = document
        self.places = {column.name: position for position, column, _ in self.columns}
        self.places |= {title: position for position, title in enumerate(sheet.header)}
        self.says = [(say, rule) for rule in dataset.says for form, say in SAY.items() if form in rule]
        self.said: set[tuple[Any, ...]] = set()
        self.described: dict[str, Document] = {}
        self.pointed = cache(_pointed)

    def _parting(self, position: int, column: Column) -> Column:
        return replace(column, separator=self.separators.get(position, column.separator))

    def rows(self, *, without: Collection[int] = ()) -> Iterator[Row]:
        """Every row below the header, in order; those on the lines `without` say nothing."""
        self.said.clear()
        self.described.clear()
        return self._each(self._read, without)

    def row(self, line: int, cells: list[str]) -> Row:
        """One row by itself, whatever those above it say."""
        self.said.clear()
        self.described.clear()
        return next(self._each(self._read, (), ((line, cells),)))

    def rewritten(self, written: Mapping[int, Style]) -> "Mapper":
        """The same for columns that are written otherwise; itself where they are not."""
        if {position: style.but(self.preset) for position, style in written.items()} == self.styles:
            return self
        read = {position: column for position, column, _ in self.columns}
        return Mapper(self.sheet, self.dataset, read, self.document, preset=self.preset, written=written)

    def _each(
        self, read: Callable[[Row, Sequence[str]], None], without: Collection[int],
        rows: Iterable[tuple[int, list[str]]] | None = None,
    ) -> Iterator[Row]:  # fmt: skip
        width = len(self.sheet.header)
        for line, cells in self.sheet.rows() if rows is None else rows:
            row = Row(line)
            if line in without:
                pass
            elif not "".join(cells).strip():
                self._note(row, "blank_row")
            elif len(cells) > width and any(cell.strip() for cell in cells[width:]):
                if not self._note_slid(row, cells):
                    self._note(row, "ragged_row", value=cells[width])
            else:
                if len(cells) < width:
                    self._note(row, "short_row")
                    cells = cells + [""] * (width - len(cells))
                read(row, cells)
            yield row

    def _read(self, row: Row, cells: Sequence[str]) -> None:
        found = self._cells(row, cells)
        base = self._base(row, found)
        row.document = base.document
        if row.is_refused or len(row.faults) > 1:
            self._note_slid(row, cells)
        if row.is_refused:
            return
        if self.dataset.distinct and len({found[name].values for name in self.dataset.distinct}) == 1:
            self._note(row, "loop", value=found[self.dataset.distinct[0]].values[0])
            return
        made = {"statements": self._statements, "documents": self._documents, "decisions": self._decisions}
        made[self.dataset.makes](row, found, base)
        if row.is_refused:
            self.said.difference_update(map(_as_said, row.statements))  # a later row may still say it
        elif not row.faults and not (row.statements or row.documents or row.decisions):
            self._note(row, "duplicate_row")

    def _note_slid(self, row: Row, cells: Sequence[str]) -> bool:
        """Whether cells slid by a column: then that is all that is wrong with the row."""
        mark = self.sheet.detected.get("delimiter")
        found = mark and slid(cells, len(self.sheet.header), mark, self.telling, first=self.sheet.before)
        if not found:
            return False
        row.faults.clear()
        title, hint = self.sheet.header[found.at], f'Put the cell in quotes: "{found.text}".'
        self._note(row, "shifted_cells", title, found.text, hint)
        return True

    def _cells(self, row: Row, cells: Sequence[str]) -> dict[str, Cell]:
        """The cells that say something, by column; what is wrong with the others goes to the row's faults."""
        found: dict[str, Cell] = {}
        for position, column, read in self.columns:
            text = cells[position].strip()
            cell = read(text) if text and text not in column.missing else None
            if cell is None:
                if column.required:
                    self._note(row, column.when_empty, column=self.sheet.header[position])
                continue
            if isinstance(cell, CellFault):
                self._note(row, cell.code, self.sheet.header[position], text, cell.suggestion, refuse=column.required)
                continue
            found[column.name] = cell if self.sheet.at(position) is None else cell._replace(at=position)
            if cell.code:
                self._note(row, cell.code, self.sheet.header[position], text)
        self._check_spans(row, found)
        return found

    def _check_spans(self, row: Row, found: Mapping[str, Cell]) -> None:
        for start, end in SPANS:
            if start in found and end in found:
                first, last = found[start].values[0], found[end].values[0]
                if dates.latest(last) < dates.earliest(first):
                    self._note(row, "end_before_start", end, last, f"The start is {first}.")

    def _base(self, row: Row, found: Mapping[str, Cell]) -> Base:
        level = Level[_one(found, "level", "public").upper()]
        audience = _one(found, "audience") or None
        if level and not audience and self.dataset.makes != "decisions":
            self._note(row, "missing_audience", "audience", suggestion="Name the group, as emc2.")
        if audience and "level" not in found and not row.is_refused:
            self._note(row, "missing_level", "audience", audience, "Write public, members or staff.")
        return Base(
            _one(found, "document") or self.document,
            _one(found, "said_by") or None,
            _one(found, "said_on") or None,
            float(_one(found, "confidence", "1")),
            _one(found, "explicit", "1") == "1",
            level,
            audience if level else None,
            _one(found, "locator") or self.sheet.place(row.line),
            _one(found, "quote") or None,
            _one(found, "note") or None,
            _one(found, "method"),
        )

    def _statements(self, row: Row, found: Mapping[str, Cell], base: Base) -> None:
        record = self._record(row, found, base) if self.dataset.record else ""
        for say, rule in self.says:
            say(self, row, found, base, record, rule)

    def _record(self, row: Row, found: Mapping[str, Cell], base: Base) -> str:
        """The record that the row describes; its kind and name are the first things it says."""
        spec = self.dataset.record
        kind = _one(found, spec.get("kind_from", ""), spec["kind"])
        ids = list(
            dict.fromkeys(value for name in spec.get("ids", ()) if name in found for value in found[name].values)
        )
        name = _one(found, spec.get("name", ""))
        parties = sorted(found[spec["parties"]].values) if "parties" in spec else []
        name = name or " – ".join(parties)
        key = _one(found, spec.get("key", ""))
        if not (ids or name or key):
            self._note(row, "missing_value", column=spec.get("name", "") or spec["ids"][0])
            return ""
        local = f"{slug(' '.join(parties) or name)}{_at(found, spec.get('at', ()))}" if name else ""
        record = ids[0] if ids else f"{base.document}#{kind}:{local}"
        if key:
            record = keyed(base.document, spec.get("as", kind), key)
        sure = spec.get("kind_confidence")
        self.say(row, base, record, "kind", kind, found.get(spec.get("kind_from", "")), confidence=sure)
        named = [found[one] for one in (*spec.get("ids", ()), spec.get("name", "")) if one in found]
        where = {value: cell for cell in named for value in cell.values}
        for predicate, values in (("name", [name] if name else []), ("identifier", ids[1:])):
            for value in values:
                self.say(row, base, record, predicate, value, where=where.get(value))
        return record

    def point(self, row: Row, base: Base, column: str, text: str) -> str:
        """The record that a cell points at; what it needs to be found is said with it."""
        pointed = self.pointed(self.dataset.columns[column].parser, text, base.document)
        for predicate, value in pointed.said:
            self.say(row, base, pointed.record, predicate, value)
        return pointed.record

    def say(
        self, row: Row, base: Base, about: str, predicate: str, value: str, cell: Cell | None = None, *, key: str = "",
        status: str | None = None, valid: str | None = None, extra: tuple[tuple[str, str], ...] = (),
        confidence: float | None = None, where: Cell | None = None,
    ) -> None:  # fmt: skip
        """Add a statement to the row, unless this table has said it already; `where`: its cell, if not `cell`."""
        sure = base.confidence if confidence is None else confidence
        said = (
            base.document, about, predicate, value, key, status, valid, extra, base.said_by,
            sure, base.level, base.audience,
        )  # fmt: skip
        if said in self.said:
            return
        self.said.add(said)
        row.statements.append(
            Statement(
                *said[:5], Status(status) if status else None, valid, extra,
                base.said_by, base.said_on, sure, base.explicit, base.level, base.audience, base.method,
                cell.raw if cell else None, self._locator(row, base, where or cell), base.quote, base.note,
            )
        )  # fmt: skip

    def _locator(self, row: Row, base: Base, cell: Cell | None) -> str:
        """Where the file says it: in a workbook the cell, unless the row gives a place of its own."""
        if cell is None or cell.at is None or base.locator != self.sheet.place(row.line):
            return base.locator
        return self.sheet.place(row.line, cell.at)

    def _documents(self, row: Row, found: Mapping[str, Cell], base: Base) -> None:
        names = ("publisher", "published", "retrieved", "url", "licence", "sha256")
        more = {name: _one(found, name) or None for name in names}
        made = Document(_one(found, "id"), _one(found, "title"), **more, level=base.level, audience=base.audience)
        if made.id not in self.described:
            self.described[made.id] = made
            row.documents.append(made)
        elif made != self.described[made.id]:
            self._note(row, "conflicting_row", "id", made.id, "Keep one of the two rows.")

    def _decisions(self, row: Row, found: Mapping[str, Cell], base: Base) -> None:
        if "verdict" not in found:  # nobody has decided yet
            return
        verdict, why = Verdict(_one(found, "verdict")), _one(found, "why")
        if verdict is Verdict.UNSURE and "reasons" in found:
            why = remembering(why, _one(found, "reasons"))
        row.decisions.append(Decision(_one(found, "a"), _one(found, "b"), verdict, _one(found, "by", "file"), why))

    def _note(
        self, row: Row, code: str, column: str = "", value: str = "", suggestion: str = "", *, refuse: bool = False
    ) -> None:
        made = fault(
            code, self.sheet.name, row.line, column=column, value=value, suggestion=suggestion, sheet=self.sheet.sheet,
            at=self.sheet.at(self.places.get(column)),
        )  # fmt: skip
        row.faults.append(made.refusing() if refuse and made.severity == "cell" else made)


def _as_said(one: Statement) -> tuple[Any, ...]:
    """What `say` remembers of a statement: all but when, where and in which words."""
    return (*one[:9], one.confidence, one.level, one.audience)


def _say_properties(
    mapper: Mapper, row: Row, found: Mapping[str, Cell], base: Base, record: str, rule: Mapping[str, Any]
) -> None:
    about = mapper.point(row, base, rule["of"], found[rule["of"]].values[0]) if "of" in rule else record
    for name in rule["properties"]:
        for value in found[name].values if name in found else ():
            mapper.say(row, base, about, name, value, found[name], confidence=rule.get("confidence"))


def _say_property(
    mapper: Mapper, row: Row, found: Mapping[str, Cell], base: Base, record: str, rule: Mapping[str, Any]
) -> None:
    about = mapper.point(row, base, rule["of"], found[rule["of"]].values[0]) if "of" in rule else record
    cell = found.get(rule["from"]) if "from" in rule else Cell((rule["value"],), None)
    for value in cell.values if cell else ():
        mapper.say(row, base, about, rule["property"], value, cell, confidence=rule.get("confidence"))


def _say_parts(
    mapper: Mapper, row: Row, found: Mapping[str, Cell], base: Base, record: str, rule: Mapping[str, Any]
) -> None:
    """A cell that holds several properties, as its parser told them apart."""
    about = mapper.point(row, base, rule["of"], found[rule["of"]].values[0]) if "of" in rule else record
    cell = found.get(rule["from"])
    for name, value in zip(rule["parts"], cell.values[0].split(PART) if cell else (), strict=False):
        if value:
            mapper.say(row, base, about, name, value, cell)


def _say_link(
    mapper: Mapper, row: Row, found: Mapping[str, Cell], base: Base, record: str, rule: Mapping[str, Any]
) -> None:
    source, relation, target = rule["link"]
    if (source != "@" and source not in found) or (target != "@" and target not in found):
        return
    if relation.startswith("*"):
        column, _, otherwise = relation[1:].partition("=")
        relation = _one(found, column, otherwise)
    cell = found.get(source if target == "@" else target)
    details: dict[str, Any] = {
        "key": rule.get("role") or _one(found, rule.get("role_from", "")),
        "status": rule.get("status_is") or _one(found, rule.get("status", "")) or None,
        "valid": _valid([_one(found, name) for name in rule.get("valid", ())]),
        "extra": _extra(found, rule.get("qualifiers", ())),
    }
    raw = found.get(rule.get("role_from", ""), cell)
    for about in _ends(mapper, row, found, base, record, source):
        for value in _ends(mapper, row, found, base, record, target):
            mapper.say(row, base, about, relation, value, raw, **details)


def _ends(mapper: Mapper, row: Row, found: Mapping[str, Cell], base: Base, record: str, end: str) -> list[str]:
    return [record] if end == "@" else [mapper.point(row, base, end, text) for text in found[end].values]


def _say_declared(
    mapper: Mapper, row: Row, found: Mapping[str, Cell], base: Base, record: str, rule: Mapping[str, Any]
) -> None:
    if rule["count"] not in found:
        return
    about = mapper.point(row, base, rule["about"], _one(found, rule["about"])) if "about" in rule else record
    counts = rule.get("declared") or _one(found, rule["declared_from"])
    cell = found[rule["count"]]
    extra = _besides(mapper, row, found, base)
    mapper.say(row, base, about, "declared", cell.values[0], cell, key=counts, extra=extra)


def _besides(mapper: Mapper, row: Row, found: Mapping[str, Cell], base: Base) -> tuple[tuple[str, str], ...]:
    """Beside whom a document counts, and in whose words."""
    named = found["besides"].values if "besides" in found else ()
    besides = sorted(mapper.point(row, base, "besides", text) for text in named)
    return qualifiers({"besides": " ".join(besides), "words": _one(found, "words")})


def _say_any(
    mapper: Mapper, row: Row, found: Mapping[str, Cell], base: Base, record: str, rule: Mapping[str, Any]
) -> None:
    """A row that names its own predicate: a relation, whose value points at somebody, or a property."""
    about, predicate, value = (_one(found, name) for name in rule["any"])
    subject = mapper.point(row, base, rule["any"][0], about)
    if predicate in RELATIONS:
        target = mapper.pointed("any", value, base.document)
        for name, said in target.said:
            mapper.say(row, base, target.record, name, said)
        details: dict[str, Any] = {
            "key": _one(found, rule["role_from"]),
            "status": _one(found, rule["status"]) or None,
            "valid": _one(found, rule["valid_from"]) or None,
            "extra": _extra(found, rule["qualifiers"]),
        }
        if predicate == Relation.TOOK_PART_IN and not details["key"]:
            mapper._note(row, "missing_value", rule["role_from"])
        mapper.say(row, base, subject, predicate, target.record, **details)
        return
    read = _property_reader(predicate)(value)
    counts = _one(found, rule["counts_from"]) if predicate == "declared" else ""
    if read is None:
        mapper._note(row, "missing_value", rule["any"][2])
    elif isinstance(read, CellFault):
        mapper._note(row, read.code, rule["any"][2], value, read.suggestion, refuse=True)
    elif predicate == "declared" and not counts:
        mapper._note(row, "missing_value", rule["counts_from"])
    else:
        extra = _besides(mapper, row, found, base) if counts else ()
        mapper.say(row, base, subject, predicate, read.values[0], read, key=counts, extra=extra)


SAY: Mapping[str, Callable[..., None]] = {
    "properties": _say_properties,
    "property": _say_property,
    "parts": _say_parts,
    "link": _say_link,
    "declared": _say_declared,
    "declared_from": _say_declared,
    "any": _say_any,
}


@cache
def _property_reader(predicate: str) -> Callable[[str], Cell | CellFault | None]:
    return _reader(Column(predicate, (), PROPERTIES.get(predicate, "text")), is_raw=False)


def _reader(column: Column, style: Style = Style(), *, is_raw: bool = True) -> Callable[[str], Cell | CellFault | None]:
    """Reads a cell of this column, each text once; None where it stands for nothing. `is_raw`: as the file has it."""
    read = parser(column.parser, column.values, style)

    @lru_cache(maxsize=KEPT)
    def cell(text: str) -> Cell | CellFault | None:
        text = unescaped(text) if is_raw else text
        if is_missing(column.parser, text):
            return None
        parts = [part.strip() for part in text.split(column.separator)] if column.many else [text]
        try:
            values = tuple(value for part in parts if part and (value := read(part)))
        except CellFault as wrong:
            return wrong
        raw = None if " ; ".join(values) == text or values == (text,) else text
        return Cell(values, raw, next((value.code for value in values if isinstance(value, Noted)), ""))

    return cell


def _pointed(how: str, text: str, document: str) -> Pointed:
    kind = how.partition(":")[0]
    if kind == "organisation_id":
        return Pointed(text, ())
    if kind == "vertex":
        return Pointed(keyed(document, "vertex", text), ())
    if kind in TOPICS and not is_register_id(text):
        return Pointed(f"{document}#{kind}:{slug(text)}", (("kind", kind), ("name", text)))
    assert kind in POINTERS or kind in TOPICS, kind
    form, found = reference(text)
    if form == "record":
        return Pointed(found, ())
    family = "" if kind == "organisation" else kind
    return Pointed(f"{document}#?{family}:{slug(text)}", (("reference", text),))


def keyed(document: str, what: str, key: str) -> str:
    """The record of a row that has a key of its own; a register's id is that record everywhere.

    >>> keyed("doc:net", "vertex", "n 1"), keyed("doc:net", "vertex", "pic:999997930")
    ('doc:net#vertex:=n%201', 'pic:999997930')
    """
    if what == "vertex" and is_register(key):
        return key
    return f"{document}#{what}:={UNSAFE.sub(lambda found: quote(found[0]), key)}"


def _one(found: Mapping[str, Cell], name: str, default: str = "") -> str:
    cell = found.get(name)
    return cell.values[0] if cell and cell.values else default


def _at(found: Mapping[str, Cell], names: Sequence[str]) -> str:
    """What tells homonyms apart: the first of these columns that says something."""
    value = next((_one(found, name) for name in names if name in found), "")
    return f"@{slug(town(value))}" if value else ""


def _valid(bounds: Sequence[str]) -> str | None:
    return "/".join(bound or ".." for bound in bounds) if any(bounds) else None


def _extra(found: Mapping[str, Cell], names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Qualifiers: `importance`, or `amount=contribution` where the column has another name."""
    if not names:
        return ()
    pairs = [(name.partition("=")[0], _one(found, name.partition("=")[2] or name)) for name in names]
    return qualifiers(pairs)
