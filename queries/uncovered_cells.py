"""Which sector × territory cells are uncovered?"""

from collections.abc import Collection

import numpy as np
import pandas as pd

from graph.network import Network
from graph.vocabulary import Kind, Relation
from queries.answer import Answer, answer
from queries.basis import basis
from queries.belonging import belonging
from queries.columns import RANK, REASON, count, name, number, share, significant
from queries.narrowing import PLACE, SIZES, narrowed
from queries.parameters import choice, several, texts

QUESTION = {
    "fr": "Quels secteurs et territoires sont hors réseau ?",
    "en": "Which sector × territory cells are uncovered?",
}
VERSION = 2
METHOD = {
    "fr": "entreprises adhérentes attendues à la part d'ensemble ; intervalles de Wilson à 95 %",
    "en": "members expected at the overall rate; Wilson intervals of 95 %",
}
FEWEST = 5  # firms, below which a rate says nothing
NORMAL = 1.959963984540054  # 95 % of a normal law lie within
COVERING = (Kind.POLE, Kind.CLUSTER, Kind.INDUSTRY_COMMUNITY)
EXAMPLE = {"territory": "country"}
PARAMETERS = (
    choice("territory", "territoires", "territories", ("region", "country"), default="region"),
    several("sizes", "tailles d'entreprises", "sizes of firms", SIZES),
    texts("places", "entreprises situées à", "firms located in", example=PLACE),
)
KEYS = ("sector", "territory")  # what a row is about
COLUMNS = (
    RANK,
    name("sector", "secteur", "sector"),
    name("territory", "territoire", "territory"),
    count("firms", "entreprises", "firms", "firms", 1),
    count("covered", "dont dans un réseau", "of them in a network", "firms"),
    share("rate", "part dans un réseau", "share in a network"),
    share("rate_low", "part, au moins", "share, at least"),
    share("rate_high", "part, au plus", "share, at most"),
    number("expected", "attendues dans un réseau", "expected in a network", "firms", 0),
    number("missing", "manquantes", "missing", "firms"),
    REASON,
)
SENTENCES = {
    "no_cell_known": {
        "fr": "Aucune entreprise dont le secteur et le territoire soient connus ; chargez un fichier qui les dise "
        "(organisation, sector, postcode).",
        "en": "No firm of which both sector and territory are known; load a file that tells (organisation, sector, "
        "postcode).",
    },
    "too_few": {
        "fr": "{sector}, {territory} : {covered:aucune entreprise|# entreprise|# entreprises} sur {firms} dans un "
        "réseau ; trop peu pour conclure.",
        "en": "{sector}, {territory}: {covered:no firm|# firm|# firms} of {firms} in a network; too few to tell.",
    },
    "": {
        "fr": "{sector}, {territory} : {covered:aucune entreprise|# entreprise|# entreprises} sur {firms} dans un "
        "réseau, on en attendrait {expected}.",
        "en": "{sector}, {territory}: {covered:no firm|# firm|# firms} of {firms} in a network, {expected} would be "
        "expected.",
    },
}


def uncovered_cells(
    network: Network, *, territory: str = "region", sizes: Collection[str] | None = None,
    places: Collection[str] | None = None,
) -> Answer:  # fmt: skip
    """Firms by sector and territory, and how many of them are in a pole, a cluster or an industry community.

    What would be expected is the share of all firms of the table; so the missing ones add up to nothing over all
    cells: it tells where, not how many. Firms whose sector or territory is unknown are left out and counted. Regions
    are those of places and of French postcodes; a firm in two regions is in two cells. With `sizes` (`unknown` among
    them) or `places` it is asked of the firms of these sizes, in these territories, as if there were no others.

    Returns:
        A table with one row per cell with a firm, most missing first, cells of fewer than 5 firms last, equal ones by
        name: `rank`, missing for those; `sector`; `territory`; `firms` N ≥ 1; `covered` C; `rate` = C / N in [0, 1]
        with the Wilson bounds `rate_low` and `rate_high` (95 %); `expected` = N ΣC / ΣN; `missing` = expected − C,
        negative where there are more; `reason`: `too_few`, or, in the only row where no firm has both a sector and a
        territory, `no_cell_known`. `more["firms"]`: the firms of each cell, in the order of the table, those in no
        network first, equal ones by id: `sector`, `territory`, `id`, `name`, `covered`.

    Raises:
        ValueError: `territory` is no such word; a size that is none, a territory in which nobody is.

    Complexity:
        One pass over firms, their places and memberships.

    Source:
        Wilson (1927), Probable inference, the law of succession, and statistical inference, Journal of the American
        Statistical Association 22, 209–212.

    Examples:
        >>> from tests.toys import met
        >>> uncovered_cells(met("ab")).table["reason"].to_list()
        ['no_cell_known']
    """
    every = _firms(network, narrowed(network, sizes=sizes, places=places))
    where = belonging(network, territory)[["organisation", "group_name"]]
    cells = every.dropna(subset=["sector"]).merge(where, left_on="id", right_on="organisation")
    cells = cells.assign(covered=cells["id"].isin(_covered(network)))
    table = cells.groupby(["sector", "group_name"])["covered"].agg(["size", "sum"]).reset_index()
    table = table.set_axis(["sector", "territory", "firms", "covered"], axis=1)
    left_out = len(every) - cells["id"].nunique()
    measured = _measured(table) if len(table) or every.empty else pd.DataFrame([{"reason": "no_cell_known"}])
    rests_on = basis(
        network, "uncovered_cells", method=METHOD, version=VERSION, notes=_notes(left_out),
        parameters={"territory": territory, "sizes": sizes, "places": places, "fewest": FEWEST},
    )  # fmt: skip
    return answer(measured, COLUMNS, SENTENCES, rests_on, more={"firms": _named(network, cells, measured)})


