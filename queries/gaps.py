"""Where are there fewer ties than expected?"""

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from graph.network import Network
from graph.ties import are_finds
from graph.vocabulary import ENCOUNTERS, GROUPS, ORGANISATIONS, Kind
from queries.answer import Answer, answer
from queries.basis import basis
from queries.columns import DOCUMENTS, RANK, REASON, count, flag, name, number, share, text
from queries.expectations import Expected, actors_of, expected_ties
from queries.parameters import choice, entity, entity_of
from queries.parameters import kinds as some_kinds

QUESTION = {"fr": "Où y a-t-il moins de liens qu'attendu ?", "en": "Where are there fewer ties than expected?"}
VERSION = 1
METHOD = {
    "fr": "modèle de gravité (Poisson, un effet par acteur), intervalles par rééchantillonnage, taux de fausses "
    "découvertes 10 %",
    "en": "gravity model (Poisson, an effect of each actor), bootstrap intervals, false discovery rate 10 %",
}
FALSE_FINDS = 0.1  # of the significant gaps, the share that chance alone may have made
SHOWN = 1.0  # ties expected, from which a gap is worth a look
EXAMPLE = {"kind": "lab", "within": None, "kinds": None}
PARAMETERS = (
    choice("kind", "entre", "between", tuple(map(str, ORGANISATIONS)), default="pole"),
    entity("within", "dans le groupe", "within the group", GROUPS, required=False),
    some_kinds("kinds", "natures de rencontres", "kinds of encounter", ENCOUNTERS),
)
CASE = "state"
KEYS = ("a", "b")  # what a row is about
COLUMNS = (
    RANK,
    text("state", "état", "state"),
    text("a", "premier", "first"),
    name("a_name", "nom du premier", "name of the first"),
    text("b", "second", "second"),
    name("b_name", "nom du second", "name of the second"),
    number("expected", "rencontres attendues", "encounters expected", "encounters", 0),
    count("observed", "rencontres connues", "encounters known", "encounters"),
    number("gap", "écart", "gap", "encounters"),
    number("gap_low", "écart, au moins", "gap, at least", "encounters"),
    number("gap_high", "écart, au plus", "gap, at most", "encounters"),
    share("p", "probabilité d'aussi peu", "probability of as few"),
    flag("significant", "net", "significant"),
    number("distance_km", "distance", "distance", "km", 0),
    DOCUMENTS,
    REASON,
)  # fmt: skip
SENTENCES = {
    "clear": {
        "fr": "{a_name} et {b_name} : on attendrait {expected:|# rencontre commune|# rencontres communes} ; il y en a "
        "{observed:aucune|#|#}, nettement moins que le hasard ne l'explique.",
        "en": "{a_name} and {b_name}: {expected:|# encounter in common|# encounters in common} would be expected; "
        "there {observed:are none|is #|are #}, clearly fewer than chance explains.",
    },
    "few": {
        "fr": "Trop peu d'acteurs de cette nature se rencontrent pour dire ce qu'on attendrait : il en faut trois au "
        "moins qui aient une rencontre commune.",
        "en": "Too few actors of this kind meet to tell what would be expected: it takes three at least that have an "
        "encounter in common.",
    },
    "none": {
        "fr": "Aucun couple dont on attendrait une rencontre commune ou plus : rien ne manque à cette mesure.",
        "en": "No pair of which one encounter in common or more would be expected: by this measure nothing is missing.",
    },
    "": {
        "fr": "{a_name} et {b_name} : on attendrait {expected:|# rencontre commune|# rencontres communes} ; il y en a "
        "{observed:aucune|#|#}, ce que le hasard peut expliquer.",
        "en": "{a_name} and {b_name}: {expected:|# encounter in common|# encounters in common} would be expected; "
        "there {observed:are none|is #|are #}, which chance may explain.",
    },
}


