"""The files that are to be read, of names of files and folders; what they are called."""

import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from graph.errors import DatasetError, because

KINDS = "csv|tsv|xlsx|xlsm|xls|xlsb|ods|json|jsonl|ndjson|geojson|zip|net|paj|gexf|graphml"
TABLE = re.compile(
    rf"(?!\.|~\$).*(?<!\.basis)\.({KINDS})(\.gz)?", re.I | re.S
)  # not what lies beside a table, or an open one
ENDING = re.compile(rf"(\.(txt|{KINDS}))?(\.gz)?$", re.I)


def files(paths: Iterable[Path | str]) -> list[Path]:
    """The files named, and every table below the folders named, in order.

    Raises:
        DatasetError: a folder without any, or one that may not be looked into.
    """
    return list(named(paths))


def named(paths: Iterable[Path | str]) -> dict[Path, str]:
    """The files, each with the name that faults call it by: two `documents.csv` are told apart."""
    found: dict[Path, str] = {}
    for path in map(Path, paths):
        is_folder = os.path.isdir(path)  # noqa: PTH112 - Path's own raises where one may not look
        inside = _below(path) if is_folder else [path]
        if not inside:
            raise DatasetError("{} is a folder without any table (CSV, workbook, JSON, network): name a file.", path)
        for file in inside:
            found.setdefault(file, file.relative_to(path).as_posix() if is_folder else file.name)
    twice = {name for name, count in Counter(found.values()).items() if count > 1}
    return {path: path.as_posix() if name in twice else name for path, name in found.items()}


def _below(folder: Path) -> list[Path]:
    """The tables below a folder, by their names; one that may not be looked into is an error, not an empty one."""

    def refuse(error: OSError) -> None:
        raise DatasetError("{} cannot be read: {}.", error.filename, because(error)) from None

    walked = os.walk(folder, onerror=refuse)
    return sorted(Path(inside, name) for inside, _, names in walked for name in names if TABLE.fullmatch(name))
