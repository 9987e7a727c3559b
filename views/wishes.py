"""A file of wishes, refusals and other rules of a meeting day: a row each, in any table that can be loaded."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from graph.errors import DatasetError
from graph.names import fold
from ingest.readers import read
from ingest.sheet import Sheet

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
KNOWN = {fold(word): name for name, words in KINDS.items() for word in words}
SEPARATOR = "~"
FEW = 20  # faults told at once


def wishes(path: Path) -> dict[str, tuple[str, ...]]:
    """What a file says, by the parameters of `meetings`: columns who, whom (of an absence the slot), kind.

    Raises:
        DatasetError: the file cannot be read, lacks a column, or has rows that say nothing: each with its line.
    """
    found: dict[str, list[str]] = {}
    faults: list[DatasetError] = []
    for sheet in read(path):
        for line, who, whom, kind in _rows(path, sheet):
            if fault := _fault(line, who, whom, kind):
                faults.append(fault)
            else:
                found.setdefault(KNOWN[fold(kind)], []).append(f"{who}{SEPARATOR}{whom}")
    if faults:
        raise _refused(path, faults)
    return {name: tuple(pairs) for name, pairs in found.items()}


def _rows(path: Path, sheet: Sheet) -> Iterator[tuple[int, str, str, str]]:
    """Line, who, whom and kind of the rows that are not empty."""
    places = _places(path, sheet.header)
    for line, cells in sheet.rows():
        who, whom, kind = (cells[at].strip() if 0 <= at < len(cells) else "" for at in places)
        if who or whom:
            yield line, who, whom, kind


def _fault(line: int, who: str, whom: str, kind: str) -> DatasetError | None:
    if not who or not whom:
        return DatasetError("line {}: who and whom are both needed", line)
    if fold(kind) not in KNOWN:
        return DatasetError(
            "line {}: '{}' is none of these words: wish, refusal, required, forbidden, away", line, kind
        )
    return None


def _refused(path: Path, faults: Sequence[DatasetError]) -> DatasetError:
    """All that is wrong, or the first of much."""
    told = tuple(faults[:FEW])
    if (more := len(faults) - FEW) > 0:
        told = (*told, DatasetError("and {:# line more|# lines more}", more))
    return DatasetError("{}, {}.", path.name, told)


def _places(path: Path, header: tuple[str, ...]) -> list[int]:
    titles = [fold(title) for title in header]
    places = [next((titles.index(fold(one)) for one in names if fold(one) in titles), -1) for names in COLUMNS.values()]
    if min(places[:2]) < 0:
        raise DatasetError("{} needs columns who and whom (qui, avec qui); it has {}.", path.name, tuple(header))
    return places