def gaps(
    network: Network, *, kind: str = "pole", within: str | None = None, kinds: Collection[str] | None = None
) -> Answer:
    """Pairs that have fewer encounters in common than actors of their activity, distance and themes would have.

    Expected is exp(a_i + a_j + β ln d + γ S + δ R): an effect of each actor, kilometres, similarity of their offers,
    the same region. What is the same for all pairs is left out, and so are distances where the place of one of them is
    unknown; the basis says what was used. Actors without an encounter in common with another are left out and counted:
    of them nothing can be expected. A gap is no advice: it does not say that the two should meet.

    Returns:
        A table with one row per pair of which at least 1 encounter is expected, the widest gap first, equal ones by
        id: `rank`; `state`: `clear` where fewer than chance explains, else `usual`; `a`, `b` and their names;
        `expected` > 0; `observed` ≥ 0; `gap` = expected − observed, negative where there are more; `gap_low`,
        `gap_high`, 5 to 95 % of 200 resamplings, missing above 10,000 pairs; `p` in [0, 1], the probability of as few;
        `significant`, of all pairs of the table, with a false discovery rate of 10 %; `distance_km`, missing where a
        place is unknown; `documents` of the encounters in common; `reason`. Without such a pair one row: `none`, or
        `few` with the reason `too_few` where fewer than three actors meet. `more["actors"]`: per actor, `ties`, in how
        many pairs it has met another, whether it was `used`. `more["model"]`: per `property` of pairs its `slope`.

    Raises:
        UnknownEntity: the viewer's network has no such group.
        ValueError: it is no group, a kind is none, or more than 1,000 actors meet.

    Complexity:
        With A actors that meet, each step of the fit takes O(A²) time and memory; fitted once, and 200 times more up to
        10,000 pairs.

    Source:
        Santos Silva and Tenreyro (2006), Review of Economics and Statistics 88, 641–658; Benjamini and Hochberg (1995),
        Journal of the Royal Statistical Society B 57, 289–300; dispersion: Cameron and Trivedi (1990), Journal of
        Econometrics 46, 347–364.

    Examples:
        >>> from tests.toys import met
        >>> gaps(met("ab", "ab", "ac", "ad", "bc", "bd"), kind="firm").table[["a", "b", "observed"]].to_numpy().tolist()
        [['firm:a', 'firm:b', 2]]
    """
    group = None if within is None else entity_of(PARAMETERS[1], network, within)
    chosen = None if kinds is None else [Kind(one) for one in kinds]
    actors = actors_of(network, Kind(kind), group)
    found = expected_ties(network, actors, chosen)
    said: dict[str, Any] = {"kind": kind, "within": within, "kinds": kinds, "shown": SHOWN, **found.settings}
    rests_on = basis(network, "gaps", method=METHOD, parameters=said, version=VERSION, notes=_notes(found))
    more = {"actors": found.actors, "model": found.model}
    return answer(_shown(network, found), COLUMNS, SENTENCES, rests_on, more=more, case=CASE)


def _shown(network: Network, found: Expected) -> pd.DataFrame:
    if found.pairs is None:
        return pd.DataFrame([{"state": "few", "reason": "too_few"}] if len(found.actors) else [])
    table = found.pairs[found.pairs["expected"] >= SHOWN].reset_index(drop=True)
    if table.empty:
        return pd.DataFrame([{"state": "none"}])
    clear = are_finds(table["p"].to_numpy(dtype=float), FALSE_FINDS)
    table = table.assign(significant=clear, state=np.where(clear, "clear", "usual"))
    table = table.sort_values(["gap", "a", "b"], ascending=[False, True, True], ignore_index=True)
    names = {f"{end}_name": table[end].map(network.name) for end in ("a", "b")}
    rank = table["gap"].rank(method="min", ascending=False).astype("Int64")
    return table.assign(**names, rank=rank, documents=found.documents(network, table))


def _notes(found: Expected) -> tuple[tuple[str, str], ...]:
    left_out = int((~found.actors["used"]).sum()) if len(found.actors) else 0
    used = ", ".join(found.model["property"]) if len(found.model) else "–"
    law = found.law
    return (
        (
            f"acteurs laissés de côté, sans rencontre commune : {left_out} ; propriétés des couples : {used} ; "
            f"{law[0]}",
            f"actors left out, without an encounter in common: {left_out}; properties of pairs: {used}; {law[1]}",
        ),
    )
