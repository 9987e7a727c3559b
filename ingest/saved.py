"""What was understood of a file, kept in one of TOML: the next load of its kind asks nothing and guesses nothing."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from graph.errors import DatasetError, Phrase, because
from graph.vocabulary import Level
from ingest.numbers import Style
from ingest.sheet import Sheet
from ingest.spec import Column, Dataset, datasets

KEYS = (
    "dataset", "document", "level", "audience", "sheet", "encoding", "delimiter", "header", "date_order", "pivot",
    "decimal",
)  # fmt: skip
ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850", "iso-8859-1",
    "iso-8859-15", "ascii",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Saved:
    """A mapping.

    Attributes:
        pivot: the first of two-digit years that is of the 1900s: with `50`, 50 is 1950 and 49 is 2049.
        columns: by title, the property that the column is; "" if it is not read.
        added: columns that the file has not, by title, with their value in all rows.
        fingerprint: of the file it was read from; it stands in the list of runs.
    """

    dataset: str = ""
    document: str = ""
    level: str = ""
    audience: str = ""
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    header: str = ""
    date_order: str = ""
    pivot: str = ""
    decimal: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    added: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str = ""

    @property
    def style(self) -> Style:
        """How columns are written, as far as the mapping says it."""
        return Style(self.date_order, self.decimal, pivot=int(self.pivot) if self.pivot else -1)

    def chosen(self, sheet: Sheet) -> tuple[Dataset, dict[int, Column]]:
        """The dataset, and the column that each position of the sheet is.

        Raises:
            DatasetError: the mapping names a column that the sheet has not, or a property that the dataset has not.
        """
        dataset = datasets()[self.dataset]
        for title in self.columns:
            if title not in sheet.header:
                raise DatasetError(
                    "{} has no column '{}', which the mapping names: {}", sheet.name, title, _near(title, sheet.header)
                )
        wanted = {position: self.columns.get(title, "") for position, title in enumerate(sheet.header)}
        return dataset, {position: dataset.columns[name] for position, name in wanted.items() if name}


def read_mapping(path: Path) -> Saved:
    """The mapping in a TOML file.

    Raises:
        DatasetError: it is not there, not TOML, or names what does not exist.
    """
    try:
        raw = path.read_bytes()
        found = tomllib.loads(raw.decode("utf-8"))
    except FileNotFoundError:
        raise DatasetError("There is no file {}: check its name.", path) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        what = because(error) if isinstance(error, OSError) else error
        raise DatasetError(
            "The mapping {} cannot be read ({}): `maillage check FILE --save-mapping` writes one.", path, what
        ) from None
    columns, added = found.pop("columns", {}), found.pop("added", {})
    for name, value in [*found.items(), *_texts(columns, "columns"), *_texts(added, "added")]:
        if not isinstance(value, str):
            raise DatasetError(
                "The mapping {} has something else than a text for '{}': write it in quotes.", path, name
            )
    _check(path, found, columns)
    return Saved(**found, columns=columns, added=added, fingerprint=sha256(raw).hexdigest()[:12])


def _check(path: Path, found: Mapping[str, str], columns: Mapping[str, str]) -> None:
    if unknown := [name for name in found if name not in KEYS]:
        raise DatasetError(
            "The mapping {} says '{}', which is not known: {}", path, unknown[0], _near(unknown[0], KEYS)
        )
    if found.get("dataset") not in datasets():
        raise DatasetError(
            "The mapping {} names no known dataset: {}", path, _near(found.get("dataset", ""), list(datasets()))
        )
    properties = datasets()[found["dataset"]].columns
    for title, name in columns.items():
        if name and name not in properties:
            raise DatasetError(
                "The mapping {} reads column '{}' as '{}', which {} has not: {}",
                path,
                title,
                name,
                found["dataset"],
                _near(name, list(properties)),
            )
    if found.get("level", "public") not in [level.word for level in Level]:
        raise DatasetError("The mapping {} has an unknown level: write public, members or staff.", path)
    if found.get("level", "public") != "public" and not found.get("audience"):
        raise DatasetError("The mapping {} has a level and no audience: name the group, as emc2.", path)
    _check_writing(path, found)


def _check_writing(path: Path, found: Mapping[str, str]) -> None:
    """How the file is written: its encoding, what parts its cells, its days and numbers."""
    if found.get("date_order", "dmy") not in ("dmy", "mdy") or found.get("decimal", ",") not in (",", "."):
        raise DatasetError("The mapping {} has an unknown date_order or decimal: write dmy or mdy, and , or .", path)
    if (encoding := found.get("encoding", "utf-8")) not in ENCODINGS:
        raise DatasetError("The mapping {} has an unknown encoding: {}", path, _near(encoding, ENCODINGS))
    if len(mark := found.get("delimiter", ";")) != 1 or mark in '"\r\n':
        raise DatasetError("The mapping {} has a delimiter that is no single letter: write ; , | or \\t.", path)
    if found.get("pivot") and not re.fullmatch(r"\d\d", found["pivot"]):
        raise DatasetError('The mapping {} has an unknown pivot: write the first year of the 1900s, as "50".', path)


def _near(wanted: str, known: Sequence[str]) -> Phrase:
    from rapidfuzz import process

    near = process.extractOne(wanted, list(known), score_cutoff=60)
    return Phrase("did you mean '{}'?", near[0]) if near else Phrase("write one of {}.", tuple(known))


def as_toml(made: Saved) -> str:
    """The mapping as flat TOML; a JSON text is one of TOML too.

    >>> print(as_toml(Saved(dataset="poles", header="3", columns={"Nom": "pole", "Couleur": ""})), end="")
    dataset = "poles"
    header = "3"
    <BLANKLINE>
    [columns]  # "" is not read
    "Nom" = "pole"
    "Couleur" = ""
    """
    lines = [f"{name} = {_quoted(getattr(made, name))}" for name in KEYS if getattr(made, name)]
    columns = [f"{_quoted(title)} = {_quoted(name)}" for title, name in made.columns.items()]
    added = [f"{_quoted(title)} = {_quoted(value)}" for title, value in made.added.items()]
    more = ["", "[added]  # columns that the file has not", *added] if added else []
    return "\n".join([*lines, "", '[columns]  # "" is not read', *columns, *more]) + "\n"


def _texts(table: object, name: str) -> list[tuple[str, object]]:
    """What a table of the mapping holds; of what is no table itself, to be named."""
    return list(table.items()) if isinstance(table, dict) else [(name, None)]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
