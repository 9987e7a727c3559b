"""Make data/h2020_poles/: the H2020 projects in which a French pole, or their association, took part.

Run from the project's root, with the source files in ../shared/data: `python -m data.make_h2020_poles [FROM] [TO]`.
Run again, it writes the same bytes. Names come only from sources with a stated licence; an organisation that has
none there stays without a name, and is shown by its PIC.
"""

import csv
import gzip
import io
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
SOURCES = HERE.parents[1] / "shared" / "data"
TARGET = HERE / "h2020_poles"

PARTICIPATIONS = "h2020_participations.csv.gz"
NAMES = "org_names_by_pic.csv.gz"
POLES = "poles_fr/poles_seen_in_cordis.csv"
NOT_POLES = frozenset({"948805210"})  # IRT Jules Verne: a research institute
ASSOCIATIONS = {"937668252": "AFPC"}  # what unites the poles: no pole itself

PROJECTS_2020, NAMES_2023, NAMES_2017, USUAL = (
    "doc:cordis-h2020-2020",
    "doc:cordis-organisations-2023",
    "doc:cordis-organisations-2017",
    "doc:poles-noms-usuels",
)
KIND_OF = {"HES": "school", "PRC": "firm", "REC": "lab", "PUB": "public_body", "OTH": "association"}
KIND_CONFIDENCE = "0.3"
COUNTRY_OF = {"EL": "GR", "UK": "GB"}
SMALL_WORDS = frozenset({"an", "and", "d", "da", "de", "del", "der", "di", "du", "en", "im", "la", "le", "sur", "upon"})


@dataclass(frozen=True, slots=True)
class Source:
    """A file in which names of organisations stand, each on a line of its own."""

    document: str
    file: str
    encoding: str
    delimiter: str
    pic: str


LICENSED = {  # by the mark that the list of names bears
    "2023": Source(NAMES_2023, "cordis_organization_2023_sample.csv.gz", "utf-8", ",", "organisationID"),
    "2017": Source(NAMES_2017, "h2020_orgs_2017_semicolon_macroman.csv.gz", "mac_roman", ";", "orgId"),
}


class Row(NamedTuple):
    """A row of a source file and the line on which it begins."""

    line: int
    cells: Mapping[str, str]


class Named(NamedTuple):
    """The licensed name of an organisation, and where it stands."""

    document: str
    line: int
    cells: Mapping[str, str]


def rows_of(path: Path, *, encoding: str = "utf-8", delimiter: str = ",") -> Iterator[Row]:
    """The rows of a CSV file, gzipped or not, with their lines."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode(encoding)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = next(reader)
    line = reader.line_num + 1
    for cells in reader:
        yield Row(line, dict(zip(header, cells, strict=True)))
        line = reader.line_num + 1


def poles(sources: Path) -> dict[str, str]:
    """The usual names of the poles and of their association, by PIC."""
    listed = [row.cells for row in rows_of(sources / POLES)]
    return {
        cells["pic"]: ASSOCIATIONS.get(cells["pic"], cells["pole"]) for cells in listed if cells["pic"] not in NOT_POLES
    }


def participations(sources: Path, of: Iterable[str]) -> list[Row]:
    """All participations in the projects in which one of these PICs took part, by project and PIC."""
    every = list(rows_of(sources / PARTICIPATIONS))
    wanted = set(of)
    projects = {row.cells["rcn"] for row in every if row.cells["pic"] in wanted}
    found = [row for row in every if row.cells["rcn"] in projects]
    return sorted(found, key=lambda row: (row.cells["rcn"], row.cells["pic"], row.cells["role"]))


def licensed_names(sources: Path, pics: Iterable[str]) -> dict[str, Named]:
    """The names of these organisations from sources with a stated licence."""
    wanted = set(pics)
    lines = {mark: _first_lines(sources, source) for mark, source in LICENSED.items()}
    found: dict[str, Named] = {}
    for _, cells in rows_of(sources / NAMES):
        pic, mark = cells["pic"], cells["src"]
        if pic in wanted and mark in LICENSED:
            found.setdefault(pic, Named(LICENSED[mark].document, lines[mark][pic], cells))
    return found


def _first_lines(sources: Path, source: Source) -> dict[str, int]:
    lines: dict[str, int] = {}
    for row in rows_of(sources / source.file, encoding=source.encoding, delimiter=source.delimiter):
        lines.setdefault(row.cells[source.pic], row.line)
    return lines


def town(text: str) -> str:
    """A town as one writes it: without CEDEX, and not all in capitals.

    >>> town("AIX EN PROVENCE CEDEX 3"), town("Saint-Herblain")
    ('Aix en Provence', 'Saint-Herblain')
    """
    bare = text.upper().partition(" CEDEX")[0]
    kept = text[: len(bare)].strip()
    if not kept.isupper():
        return kept
    words = kept.title().split(" ")
    return " ".join(word.lower() if n and word.lower() in SMALL_WORDS else word for n, word in enumerate(words))


def unquoted(name: str) -> str:
    """A name without the quotation marks that an export to CSV put around it and doubled inside it."""
    return name[1:-1].replace('""', '"') if len(name) > 1 and name[0] == name[-1] == '"' else name


def country(code: str) -> str:
    """The ISO code of a country: the register writes EL and UK."""
    return COUNTRY_OF.get(code, code)


def document_rows(sources: Path) -> Iterator[dict[str, Any]]:
    """What each file was, and on what terms it may be used."""
    cordis = {"publisher": "Union européenne (CORDIS)"}
    yield {
        "id": PROJECTS_2020, "title": "Participations aux projets H2020", **cordis,
        "published": "2020-12-14", "url": "https://github.com/zambujo/eunets",
        "licence": "MIT (dépôt) ; données CORDIS, Union européenne", "sha256": _hash(sources / PARTICIPATIONS),
    }  # fmt: skip
    yield {
        "id": NAMES_2023, "title": "Organisations des projets H2020, mise en page de 2023 (extrait)", **cordis,
        "published": "2023", "url": "https://github.com/derrabauke/eu-data-workflow",
        "licence": "© Union européenne (lisez-moi du dépôt)", "sha256": _hash(sources / LICENSED["2023"].file),
    }  # fmt: skip
    yield {
        "id": NAMES_2017, "title": "Organisations des projets H2020, relevé de 2017", **cordis,
        "published": "2017", "url": "https://github.com/spaghetti-open-data/ODFest2017-horizon2020-network",
        "licence": "MIT (dépôt) ; données CORDIS, Union européenne", "sha256": _hash(sources / LICENSED["2017"].file),
    }  # fmt: skip
    yield {
        "id": USUAL, "title": "Noms usuels des pôles de compétitivité, par PIC", "publisher": "maillage",
        "licence": "MIT", "sha256": _hash(sources / POLES),
    }  # fmt: skip


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def pole_rows(sources: Path, taking_part: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The poles among those who take part, by PIC, under their usual names."""
    usual, present = poles(sources), set(taking_part)
    lines = {row.cells["pic"]: row.line for row in rows_of(sources / POLES)}
    for pic in sorted(usual.keys() & present):
        kind = "association" if pic in ASSOCIATIONS else "pole"
        yield {"pole": usual[pic], "kind": kind, "pic": pic, "document": USUAL, "locator": f"line {lines[pic]}"}


