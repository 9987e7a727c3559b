"""A question of one's own in SQL, of the tables of one viewer's network: in memory, reading only."""

import re
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager

import pandas as pd

from graph.errors import NoFreeSql
from graph.frames import STATEMENTS, frame
from graph.network import Network
from graph.store import Store

TABLES: Mapping[str, str] = {  # and what a row of each is
    "entities": "an organisation, an encounter or a topic",
    "links": "a relation between two entities: source, relation, target, key",
    "statements": "one thing that one document says",
    "documents": "where statements were read",
    "mentions": "of which entity or link (about) a statement speaks",
    "declared": "a count that a document gives, without naming whom it counts",
}
AFTER = ("json_each", "json_tree")  # tables that are made of a value
FORBIDDEN = ("load_extension", "fts3_tokenizer")
LONGEST = 1_000_000  # bytes of a value
STEPS = 10_000  # of SQLite's machine, between two looks at the clock
SPELLED = {"string": "TEXT", "Float64": "REAL", "Int64": "INTEGER", "boolean": "INTEGER"}


def ask(store: Store, network: Network, text: str, *, seconds: float = 10, most: int = 1_000) -> pd.DataFrame:
    """What a question in SQL gives, of many rows the first `most`: no more than the network's viewer sees.

    The tables are those of `TABLES`, with the columns of `graph/frames.py` and of `Network`; what is missing is
    NULL, flags are 0 and 1. Only those that the question names are made; the store is asked for statements alone.

    Returns:
        The columns as the question calls them, a name given twice numbered; values as SQLite has them.

    Raises:
        NoFreeSql: it is no SELECT, names what there is not, or takes longer than `seconds`.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory, _in_sentences(network, seconds):
        memory.text_factory = lambda text: text.decode(errors="replace")
        _create(memory, network)
        for name in sorted(_named_in(memory, text)):
            _fill(memory, name, _table(store, network, name))
        return _answer(memory, text, time.monotonic() + seconds, most)


def _columns(network: Network) -> dict[str, list[str]]:
    return {name: list(map(str, _empty(network, name).columns)) for name in TABLES}


def _empty(network: Network, name: str) -> pd.DataFrame:
    return frame([], STATEMENTS) if name == "statements" else getattr(network, name).head(0)


def _table(store: Store, network: Network, name: str) -> pd.DataFrame:
    found: pd.DataFrame = getattr(network, name, network.mentions)
    if name == "mentions":
        return found.sort_values(list(found.columns))  # stores give them in an order of their own
    if name != "statements":
        return found
    said = store.statements(viewer=network.viewer)
    return said[said["id"].isin(found["statement"])]


def _create(memory: sqlite3.Connection, network: Network) -> None:
    for name in TABLES:
        types = _empty(network, name).dtypes.items()
        spelled = ", ".join(f'"{column}" {SPELLED[str(type)]}' for column, type in types)
        memory.execute(f"CREATE TABLE {name} ({spelled})")
    for name in AFTER:
        memory.execute(f"SELECT * FROM {name}('[]')")  # they come into being when first asked for


def _fill(memory: sqlite3.Connection, name: str, table: pd.DataFrame) -> None:
    rows = table.astype(object).where(table.notna(), None).itertuples(index=False, name=None)
    memory.set_authorizer(None)
    memory.execute("BEGIN")
    memory.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(table.columns))})", rows)
    memory.execute("COMMIT")


def _named_in(memory: sqlite3.Connection, text: str) -> set[str]:
    """The tables that a question reads; it is compiled for that, and not run."""
    named: set[str] = set()
    memory.set_authorizer(lambda *what: _allowed(named, *what[:3]))
    memory.execute(f"EXPLAIN {text}").fetchall()
    return named & set(TABLES)


def _allowed(named: set[str], action: int, first: str | None, second: str | None) -> int:
    """SQLite's question whether a statement may do this."""
    if action == sqlite3.SQLITE_READ:
        named.add(first or "")  # without a column: rows are counted, of a table or of a WITH, whatever its name
        return sqlite3.SQLITE_OK if not second or first in TABLES or first in AFTER else sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_FUNCTION:
        return sqlite3.SQLITE_DENY if second in FORBIDDEN else sqlite3.SQLITE_OK
    return sqlite3.SQLITE_OK if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE) else sqlite3.SQLITE_DENY


def _answer(memory: sqlite3.Connection, text: str, last: float, most: int) -> pd.DataFrame:
    memory.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
    memory.set_authorizer(lambda *what: _allowed(set(), *what[:3]))
    memory.set_progress_handler(lambda: time.monotonic() > last, STEPS)
    found = memory.execute(text)
    if found.description is None:
        raise NoFreeSql("This is no question: only SELECT is answered, over {}.", tuple(TABLES))
    header = list(_numbered([one[0] for one in found.description]))
    return pd.DataFrame(found.fetchmany(most), columns=header, dtype=object)


def _numbered(names: list[str]) -> Iterator[str]:
    """Each name once: id, id_2, id_3."""
    given: set[str] = set()
    for name in names:
        free = (name, *(f"{name}_{n}" for n in range(2, len(names) + 2)))
        chosen = next(one for one in free if one not in given and (one == name or one not in names))
        given.add(chosen)
        yield chosen


@contextmanager
def _in_sentences(network: Network, seconds: float) -> Iterator[None]:
    """SQLite's errors as sentences with a way out; hints come from the names of tables and columns alone."""
    try:
        yield
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise _refusal(str(error), network, seconds) from None


def _refusal(said: str, network: Network, seconds: float) -> NoFreeSql:
    if said == "interrupted":
        return NoFreeSql("The question took longer than {:# second|# seconds}: ask for less.", seconds)
    if "authorized" in said or "prohibited" in said or "one statement at a time" in said:
        return NoFreeSql(
            "This may not be asked ({}): only SELECT is answered, over {}, one statement at a time.",
            said,
            tuple(TABLES),
        )
    if missing := re.fullmatch(r"no such (column|table): (.+)", said):
        return _not_there(missing[1], missing[2], _columns(network))
    return NoFreeSql("SQLite does not answer this ({}): only SELECT is answered, over {}.", said, tuple(TABLES))


def _not_there(what: str, name: str, known: Mapping[str, list[str]]) -> NoFreeSql:
    """That there is no such column or table, and which is written most like it."""
    from rapidfuzz.process import extract

    table, _, bare = name.rpartition(".")
    names = list(known) if what == "table" else sorted({one for those in known.values() for one in those})
    near = [one for one, _, _ in extract(bare, known.get(table, names), limit=3)]
    if what == "table":
        return NoFreeSql("There is no table '{}': the tables are {}.", bare, tuple(known))
    where = {one: [each for each in known if one in known[each]] for one in near}
    told = tuple(f"{one} ({', '.join([table] if table in known else where[one])})" for one in near)
    return NoFreeSql("No table that is asked has a column '{}'. Nearest: {}. Text stands in single quotes.", name, told)