def _named(network: Network, cells: pd.DataFrame, measured: pd.DataFrame) -> pd.DataFrame:
    """Which firms are in each cell, and which of them in a network."""
    rows = cells.rename(columns={"group_name": "territory"})[["sector", "territory", "id", "covered"]]
    rows = rows.assign(name=rows["id"].map(network.name).astype("string"), covered=rows["covered"].astype("boolean"))
    if rows.empty:
        return rows[["sector", "territory", "id", "name", "covered"]]
    place = measured.reset_index(names="place")[["sector", "territory", "place"]]
    rows = rows.merge(place, on=["sector", "territory"]).sort_values(["place", "covered", "id"], ignore_index=True)
    return rows[["sector", "territory", "id", "name", "covered"]]


def _firms(network: Network, among: Collection[str] | None) -> pd.DataFrame:
    firms = network.entities.loc[network.entities["kind"] == Kind.FIRM, ["id", "sector"]]
    return firms if among is None else firms[firms["id"].isin(among)]


def _covered(network: Network) -> pd.Series:
    links, kinds = network.links, network.kinds
    members = links[links["counts"] & (links["relation"] == Relation.MEMBER_OF)]
    return members.loc[members["target"].map(kinds).isin(COVERING), "source"]


def _measured(table: pd.DataFrame) -> pd.DataFrame:
    firms, covered = (table[column].to_numpy(dtype=float) for column in ("firms", "covered"))
    rate = np.divide(covered, firms, out=np.zeros(len(firms)), where=firms > 0)
    expected = firms * covered.sum() / max(firms.sum(), 1)
    low, high = wilson(covered, firms)
    scores = {"rate": rate, "rate_low": low, "rate_high": high, "expected": expected, "missing": expected - covered}
    table = table.assign(**{column: significant(pd.Series(values)) for column, values in scores.items()})
    few = table["firms"] < FEWEST
    table = table.assign(reason=pd.Series(pd.NA, index=table.index, dtype="string").mask(few, "too_few"), few=few)
    table = table.sort_values(["few", "missing", "sector", "territory"], ascending=[True, False, True, True])
    rank = table["missing"].where(~table["few"]).rank(method="min", ascending=False)
    return table.assign(rank=rank.astype("Int64")).reset_index(drop=True)


def wilson(successes: np.ndarray, trials: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The bounds of a share, 95 %.

    >>> [float(bound[0].round(3)) for bound in wilson(np.array([2.0]), np.array([12.0]))]
    [0.047, 0.448]
    """
    share, z = successes / trials, NORMAL
    middle = (share + z**2 / (2 * trials)) / (1 + z**2 / trials)
    half = z / (1 + z**2 / trials) * np.sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2))
    return np.clip(middle - half, 0, share), np.clip(middle + half, share, 1)


def _notes(left_out: int) -> tuple[tuple[str, str], ...]:
    return (
        (
            f"entreprises laissées de côté, de secteur ou de territoire inconnu : {left_out}",
            f"firms left out, of unknown sector or territory: {left_out}",
        ),
    )
