"""Which answers have a picture, and what of their columns it draws."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date as day
from functools import partial

import pandas as pd

from graph.dates import day_of
from queries.answer import Answer
from queries.catalogue import Query
from queries.words import date, word
from views.answer_rows import MOST, as_bars, as_dots, noted, percent, short
from views.figure_parts import LOOKS, Figure
from views.figures import Bar, bars, lines
from views.quadrants import Spot, quadrants
from views.text import flat
from views.wording import Words

SERIES = len(LOOKS)  # lines that are drawn: as many as can be told apart
QUARTERS = ("isolated", "motor", "marginal", "basic")  # of the diagram: above left and right, below left and right
Draw = Callable[[Answer, Words, str], Figure | None]


def figure_of(query: Query, answer: Answer, say: Words) -> Figure | None:
    """The picture of an answer under its question; None where none would help, or nothing can be drawn."""
    draw = FIGURES.get(query.name)
    return draw(answer, say, query.question[say.language]) if draw and len(answer.table) else None


def _ranking(answer: Answer, say: Words, title: str, *, by: str, share: bool = False) -> Figure | None:
    """Rank intervals where the answer holds them, else what the ranking is by."""
    return _ranks(answer, say, title) or as_bars(answer, say, title, by=by, share=share)


def _ranks(answer: Answer, say: Words, title: str) -> Figure | None:
    """Each with its rank, and the ranks between which it stays."""
    key = say("Dot: the rank. Line: the ranks between which it stays when something is missing.")
    bounds = ("rank", "rank_low", "rank_high")
    return as_dots(answer, say, title, bounds, key=key, number=say.number, start=1)


def _coverage(answer: Answer, say: Words, title: str) -> Figure | None:
    rows = answer.table.sort_values(["shapley", "id"], ascending=[False, True])
    return as_bars(replace(answer, table=rows), say, title, by="shapley", part="unique")


def _choice(answer: Answer, say: Words, title: str) -> Figure | None:
    return as_bars(answer, say, title, by="gain_in_order", part="unique", names=("member_name",))


def _diagram(answer: Answer, say: Words, title: str) -> Figure | None:
    """Callon's strategic diagram: how strongly each group is tied to the others, how densely inside."""
    rows = answer.more["diagram"].dropna(subset=["quadrant"])
    if rows.empty:
        return None
    around = answer.table.drop_duplicates("group").reset_index(names="row").set_index("group")
    drawn = rows.sort_values(["members", "group"], ascending=[False, True]).head(MOST)
    first = around.loc[drawn["group"]]
    names = (f"{group} · {flat(str(name))}" for group, name in first["group_name"].items())
    places = (drawn[one].astype(float) for one in ("centrality", "density"))
    quarters = map(QUARTERS.index, drawn["quadrant"])
    weights = drawn["members"].astype(float)
    spots = [Spot(*one) for one in zip(names, *places, quarters, weights, first["row"], strict=True)]
    words = (
        say("isolated: dense, apart"), say("motors: dense and central"), say("marginal: loose, apart"),
        say("basic: loose, central"),
    )  # fmt: skip
    key = say("A dot: a group, as large as its members are many. Groups stand in order, equal ones in the same place.")
    return quadrants(
        spots, words, x=say("ties to other groups"), y=say("density inside"), title=title,
        note=noted(say, key, len(spots), len(rows)), number=short(say),
    )  # fmt: skip


def _methods(answer: Answer, say: Words, title: str) -> Figure | None:
    """What each method gains over gravity and network, of all pairs."""
    first = answer.table.dropna(subset=["stratum"])["stratum"].head(1)
    rows = answer.table[answer.table["stratum"].isin(first)]
    key = say("Dot: the gain over gravity and network. Line: from 5 to 95 % of the resamplings.")
    rows = rows.assign(method=[word(one, say.language) for one in rows["method"]])
    bounds = ("gain", "gain_low", "gain_high")
    return as_dots(replace(answer, table=rows), say, title, bounds, key=key, names=("method",))


def _cells(answer: Answer, say: Words, title: str) -> Figure | None:
    key = say("Dot: the share of firms in a network. Line: its bounds (95 %).")
    bounds, names = ("rate", "rate_low", "rate_high"), ("sector", "territory")
    return as_dots(answer, say, title, bounds, key=key, names=names, number=percent(say))


