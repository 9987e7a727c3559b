"""A table to take away as CSV, with what it rests on beside it: a spreadsheet has no place for that."""

import json

import pandas as pd

from queries.answer import Answer
from queries.basis import Basis
from views.answer_files import csv_bytes
from views.packed import packed
from views.wording import Words

ZIP, ENDING = "application/zip", "csv.zip"


def csv_label(say: Words) -> str:
    """What a button says that gives such an archive."""
    return say("Spreadsheet (CSV, zipped)")


def csv_with_basis(made: Answer | pd.DataFrame, name: str, base: Basis, language: str) -> bytes:
    """An archive: the table as spreadsheets of this language open it, and its basis as text and as JSON.

    An answer brings its own basis; any other table rests on `base`, that of the network which it shows.
    """
    rests_on = made.basis if isinstance(made, Answer) else base
    told = rests_on.sentence(language) if isinstance(made, Answer) else rests_on.network_sentence(language)
    return packed([(f"{name}.csv", csv_bytes(made, language)), *basis_files(rests_on, told)])


def basis_files(rests_on: Basis, told: str) -> list[tuple[str, bytes]]:
    """What an archive holds of its basis: the sentence for people, all of it for programs."""
    plain = json.dumps(rests_on.as_dict(), ensure_ascii=False, indent=2)
    return [("basis.txt", f"{told}\n".encode()), ("basis.json", f"{plain}\n".encode())]
