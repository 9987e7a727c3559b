"""A file of wishes, refusals and other rules of a meeting day: a row each, in any table that can be loaded."""

from collections.abc import Mapping
from pathlib import Path

from graph.errors import DatasetError
from graph.names import fold
from ingest.readers import read

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "who": ("who", "qui"),
    "whom": ("whom", "avec qui", "rencontrer"),
    "kind": ("kind", "sorte", "nature", "type"),
}
KINDS: Mapping[str, tuple[str, ...]] = {
    "wishes": ("", "wish", "souhait"),
    "refusals": ("refusal", "refus"),
    "required": ("required", "imposé"),
    "forbidden": ("forbidden", "exclu"),
    "away": ("away", "absence"),
}
SEPARATOR = "~"


def wishes(path: Path) -> dict[str, tuple[str, ...]]:
    """What a file says, by the parameters of `meetings`: columns who, whom (of an absence the slot), kind.

    Raises:
        DatasetError: the file cannot be read, lacks a column, or holds a kind that is none; the line is told.
    """
    found: dict[str, list[str]] = {}
    for sheet in read(path):
        places = _places(path, sheet.header)
        for line, cells in sheet.rows():
            who, whom, kind = (cells[at].strip() if 0 <= at < len(cells) else "" for at in places)
            if not who and not whom:
                continue
            if not who or not whom:
                raise DatasetError("{}, line {}: who and whom are both needed.", path.name, line)
            found.setdefault(_kind(path, line, kind), []).append(f"{who}{SEPARATOR}{whom}")
    return {name: tuple(pairs) for name, pairs in found.items()}


def _places(path: Path, header: tuple[str, ...]) -> list[int]:
    titles = [fold(title) for title in header]
    places = [next((titles.index(fold(one)) for one in names if fold(one) in titles), -1) for names in COLUMNS.values()]
    if min(places[:2]) < 0:
        raise DatasetError("{} needs columns who and whom (qui, avec qui); it has {}.", path.name, tuple(header))
    return places


def _kind(path: Path, line: int, said: str) -> str:
    known = {fold(word): name for name, words in KINDS.items() for word in words}
    if fold(said) not in known:
        words = tuple(word for words in KINDS.values() for word in words if word)
        raise DatasetError("{}, line {}: '{}' is none of {}.", path.name, line, said, words)
    return known[fold(said)]