def _gaps(answer: Answer, say: Words, title: str) -> Figure | None:
    key = say("Dot: encounters expected less those known. Line: from 5 to 95 % of the resamplings.")
    return as_dots(answer, say, title, ("gap", "gap_low", "gap_high"), key=key, names=("a_name", "b_name"))


def _outcomes(answer: Answer, say: Words, title: str) -> Figure | None:
    return _difference(answer, say, title, names=("event_name",))


def _follow_up(answer: Answer, say: Words, title: str) -> Figure | None:
    rows = answer.table.dropna(subset=["difference"])
    within = [say.many("within {count} month", "within {count} months", int(one)) for one in rows["months"]]
    return _difference(replace(answer, table=rows.assign(within=within)), say, title, names=("within",))


def _difference(answer: Answer, say: Words, title: str, *, names: tuple[str, ...]) -> Figure | None:
    """How much more often those who met were followed than those like them."""
    key = say("Dot: how much more often than comparable pairs. Line: its bounds (95 %). What followed is no effect.")
    return as_dots(answer, say, title, ("difference", "low", "high"), key=key, names=names, number=percent(say))


def _evolution(answer: Answer, say: Words, title: str) -> Figure | None:
    """What those who changed most had on each day."""
    table, series = answer.table.head(SERIES), answer.more["series"].dropna(subset=["score"])
    at = _in_years(list(answer.more["active"]["date"]))
    names = _named_apart(table)
    drawn = {name: _through(series[series["id"] == one], at) for one, name in names.items()}
    if not any(drawn.values()):
        return None
    measure, most = word(str(table["measure"].iloc[0]), say.language), max(y for one in drawn.values() for _, y in one)
    note = noted(say, say("Those who changed most."), len(table), len(answer.table))
    ticks = {years: date(one, say.language) for one, years in at.items()}
    rows = dict(zip(names.values(), table.index, strict=True))
    return lines(
        drawn, x="", y=measure, title=title, note=note, most=most, ticks=ticks, number=short(say), rows=rows
    )  # fmt: skip


def _named_apart(table: pd.DataFrame) -> dict[str, str]:
    """The name of each id; that of two that are called alike, with the id."""
    twice = table["name"].duplicated(keep=False)
    names = table["name"].mask(twice, table["name"] + " (" + table["id"] + ")")
    return dict(zip(table["id"], names, strict=True))


def _through(rows: pd.DataFrame, at: Mapping[str, float]) -> list[tuple[float, float]]:
    """The points of one line, in time."""
    return sorted((at[one], float(score)) for one, score in zip(rows["date"], rows["score"], strict=True))


def _in_years(days: Sequence[str]) -> dict[str, float]:
    """How long after the first each day is."""
    days_on = {one: day.fromisoformat(day_of(one)).toordinal() for one in days}
    first = min(days_on.values(), default=0)
    return {one: (on - first) / 365.25 for one, on in days_on.items()}


def _doubts(answer: Answer, say: Words, title: str) -> Figure | None:
    """How many doubts there are of each sort, the most first."""
    rows = answer.more["issues"].sort_values(["doubts", "issue"], ascending=[False, True])
    made = [
        Bar(word(issue, say.language), float(count))
        for issue, count in zip(rows["issue"], rows["doubts"], strict=True)
        if count
    ]
    return bars(made, axis=say("doubts"), title=title, number=say.number) if made else None


FIGURES: Mapping[str, Draw] = {
    "centrality": partial(_ranking, by="partners"),
    "brokers": partial(_ranking, by="betweenness", share=True),
    "brokerage_roles": partial(_ranking, by="passages"),
    "sole_brokers": partial(_ranking, by="mediated"),
    "groups": _diagram,
    "platform_coverage": _coverage,
    "platform_choice": _choice,
    "backtest": _methods,
    "gaps": _gaps,
    "uncovered_cells": _cells,
    "outcomes": _outcomes,
    "visit_follow_up": _follow_up,
    "evolution": _evolution,
    "robustness": _ranks,
    "quality": _doubts,
}
