"""What if an organisation or a link were not there, or were?"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from graph.errors import WrongValue
from graph.network import Network
from queries.answer import TOTALS, Answer, answer
from queries.basis import basis
from queries.columns import ID, KIND, NAME, REASON, Column, count, flag, in_one_language, score, significant, text
from queries.compared import STATES, Sides, about, changes, differing, in_words, names, seen, sides, states
from queries.measures import joins
from queries.parameters import another_query, entities, texts
from queries.parameters import text as one_text
from queries.supposed import supposed
from queries.supposing import asked_of_both
from queries.words import whole

if TYPE_CHECKING:
    from queries.catalogue import Query

QUESTION = {"fr": "Et si… ?", "en": "What if…?"}
VERSION = 3
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
APPEARED, GONE, CHANGED, OTHERWISE, STAYED = STATES
NUMBERS = ("count", "number", "share", "score")
COLUMNS = (
    ID, NAME, KIND,
    text("state", "état", "state"),
    in_one_language("about_fr", "au sujet de", "about (French)", "fr"),
    in_one_language("about_en", "au sujet de (anglais)", "about", "en"),
    in_one_language("column_fr", "ce qui est comparé", "what is compared (French)", "fr"),
    in_one_language("column_en", "ce qui est comparé (anglais)", "what is compared", "en"),
    score("before", "avant", "before"),
    score("after", "après", "after"),
    score("change", "changement", "change"),
    count("rank_before", "rang avant", "rank before", low=1),
    count("rank_after", "rang après", "rank after", low=1),
    flag("appeared", "apparaît", "appears"),
    in_one_language("told_fr", "ce qui change d'autre", "what else changes (French)", "fr"),
    in_one_language("told_en", "ce qui change d'autre (anglais)", "what else changes", "en"),
    REASON,
)  # fmt: skip
SENTENCES = {
    CHANGED: {
        "fr": "{about_fr} ; {column_fr} : {before}, puis {after}{told_fr:| ; #}.",
        "en": "{about_en}; {column_en}: {before}, then {after}{told_en:|; #}.",
    },
    OTHERWISE: {"fr": "{about_fr} ; {told_fr}.", "en": "{about_en}; {told_en}."},
    APPEARED: {"fr": "{about_fr} apparaît : « {told_fr} ».", "en": "{about_en} appears: “{told_en}”."},
    GONE: {"fr": "{about_fr} disparaît : « {told_fr} ».", "en": "{about_en} is gone: “{told_en}”."},
    "": {"fr": "{about_fr} : rien ne change.", "en": "{about_en}: nothing changes."},
    TOTALS: {
        "fr": "{appeared:Aucune ligne n'apparaît|# ligne apparaît|# lignes apparaissent}, "
        "{gone:aucune ne disparaît|# disparaît|# disparaissent}, {changed:aucune ne change|# change|# changent} ; "
        "{stayed:aucune ne reste|# reste|# restent} comme avant.",
        "en": "{appeared:No row appears|# row appears|# rows appear}, {gone:none is gone|# is gone|# are gone}, "
        "{changed:none changes|# changes|# change}; {stayed:none stays|# stays|# stay} as before.",
    },
}


def what_if(
    network: Network, *, query: str = CENTRALITY, remove: Sequence[str] | None = None,
    add: Sequence[str] | None = None, given: Sequence[str] | None = None, column: str | None = None,
) -> Answer:  # fmt: skip
    """Any other question, answered as things are and as they would be without some and with more.

    The changes are made to a copy of the network: nothing is stored, and the basis is that of the network as it is.
    `remove` names entities, which take their links with them, and links; `add` names entities as `firm:new`, and links,
    whose ends are added where they are not there; what is added counts. A link is written
    `firm:new~MEMBER_OF~pole:emc2`, a participation with its role behind, or removed in whatever role. `given` are the
    options of the question asked, several values of one joined by a plus sign: `kinds=project+visit`. Rows of the two
    answers are the same where they are about the same: an organisation, a pair, a section and its heading. Who says so
    and how a row is numbered are no change of what it says; nor is what cannot be seen at two significant digits, to
    which numbers are told: of one organisation less, every share of all the others is another in its fourth digit.

    Returns:
        A table with one row per row of either answer; those that appear or are gone first, then the largest change of
        the column compared, then what differs otherwise, then the rest; equal ones by id: `id` (of answers whose rows
        have none, what tells a row from the others, joined by `~`); `name`, missing where a row is about nobody with a
        name; `kind`; `state`: `appeared`, `gone`, `changed` (the column compared, to be seen), `changed_otherwise`
        (something else) or `stayed` (nothing); `about_fr` and `about_en`, what the row is about, in words;
        `column_fr` and `column_en`, what is compared: the first number of the question's table, or that of `column`;
        `before`, `after`, in its unit and range, and `change`, after - before however small, missing where either is;
        `rank_before`, `rank_after`; `appeared`, true for a row only of the supposed network, false for one only of the
        network as it is, else missing; `told_fr` and `told_en`, what differs besides, in words; of a row of one
        answer alone, its sentence; `reason` why there is no `change` of a row that both answers have: that of the
        question, or `no_number`. `more["changes"]`: each value that differs, however little: `id`, `nth` of rows that
        nothing tells apart, `column`, `before`, `after`. `more["totals"]`: how many rows `appeared`, are `gone`,
        `changed` (in whatever), `stayed`. `more["unreached"]`: pairs of organisations that encounters and memberships
        join by some route before and by none after, both still there: `a`, `a_name`, `b`, `b_name`, at most 10,000, all
        of them counted in the basis. Where the supposed network has no answer (who is asked about is not there, the
        rules of a plan cannot all be kept) all rows are gone, and the basis says why; likewise of the network as it is.
        Ranks and shares are among the organisations that each of the two has: the basis tells how many, and of which
        answers rows may differ by chance alone. Nothing removed and nothing added: no change.

    Raises:
        UnknownEntity: what is removed is not there, or the question asks for someone whom neither network has.
        Infeasible: the rules of a plan can be kept in neither.
        ValueError: there is no such question, option, or column, something cannot be added, or the column only numbers
            things, so that a difference would mean nothing.

    Complexity:
        That of the other question, twice; and what it says in words of each row that differs.

    Source:
        Counting only, beyond the question asked.

    Examples:
        >>> from tests.toys import met
        >>> answer = what_if(met("ab", "bc", "de"), remove=["firm:c"])
        >>> answer.table[["id", "state", "before", "after"]].fillna(-1).to_numpy().tolist()[:3]
        [['firm:c', 'gone', 1.0, -1.0], ['firm:b', 'changed', 2.0, 1.0], ['firm:a', 'changed_otherwise', 1.0, 1.0]]
    """
    asked = _asked(query)
    options, compared = _options(asked, given or ()), _column(asked, column)
    other = supposed(network, remove=remove or (), add=add or ())
    found = asked_of_both(asked, network, other, options)
    both = sides(asked, found.before, found.after)
    differ = differing(both)
    table = _joined(both, seen(both, differ), compared)
    pairs, lost = _unreached(network, other)
    more = {"changes": changes(both, differ), TOTALS: _totals(table["state"]), "unreached": pairs}
    told = {"query": query, "remove": _told(remove), "add": _told(add), "given": _told(given), "column": column}
    notes = (*found.notes, *_notes(lost))
    rests_on = basis(network, "what_if", method=METHOD, parameters=told, version=VERSION, notes=notes)
    return answer(table, COLUMNS, SENTENCES, rests_on, more=more, case=CASE)


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
    measures = {name: one for name, one in numbers.items() if not one.is_label}
    if wanted is None:
        return next(iter(measures.values()))
    if wanted not in numbers:
        raise WrongValue("{} has no number '{}'; it has {}.", asked.name, wanted, tuple(measures))
    if wanted not in measures:
        raise WrongValue(
            "'{}' of {} only says which: a difference would mean nothing. Compare one of {}.",
            wanted, asked.name, tuple(measures),
        )  # fmt: skip
    return numbers[wanted]


def _joined(both: Sides, differ: Mapping[str, np.ndarray], compared: Column) -> pd.DataFrame:
    """A row per row of either answer: what it is about, the number compared, what else differs."""
    types = {one.name: one.type for one in both.asked.columns}
    was, became = (side[compared.name].astype("Float64") for side in (both.before, both.after))
    common = both.there & both.still
    table = pd.DataFrame(
        {
            "name": names(both),
            "kind": both.either("kind") if "kind" in types else pd.NA,
            "state": states(both, differ, compared.name),
            "column_fr": compared.fr,
            "column_en": compared.en,
            "before": significant(was),
            "after": significant(became),
            "change": significant(became - was),
            "rank_before": both.before["rank"] if "rank" in types else pd.NA,
            "rank_after": both.after["rank"] if "rank" in types else pd.NA,
            "appeared": pd.Series(~both.there, index=both.index, dtype="boolean").mask(common),
        }
    )
    for language in ("fr", "en"):
        table[f"about_{language}"] = about(both, language)
        table[f"told_{language}"] = in_words(both, differ, language, but=compared.name)
    return _sorted(table.assign(reason=_reason(both, table["change"].isna() & common)))


def _reason(both: Sides, lacking: pd.Series) -> pd.Series:
    """Why rows of both answers have no change."""
    given = both.either("reason") if "reason" in both.before else pd.Series(pd.NA, index=both.index, dtype="string")
    return given.fillna("no_number").where(lacking)


def _sorted(table: pd.DataFrame) -> pd.DataFrame:
    """Who appears or is gone first, then the largest change, then what differs otherwise."""
    alone = table["state"].isin([APPEARED, GONE])
    order = table["state"].map({CHANGED: 1, OTHERWISE: 2, STAYED: 3}).fillna(0)
    size = table["change"].abs().fillna(np.inf).where(~alone, np.inf)
    rows = table.rename_axis(["id", "again"]).reset_index().assign(order=order.to_numpy(), size=size.to_numpy())
    return rows.sort_values(["order", "size", "id", "again"], ascending=[True, False, True, True])


def _totals(state: pd.Series) -> pd.DataFrame:
    counted = {one: int((state == one).sum()) for one in STATES}
    counted[CHANGED] += counted.pop(OTHERWISE)
    return pd.DataFrame([counted], dtype="Int64")


def _unreached(network: Network, other: Network) -> tuple[pd.DataFrame, int]:
    """Pairs that had a route and have none, by id; and how many there are."""
    was, now = _components(network), _components(other)
    both = pd.DataFrame({"was": was, "now": now}).dropna().sort_index()
    parts = both.groupby(["was", "now"]).size()
    wholes = parts.groupby(level="was").agg(["sum", "size"])
    lost = int((wholes["sum"] ** 2).sum() - (parts**2).sum()) // 2
    broken = both["was"].isin(wholes.index[wholes["size"] > 1])
    pairs = list(islice(_parted(both[broken]), MOST_PAIRS))
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
