"""What changed between two dates?"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from graph.errors import WrongValue
from graph.network import Network
from graph.vocabulary import ENCOUNTERS, Kind
from queries.answer import Answer, answer
from queries.basis import basis
from queries.columns import FEWEST_RANKED, ID, KIND, NAME, count, date, number, score, significant, text, typed
from queries.measures import PARTNERS, SCORES, Joins
from queries.moments import in_order, joins_on, read_later, usual_days
from queries.parameters import choice, flag
from queries.parameters import dates as some_dates
from queries.parameters import kinds as some_kinds
from queries.swaps import Parts, Taken, parts, taken
from queries.words import whole

QUESTION = {"fr": "Qu'est-ce qui a changé ?", "en": "What changed between two dates?"}
VERSION = 2
METHOD = {
    "fr": "le même réseau à deux dates ; part propre d'un changement, moyenne des deux ordres",
    "en": "the same network at two dates; one's own part of a change, mean of both orders",
}
EXAMPLE = {"dates": ("2016", "2018", "2020")}
PARAMETERS = (
    some_dates("dates", "dates", "dates"),
    choice("measure", "mesure", "measure", tuple(SCORES), default=PARTNERS),
    flag("under_way", "seulement ce qui est en cours", "only what is under way"),
    some_kinds("kinds", "natures de rencontres", "kinds of encounter", ENCOUNTERS),
)
CASE = "state"
APPEARED, ENDED, STAYED = "appeared", "ended", "stayed"
COLUMNS = (
    ID, NAME, KIND,
    text("state", "état", "state"),
    text("measure", "mesure", "measure"),
    date("date_before", "date d'avant", "date before"),
    date("date_after", "date d'après", "date after"),
    score("before", "avant", "before", low=0),
    score("after", "après", "after", low=0),
    score("change", "changement", "change"),
    score("own", "part propre", "own part"),
    score("others", "part des autres", "part of the others"),
    count("rank_before", "rang avant", "rank before", low=1),
    count("rank_after", "rang après", "rank after", low=1),
    score("places", "places gagnées", "places gained"),
    score("own_places", "places gagnées par soi", "places gained by oneself"),
    score("other_places", "places gagnées par les autres", "places gained by the others"),
    number("percentile_before", "centile avant", "percentile before", "percent", 0, 100),
    number("percentile_after", "centile après", "percentile after", "percent", 0, 100),
)  # fmt: skip
SENTENCES = {
    "": {
        "fr": "{name} ({kind}) : du rang {rank_before} ({date_before}) au rang {rank_after} ({date_after}) ; places "
        "gagnées : {places}, dont {own_places} par ses propres participations, {other_places} par celles des autres ; "
        "{measure} : {before}, puis {after}.",
        "en": "{name} ({kind}): from rank {rank_before} ({date_before}) to rank {rank_after} ({date_after}); places "
        "gained: {places}, of which {own_places} by its own participations, {other_places} by those of the others; "
        "{measure}: {before}, then {after}.",
    },
    APPEARED: {
        "fr": "{name} ({kind}) apparaît entre {date_before} et {date_after}, au rang {rank_after} ; "
        "{measure} : {after}.",
        "en": "{name} ({kind}) appears between {date_before} and {date_after}, at rank {rank_after}; "
        "{measure}: {after}.",
    },
    ENDED: {
        "fr": "{name} ({kind}), au rang {rank_before} à la date {date_before}, n'a plus rien à la date {date_after} ; "
        "{measure} : {before}, puis {after}.",
        "en": "{name} ({kind}), rank {rank_before} as of {date_before}, has nothing left as of {date_after}; "
        "{measure}: {before}, then {after}.",
    },
}


UNDATED = (
    "moins de deux années où des rencontres qui comptent ont commencé : rien à comparer",
    "fewer than two years in which encounters that count began: nothing to compare",
)
LATER = {"document": "string", "title": "string", "published": "string", "participations": "Int64"}


def evolution(
    network: Network, *, dates: Sequence[str] | None = None, measure: str = PARTNERS, under_way: bool = False,
    kinds: Collection[str] | None = None,
) -> Answer:  # fmt: skip
    """Organisations whose place changed between the first and the last of some dates, and by whose doing.

    Scores are `partners` or `encounters` as `centrality` has them, or `betweenness` as `brokers` has it, of what had
    begun on each date; a past participation remains one, unless `under_way` asks for what was not over. All that is
    read today counts for each date, whenever it was read: what only later documents state is told apart, and is no
    change. Betweenness is taken anew for each organisation whose participations changed, which takes its time.

    Returns:
        A table with one row per organisation that has a score above 0 at one of the two dates, largest change first,
        equal ones by id: `id`; `name`; `kind`; `state`, `appeared`, `ended` (its score is 0 at the last date) or
        `stayed`; `measure`; `date_before`, `date_after` (EDTF); `before`, `after` ≥ 0, the scores; `change` = after -
        before = `own` + `others`, exactly: `own` is what its own participations (and memberships) of the last date make
        among those of the others, mean of the others' before and after; `rank_before`, `rank_after`, and, for those
        that stayed, `places` gained (below 0: lost) = `own_places` + `other_places`; `percentile_before`,
        `percentile_after` in [0, 100], the share of the other organisations with a score above 0 that have less,
        missing where fewer than four have one. Without `dates`: the last five years in which encounters began, which
        the basis names; where there are fewer than two, no row, and the basis says so. `more["series"]`: by `date` and
        `id`, `score` above 0, `rank`, `percentile`. `more["active"]`: by `date`, how many `organisations` have a score,
        and `appeared`, `ended`, `stayed` since the date before. `more["read_later"]`: documents published after the
        first date that first state participations of that date: `document`, `title`, `published`, `participations`.

    Raises:
        ValueError: fewer than two dates, no such measure, or a kind is none.
        DateError: a date is none, or of an unknown year.

    Complexity:
        Partners and encounters take a few products of matrices; betweenness is taken anew, O(n m), for each
        organisation whose participations differ between the two dates, in both orders.

    Source:
        The two orders: Shapley (1953), A value for n-person games, of two players.

    Examples:
        >>> from tests.toys import encounter, network
        >>> net = network(*encounter("M", "ab", since="2016"), *encounter("N", "ac", since="2018"))
        >>> evolution(net, dates=["2017", "2019"]).table[["id", "before", "after", "own", "others"]].to_numpy().tolist()
        [['firm:a', 1.0, 2.0, 0.5, 0.5], ['firm:c', 0.0, 1.0, 0.5, 0.5], ['firm:b', 1.0, 1.0, 0.0, 0.0]]
    """
    if dates is not None and len(in_order(dates)) < 2:
        raise WrongValue("dates: write two dates at least, as 2016, 2018; not '{}'.", tuple(dates))
    chosen = None if kinds is None else [Kind(kind) for kind in kinds]
    days = usual_days(network) if dates is None else in_order(dates)
    made = joins_on(network, days, kinds=chosen, under_way=under_way)
    table = _compared(network, made, days, measure) if len(days) > 1 else typed(pd.DataFrame(), COLUMNS)
    later = read_later(network, days[0], chosen) if len(days) > 1 else pd.DataFrame(columns=list(LATER))
    asked = {"dates": days or None, "measure": measure, "under_way": under_way, "kinds": kinds}
    rests_on = basis(
        network, "evolution", method=METHOD, parameters=asked, version=VERSION, notes=_notes(later, days)
    )  # fmt: skip
    series = {day: _of_day(one, day, measure) for one, day in zip(made, days, strict=True)}
    more = {"series": _series(series), "active": _active(series), "read_later": later.astype(LATER)}
    return answer(table, COLUMNS, SENTENCES, rests_on, more=more, case=CASE)


def _compared(network: Network, made: Sequence[Joins], days: Sequence[str], measure: str) -> pd.DataFrame:
    """A row for whoever has a score on the first or the last day."""
    was, became, value, place = parts(made[0], made[-1], measure)
    there, still = was.scores > 0, became.scores > 0
    table = pd.DataFrame({"id": pd.Series(made[0].organisations, dtype="string")})
    table = table.assign(
        state=np.select([~there, ~still], [APPEARED, ENDED], STAYED),
        measure=measure,
        date_before=days[0],
        date_after=days[-1],
        **_side(was, "before"),
        **_side(became, "after"),
        **_parts(value, ("change", "own", "others")),
        **_parts(place, ("places", "own_places", "other_places")),
    )
    table.loc[table["state"] != STAYED, ["places", "own_places", "other_places"]] = pd.NA
    table = table[there | still].merge(network.organisations[["id", "name", "kind"]], on="id")
    table = table.assign(name=table["name"].fillna(table["id"]))
    return table.sort_values(["change", "id"], ascending=[False, True], ignore_index=True)


def _side(one: Taken, when: str) -> dict[str, pd.Series]:
    """What is said of one day: a score, and among the active a rank and a percentile."""
    active = one.scores > 0
    fewer = np.searchsorted(np.sort(one.scores[active]), one.scores)
    percentile = pd.Series(100 * fewer / max(active.sum() - 1, 1), dtype="Float64")
    return {
        when: significant(pd.Series(one.scores, dtype=float)),
        f"rank_{when}": pd.Series(one.ranks, dtype="Int64").where(active),
        f"percentile_{when}": significant(percentile.where(active & (active.sum() >= FEWEST_RANKED))),
    }


def _parts(made: Parts, names: tuple[str, str, str]) -> dict[str, pd.Series]:
    """The whole change and its parts; of rounded parts the sum stays the whole."""
    change, own = (significant(pd.Series(one, dtype=float)) for one in (made.change, made.own))
    return dict(zip(names, (change, own, significant(change - own)), strict=True))


def _of_day(made: Joins, day: str, measure: str) -> pd.DataFrame:
    one = taken(made, made, measure)
    table = pd.DataFrame({"date": day, "id": pd.Series(made.organisations, dtype="string"), **_side(one, "now")})
    table = table.rename(columns={"now": "score", "rank_now": "rank", "percentile_now": "percentile"})
    return table[table["score"] > 0].astype({"date": "string"})


def _series(days: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    if not days:
        return pd.DataFrame(columns=["date", "id", "score", "rank", "percentile"], dtype="string")
    return pd.concat(days.values(), ignore_index=True)


def _active(days: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """How many have a score on each day, and what became of those of the day before."""
    rows: list[tuple[object, ...]] = []
    before: set[str] | None = None
    for day, there in days.items():
        now = set(there["id"])
        turned = (pd.NA,) * 3 if before is None else (len(now - before), len(before - now), len(now & before))
        rows.append((day, len(now), *turned))
        before = now
    names = {"date": "string", "organisations": "Int64", APPEARED: "Int64", ENDED: "Int64", STAYED: "Int64"}
    return pd.DataFrame(rows, columns=list(names)).astype(names)


def _notes(later: pd.DataFrame, days: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """How much of what was so on the first day was written only afterwards; or that there are no two days."""
    if len(days) < 2:
        return (UNDATED,)
    count = int(later["participations"].sum()) if len(later) else 0
    if not count:
        return ()
    return (
        (
            f"participations à la date {days[0]} écrites plus tard seulement : {whole(count, 'fr')}",
            f"participations of {days[0]} that were written of only later: {whole(count, 'en')}",
        ),
    )
