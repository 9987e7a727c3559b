"""Closed vocabularies as files write them: our own words, and the French ones."""

from collections.abc import Iterable, Mapping
from functools import cache

from graph.names import fold
from graph.vocabulary import Kind, Level, Role, Size, Status, Verdict
from ingest.faults import CellFault

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
        "agence": "public_body", "fédération": "association", "syndicat professionnel": "association",
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
        "tpe": "micro", "pme": "sme", "eti": "mid", "ge": "large", "grande entreprise": "large",
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
CODES = {"status", "kind", "role", "level"}


@cache
def vocabulary(name: str) -> Mapping[str, str]:
    """The folded words of a closed vocabulary, feminine and plural forms included, and what each means."""
    words = {fold(word): str(word) for word in OURS.get(name, ())}
    for word, meaning in FRENCH.get(name, {}).items():
        words |= {fold(word) + ending: meaning for ending in ("", "e", "s", "es")}
        words.setdefault(_singular(word), meaning)
    return words


def word(name: str, text: str, more: Mapping[str, str] | None = None) -> str:
    """What a word of a closed vocabulary means.

    Raises:
        CellFault: it is not one of them; the suggestion names the nearest.
    """
    known = {**vocabulary(name), **(more or {})}
    if (found := known.get(fold(text)) or known.get(_singular(text))) is not None:
        return found
    raise CellFault(f"unknown_{name}" if name in CODES else "unknown_word", _nearest(text, known))


def _singular(text: str) -> str:
    """Each word without its plural: `Grandes entreprises`, `écoles d'ingénieurs`."""
    return " ".join(one.removesuffix("s") for one in fold(text).split())


def _nearest(text: str, known: Mapping[str, str]) -> str:
    from rapidfuzz import process

    near = process.extractOne(fold(text), list(known), score_cutoff=70)
    if near:
        return f"Did you mean {known[near[0]]}?"
    return f"Write one of {', '.join(sorted(set(known.values())))}."
