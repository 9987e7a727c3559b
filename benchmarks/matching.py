"""How well names are matched, and how fast: `python -m benchmarks.matching`.

Prints Markdown tables: precision and recall of each band on the labelled pairs, and of all that are worth a look by
country; the same on companies of another collection; then the names of a whole register against each other, with the
time of each step, the peak memory, and how many of the labelled pairs are found again among all.
"""

import argparse
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from ingest.candidates import candidates
from ingest.matching import BANDS, LOOK, Rarity, Spelling, likeness
from tests.labelled import SHARED, best_f1, companies, known_names, labelled, pairs, precision_recall

FEWEST = 10  # labelled pairs of a country, under which shares say nothing
RUN, FEW = 4, 20  # letters in a row that may be shared; how many names may hold what is rare
Pair = tuple[str, str, bool]
Made = TypeVar("Made")


def main() -> None:
    known = argparse.ArgumentParser(description="Measure the matching of names.")
    known.add_argument("--quality", action="store_true", help="leave out the register against itself")
    arguments = known.parse_args()
    if not SHARED.is_dir():
        raise SystemExit(f"There is no folder {SHARED}: the labelled names are looked for there.")
    rarity = Rarity.of(known_names())
    print("\n".join([*by_band("labelled pairs", pairs(), rarity), "", *by_band("companies", companies(), rarity)]))
    print("\n".join(["", *by_country(rarity)]))
    if not arguments.quality:
        print("\n".join(["", *against_itself()]))


def by_band(title: str, those: Sequence[Pair], rarity: Rarity) -> Iterator[str]:
    made = _scored(those, rarity)
    title = f"{title}: {len(made)}, of which {sum(same for _, same in made)} are one"
    yield f"| {title} | score at least | precision | recall |"
    yield "|---|---|---|---|"
    for name, least in BANDS.items():
        found, held = precision_recall(made, least)
        yield f"| {name} | {least} | {found:.3f} | {held:.3f} |"
    yield f"| best F1 {best_f1(made):.3f} | | | |"


def by_country(rarity: Rarity) -> Iterator[str]:
    yield f"| country | pairs | precision at {LOOK} | recall |"
    yield "|---|---|---|---|"
    for country, count in Counter(row["country_a"] for row in labelled()).most_common():
        if count >= FEWEST:
            here = zip(labelled(), pairs(), strict=True)
            made = _scored([pair for row, pair in here if row["country_a"] == country], rarity)
            found, held = precision_recall(made, LOOK)
            yield f"| {country} | {count} | {_share(found)} | {_share(held)} |"


def against_itself() -> Iterator[str]:
    """The names of the register, and those of the labelled pairs among them."""
    names = sorted({*known_names(), *(name for a, b, _ in pairs() for name in (a, b))})
    yield f"| {len(names):,} names against each other | wall s | CPU s | peak MB | what came of it |"
    yield "|---|---|---|---|---|"
    spellings, line = _timed("made ready", lambda: _made_ready(names), lambda made: f"{len(made):,} names")
    yield line
    found, line = _timed(
        "all with all", lambda: candidates(spellings), lambda made: f"{len(made):,} pairs may be alike"
    )
    yield line
    _, line = _timed("scored", lambda: _scores(spellings, found), _in_bands)
    yield line
    yield ""
    yield from _recall(names, spellings, found)


def _scores(spellings: Sequence[Spelling], found: set[tuple[int, int]]) -> list[float]:
    return [likeness(spellings[a], spellings[b]) for a, b in sorted(found)]


def _in_bands(scores: Sequence[float]) -> str:
    return ", ".join(f"{sum(score >= least for score in scores):,} {name} or better" for name, least in BANDS.items())


def _made_ready(names: Sequence[str]) -> list[Spelling]:
    rarity = Rarity.of(names)
    return [Spelling.of(name, rarity) for name in names]


def _recall(names: Sequence[str], spellings: Sequence[Spelling], found: set[tuple[int, int]]) -> Iterator[str]:
    """Of the pairs that are one organisation, by what they share: how many are worth a look, and are found."""
    at = {name: position for position, name in enumerate(names)}
    words = Counter(word for one in spellings for word in one.words)
    parts = Counter(run for one in spellings for run in _runs(one))
    same = [(min(at[a], at[b]), max(at[a], at[b])) for a, b, is_same in pairs() if is_same]
    yield f"| the {len(same)} labelled pairs that are one share | pairs | do not | worth a look | of these found |"
    yield "|---|---|---|---|---|"
    for title, most in (
        (f"a word or four letters in a row of {FEW} names at most", FEW),
        ("any word or four letters in a row", len(names)),
        ("anything or nothing", float("inf")),
    ):
        rows = [(a, b) for a, b in same if _rarest(spellings[a], spellings[b], words, parts) <= most]
        look = [(a, b) for a, b in rows if likeness(spellings[a], spellings[b]) >= LOOK]
        kept = sum(row in found for row in look)
        yield f"| {title} | {len(rows)} | {len(same) - len(rows)} | {len(look)} | {kept} ({kept / len(look):.3f}) |"


def _runs(one: Spelling) -> set[str]:
    return {one.key[start : start + RUN] for start in range(len(one.key) - RUN + 1)}


def _rarest(a: Spelling, b: Spelling, words: Counter[str], parts: Counter[str]) -> float:
    """How many names hold the rarest thing that two share."""
    shared = [words[word] for word in a.words.keys() & b.words.keys()] + [parts[run] for run in _runs(a) & _runs(b)]
    return min(shared, default=float("inf"))


def _share(share: float | None) -> str:
    return "—" if share is None else f"{share:.2f}"


def _scored(those: Sequence[Pair], rarity: Rarity) -> list[tuple[float, bool]]:
    return [(likeness(Spelling.of(a, rarity), Spelling.of(b, rarity)), same) for a, b, same in those]


def _timed(step: str, work: Callable[[], Made], told: Callable[[Made], str]) -> tuple[Made, str]:
    begin, worked = time.perf_counter(), time.process_time()
    made = work()
    seconds, processor = time.perf_counter() - begin, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / PEAK_UNITS
    return made, f"| {step} | {seconds:.1f} | {processor:.1f} | {peak:.0f} | {told(made)} |"


PEAK_UNITS = 1024**2 if sys.platform == "darwin" else 1024  # bytes there, kilobytes here


if __name__ == "__main__":
    main()
