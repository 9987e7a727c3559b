"""How long the back-test of Horizon 2020's French part takes, and what it says.

Run with `python -m benchmarks.backtest` where ../shared/data is. Prints a Markdown table.
"""

import csv
import gzip
import resource
from dataclasses import replace
from time import perf_counter, process_time

from graph.network import Network
from queries.backtest import backtest
from tests.test_ties import REGISTER, register

SHOWN = (
    "pairs", "positives", "base_rate", "average_precision", "precision_at_50", "mrr", "auc", "gain_low", "gain_high",
)  # fmt: skip


def french() -> Network:
    """The French participations, each project from the day on which it began."""
    with gzip.open(REGISTER, "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["start_date"][:2] == "20"]
    began = {f"rcn:{row['rcn']}": row["start_date"] for row in rows}
    net = register("FR")
    return replace(net, entities=net.entities.assign(since=net.entities["id"].map(began).astype("string")))


def main() -> None:
    net = french()
    begin, worked = perf_counter(), process_time()
    answer = backtest(net)
    seconds, processor = perf_counter() - begin, process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{seconds:.0f} s, {processor:.0f} s of CPU, peak {peak} MB; {answer.basis.notes[0][1]}\n")
    print(f"| stratum | method | {' | '.join(SHOWN)} |\n|{'---|' * (len(SHOWN) + 2)}")
    for row in answer.table[answer.table["average_precision"].notna()].to_dict("records"):
        print(f"| {row['stratum']} | {row['method']} | {' | '.join(f'{row[name]:.4g}' for name in SHOWN)} |")


if __name__ == "__main__":
    main()
