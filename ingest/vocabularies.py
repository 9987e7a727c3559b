"""The words of closed vocabularies: ours, and the French ones, of which the first of a meaning is the one to tell."""

from collections.abc import Iterable, Mapping
from functools import cache

from graph.vocabulary import Kind, Level, Role, Size, Status, Verdict

FRENCH: dict[str, dict[str, str]] = {
    "status": {
        "demandé": "asked", "sollicité": "asked", "annoncé": "announced", "prévu": "announced",
        "en discussion": "in_discussion", "confirmé": "confirmed", "adhérent": "confirmed", "actif": "confirmed",
        "signé": "signed", "tenu": "held", "réalisé": "held", "terminé": "ended", "radié": "ended", "clos": "ended",
        "décliné": "declined", "refusé": "declined", "annulé": "cancelled", "démenti": "denied",
    },
    "kind": {
        "pôle": "pole", "pôle de compétitivité": "pole", "grappe": "cluster", "grappe d'entreprises": "cluster",
        "entreprise": "firm", "société": "firm", "tpe": "firm", "pme": "firm", "eti": "firm", "pme/eti": "firm",
        "tpe/pme": "firm", "grande entreprise": "firm", "grand groupe": "firm", "startup": "firm", "start-up": "firm",
        "jeune pousse": "firm", "industriel": "firm", "bureau d'études": "firm", "filiale": "firm",
        "laboratoire": "lab", "laboratoire de recherche": "lab", "labo": "lab", "centre de recherche": "lab",
        "organisme de recherche": "lab", "centre technique": "lab", "centre technique industriel": "lab",
        "école": "school", "école d'ingénieurs": "school", "grande école": "school", "université": "school",
        "établissement d'enseignement": "school", "établissement d'enseignement supérieur": "school",
        "organisme de formation": "school", "lycée": "school",
        "organisme public": "public_body", "collectivité": "public_body", "collectivité territoriale": "public_body",
        "institution": "public_body", "institutionnel": "public_body", "chambre consulaire": "public_body",
        "agence": "public_body", "association": "association", "fédération": "association",
        "syndicat professionnel": "association",
        "fondation": "association", "plateforme": "platform", "plateforme technologique": "platform",
        "communauté": "industry_community", "visite": "visit", "événement": "event", "salon": "event",
        "rencontre": "meeting", "projet": "project", "compétence": "competence", "équipement": "equipment",
        "territoire": "territory",
    },
    "role": {
        "organisateur": "organizer", "hôte": "host", "délégué": "delegate", "délégation": "delegate",
        "partenaire": "partner", "participant": "partner", "coordinateur": "coordinator",
        "coordonnateur": "coordinator",
        "signataire": "signatory", "intervenant": "speaker", "orateur": "speaker", "invité": "guest",
    },
    "size": {
        "TPE": "micro", "PME": "sme", "ETI": "mid", "GE": "large", "grande entreprise": "large",
        "grand groupe": "large",
    },
    "level": {"publique": "public", "membres": "members", "adhérents": "members", "équipe": "staff"},
    "direction": {"offre": "OFFERS", "offers": "OFFERS", "besoin": "NEEDS", "cherche": "NEEDS", "needs": "NEEDS"},
    "verdict": {"même": "same", "identique": "same", "différent": "different", "incertain": "unsure"},
    "yes": {
        "oui": "1", "yes": "1", "true": "1", "vrai": "1", "1": "1", "x": "1",
        "non": "0", "no": "0", "false": "0", "faux": "0", "0": "0",
    },
}  # fmt: skip
OURS: dict[str, Iterable[str]] = {
    "status": Status,
    "kind": Kind,
    "role": Role,
    "size": Size,
    "level": [level.word for level in Level],
    "direction": ("OFFERS", "NEEDS"),
    "verdict": Verdict,
}


@cache
def french_words() -> Mapping[str, str]:
    """Each of our words, and how a French file writes it.

    >>> [french_words()[one] for one in ("sme", "held", "public_body")]
    ['PME', 'tenu', 'organisme public']
    """
    found: dict[str, str] = {}
    for words in FRENCH.values():
        for word, meaning in words.items():
            found.setdefault(meaning, word)
    return found
