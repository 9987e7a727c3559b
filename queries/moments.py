"""One network on several days: who had taken part in what, and what was read only later."""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from graph import dates
from graph.network import Network
from graph.vocabulary import ENCOUNTERS, Kind
from queries.measures import Joins, entries, joins

OF_A_DAY = (Kind.VISIT, Kind.EVENT, Kind.MEETING)  # over on the day they began, unless an end is said
LAST_YEARS = 5


def usual_days(network: Network) -> tuple[str, ...]:
    """The last five years in which counting encounters began, in order; fewer if there are no more."""
    begun = network.encounters.loc[network.encounters["counts"].fillna(False), "since"].dropna()
    years = {dates.earliest(text)[:4] for text in begun if dates.year_is_known(text)}
    return tuple(sorted(years))[-LAST_YEARS:]


def in_order(days: Sequence[str]) -> tuple[str, ...]:
    """Dates by the last day that they can mean, each once.

    Raises:
        DateError: one is not a date, or of an unknown year.
    """
    return tuple(sorted(set(days), key=lambda text: (dates.day_of(text), text)))


def joins_on(
    network: Network, days: Sequence[str], *, kinds: Collection[Kind] | None, under_way: bool
) -> list[Joins]:  # fmt: skip
    """For each day, the joins there were, over the same organisations and nodes.

    With `under_way`, only what was not over: an encounter or membership is over after the last day that its end
    can mean; visits, events and meetings without an end were over on the day they began.
    """
    whole = joins(network, kinds=kinds)
    place = _places(whole)
    found = []
    for day in days:
        rows = entries(network.at(day, sure=network.sure), kinds=kinds)
        rows = rows[~_over(network, rows, day)] if under_way else rows
        there = np.zeros(len(whole.rows), dtype=bool)
        there[[place[pair] for pair in zip(rows["organisation"], rows["node"], strict=True)]] = True
        found.append(whole.only(there))
    return found


def _places(made: Joins) -> dict[tuple[str, str], int]:
    pairs = zip(made.rows, made.columns, strict=True)
    return {(made.organisations[row], made.nodes[column]): n for n, (row, column) in enumerate(pairs)}


def _over(network: Network, rows: pd.DataFrame, day: str) -> pd.Series:
    links = network.links.set_index("id").loc[rows["link"], ["until", "target"]].set_index(rows.index)
    encounters = network.entities.set_index("id")
    encounters = encounters[encounters["kind"].isin(ENCOUNTERS)]
    ends = encounters["until"].fillna(encounters["since"].where(encounters["kind"].isin(OF_A_DAY)))
    until = links["until"].fillna(links["target"].map(ends))
    last = {text: dates.latest(text) < dates.day_of(day) for text in until.dropna().unique()}
    return until.map(last).astype("boolean").fillna(False).astype(bool)


def read_later(network: Network, day: str, kinds: Collection[Kind] | None) -> pd.DataFrame:
    """Documents published after a day, of which participations on that day are known that no earlier one states.

    Documents without a date of publication prove nothing here, neither that it was known nor that it was not.

    Returns:
        By `document`: its `title`, `published`, and how many `participations` it is the first, or one of the
        first, to state.
    """
    rows = entries(network.at(day, sure=network.sure), kinds=kinds)
    rows = rows[rows["meets"]].merge(network.mentions, left_on="link", right_on="about")
    papers = network.documents[["id", "title", "published"]].dropna(subset=["published"])
    papers = papers[papers["published"].map(dates.year_is_known).astype(bool)]
    papers = papers.assign(first=papers["published"].map(dates.earliest))
    rows = rows.merge(papers, left_on="document", right_on="id").drop_duplicates(["link", "document"])
    first = rows["first"] == rows.groupby("link")["first"].transform("min")
    late = rows[first & (rows["first"] > dates.day_of(day))]
    counted = late.groupby(["document", "title", "published"], dropna=False)["link"].nunique()
    table = counted.rename("participations").reset_index()
    return table.astype({"participations": "Int64"})[["document", "title", "published", "participations"]]
