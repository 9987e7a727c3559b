"""The words of the vocabulary in French and English, as sentences and screens say them."""

from collections.abc import Mapping
from enum import Enum

from graph.vocabulary import Kind, Role, Size, Status

FRENCH, ENGLISH = LANGUAGES = ("fr", "en")

Forms = tuple[str, str]  # one, several

WORDS: Mapping[Enum, Mapping[str, Forms]] = {
    Kind.POLE: {"fr": ("pôle", "pôles"), "en": ("pole", "poles")},
    Kind.CLUSTER: {"fr": ("cluster", "clusters"), "en": ("cluster", "clusters")},
    Kind.FIRM: {"fr": ("entreprise", "entreprises"), "en": ("firm", "firms")},
    Kind.LAB: {"fr": ("laboratoire", "laboratoires"), "en": ("laboratory", "laboratories")},
    Kind.SCHOOL: {"fr": ("école ou université", "écoles et universités"), "en": ("school", "schools")},
    Kind.PUBLIC_BODY: {"fr": ("organisme public", "organismes publics"), "en": ("public body", "public bodies")},
    Kind.ASSOCIATION: {"fr": ("association", "associations"), "en": ("association", "associations")},
    Kind.PLATFORM: {"fr": ("plateforme", "plateformes"), "en": ("platform", "platforms")},
    Kind.INDUSTRY_COMMUNITY: {
        "fr": ("communauté d'industrie", "communautés d'industrie"),
        "en": ("industry community", "industry communities"),
    },
    Kind.VISIT: {"fr": ("visite", "visites"), "en": ("visit", "visits")},
    Kind.EVENT: {"fr": ("événement", "événements"), "en": ("event", "events")},
    Kind.MEETING: {"fr": ("rencontre", "rencontres"), "en": ("meeting", "meetings")},
    Kind.ALLIANCE: {"fr": ("alliance", "alliances"), "en": ("alliance", "alliances")},
    Kind.PROJECT: {"fr": ("projet", "projets"), "en": ("project", "projects")},
    Kind.COMPETENCE: {"fr": ("compétence", "compétences"), "en": ("competence", "competences")},
    Kind.EQUIPMENT: {"fr": ("équipement", "équipements"), "en": ("piece of equipment", "pieces of equipment")},
    Kind.TERRITORY: {"fr": ("territoire", "territoires"), "en": ("territory", "territories")},
    Role.ORGANIZER: {"fr": ("organisateur", "organisateurs"), "en": ("organiser", "organisers")},
    Role.HOST: {"fr": ("hôte", "hôtes"), "en": ("host", "hosts")},
    Role.DELEGATE: {"fr": ("délégué", "délégués"), "en": ("delegate", "delegates")},
    Role.PARTNER: {"fr": ("partenaire", "partenaires"), "en": ("partner", "partners")},
    Role.COORDINATOR: {"fr": ("coordinateur", "coordinateurs"), "en": ("coordinator", "coordinators")},
    Role.SIGNATORY: {"fr": ("signataire", "signataires"), "en": ("signatory", "signatories")},
    Role.SPEAKER: {"fr": ("intervenant", "intervenants"), "en": ("speaker", "speakers")},
    Role.GUEST: {"fr": ("invité", "invités"), "en": ("guest", "guests")},
    Status.ASKED: {"fr": ("demandé", "demandés"), "en": ("asked for", "asked for")},
    Status.ANNOUNCED: {"fr": ("annoncé", "annoncés"), "en": ("announced", "announced")},
    Status.IN_DISCUSSION: {"fr": ("en discussion", "en discussion"), "en": ("in discussion", "in discussion")},
    Status.CONFIRMED: {"fr": ("confirmé", "confirmés"), "en": ("confirmed", "confirmed")},
    Status.SIGNED: {"fr": ("signé", "signés"), "en": ("signed", "signed")},
    Status.HELD: {"fr": ("tenu", "tenus"), "en": ("held", "held")},
    Status.ENDED: {"fr": ("terminé", "terminés"), "en": ("ended", "ended")},
    Status.DECLINED: {"fr": ("décliné", "déclinés"), "en": ("declined", "declined")},
    Status.CANCELLED: {"fr": ("annulé", "annulés"), "en": ("cancelled", "cancelled")},
    Status.DENIED: {"fr": ("démenti", "démentis"), "en": ("denied", "denied")},
    Size.MICRO: {"fr": ("très petite entreprise", "très petites entreprises"), "en": ("micro-firm", "micro-firms")},
    Size.SME: {"fr": ("PME", "PME"), "en": ("small or medium firm", "small and medium firms")},
    Size.MID: {"fr": ("ETI", "ETI"), "en": ("mid-sized firm", "mid-sized firms")},
    Size.LARGE: {"fr": ("grande entreprise", "grandes entreprises"), "en": ("large firm", "large firms")},
}
REASONS: Mapping[str, Mapping[str, str]] = {  # why there is no number
    "no_tie": {"fr": "aucun lien qui compte", "en": "no tie that counts"},
    "no_need_recorded": {"fr": "aucun besoin connu", "en": "no need recorded"},
    "no_location": {"fr": "lieu inconnu", "en": "no location known"},
    "undated": {"fr": "sans date", "en": "undated"},
    "too_few": {"fr": "trop peu pour conclure", "en": "too few to tell"},
    "no_route": {"fr": "aucun chemin connu", "en": "no route known"},
}
BY_VALUE: Mapping[str, Mapping[str, Forms]] = {
    **{str(member): forms for member, forms in WORDS.items()},
    **{reason: {language: (said, said) for language, said in forms.items()} for reason, forms in REASONS.items()},
}


def word(value: str, language: str, count: float = 1) -> str:
    """The word for a member of the vocabulary, for so many; what is no member stays as it is.

    >>> word("host", "fr"), word("public_body", "en", 2)
    ('hôte', 'public bodies')
    """
    forms = BY_VALUE.get(value)
    return value if forms is None else forms[language][is_several(count, language)]


def words(key: str, language: str, count: float = 2) -> str:
    """Whom a count counts, as words: `delegate:firm` is « délégués, entreprises ».

    >>> words("delegate:firm", "en")
    'delegates, firms'
    """
    return ", ".join(word(part, language, count) for part in key.split(":") if part)


def is_several(count: float, language: str) -> bool:
    """Whether a language uses the plural for so many: 0 and 1.5 are one in French, several in English."""
    return abs(count) >= 2 if language == FRENCH else count != 1
