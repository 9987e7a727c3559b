"""Make more_data/techonmap/: the digital organisations of three districts of Paris, from the map of Île-de-France.

Run from the project's root, with the source in ../shared/data: `python -m data.make_techonmap`. Streets and
descriptions are left out; run again, it writes the same bytes.
"""

import csv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT.parent / "shared" / "data" / "techonmap_idf_2015_export_excel_fr.csv"
TARGET = ROOT / "more_data" / "techonmap" / "techonmap_paris_2015.csv"
POSTCODES = frozenset({"75002", "75010", "75011"})
LEFT_OUT = {"Adresse": "", "Description": ""}  # the columns stay, by which the file is recognised


def main(source: Path = SOURCE, target: Path = TARGET) -> None:
    with source.open(encoding="cp1252", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["CP"] in POSTCODES]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";", lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, **LEFT_OUT} for row in rows)


if __name__ == "__main__":
    main()