def organisation_rows(
    took_part: Iterable[Row], usual: Mapping[str, str], names: Mapping[str, Named]
) -> Iterator[dict[str, Any]]:
    """What is said of each organisation, a row a property, each in a document of its own; some are unsure."""
    first: dict[str, Row] = {}
    for row in sorted(took_part):
        first.setdefault(row.cells["pic"], row)
    for pic, (line, cells) in sorted(first.items()):
        place = {"document": PROJECTS_2020, "locator": f"line {line}"}
        yield _said(pic, "kind", KIND_OF[cells["type"]], confidence=KIND_CONFIDENCE, **place)
        yield _said(pic, "country", country(cells["country"]), **place)
        if pic in names:
            yield from _named(pic, names[pic], predicate="alias" if pic in usual else "name")


def _named(pic: str, named: Named, *, predicate: str) -> Iterator[dict[str, Any]]:
    place = {"document": named.document, "locator": f"line {named.line}"}
    lat, _, lon = named.cells["geolocation"].partition(",")
    found = {predicate: unquoted(named.cells["name"]), "city": town(named.cells["city"]), "lat": lat, "lon": lon}
    for name, value in found.items():
        if value.strip():
            yield _said(pic, name, value.strip(), **place)


def _said(pic: str, predicate: str, value: str, *, confidence: str = "1", **place: str) -> dict[str, Any]:
    return {"about": f"pic:{pic}", "predicate": predicate, "value": value, "confidence": confidence, **place}


def project_rows(took_part: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """One row a project: the source gives neither title nor acronym, so its id stands for both."""
    first: dict[str, Row] = {}
    for row in sorted(took_part):
        first.setdefault(row.cells["rcn"], row)
    for rcn, (line, cells) in sorted(first.items()):
        yield {
            "cordis_rcn": rcn, "programme": "H2020", "since": cells["start_date"],
            "until": cells["end_date"], "cost": cells["total_cost"], "status": "held",
            "document": PROJECTS_2020, "locator": f"line {line}",
        }  # fmt: skip


def participation_rows(took_part: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """One row a participation, with the register's own word for the role."""
    for line, cells in took_part:
        yield {
            "project": f"cordis-rcn:{cells['rcn']}", "organisation": f"pic:{cells['pic']}", "role": cells["role"],
            "amount": "" if cells["contribution"] == "NA" else cells["contribution"], "status": "held",
            "document": PROJECTS_2020, "locator": f"line {line}",
        }  # fmt: skip


def tables(sources: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of every file, by the file's name."""
    known = poles(sources)
    took_part = participations(sources, known)
    pics = {row.cells["pic"] for row in took_part}
    names = licensed_names(sources, pics)
    return {
        "documents": list(document_rows(sources)),
        "poles": list(pole_rows(sources, pics)),
        "organisations": list(organisation_rows(took_part, known, names)),
        "projects": list(project_rows(took_part)),
        "participations": list(participation_rows(took_part)),
    }


def write(target: Path, name: str, rows: list[dict[str, Any]]) -> None:
    """One CSV file, its columns in the order in which rows bring them."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with (target / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(sources: Path = SOURCES, target: Path = TARGET) -> None:
    """Write every file of the slice, and say how many rows each has."""
    if not (sources / PARTICIPATIONS).is_file():
        sys.exit(f"{sources} does not hold {PARTICIPATIONS}: name the folder of the sources.")
    target.mkdir(parents=True, exist_ok=True)
    for name, rows in tables(sources).items():
        write(target, name, rows)
        print(f"{name}: {len(rows)}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
