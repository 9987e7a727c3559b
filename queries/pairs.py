"""Pairs of organisations that fit, as tables: their scores, the needs that are met, and these in words."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from graph.network import Network
from graph.ties import ties
from graph.vocabulary import Relation
from queries.columns import joined, significant
from queries.distances import distance_km
from queries.fits import Fits
from queries.words import whole

ORDER = ["newcomer", "best", "reciprocity", "similarity", "a", "b"]
EXACT, RELATED = "exact", "related"
MATCH: Mapping[str, Mapping[str, str]] = {
    "fr": {EXACT: "{need} : exacte", RELATED: "{need} : proche, {offer}"},
    "en": {EXACT: "{need}: exact", RELATED: "{need}: related, {offer}"},
}
SOME: Mapping[str, str] = {
    "fr": "{provider} offre {met} des {needs} compétences que cherche {seeker} ({which})",
    "en": "{provider} offers {met} of the {needs} competences that {seeker} is looking for ({which})",
}
ONLY: Mapping[str, str] = {
    "fr": "{provider} offre la seule compétence que cherche {seeker} ({which})",
    "en": "{provider} offers the only competence that {seeker} is looking for ({which})",
}
NAMED = 5  # needs that a sentence names; the others are in `more["reasons"]`


def pairs(
    network: Network, fits: Fits, asked: Sequence[int], apart: np.ndarray, top: int, *, turn: bool,
    among: np.ndarray | None = None,
) -> pd.DataFrame:  # fmt: skip
    """The best pairs of those asked about, with all scores, ranked; those with somebody `apart` after the others.

    With `turn`, each pair once, the one whose needs are met better first; otherwise the one asked about is first,
    of two asked about the first id. The other is one of those `among`, if these are given.
    """
    a, b = fits.best(asked, apart, top, among)
    if turn:
        a, b = np.unique(np.sort([a, b], axis=0), axis=1)
        turned = fits.need_met(b, a) > np.nan_to_num(fits.need_met(a, b), nan=-1)
        a, b = np.where(turned, b, a), np.where(turned, a, b)
    else:
        both = set(zip(a, b, strict=True))
        once = np.array([one < other or (other, one) not in both for one, other in zip(a, b, strict=True)], dtype=bool)
        a, b = a[once], b[once]
    ids = fits.profiles.organisations
    table = pd.DataFrame({"a": ids[a], "b": ids[b], "newcomer": apart[a] | apart[b]}).astype(
        {"a": "string", "b": "string"}
    )
    scores = {"need_met": fits.need_met(a, b), "need_met_back": fits.need_met(b, a)}
    scores |= {"similarity": fits.similarity(a, b), "new_related": fits.new_related(a, b)}
    table = table.assign(**{column: significant(pd.Series(values)) for column, values in scores.items()})
    return _ranked(table.assign(**_beside(network, fits, table, a, b)))


def _beside(network: Network, fits: Fits, table: pd.DataFrame, a: np.ndarray, b: np.ndarray) -> dict[str, Any]:
    """What is shown beside the scores and never mixed in."""
    two = table[["need_met", "need_met_back"]]
    needs = np.diff(fits.profiles.needs.indptr)
    none = two.isna().all(axis=1)
    return {
        "best": two.max(axis=1), "reciprocity": two.min(axis=1, skipna=False),
        "needs": needs[a], "needs_back": needs[b],
        "reason": pd.Series(pd.NA, index=table.index, dtype="string").mask(none, "no_need_recorded"),
        "a_name": table["a"].map(network.name), "b_name": table["b"].map(network.name),
        "distance_km": distance_km(network, table["a"], table["b"]),
        "competitors": _competitors(network, table), "already": _already(network, table),
    }  # fmt: skip


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    order = table.sort_values(ORDER, ascending=[True, False, False, False, True, True], na_position="last")
    order = order.reset_index(drop=True)
    keys = order[ORDER[:-2]].astype("Float64").fillna(-1).to_numpy(dtype=float)
    new = np.ones(len(keys), dtype=bool)
    new[1:] = (keys[1:] != keys[:-1]).any(axis=1)
    place = order.groupby("newcomer").cumcount() + 1
    return order.assign(rank=place.where(new).ffill().astype("Int64"))


def _ends(rows: pd.DataFrame, one: str, other: str) -> pd.Index:
    """Pairs, whichever end is named first."""
    ends = np.sort(rows[[one, other]].to_numpy(dtype=object), axis=1)
    return pd.MultiIndex.from_arrays(list(ends.T))


def _competitors(network: Network, table: pd.DataFrame) -> np.ndarray:
    links = network.links
    rows = links[links["counts"] & (links["relation"] == Relation.COMPETES_WITH)]
    found: np.ndarray = _ends(table, "a", "b").isin(_ends(rows, "source", "target"))
    return found


def _already(network: Network, table: pd.DataFrame) -> pd.Series:
    rows = ties(network)
    often = pd.Series(rows["encounters"].to_numpy(), index=_ends(rows, "source", "target"))
    return often.reindex(_ends(table, "a", "b")).fillna(0).astype("int64").reset_index(drop=True)


def met_needs(network: Network, fits: Fits, table: pd.DataFrame) -> pd.DataFrame:
    """The needs met of every pair, in the order of the table; a's before b's, the most important and closest first."""
    ids = fits.profiles.organisations
    a, b = (np.searchsorted(ids, table[end].to_numpy(dtype=object)) for end in ("a", "b"))
    rows = pd.concat([_met(fits, a, b), _met(fits, b, a)], keys=["a", "b"], names=["first"]).reset_index("first")
    weight = (rows["closeness"] * rows["importance"]).round(12)
    order = np.lexsort((rows["need"], -weight, rows["first"], rows["pair"]))
    rows = rows.iloc[order].reset_index(drop=True)
    both = table.loc[rows["pair"], ["a", "b"]].reset_index(drop=True)
    is_a = rows["first"] == "a"
    competences = fits.profiles.competences
    made = both.assign(seeker=both["a"].where(is_a, both["b"]), provider=both["b"].where(is_a, both["a"]))
    made = made.assign(need=competences[rows["need"]], offer=competences[rows["offer"]])
    made = made.assign(need_name=made["need"].map(network.name), offer_name=made["offer"].map(network.name))
    match = np.where(rows["need"] == rows["offer"], EXACT, RELATED)
    made = made.astype("string").assign(match=pd.array(match, dtype="string"))
    return made.assign(closeness=significant(rows["closeness"]), importance=significant(rows["importance"]))


def _met(fits: Fits, seeker: np.ndarray, provider: np.ndarray) -> pd.DataFrame:
    """By pair, the needs of the seeker that the provider meets; `pair`, `need`, `offer` are positions."""
    needs = fits.profiles.needs[seeker]
    close, by = fits.met[provider], fits.by[provider]
    found = [_sorted(one) for one in ((needs > 0).multiply(close), (needs > 0).multiply(by), needs.multiply(close > 0))]
    cells = found[0].tocoo()  # all three have entries in the same places
    closeness, offer, importance = (one.data for one in found)
    made = {"pair": cells.row, "need": cells.col, "offer": offer.astype(int) - 1}
    return pd.DataFrame({**made, "closeness": closeness, "importance": importance})


def _sorted(matrix: sparse.sparray) -> sparse.csr_array:
    made = sparse.csr_array(matrix)
    made.sort_indices()
    return made


def in_words(network: Network, table: pd.DataFrame, reasons: pd.DataFrame) -> pd.DataFrame:
    """For each pair how many needs are met each way, `met` and `met_back`, and why in words, `why_fr` and `why_en`."""
    said: dict[tuple[str, str], list[dict[Any, Any]]] = {}
    for row in reasons[["seeker", "provider", "need_name", "offer_name", "match"]].to_dict("records"):
        said.setdefault((row["seeker"], row["provider"]), []).append(row)
    ways = [
        (said.get((a, b), []), said.get((b, a), []), int(needs), int(back))
        for a, b, needs, back in table[["a", "b", "needs", "needs_back"]].itertuples(index=False)
    ]
    why = {
        f"why_{language}": [
            " ; ".join(_why(network, met, needs, language) for met, needs in ((one, n), (other, m)) if met) or None
            for one, other, n, m in ways
        ]
        for language in ("fr", "en")
    }
    counts = {"met": [len(one) for one, _, _, _ in ways], "met_back": [len(other) for _, other, _, _ in ways]}
    return pd.DataFrame({**counts, **why}, index=table.index)


def _why(network: Network, met: Sequence[Mapping[str, str]], needs: int, language: str) -> str:
    which = [
        MATCH[language][row["match"]].format(need=row["need_name"], offer=row["offer_name"]) for row in met[:NAMED]
    ]
    form = ONLY if needs == 1 else SOME
    return form[language].format(
        provider=network.name(met[0]["provider"]), seeker=network.name(met[0]["seeker"]),
        met=whole(len(met), language), needs=whole(needs, language),
        which=" ; ".join(which) + (" ; …" if len(met) > NAMED else ""),
    )  # fmt: skip


def documents(network: Network, table: pd.DataFrame, reasons: pd.DataFrame) -> pd.Series:
    """By pair, the documents that state the needs and the offers which meet."""
    needs = reasons["seeker"] + f"~{Relation.NEEDS}~" + reasons["need"] + "~"
    offers = reasons["provider"] + f"~{Relation.OFFERS}~" + reasons["offer"] + "~"
    papers = network.documents_of({*needs, *offers})
    found: dict[tuple[str, str], set[str]] = {}
    for a, b, *links in zip(reasons["a"], reasons["b"], needs, offers, strict=True):
        found.setdefault((a, b), set()).update(paper for link in links for paper in papers.get(link, ()))
    said = [joined(found.get(pair, ())) or None for pair in zip(table["a"], table["b"], strict=True)]
    return pd.Series(said, index=table.index, dtype="string")
