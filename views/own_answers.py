"""Answers to questions of one's own, in SQL or Cypher: what came back, typed by what it holds, and its basis."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from graph.network import Network
from queries.answer import Answer
from queries.basis import basis
from queries.columns import TYPES, Column
from queries.words import whole
from views import terminal
from views.answer_files import write_answer
from views.wording import Words

METHOD = {
    "sql": {"fr": "question en SQL, en lecture seule", "en": "a question in SQL, reading only"},
    "cypher": {"fr": "question en Cypher, en lecture seule", "en": "a question in Cypher, reading only"},
}
EVERYTHING = (
    "Cypher voit tout ce qui est sur le serveur : entités et liens publics, et toute affirmation, close ou non",
    "Cypher sees all that the server holds: public entities and links, and every statement, closed or not",
)
FIRST = ("premières lignes seulement : {}", "first rows only: {}")
INFINITE = ("valeurs qui ne sont aucun nombre : {}", "values that are no number: {}")


def own_answer(network: Network, door: str, question: str, found: pd.DataFrame, *, most: int) -> Answer:
    """What a question of one's own gave, as an answer: at most `most` rows, with the basis that it rests on.

    A column holds flags, whole numbers, numbers, or text; what is neither (nodes, lists) stays as it came, for JSON.
    What is no finite number is missing, and counted in the basis.

    Args:
        door: `sql` or `cypher`.
        found: as many rows as came back, one more than `most` if there are more.
    """
    kept = found.head(most)
    cells = {str(name): [plain(value) for value in kept[name]] for name in kept.columns}
    columns = tuple(Column(name, _type(values), name, name) for name, values in cells.items())
    made = {one.name: pd.Series(cells[one.name], dtype=TYPES.get(one.type, "object")) for one in columns}
    table = pd.DataFrame(made, index=range(len(kept)))
    said = {"question": question, "limit": most}
    notes = tuple(_notes(door, len(found) > most, most, sum(map(_no_number, kept.to_numpy().ravel().tolist()))))
    return Answer(table, basis(network, door, method=METHOD[door], parameters=said, notes=notes), columns, {})


def show(made: Answer, form: str, out: Path | None, language: str) -> None:
    """Write it on the screen or in a file, in the form that is asked for or that the file's name says."""
    is_json = form == "json" or (form == "table" and out is not None and out.suffix.lower() == ".json")
    told = made if is_json else as_text(made)
    if form != "table" or out is not None:
        write_answer(told, out, form)
        return
    if made.columns:
        terminal.fitting(told.table.astype(object).map(terminal.cell), made.columns, Words(language))
    terminal.say(made.basis.sentence(language))


def plain(value: Any) -> Any:
    """A value as JSON has it: days as text, bytes in hexadecimal, None for what is no number.

    >>> plain(b"\\x01\\xff"), plain(float("inf")), plain((1, {"a": b"x"}))
    ('01ff', None, [1, {'a': '78'}])
    """
    if hasattr(value, "iso_format"):  # how Neo4j writes days, hours and durations
        return value.iso_format()
    if isinstance(value, bytes | bytearray):
        return bytes(value).hex()
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return None if _no_number(value) else value


def _no_number(value: Any) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


def _type(values: Sequence[Any]) -> str:
    """The narrowest type of `queries.columns.TYPES` that holds all of them; `nested` for none."""
    held = {type(value) for value in values if value is not None}
    if held & {dict, list}:
        return "nested"
    if not held or held - {bool, int, float}:
        return "name"
    return "flag" if held == {bool} else "count" if held == {int} else "number" if bool not in held else "name"


def as_text(made: Answer) -> Answer:
    """With nodes and lists as JSON text, as cells of a table hold them."""
    nested = [one.name for one in made.columns if one.type == "nested"]
    texts = {name: made.table[name].map(_json, na_action="ignore").astype("string") for name in nested}
    return replace(made, table=made.table.assign(**texts))


def _json(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _notes(door: str, is_cut: bool, most: int, infinite: int) -> list[tuple[str, str]]:
    notes = [EVERYTHING] if door == "cypher" else []
    if is_cut:
        notes.append((FIRST[0].format(whole(most, "fr")), FIRST[1].format(whole(most, "en"))))
    if infinite:
        notes.append((INFINITE[0].format(whole(infinite, "fr")), INFINITE[1].format(whole(infinite, "en"))))
    return notes
