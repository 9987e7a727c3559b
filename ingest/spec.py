"""What a dataset is: its columns, and what a row of it says. One TOML file each, in `ingest/datasets/`."""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from graph.errors import ColumnsLacking, DatasetError
from graph.names import fold
from ingest.sheet import Sheet

COMMON = "_common"
ARTICLES = frozenset(("", "l", "le", "la", "the"))
SMALL = ARTICLES | {"d", "de", "du", "n", "no", "numero", "number", "of"}  # of a header


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the headers it is known by, how its cells are read.

    Attributes:
        parser: a name of `ingest.cells`; `many` cells hold several values, apart by `separator`.
        or_separators: what may stand for `separator`, in a column no cell of which holds it; the first that is held.
        missing: texts that stand for an empty cell.
        when_empty: the code of the fault that an empty cell of a required column is.
        ignored: why the column is deliberately not loaded, "" if it is.
        expected: the column tells the dataset from others; its cells may be empty, those of a `required` one not.
    """

    name: str
    headers: tuple[str, ...]
    parser: str = "text"
    required: bool = False
    many: bool = False
    separator: str = ";"
    values: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    ignored: str = ""
    expected: bool = False
    or_separators: tuple[str, ...] = ()
    when_empty: str = "missing_value"


@dataclass(frozen=True, eq=False, slots=True)
class Dataset:
    """One kind of table.

    Attributes:
        makes: `statements`, `documents` or `decisions`.
        record: how a row names what it describes (`kind`, or a column `kind_from`, `name`, `ids`, `at`; `key`, a
            column whose text is the row's own key); {} if it describes nothing.
        says: what a row says, in order.
        order: datasets that describe entities come before those that refer to them.
        document: what is known of the document of such a file: `licence`, `publisher`, `url`.
        distinct: two columns; a row that says the same in both is skipped.
        gives_way: to which datasets that fit equally, if they find these columns.
    """

    name: str
    columns: Mapping[str, Column]
    says: tuple[Mapping[str, Any], ...]
    record: Mapping[str, Any]
    makes: str = "statements"
    order: int = 2
    document: Mapping[str, Any] = field(default_factory=dict)
    distinct: tuple[str, ...] = ()
    gives_way: Mapping[str, Sequence[str]] = field(default_factory=dict)


@cache
def datasets() -> Mapping[str, Dataset]:
    """The datasets that are known, by name."""
    folder = files("ingest") / "datasets"
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".toml"))
    common = _columns(tomllib.loads((folder / f"{COMMON}.toml").read_text(encoding="utf-8")))
    found = [
        _dataset(tomllib.loads((folder / name).read_text(encoding="utf-8")), common) for name in names if name[0] != "_"
    ]
    return {dataset.name: dataset for dataset in found}


def recognise(sheet: Sheet, name: str | None = None) -> tuple[Dataset, dict[int, Column]]:
    """The dataset that a table's header fits, and the column that each position is.

    Most known headers wins; of equals, most that are known to the letter: `adhérent` is a member, `adhérents` a count;
    then the one that finds a name for what it describes, and that gives way to no other. One that knows less than half
    of the columns is not taken where another would know most of them, had it all that it needs.

    Raises:
        DatasetError: no dataset fits, or not as well as one that lacks a column; several fit equally; there is none of
            that name.
    """
    if name is not None:
        return _named(sheet, name)
    fits = {one: found for one in datasets().values() if not _lacking(one, found := columns(one, sheet.header))}
    if not fits:
        raise _no_fit(sheet)
    known = {one: _how_well(one, sheet.header, found) for one, found in fits.items()}
    best = [one for one in fits if known[one] == max(known.values())]
    best = [one for one in best if not _gives_way(one, {other.name: fits[other] for other in best})]
    if len(best) > 1:
        names = tuple(one.name for one in best)
        ways = tuple(f"--as {name}" for name in names)
        raise DatasetError("{} could be of several datasets: {}. Say which, with {}.", sheet.name, names, ways)
    if nearer := _nearer(sheet, len(fits[best[0]])):
        raise _few_read(sheet, best[0], nearer)
    return best[0], fits[best[0]]


def lacking(dataset: Dataset, header: Sequence[str]) -> list[str]:
    """What a header lacks to be of a dataset, by name; nothing if it fits."""
    return needed(dataset, {column.name for column in columns(dataset, header).values()})


def needed(dataset: Dataset, there: Collection[str]) -> list[str]:
    """The columns that a dataset needs beside those that are there, by name."""
    named = [*dataset.record.get("ids", ()), dataset.record.get("name", "")] if dataset.record else []
    if named and not {"parties", "key"} & set(dataset.record) and not set(there) & set(named):
        return [dataset.record.get("name", named[0])]
    wanted = (name for name, column in dataset.columns.items() if column.required or column.expected)
    return [name for name in wanted if name not in there]


def columns(dataset: Dataset, header: Sequence[str]) -> dict[int, Column]:
    """The column of the dataset at each position of a header; of two alike the first."""
    known = {key: column for column in dataset.columns.values() for key in map(essence, column.headers)}
    exact = {key: column for column in dataset.columns.values() for key in map(fold, column.headers)}
    found: dict[int, Column] = {}
    for position, title in enumerate(header):
        column = exact.get(fold(title)) or known.get(essence(title))
        if column is not None and column not in found.values():
            found[position] = column
    return found


def _how_well(dataset: Dataset, header: Sequence[str], found: Mapping[int, Column]) -> tuple[int, int, bool]:
    named = dataset.record.get("name") in {column.name for column in found.values()} if dataset.record else True
    return len(found), _to_the_letter(header, found), named


def _gives_way(dataset: Dataset, others: Mapping[str, Mapping[int, Column]]) -> bool:
    """Whether one that fits as well is there, and finds the columns that make it the better one."""
    return any(
        set(wanted) <= {column.name for column in others[name].values()}
        for name, wanted in dataset.gives_way.items()
        if name in others
    )


def alone(dataset: Dataset, found: Mapping[int, Column]) -> dict[int, str]:
    """Columns that say nothing without another, as when without of what: by position, the name of that other."""
    names = {column.name for column in found.values()}
    lacking = {rule: [end for end in _ends(spec) if end not in names] for rule, spec in enumerate(dataset.says)}
    told = {name for rule, ends in lacking.items() if not ends for name in _details(dataset.says[rule])}
    return {
        position: ends[0]
        for rule, ends in lacking.items()
        for position, column in found.items()
        if ends and column.name in set(_details(dataset.says[rule])) - told
    }


def _ends(rule: Mapping[str, Any]) -> list[str]:
    return [end for end in rule.get("link", ())[::2] if end != "@"]


def _details(rule: Mapping[str, Any]) -> list[str]:
    """The columns that a rule names, but for the ends of its link."""
    values = [one for name, value in rule.items() if name != "link" for one in _several(value)]
    relation = rule["link"][1] if "link" in rule else ""
    return [*values, relation.lstrip("*").partition("=")[0]]


def _several(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else (value,)


def _to_the_letter(header: Sequence[str], found: Mapping[int, Column]) -> int:
    return sum(fold(header[position]) in map(fold, column.headers) for position, column in found.items())


def _named(sheet: Sheet, name: str) -> tuple[Dataset, dict[int, Column]]:
    if name not in datasets():
        raise DatasetError("There is no dataset '{}': write one of {}.", name, tuple(datasets()))
    dataset = datasets()[name]
    found = columns(dataset, sheet.header)
    if lacking := _lacking(dataset, found):
        raise ColumnsLacking("{}, line {}: {} needs a column {}.", sheet.name, sheet.header_line, name, tuple(lacking))
    return dataset, found


def _lacking(dataset: Dataset, found: Mapping[int, Column]) -> list[str]:
    return [f"'{name}'" for name in needed(dataset, {column.name for column in found.values()})]


def _nearer(sheet: Sheet, known: int) -> Dataset | None:
    """The dataset of which most columns are there, where the one that fits knows fewer, and not half of them."""
    titles = sum(map(bool, map(str.strip, sheet.header)))
    nearest = _nearest(sheet)
    read = len(columns(nearest, sheet.header))
    return nearest if 2 * known < titles < 2 * read else None


def _nearest(sheet: Sheet) -> Dataset:
    return max(
        datasets().values(),
        key=lambda one: len(columns(one, sheet.header)) - len(_lacking(one, columns(one, sheet.header))),
    )


def _few_read(sheet: Sheet, fits: Dataset, nearest: Dataset) -> ColumnsLacking:
    lacking = tuple(_lacking(nearest, columns(nearest, sheet.header)))
    return ColumnsLacking(
        "{}, line {}: most of the columns are of {}, which needs a column {}; few would be read as {}. "
        "Say which it is with --as.",
        sheet.name, sheet.header_line, nearest.name, lacking, fits.name,
    )  # fmt: skip


def _no_fit(sheet: Sheet) -> ColumnsLacking:
    nearest = _nearest(sheet)
    lacking = tuple(_lacking(nearest, columns(nearest, sheet.header)))
    return ColumnsLacking(
        "{}, line {}: no dataset has these columns. The nearest is {}, which needs a column {}; "
        "say which it is with --as.",
        sheet.name, sheet.header_line, nearest.name, lacking,
    )  # fmt: skip


def essence(header: str) -> str:
    """What a header is known by: without plurals and small words.

    >>> essence("Pôle(s) de rattachement"), essence("Nom de l'adhérent"), essence("N° SIREN")
    ('polerattachement', 'nomadherent', 'siren')
    >>> essence("Adhérent de")  # of what somebody is a member is not who it is
    'adherentde'
    """
    words = [word.removesuffix("s") for word in fold(header).split()]
    kept = [word for word in words[:-1] if word not in SMALL] + [word for word in words[-1:] if word not in ARTICLES]
    return "".join(kept) or "".join(words)


def _dataset(spec: Mapping[str, Any], common: Mapping[str, Column]) -> Dataset:
    return Dataset(
        spec["name"],
        {**common, **_columns(spec)},
        tuple(spec.get("says", ())),
        spec.get("record", {}),
        spec.get("makes", "statements"),
        spec.get("order", 2),
        spec.get("document", {}),
        tuple(spec.get("distinct", ())),
        spec.get("gives_way", {}),
    )


def _columns(spec: Mapping[str, Any]) -> dict[str, Column]:
    return {name: _column(name, **options) for name, options in spec.get("columns", {}).items()}


def _column(
    name: str, *, headers: Sequence[str] = (), missing: Sequence[str] = (), or_separators: Sequence[str] = (),
    **options: Any,
) -> Column:  # fmt: skip
    return Column(name, (name, *headers), missing=tuple(missing), or_separators=tuple(or_separators), **options)
