"""What if an organisation or a link were not there, or were?"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from graph.errors import UnknownEntity, WrongValue
from graph.network import Network
from queries.answer import Answer, answer
from queries.basis import basis
from queries.columns import ID, KIND, NAME, Column, count, flag, in_one_language, score, significant, text, typed
from queries.measures import joins
from queries.parameters import another_query, entities, texts
from queries.parameters import text as one_text
from queries.supposed import supposed
from queries.words import whole

if TYPE_CHECKING:
    from queries.catalogue import Query

QUESTION = {"fr": "Et si… ?", "en": "What if…?"}
VERSION = 1
METHOD = {
    "fr": "la même question posée au réseau tel qu'il est et tel qu'on le suppose ; rien n'est enregistré",
    "en": "the same question of the network as it is and as it is supposed; nothing is stored",
}
CENTRALITY = "centrality"
MOST_PAIRS = 10_000  # that are listed; they are all counted
EXAMPLE = {"query": CENTRALITY, "remove": ("pic:999964271",)}
PARAMETERS = (
    another_query("query", "question", "question", default=CENTRALITY),
    entities("remove", "sans", "without"),
    texts("add", "avec", "with", example="firm:new~MEMBER_OF~pole:emc2"),
    texts("given", "options de la question", "its options", example="kinds=project"),
    one_text("column", "colonne comparée", "column compared", example="betweenness"),
)
CASE = "state"
APPEARED, GONE, STAYED = "appeared", "gone", "stayed"
NUMBERS = ("count", "number", "share", "score")
KEYS = ("text", "counted")
NO_KEYS = ("documents", "reason", "status")  # texts that tell of a row, not which it is
COLUMNS = (
    ID, NAME, KIND,
    text("state", "état", "state"),
    in_one_language("column_fr", "ce qui est comparé", "what is compared (French)", "fr"),
    in_one_language("column_en", "ce qui est comparé (anglais)", "what is compared", "en"),
    score("before", "avant", "before"),
    score("after", "après", "after"),
    score("change", "changement", "change"),
    count("rank_before", "rang avant", "rank before", low=1),
    count("rank_after", "rang après", "rank after", low=1),
    flag("appeared", "apparaît", "appears"),
)  # fmt: skip
SENTENCES = {
    "": {
        "fr": "{name} ; {column_fr} : {before}, puis {after}{rank_before:| ; du rang # au rang {rank_after}}.",
        "en": "{name}; {column_en}: {before}, then {after}{rank_before:|; from rank # to {rank_after}}.",
    },
    APPEARED: {
        "fr": "{name} apparaît ; {column_fr} : {after}{rank_after:| ; au rang #}.",
        "en": "{name} appears; {column_en}: {after}{rank_after:|; at rank #}.",
    },
    GONE: {
        "fr": "{name} disparaît ; {column_fr} : {before}{rank_before:| ; c'était le rang #}.",
        "en": "{name} is gone; {column_en}: {before}{rank_before:|; it was rank #}.",
    },
}


def what_if(
    network: Network, *, query: str = CENTRALITY, remove: Sequence[str] | None = None,
    add: Sequence[str] | None = None, given: Sequence[str] | None = None, column: str | None = None,
) -> Answer:  # fmt: skip
    """Any other question, answered as things are and as they would be without some and with more.

    The changes are made to a copy of the network: nothing is stored, and the basis is that of the network as it is.
    `remove` names entities, which take their links with them, and links by id; `add` names entities as
    `firm:new` and links as `firm:new~MEMBER_OF~pole:emc2`, whose ends are added where they are not there; what
    is added counts. `given` are the options of the question asked, several values of one joined by a plus sign:
    `kinds=project+visit`.

    Returns:
        A table with one row per row of either answer, who appears or is gone first, then the largest change,
        then by id: `id` (of answers whose rows
        have none, the texts that tell a row from the others, joined by `~`); `name`; `kind`; `state`, `stayed`,
        `appeared` or `gone`; `column_fr` and `column_en`, what is compared: the first number of the question's table,
        or that of `column`; `before`, `after`, and `change`, after - before, missing where either is; `rank_before`,
        `rank_after`; `appeared`, true for a row only of the supposed network, false for one only of the network as
        it is, else missing. `more["unreached"]`: pairs of organisations that encounters and memberships join by
        some route before and by none after, both still there: `a`, `a_name`, `b`, `b_name`, at most 10,000, all of
        them counted in the basis. Nothing removed and nothing added: no change.

    Raises:
        UnknownEntity: what is removed is not there, or the question asks for someone who never was.
        ValueError: there is no such question, option, or column, or something cannot be added.

    Complexity:
        That of the other question, twice.

    Source:
        Counting only, beyond the question asked.

    Examples:
        >>> from tests.toys import met
        >>> answer = what_if(met("ab", "bc"), remove=["firm:c"])
        >>> answer.table[["id", "state", "before", "after"]].fillna(-1).to_numpy().tolist()
        [['firm:c', 'gone', 1.0, -1.0], ['firm:b', 'stayed', 2.0, 1.0], ['firm:a', 'stayed', 1.0, 1.0]]
    """
    asked = _asked(query)
    options = _options(asked, given or ())
    compared = _column(asked, column)
    other = supposed(network, remove=remove or (), add=add or ())
    before, after = asked.ask(network, **options), _ask(asked, other, options)
    table = _joined(_rows(asked, before, compared), _rows(asked, after, compared))
    table = table.assign(column_fr=compared.fr, column_en=compared.en)
    pairs, lost = _unreached(network, other)
    told = {"query": query, "remove": _told(remove), "add": _told(add), "given": _told(given), "column": column}
    rests_on = basis(network, "what_if", method=METHOD, parameters=told, version=VERSION, notes=_notes(lost))
    return answer(table, COLUMNS, SENTENCES, rests_on, more={"unreached": pairs}, case=CASE)


def _told(values: Sequence[str] | None) -> tuple[str, ...] | None:
    return tuple(values) if values else None


def _asked(name: str) -> "Query":
    from queries.catalogue import query as named  # the catalogue is made of queries, and this is one

    if name == "what_if":
        raise WrongValue("what_if asks another question: --query centrality, for example.")
    return named(name)


def _options(asked: "Query", given: Sequence[str]) -> dict[str, Any]:
    known = {one.name: one for one in asked.parameters}
    pairs = [text.partition("=") for text in given]
    for name, _, _ in pairs:
        if name not in known:
            raise WrongValue("{} has no option '{}'; its own are: {}.", asked.name, name, tuple(known) or "—")
    options = {name: known[name].read(value.replace("+", ",")) for name, _, value in pairs}
    lacking = tuple(name for name, one in known.items() if one.required and name not in options)
    if lacking:
        raise WrongValue("{} needs {}: write --given {}=…", asked.name, lacking, lacking[0])
    return options


def _column(asked: "Query", wanted: str | None) -> Column:
    numbers = {one.name: one for one in asked.columns if one.type in NUMBERS and one.name != "rank"}
    if wanted is None:
        return next(iter(numbers.values()))
    if wanted not in numbers:
        raise WrongValue("{} has no number '{}'; it has {}.", asked.name, wanted, tuple(numbers))
    return numbers[wanted]


def _ask(asked: "Query", network: Network, options: Mapping[str, Any]) -> Answer | None:
    """The answer; None where it is about someone who was removed."""
    try:
        return asked.ask(network, **options)
    except UnknownEntity:
        return None


def _rows(asked: "Query", made: Answer | None, compared: Column) -> pd.DataFrame:
    """Of each row, what tells it from the others, who it is about, the number compared and the rank."""
    table = made.table if made is not None else typed(pd.DataFrame(), asked.columns)
    types = {one.name: one.type for one in asked.columns}
    keys = ["id"] if "id" in types else [one for one, type in types.items() if type in KEYS and one not in NO_KEYS]
    names = [one.name for one in asked.columns if one.type == "name" and not one.language]
    id = _together(table, keys, "~")
    rows = pd.DataFrame(
        {
            "id": id,
            "again": id.groupby(id).cumcount(),  # rows that nothing tells apart are compared in their order
            "name": _together(table, names, " – ").fillna(id),
            "kind": table["kind"] if "kind" in types else pd.NA,
            "value": table[compared.name].astype("Float64"),
            "rank": table["rank"] if "rank" in types else pd.NA,
        }
    )
    return rows.set_index(["id", "again"])


def _together(table: pd.DataFrame, columns: Sequence[str], between: str) -> pd.Series:
    """The texts of some columns as one, without those that are missing; missing where all are."""
    parts = table[list(columns)].astype("string").fillna("").to_numpy(dtype=object)
    joined = [between.join(part for part in row if part) for row in parts]
    return pd.Series([one or pd.NA for one in joined], index=table.index, dtype="string")


def _joined(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    index = before.index.union(after.index)
    was, became = before.reindex(index), after.reindex(index)
    there, still = index.isin(before.index), index.isin(after.index)
    table = pd.DataFrame(
        {
            "name": became["name"].fillna(was["name"]),
            "kind": became["kind"].fillna(was["kind"]),
            "state": np.select([~there, ~still], [APPEARED, GONE], STAYED),
            "before": significant(was["value"]),
            "after": significant(became["value"]),
            "change": significant(became["value"] - was["value"]),
            "rank_before": was["rank"],
            "rank_after": became["rank"],
            "appeared": pd.Series(~there, index=index, dtype="boolean").mask(there & still),
        }
    ).reset_index()
    size = table["change"].abs().fillna(np.inf)  # whoever appears or is gone comes first
    return table.assign(size=size).sort_values(["size", "id", "again"], ascending=[False, True, True])


def _unreached(network: Network, other: Network) -> tuple[pd.DataFrame, int]:
    """Pairs that had a route and have none, by id; and how many there are."""
    was, now = _components(network), _components(other)
    both = pd.DataFrame({"was": was, "now": now}).dropna().sort_index()
    parts = both.groupby(["was", "now"]).size()
    lost = int(sum((sizes.sum() ** 2 - (sizes**2).sum()) // 2 for _, sizes in parts.groupby(level="was")))
    pairs = list(islice(_parted(both), MOST_PAIRS))
    table = pd.DataFrame(pairs, columns=["a", "b"], dtype="string")
    names = {f"{end}_name": table[end].map(network.name).astype("string") for end in table}
    return table.assign(**names)[["a", "a_name", "b", "b_name"]], lost


def _parted(both: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Pairs of the same component before and of different ones now, by id."""
    was, now = both["was"].to_numpy(), both["now"].to_numpy()
    for one, name in enumerate(both.index):
        for other in np.flatnonzero((was == was[one]) & (now != now[one])):
            if other > one:
                yield str(name), str(both.index[int(other)])


def _components(network: Network) -> pd.Series:
    """By organisation, the number of those that encounters and memberships join to it by some route."""
    made = joins(network)
    matrix = made.matrix
    net = sparse.block_array([[None, matrix], [matrix.T, None]]) if matrix.nnz else sparse.eye_array(matrix.shape[0])
    _, found = sparse.csgraph.connected_components(net, directed=False)
    return pd.Series(found[: len(made.organisations)], index=list(made.organisations), dtype="Int64")


def _notes(lost: int) -> tuple[tuple[str, str], ...]:
    if not lost:
        return ()
    return ((f"couples laissés sans chemin : {whole(lost, 'fr')}", f"pairs left without a route: {whole(lost, 'en')}"),)
