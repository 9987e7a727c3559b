"""Names of which it is known whether they are one organisation's: for measuring, nothing is trained on them."""

import csv
import gzip
from functools import cache
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
PAIRS, COMPANIES, NAMES = "org_name_pairs_pic.csv.gz", "opensanctions_name_cases.csv", "org_names_by_pic.csv.gz"


def _rows(name):
    opened = gzip.open if name.endswith(".gz") else open
    with opened(SHARED / name, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def labelled():
    """The rows of the labelled pairs."""
    return _rows(PAIRS)


def pairs():
    """Two names, and whether they are one organisation's."""
    return [(row["name_a"], row["name_b"], row["same"] == "1") for row in labelled()]


def companies():
    """The same of the companies and organisations of another collection."""
    rows = [row for row in _rows(COMPANIES) if row["schema"] in ("Company", "Organization", "LegalEntity")]
    return [(row["name1"], row["name2"], row["is_match"] == "true") for row in rows]


@cache
def known_names():
    """The names of a whole register, each once, sorted."""
    return tuple(sorted({row["name"] for row in _rows(NAMES)}))


def precision_recall(scored, least):
    """Of (score, whether it is so) pairs, the two shares when all that score `least` are taken; None of nothing."""
    taken = [same for score, same in scored if score >= least]
    there = sum(same for _, same in scored)
    return sum(taken) / len(taken) if taken else None, sum(taken) / there if there else None


def best_f1(scored):
    figures = [precision_recall(scored, least) for least in {score for score, _ in scored}]
    return max(2 * found * held / (found + held) for found, held in figures if found + held)
