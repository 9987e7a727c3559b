"""The words of the vocabulary in French and English, as sentences and screens say them."""

import datetime
from collections.abc import Mapping
from enum import Enum

from graph.declared import count_range
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
    "no_cell_known": {"fr": "secteurs ou territoires inconnus", "en": "sectors or territories unknown"},
    "no_route": {"fr": "aucun chemin connu", "en": "no route known"},
    "no_member_known": {"fr": "aucun adhérent connu", "en": "no member known"},
    "no_item_known": {"fr": "aucun élément connu", "en": "no item known"},
    "no_group": {"fr": "groupe inconnu", "en": "group unknown"},
    "forbidden": {"fr": "exclu", "en": "forbidden"},
    "not_there": {"fr": "absent ce jour-là", "en": "does not come"},
    "no_common_slot": {"fr": "aucun créneau commun", "en": "no slot in common"},
    "quota_full": {"fr": "nombre de rendez-vous atteint", "en": "as many meetings as allowed"},
    "no_slot_left": {"fr": "plus de créneau libre pour les deux", "en": "no slot left for both"},
    "others_first": {"fr": "d'autres passent avant", "en": "others come first"},
    "no_candidate": {"fr": "offert par aucun des hôtes possibles", "en": "offered by none of the possible hosts"},
    "kept_apart": {"fr": "offert par des hôtes exclus", "en": "offered by hosts that are left out"},
    "never_there": {"fr": "ne reçoit à aucun créneau", "en": "receives in no slot"},
    "none_held": {"fr": "aucune visite tenue à suivre", "en": "no visit held that could be followed"},
    "too_recent": {"fr": "trop récent pour un suivi", "en": "too recent to be followed"},
    "not_proven": {"fr": "optimum non prouvé", "en": "optimality not proven"},
    "not_calibrated": {"fr": "aucun test ne la justifie", "en": "no test has earned it"},
    "several_groups": {"fr": "dans plusieurs groupes", "en": "in several groups"},
}
PROPERTIES: Mapping[str, Mapping[str, str]] = {
    "name": {"fr": "nom", "en": "name"},
    "kind": {"fr": "nature", "en": "kind"},
    "alias": {"fr": "autre nom", "en": "other name"},
    "identifier": {"fr": "identifiant", "en": "identifier"},
    "country": {"fr": "pays", "en": "country"},
    "city": {"fr": "ville", "en": "town"},
    "postcode": {"fr": "code postal", "en": "postcode"},
    "lat": {"fr": "latitude", "en": "latitude"},
    "lon": {"fr": "longitude", "en": "longitude"},
    "sector": {"fr": "secteur", "en": "sector"},
    "size": {"fr": "taille", "en": "size"},
    "label": {"fr": "distinction", "en": "distinction"},
    "founded": {"fr": "fondation", "en": "founded"},
    "url": {"fr": "adresse web", "en": "web address"},
    "director": {"fr": "direction", "en": "director"},
    "president": {"fr": "présidence", "en": "president"},
    "access": {"fr": "accès", "en": "access"},
    "capacity": {"fr": "capacité", "en": "capacity"},
    "status": {"fr": "statut", "en": "status"},
    "since": {"fr": "début", "en": "beginning"},
    "until": {"fr": "fin", "en": "end"},
    "programme": {"fr": "programme", "en": "programme"},
    "subject": {"fr": "sujet", "en": "subject"},
    "cost": {"fr": "coût", "en": "cost"},
}
ASKED: Mapping[str, Mapping[str, str]] = {  # what a drawing is asked for
    "step": {"fr": "étapes", "en": "steps"},
    "kinds": {"fr": "natures", "en": "kinds"},
    "rel": {"fr": "liens", "en": "links"},
    "topic": {"fr": "thème", "en": "theme"},
    "place": {"fr": "territoire", "en": "territory"},
    "doc": {"fr": "document", "en": "document"},
    "conf": {"fr": "confiance au moins", "en": "confidence at least"},
    "big": {"fr": "taille selon", "en": "size by"},
    "hue": {"fr": "couleur selon", "en": "colour by"},
    "undated": {"fr": "sans date", "en": "undated"},
}
LABELS: Mapping[str, Mapping[str, str]] = {  # what rows of answers are about
    "summary": {"fr": "en bref", "en": "in short"},
    "identity": {"fr": "identité", "en": "identity"},
    "numbers": {"fr": "chiffres", "en": "numbers"},
    "memberships": {"fr": "adhésions", "en": "memberships"},
    "members": {"fr": "adhérents nommés", "en": "members named"},
    "encounters": {"fr": "rencontres", "en": "encounters"},
    "participants": {"fr": "participants avérés", "en": "settled participants"},
    "declared": {"fr": "déclarés", "en": "declared"},
    "partners": {"fr": "partenaires nommés", "en": "partners named"},
    "betweenness": {"fr": "intermédiarité", "en": "betweenness"},
    "document": {"fr": "un document", "en": "one document"},
    "appeared": {"fr": "apparu", "en": "appeared"},
    "stayed": {"fr": "resté", "en": "stayed"},
    "gone": {"fr": "disparu", "en": "gone"},
    "to_check": {"fr": "à vérifier", "en": "to check"},
    "undecided": {"fr": "sans date qui tranche", "en": "without a date that decides"},
    "offers": {"fr": "offres", "en": "offers"},
    "needs": {"fr": "besoins", "en": "needs"},
    "places": {"fr": "lieux", "en": "places"},
    "others": {"fr": "autres liens", "en": "other links"},
    "twinnings": {"fr": "jumelages", "en": "twinnings"},
    "projects": {"fr": "projets et alliances", "en": "projects and alliances"},
    "alumni": {"fr": "anciens de visites", "en": "alumni of visits"},
    "met": {"fr": "rencontre commune", "en": "met"},
    "member_of": {"fr": "adhère à", "en": "member of"},
    "has_member": {"fr": "a pour adhérent", "en": "has as a member"},
    "located_in": {"fr": "situé à", "en": "located in"},
    "located_here": {"fr": "situé ici", "en": "located here"},
    "twinned_with": {"fr": "jumelage", "en": "twinned with"},
    "part_of": {"fr": "fait partie de l'ensemble", "en": "part of"},
    "has_part": {"fr": "comprend", "en": "includes"},
    "follows": {"fr": "suite de", "en": "follows"},
    "followed_by": {"fr": "suivi par", "en": "followed by"},
    "about": {"fr": "porte sur", "en": "about"},
    "subject_of": {"fr": "sujet de", "en": "subject of"},
    "uses": {"fr": "utilise", "en": "uses"},
    "used_by": {"fr": "utilisé par", "en": "used by"},
    "offered_by": {"fr": "offert par", "en": "offered by"},
    "needed_by": {"fr": "recherché par", "en": "needed by"},
    "competes_with": {"fr": "concurrent", "en": "competitor"},
    "reliable": {"fr": "partenaires fiables", "en": "reliable partners"},
    "natural_allies": {"fr": "alliés naturels", "en": "natural allies"},
    "discovery": {"fr": "découverte", "en": "discovery"},
    "peers": {"fr": "pairs", "en": "peers"},
    "distant": {"fr": "éloignés", "en": "distant"},
    "nobody": {"fr": "aucune autre", "en": "nobody else"},
    "unknown": {"fr": "inconnu", "en": "unknown"},
    "unserved": {"fr": "sans réponse", "en": "unserved"},
    "related_only": {"fr": "offre proche seulement", "en": "related offer only"},
    "served_elsewhere": {"fr": "offert ailleurs", "en": "served elsewhere"},
    "served_in_pole": {"fr": "offert dans un groupe commun", "en": "served in a common group"},
    "clear": {"fr": "net", "en": "clear"},
    "usual": {"fr": "dans l'ordinaire", "en": "usual"},
    "degree_product": {"fr": "produit des partenaires", "en": "product of partners"},
    "adamic_adar": {"fr": "partenaires communs (Adamic–Adar)", "en": "common partners (Adamic–Adar)"},
    "katz": {"fr": "chemins (Katz)", "en": "walks (Katz)"},
    "gravity": {"fr": "gravité", "en": "gravity"},
    "gravity_network": {"fr": "gravité et réseau", "en": "gravity and network"},
    "full": {"fr": "gravité, réseau et compétences", "en": "gravity, network and competences"},
    "full_permuted": {
        "fr": "de même, compétences échangées au hasard",
        "en": "the same, competences exchanged at random",
    },
    "all_pairs": {"fr": "tous les couples", "en": "all pairs"},
    "two_steps": {"fr": "couples à deux pas", "en": "pairs two steps apart"},
    "three_steps_or_more": {"fr": "couples à trois pas ou plus", "en": "pairs three steps apart or more"},
    "no_path": {"fr": "couples sans chemin", "en": "pairs without a path"},
    "few": {"fr": "trop peu d'acteurs", "en": "too few actors"},
    "none": {"fr": "aucun", "en": "none"},
    "exact": {"fr": "exacte", "en": "exact"},
    "related": {"fr": "proche", "en": "related"},
    "cell": {"fr": "secteur × région", "en": "sector × region"},
    "who": {"fr": "qui est-ce", "en": "who it is"},
    "figures": {"fr": "chiffres", "en": "figures"},
    "allies": {"fr": "alliés possibles", "en": "possible allies"},
    "missing_links": {"fr": "liens absents", "en": "links that are missing"},
    "upcoming": {"fr": "à venir ou à vérifier", "en": "to come, or to check"},
    "doubts": {"fr": "ce qu'on ne sait pas", "en": "what is not known"},
    "passages": {"fr": "passages entre deux autres", "en": "passages between two others"},
    "sole_pairs": {"fr": "couples reliés par lui seul", "en": "pairs mediated by it alone"},
    "all": {"fr": "toutes les rencontres", "en": "all encounters"},
    "region": {"fr": "région", "en": "region"},
    "visits": {"fr": "visites tenues", "en": "visits held"},
    "itinerant": {"fr": "itinérant", "en": "itinerant"},
    "gatekeeper": {"fr": "portier", "en": "gatekeeper"},
    "representative": {"fr": "représentant", "en": "representative"},
    "gateway": {"fr": "passerelle", "en": "gateway"},
    "liaison": {"fr": "liaison", "en": "liaison"},
    "mutual": {"fr": "mutuel", "en": "mutual"},
    "one_sided": {"fr": "d'un côté", "en": "one-sided"},
    "unasked": {"fr": "sans souhait", "en": "unasked"},
    "refused": {"fr": "refusé", "en": "refused"},
    "competitors": {"fr": "concurrents", "en": "competitors"},
    "met_before": {"fr": "déjà vus au match aller", "en": "met on the first leg"},
    "kept": {"fr": "inchangé", "en": "kept"},
    "cancelled": {"fr": "annulé", "en": "cancelled"},
    "added": {"fr": "nouveau", "en": "added"},
    "nobody_left": {"fr": "plus personne à rencontrer alors", "en": "nobody left to meet then"},
    "same_side": {"fr": "du même côté", "en": "on the same side"},
}
DOUBTS: Mapping[str, Mapping[str, str]] = {  # what is not known, and what can be done about it
    "conflict": {"fr": "documents qui se contredisent", "en": "documents that contradict each other"},
    "unsure_pair": {"fr": "peut-être les mêmes", "en": "perhaps the same"},
    "named_below_declared": {"fr": "moins nommés que déclarés", "en": "fewer named than declared"},
    "unsourced": {"fr": "document sans adresse", "en": "document without address"},
    "small_pole": {"fr": "pôle mal connu", "en": "pole hardly known"},
    "orphan": {"fr": "sans aucun lien", "en": "without any link"},
    "ask_whether_held": {"fr": "demander si cela a eu lieu", "en": "ask whether it took place"},
    "compare_documents": {"fr": "comparer les documents", "en": "compare the documents"},
    "decide": {"fr": "trancher", "en": "decide"},
    "ask_for_list": {"fr": "demander la liste", "en": "ask for the list"},
    "find_date": {"fr": "chercher la date", "en": "find the date"},
    "find_year": {"fr": "chercher l'année", "en": "find the year"},
    "find_address": {"fr": "retrouver l'adresse", "en": "find the address"},
    "find_members": {"fr": "obtenir la liste des adhérents", "en": "obtain the list of members"},
    "find_other_kinds": {"fr": "chercher les adhérents d'autre nature", "en": "look for members of other kinds"},
    "find_link": {"fr": "chercher ses liens", "en": "look for its links"},
}
BY_VALUE: Mapping[str, Mapping[str, Forms]] = {
    **{str(member): forms for member, forms in WORDS.items()},
    **{
        code: {language: (said, said) for language, said in forms.items()}
        for code, forms in {**PROPERTIES, **LABELS, **DOUBTS, **REASONS}.items()
    },
}
MARKS: Mapping[str, Mapping[str, str]] = {  # of a declared count: `>3000`, `~20`
    ">": {"fr": "plus de {}", "en": "more than {}"},
    "<": {"fr": "moins de {}", "en": "fewer than {}"},
    "~": {"fr": "environ {}", "en": "about {}"},
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


def declared(text: str, language: str) -> str:
    """A declared count in words; what is no count stays as it is.

    >>> declared(">3000", "en"), declared("50-100", "fr"), declared("95 %", "fr")
    ('more than 3,000', '50 à 100', '95 %')
    """
    span = count_range(text)
    if span is None:
        return text
    low, high = (whole(end, language) for end in (span.low, span.high))
    if text[0] in MARKS:
        return MARKS[text[0]][language].format(high if text[0] == "<" else low) + _percent(span.unit)
    between = {"fr": "à", "en": "to"}[language]
    return (low if low == high else f"{low} {between} {high}") + _percent(span.unit)


def date(text: str, language: str) -> str:
    """An EDTF date or interval in words; what is no plain date stays as it is.

    >>> date("2015-07-01", "fr"), date("2015-06/..", "en"), date("XXXX-02-20/XXXX-02-25", "fr")
    ('1er juillet 2015', 'June 2015 – …', '20 février – 25 février (année inconnue)')
    """
    ends = [_day(end, language) if end not in ("", "..") else "…" for end in text.split("/")]
    unknown = {"fr": "(année inconnue)", "en": "(year unknown)"}[language]
    return " – ".join(dict.fromkeys(ends)) + (f" {unknown}" if text.startswith("X") else "")


def _day(text: str, language: str) -> str:
    from babel.dates import format_date, format_skeleton

    year, *parts = text.rstrip("~?%").split("-")
    known = not year.startswith("X")
    try:  # 2000 was a leap year: 29 February of an unknown year is a day
        day = datetime.date(*[int(part) for part in (year if known else "2000", *[*parts, "1", "1"][:2])])
    except ValueError:
        return text
    if known and len(parts) == 2:
        said = str(format_date(day, "long", locale=language))
    else:
        said = str(format_skeleton(("y" if known else "") + ("", "MMMM", "MMMMd")[len(parts)], day, locale=language))
    return f"1er{said[1:]}" if language == FRENCH and said.startswith("1 ") else said


def whole(value: float | None, language: str) -> str:
    """A number as the language writes it: `53 547`; "" for none."""
    from babel.numbers import format_decimal

    return "" if value is None else str(format_decimal(value, locale=language))


def _percent(unit: str) -> str:
    return f" {unit}" if unit else ""
