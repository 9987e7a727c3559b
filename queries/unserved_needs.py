"""Which needs does nobody serve?"""

from collections.abc import Mapping
from typing import Any

from graph.network import Network
from graph.vocabulary import GROUPS, Kind
from queries.answer import Answer, answer
from queries.basis import basis
from queries.columns import DOCUMENTS, KIND, RANK, count, name, text
from queries.nearness import STEPS
from queries.parameters import entity, entity_of
from queries.relatedness import CLOSE, ENOUGH
from queries.serving import asked_of, by_need, needs, unused, used_equipment

QUESTION = {"fr": "Quels besoins restent sans réponse ?", "en": "Which needs does nobody serve?"}
VERSION = 2
METHOD = {
    "fr": "offres de la même compétence ou du même équipement, sinon d'une compétence proche ; la plus proche en pas",
    "en": "offers of the same competence or equipment, else of a related competence; the nearest in steps",
}
EXAMPLE: Mapping[str, Any] = {"within": None}
PARAMETERS = (
    entity("within", "besoins des adhérents de", "needs of the members of", GROUPS, required=False),
    entity("need", "besoin", "need", (Kind.COMPETENCE, Kind.EQUIPMENT), required=False),
)
CASE = "state"
KEYS = ("seeker", "need")  # what a row is about
COLUMNS = (
    RANK,
    text("state", "état", "state"),
    text("seeker", "qui cherche", "who is looking"),
    name("seeker_name", "nom (qui cherche)", "name (who is looking)"),
    text("need", "besoin", "need"),
    name("need_name", "nom du besoin", "name of the need"),
    KIND,
    count("seekers", "organisations qui le cherchent", "organisations looking for it", "organisations", 1),
    count("offers", "organisations qui l'offrent", "organisations that offer it", "organisations"),
    text("nearest", "la plus proche", "the nearest"),
    name("nearest_name", "nom de la plus proche", "name of the nearest"),
    text("offer", "ce qu'elle offre", "what it offers"),
    name("offer_name", "nom de l'offre", "name of the offer"),
    count("steps", "à combien de pas", "how many steps away", "steps", 0),
    DOCUMENTS,
)
HOW_FAR = {
    "fr": "{steps:, à plus de " + str(STEPS) + " pas|, à # pas|, à # pas}",
    "en": "{steps:, more than " + str(STEPS) + " steps away|, # step away|, # steps away}",
}
SEEKERS = {
    "fr": "{seekers:|une organisation|# organisations}",
    "en": "{seekers:|one organisation|# organisations}",
}
SENTENCES = {
    "unserved": {
        "fr": "{need_name} : demandé par " + SEEKERS["fr"] + ", dont {seeker_name} ; personne ne l'offre.",
        "en": "{need_name}: looked for by " + SEEKERS["en"] + ", {seeker_name} among them; nobody offers it.",
    },
    "related_only": {
        "fr": "{need_name}, que cherche {seeker_name} : personne ne l'offre ; le plus proche, {offer_name} chez "
        "{nearest_name}" + HOW_FAR["fr"] + ".",
        "en": "{need_name}, which {seeker_name} is looking for: nobody offers it; closest is {offer_name} of "
        "{nearest_name}" + HOW_FAR["en"] + ".",
    },
    "served_elsewhere": {
        "fr": "{need_name}, que cherche {seeker_name} : offert par {offers:|# organisation|# organisations} "
        "hors de ses groupes ; la plus proche est {nearest_name}" + HOW_FAR["fr"] + ".",
        "en": "{need_name}, which {seeker_name} is looking for: offered by {offers:|# organisation|# organisations} "
        "outside its groups; the nearest is {nearest_name}" + HOW_FAR["en"] + ".",
    },
    "": {
        "fr": "{need_name}, que cherche {seeker_name} : offert dans un de ses groupes par {nearest_name}"
        + HOW_FAR["fr"]
        + ".",
        "en": "{need_name}, which {seeker_name} is looking for: offered within one of its groups by {nearest_name}"
        + HOW_FAR["en"]
        + ".",
    },
}


def unserved_needs(network: Network, *, within: str | None = None, need: str | None = None) -> Answer:
    """Every need, of a competence or of equipment, or one of them, and who would serve it, nearest first.

    A need is served by whoever else offers the very same; equipment, by its owner. `served_in_pole`: one of them is in
    a group with the seeker (a pole, a cluster, an association, a platform, a community), or one of the two is that
    group itself. `related_only`: nobody, but a related competence is offered, as in `complementarity`. Steps are shared
    encounters and memberships; beyond three, none are told. Who already uses the equipment it needs is left out.

    Returns:
        A table with one row per seeker and need, those served worst first, then the needs with most seekers, then
        ids: `rank`, equal ones share one; `state`: `unserved`, `related_only`, `served_elsewhere` or
        `served_in_pole`; `seeker`; `need`, its `kind`; `seekers` ≥ 1, how many look for it in the whole network;
        `offers` ≥ 0, how many others offer it; `nearest`, who would serve it, in a group with the seeker if there is
        one, the fewest steps away, of equal ones the first id; `offer`, what it offers, the need itself or a related
        competence; `steps` in 0 to 3, 0 for the seeker's own group, missing beyond; `documents` of the need and of
        that offer. `more["asked"]`: per need, `seekers`, `offers`. `more["unused"]`: `offer`, `kind`, `offers`, what
        nobody looks for. `more["equipment"]`: `equipment`, `owner`, `access`, `capacity`, `users`, `seekers` who do not
        use it.

    Raises:
        UnknownEntity: the viewer's network has no such group, or no such competence or equipment; the nearest are told.
        ValueError: it is no group, or nothing that can be needed.

    Complexity:
        A walk of at most three steps from each organisation with a need that somebody serves; O(m) each, of m joins.

    Source:
        Counting only; related competences as in Hidalgo et al. (2007), Science 317, 482–487.

    Examples:
        >>> from tests.toys import met
        >>> len(unserved_needs(met("ab")).table)
        0
    """
    group = None if within is None else entity_of(PARAMETERS[0], network, within)
    item = None if need is None else entity_of(PARAMETERS[1], network, need)
    wanted = needs(network, group)
    table = by_need(network, wanted if item is None else wanted[wanted["need"] == item].reset_index(drop=True))
    more = {"asked": asked_of(network), "unused": unused(network), "equipment": used_equipment(network)}
    said = {"within": within, "need": need, "close": CLOSE, "enough": ENOUGH}
    rests_on = basis(network, "unserved_needs", method=METHOD, parameters=said, version=VERSION)
    return answer(table, COLUMNS, SENTENCES, rests_on, more=more, case=CASE)
