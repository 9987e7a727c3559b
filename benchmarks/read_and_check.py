"""How long reading and checking a large table takes: `python -m benchmarks.read_and_check`.

Makes 1,000,000 rows × 10 columns with seven kinds of errors at known lines, once with cells that repeat, as in a list
of one town, and once with cells that seldom do, as in a register; reads and checks them, and says how many errors were
found with their lines, the time and the peak memory; beside pandas' C reader, which checks nothing, in the
same run: as it keeps all cells as text, which is what we keep, and as it guesses types, dates and decimal commas left
as they stand. Each in a process of its own, imports not counted. With `--profile`, where the time goes.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from cProfile import Profile
from pathlib import Path
from pstats import Stats
from typing import Any

from stdnum import luhn

from ingest.checking import check as understood

HEADER = "raison sociale;type;siren;cp;ville;pays;création;latitude;longitude;site web"
ROW = ["", "firm", "552100554", "44000", "Nantes", "FR", "09/07/2015", "47,218", "-1,553", "https://a.fr"]
ERRORS = {  # what is written, in which column, and the code that answers
    "unknown_kind": (1, "galaxy"), "bad_identifier": (2, "552100555"), "placeholder_id": (2, "000000000"),
    "bad_country": (5, "Atlantis"), "bad_date": (6, "31/02/2015"), "bad_number": (7, "nord"), "ragged_row": (9, "x;y"),
}  # fmt: skip
EVERY = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--step", choices=("check", "pandas", "guessing"), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.step:
        print(json.dumps({"check": check, "pandas": pandas, "guessing": guessing}[asked.step](asked.file)))
        return
    with tempfile.TemporaryDirectory() as folder:
        for title, repeats in (("cells that repeat", True), ("cells that seldom repeat", False)):
            path = Path(folder) / "firms.csv"
            planted = write(path, asked.rows, repeats=repeats)
            if asked.profile:
                profile(path)
            else:
                report(title, path, planted, asked.rows)


def report(title: str, path: Path, planted: dict[str, str], rows: int) -> None:
    checked, bare, guessed = (_in_a_child(step, path) for step in ("check", "pandas", "guessing"))
    right = sum(checked["found"].get(line) == code for line, code in planted.items())
    false = len(set(checked["found"]) - set(planted))
    size = path.stat().st_size / 1e6
    print(f"{rows:,} rows × 10 columns, {title}, {size:.0f} MB; {len(planted):,} errors of seven kinds.\n")
    print("| | seconds | of processor | peak MB | errors found with line and code | false |\n|---|---|---|---|---|---|")
    for name, one, more in (
        ("read and check", checked, f"{right:,} | {false}"),
        ("pandas' C reader, all cells as text, no checks", bare, "– | –"),
        ("the same, guessing types", guessed, "– | –"),
    ):
        print(f"| {name} | {one['seconds']:.1f} | {one['cpu']:.1f} | {one['mb']:.0f} | {more} |")
    times = [f"{checked['cpu'] / one['cpu']:.1f} ×" for one in (bare, guessed)]
    print(f"\nProcessor time: {times[0]} pandas with text, {times[1]} pandas guessing.\n")


def write(path: Path, rows: int, *, repeats: bool = True) -> dict[str, str]:
    """The table; gives the code of each error by its line."""
    chance, planted = random.Random(1), {}
    kinds = list(ERRORS)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER + "\n")
        for line in range(2, rows + 2):
            row = [f"Société {line} d'été", *ROW[1:]]
            row[7] = f"47,{chance.randrange(100_000):05}"
            if not repeats:
                row[2:5] = _number(chance), f"{chance.randrange(1_000, 96_000):05}", f"Ville-{chance.randrange(30_000)}"
                row[6] = f"{chance.randrange(1, 29):02}/{chance.randrange(1, 13):02}/{chance.randrange(1950, 2024)}"
                row[8:] = f"-1,{chance.randrange(100_000):05}", f"https://firme{line}.fr"
            if line % EVERY == 0:
                planted[str(line)] = code = kinds[line // EVERY % len(kinds)]
                position, text = ERRORS[code]
                row[position] = text
            file.write(";".join(row) + "\n")
    return planted


def _number(chance: random.Random) -> str:
    """A SIREN with its check digit."""
    digits = f"{chance.randrange(10**8):08}"
    return digits + luhn.calc_check_digit(digits)


def check(path: Path) -> dict[str, object]:
    start, cpu = time.perf_counter(), time.process_time()
    (source,) = understood(path, dataset="organisations")
    found = {str(one.line): one.code for one in source.report.faults if one.line > source.sheet.header_line}
    return _used(start, cpu) | {"found": found}


def pandas(path: Path) -> dict[str, object]:
    return _read_by_pandas(path, dtype=str, keep_default_na=False)


def guessing(path: Path) -> dict[str, object]:
    return _read_by_pandas(path)


def _read_by_pandas(path: Path, **options: Any) -> dict[str, object]:
    import pandas as pd

    start, cpu = time.perf_counter(), time.process_time()
    pd.read_csv(path, sep=";", on_bad_lines="skip", **options)
    return _used(start, cpu)


def _used(start: float, cpu: float) -> dict[str, object]:
    return {"seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu, "mb": _peak()}


def profile(path: Path) -> None:
    with Profile() as watched:
        check(path)
    Stats(watched).sort_stats("tottime").print_stats(14)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _in_a_child(step: str, path: Path) -> dict[str, object]:
    command = [sys.executable, "-m", "benchmarks.read_and_check", "--step", step, "--file", str(path)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    main()
