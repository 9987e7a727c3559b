"""Where organisations are, by their town and postcode: from La Poste's file, a copy of one's own; no network.

The statements are the file's, by the method `geocoded`, as sure as the place is precise; what is confided of an
address stays confided. An address that is no longer stated takes its place with it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from graph.errors import DatasetError
from graph.model import Document, Statement, Viewer
from graph.names import CEDEX, fold
from graph.store import Store
from graph.vocabulary import Kind, Level, Relation
from ingest.readers import read

DOCUMENT = "doc:postcodes"
HEADERS = {
    "insee": ("code commune insee", "code insee"),
    "town": ("nom commune", "nom de la commune"),
    "postcode": ("code postal",),
    "locality": ("ligne 5", "ligne5"),
    "post_town": ("libelle d acheminement", "libelle acheminement"),
    "point": ("coordonnees gps", "geopoint"),
}
NEEDED = ("insee", "town", "postcode", "point")
CONFIDENCE = {"town and postcode": 0.6, "town and department": 0.5, "postcode": 0.4}
FRENCH = {"FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC"}
ARRONDISSEMENT = re.compile(r"^(paris|lyon|marseille) \d\d?( ?(er|e|eme))?( arrondissement)?$")
NUMBERED = {"paris": "75", "lyon": "69", "marseille": "13"}  # towns of arrondissements, how their postcodes begin
NUMBER = re.compile(r"(?<!\d)(\d\d?)( ?(er|e|eme))?( arrondissement)?$")
SPREAD = dict.fromkeys(("paris la defense", "la defense"), ("puteaux", "courbevoie"))  # which is no commune
ABROAD = "99"  # how the code of what is no commune of France begins: Monaco's
A_POSTCODE = re.compile(r"(?<!\d)\d{5}(?!\d)")


class Commune(NamedTuple):
    """A commune, or an arrondissement of Paris, Lyon or Marseille; overseas some have no point."""

    insee: str
    name: str
    lat: float | None
    lon: float | None

    @property
    def department(self) -> str:
        """Two digits, `2A`, `2B`, or three overseas.

        >>> Commune("2A004", "AJACCIO", None, None).department, Commune("97105", "", None, None).department
        ('2A', '971')
        """
        return self.insee[: 3 if self.insee.startswith(("97", "98")) else 2]


class Place(NamedTuple):
    """Where an address is: the mean of the communes that it fits, and how many parts of it were of use.

    Attributes:
        commune: None where several fit; `department` "" where they lie in several.
        precision: a key of `CONFIDENCE`.
    """

    lat: float | None
    lon: float | None
    commune: Commune | None
    department: str
    precision: str


@dataclass(frozen=True, eq=False, slots=True)
class Postcodes:
    """Communes by town and postcode, by town and department, and by postcode."""

    sha256: str
    by_both: Mapping[tuple[str, str], Sequence[Commune]]
    by_department: Mapping[tuple[str, str], Sequence[Commune]]
    by_postcode: Mapping[str, Sequence[Commune]]

    def find(self, postcode: str, city: str) -> Place | None:
        """The place of an address, by what is most precise; codes of CEDEX are in no list, their towns are.

        Of Paris, Lyon and Marseille, what stands behind CEDEX is the arrondissement.
        """
        found = A_POSTCODE.search(postcode)
        if not found:
            return None
        code, town = found[0], bare(city)
        numbered = arrondissement(town, city, postcode[found.end() :])
        near = self.by_both.get((numbered, town)) if numbered[:2] == code[:2] else None
        ways = (self.by_both.get((code, town)), near or self._in_department(code, town), self.by_postcode.get(code))
        return next((_place(those, how) for how, those in zip(CONFIDENCE, ways, strict=True) if those), None)

    def _in_department(self, code: str, town: str) -> list[Commune]:
        keys = [(department, one) for department in departments(code) for one in SPREAD.get(town, (town,))]
        return [commune for key in keys for commune in self.by_department.get(key, ())]


@dataclass(slots=True)
class Geocoded:
    """What was found: records by precision, those without a place, and what it changed in the store."""

    found: Counter[str] = field(default_factory=Counter)
    nowhere: int = 0
    new: int = 0
    closed: int = 0


def geocode(store: Store, path: Path, *, document: str = DOCUMENT, at: str = "") -> Geocoded:
    """State where each record is that has a French address and no coordinates of its own.

    Raises:
        DatasetError: the file cannot be read, or is no list of postcodes.
        StoreError: the store cannot be written.
    """
    codes = postcodes(path)
    made = Geocoded()
    with store.write("geocode", at=at, document=document, sha256=codes.sha256) as writer:
        said = store.statements(viewer=Viewer.OWNER)
        stated = list(_statements(said[said["document"] != document], codes, document, made))
        paper = Document(document, f"Postcodes ({path.name})", sha256=codes.sha256)
        if stated:
            made.new = len(writer.add([paper], stated).new)
        before = set(said.loc[said["document"] == document, "id"])
        made.closed = writer.close(sorted(before - {one.id for one in stated}))
    return made


def postcodes(path: Path) -> Postcodes:
    """La Poste's list of postcodes (`laposte_hexasmal`), as CSV.

    Raises:
        DatasetError: it cannot be read, or lacks a column.
    """
    sheet = read(path)[0]
    titles = [fold(title) for title in sheet.header]
    at = {name: titles.index(one) for name, known in HEADERS.items() for one in known if one in titles}
    if lacking := [name for name in NEEDED if name not in at]:
        wanted = tuple(HEADERS[name][0].capitalize().replace(" ", "_") for name in lacking)
        raise DatasetError("{} is no list of postcodes as La Poste gives it: it lacks {}.", path.name, wanted)
    by_both, by_department, by_postcode = defaultdict(dict), defaultdict(dict), defaultdict(dict)  # type: ignore[var-annotated]
    for _, cells in sheet.rows():
        row = {name: cells[position].strip() for name, position in at.items() if position < len(cells)}
        if row["insee"].startswith(ABROAD):
            continue
        commune = Commune(row["insee"], row["town"], *_point(row.get("point", "")))
        for town in _towns(row):
            by_both[row["postcode"], town][commune.insee] = commune
            by_department[commune.department, town][commune.insee] = commune
        by_postcode[row["postcode"]][commune.insee] = commune
    return Postcodes(sheet.sha256, *(_listed(one) for one in (by_both, by_department, by_postcode)))  # type: ignore[arg-type]


def departments(postcode: str) -> tuple[str, ...]:
    """The departments that a postcode may lie in: Corsica's begin with 20.

    >>> departments("44801"), departments("20167"), departments("97100")
    (('44',), ('2A', '2B'), ('971',))
    """
    if postcode.startswith("20"):
        return "2A", "2B"
    return (postcode[: 3 if postcode.startswith(("97", "98")) else 2],)


def arrondissement(town: str, *texts: str) -> str:
    """The postcode of the arrondissement whose number ends one of the texts; "" in a town that has none.

    >>> arrondissement("paris", "PARIS CEDEX 08"), arrondissement("lyon", "Lyon 3e"), arrondissement("nantes", "3")
    ('75008', '69003', '')
    """
    numbers = [found[1] for text in texts if (found := NUMBER.search(fold(text)))]
    return f"{NUMBERED[town]}0{int(numbers[0]):02}" if numbers and town in NUMBERED else ""


@lru_cache(maxsize=100_000)
def bare(city: str) -> str:
    """A town as La Poste spells it: folded, `st` for saint, without CEDEX and number of an arrondissement.

    >>> bare("Saint-Étienne CEDEX 2"), bare("Paris 4e arrondissement")
    ('st etienne', 'paris')
    """
    words = CEDEX.sub("", fold(city)).split()
    town = " ".join({"saint": "st", "sainte": "ste"}.get(word, word) for word in words)
    numbered = ARRONDISSEMENT.match(town)
    return numbered[1] if numbered else town


def _towns(row: Mapping[str, str]) -> set[str]:
    """The names by which a row of the list may be called, its locality and the town of its post included."""
    return {bare(row[name]) for name in ("town", "locality", "post_town") if row.get(name)}


def _point(text: str) -> tuple[float | None, float | None]:
    lat, _, lon = text.partition(",")
    return (float(lat), float(lon)) if lat and lon else (None, None)


def _listed(found: Mapping[object, Mapping[str, Commune]]) -> dict[object, list[Commune]]:
    return {key: [those[insee] for insee in sorted(those)] for key, those in found.items()}


def _place(those: Sequence[Commune], precision: str) -> Place:
    lat, lon = _mean(one.lat for one in those), _mean(one.lon for one in those)
    within = {one.department for one in those}
    return Place(lat, lon, those[0] if len(those) == 1 else None, within.pop() if len(within) == 1 else "", precision)


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _statements(said: pd.DataFrame, codes: Postcodes, document: str, made: Geocoded) -> Iterator[Statement]:
    """What the addresses say, the public ones first: what is said publicly needs no second, confided statement."""
    seen: set[tuple[str, str, str]] = set()
    for (about, level, audience), address in sorted(_addresses(said).items(), key=lambda one: (one[0][1], one[0])):
        place = codes.find(address.get("postcode", ""), address.get("city", ""))
        if place is None:
            made.nowhere += 1
            continue
        made.found[place.precision] += 1
        for one in _stated(about, place, document, public=not level):
            if (key := (one.about, one.predicate, one.value)) not in seen:
                seen.add(key)
                yield one._replace(level=Level(level), audience=audience or None, note=f"by {place.precision}")


def _addresses(said: pd.DataFrame) -> dict[tuple[str, int, str], dict[str, str]]:
    """For each record and each circle that is told: its city and postcode, of several the surest.

    Without records that have coordinates, and those in other countries.
    """
    parts = said[said["predicate"].isin(["city", "postcode"])].sort_values(["confidence", "value"])
    located = set(said.loc[said["predicate"] == "lat", "about"])
    abroad = set(said.loc[(said["predicate"] == "country") & ~said["value"].isin(FRENCH), "about"])
    found: dict[tuple[str, int, str], dict[str, str]] = defaultdict(dict)
    audiences = parts["audience"].fillna("")
    for about, predicate, value, level, audience in zip(
        parts["about"], parts["predicate"], parts["value"], parts["level"], audiences, strict=True
    ):
        if about not in located and about not in abroad:
            found[about, int(level), audience][predicate] = value
    return found


def _stated(about: str, place: Place, document: str, *, public: bool) -> Iterator[Statement]:
    """The coordinates; of a public address also the commune, or else the department, and what those are."""

    def say(about: str, predicate: str, value: str) -> Statement:
        sure = CONFIDENCE[place.precision] if about == subject else 1.0
        return Statement(document, about, predicate, value, confidence=sure, explicit=False, method="geocoded")

    subject = about
    if place.lat is not None and place.lon is not None:
        yield say(about, "lat", f"{place.lat:.6g}")
        yield say(about, "lon", f"{place.lon:.6g}")
    if not public or not place.department:
        return
    department = f"insee:{place.department}"
    yield say(about, Relation.LOCATED_IN, f"insee:{place.commune.insee}" if place.commune else department)
    yield say(department, "kind", Kind.TERRITORY)
    if place.commune:
        commune = f"insee:{place.commune.insee}"
        yield say(commune, "kind", Kind.TERRITORY)
        yield say(commune, "name", place.commune.name.title())
        yield say(commune, Relation.PART_OF, department)
