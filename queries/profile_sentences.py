"""What a profile says: a sentence for each kind of its rows."""

from graph.vocabulary import GROUPS
from queries.word_tables import WORDS


def _of_organisation(groups: tuple[str, str], several: tuple[str, str], members: tuple[str, str]) -> dict[str, str]:
    fr = (
        "{value} ({label}) : {memberships:aucune adhésion connue|membre de # %s|membre de # %s}%s, "
        "{partners:aucun partenaire nommé|# partenaire nommé|# partenaires nommés}, "
        "{encounters:aucune rencontre|# rencontre|# rencontres}"
        "{unchecked:|, # autre à vérifier|, # autres à vérifier}"
        "{undecided:|, # rencontre annoncée, de date incertaine|, # rencontres annoncées, de date incertaine}."
    )
    en = (
        "{value} ({label}): {memberships:no known membership|member of # %s|member of # %s}%s, "
        "{partners:no partner named|# partner named|# partners named}, "
        "{encounters:no encounter|# encounter|# encounters}"
        "{unchecked:|, # more to check|, # more to check}"
        "{undecided:|, # encounter announced, of uncertain date|, # encounters announced, of uncertain date}."
    )
    return {"fr": fr % (groups[0], several[0], members[0]), "en": en % (groups[1], several[1], members[1])}


def _summaries() -> dict[str, dict[str, str]]:
    """What is said first of an organisation, by what it is a member of: poles alone, groups of several kinds."""
    groups = {
        str(kind): tuple(zip(*(WORDS[kind][language] for language in ("fr", "en")), strict=True)) for kind in GROUPS
    }
    groups[""] = (("groupe", "group"), ("groupes", "groups"))
    members = (
        ", {parties:aucun adhérent nommé|# adhérent nommé|# adhérents nommés}{declared:| ({named} sur # déclaré)| "
        "({named} sur # déclarés)}",
        ", {parties:no member named|# member named|# members named}{declared:| ({named} of # declared)}",
    )
    return {
        f"{family}:{kind}": _of_organisation(one, several, said)
        for kind, (one, several) in groups.items()
        for family, said in (("organisation", ("", "")), ("group", members))
    }


def _of_link(fr: str, en: str, *, dated: bool = False) -> dict[str, str]:
    """A link's sentence: what it is, how far it has come, since when; of an encounter, whether it is to be checked."""
    check_fr = "{to_check: ; la date ne permet pas de dire si elle est passée|| ; à vérifier, la date est passée}"
    check_en = "{to_check:; the date does not tell whether it has passed||; to check, the date has passed}"
    return {
        "fr": fr + "{status:, statut inconnu|, statut : #}{since:|, début : #}{until:|, fin : #}"
        "{counts:|, ne compte pas|}" + (check_fr if dated else "") + ".",
        "en": en + "{status:, status unknown|, status: #}{since:|, beginning: #}{until:|, end: #}"
        "{counts:|, does not count|}" + (check_en if dated else "") + ".",
    }


SENTENCES = {
    **_summaries(),
    "encounter": {
        "fr": "{value} ({label}) : {parties:aucun participant avéré|# participant avéré|# participants avérés}"
        "{declared:| ; {named:aucun nommé|# nommé|# nommés} sur # déclaré"
        "| ; {named:aucun nommé|# nommé|# nommés} sur # déclarés}{status: ; statut inconnu| ; statut : #}"
        "{to_check: ; la date ne permet pas de dire si elle est passée|| ; à vérifier, la date est passée}.",
        "en": "{value} ({label}): {parties:no settled participant|# settled participant|# settled participants}"
        "{declared:|; {named} named of # declared}{status:; status unknown|; status: #}"
        "{to_check:; the date does not tell whether it has passed||; to check, the date has passed}.",
    },
    "topic": {
        "fr": "{value} ({label}) : {parties:aucune entité liée|# entité liée|# entités liées}.",
        "en": "{value} ({label}): {parties:no entity linked|# entity linked|# entities linked}.",
    },
    "property": {"fr": "Identité, {label} : {value}.", "en": "Identity, {label}: {value}."},
    "day": {"fr": "Identité, {label} : {since}.", "en": "Identity, {label}: {since}."},
    "number": {
        "fr": "Chiffres, {label}{value:| (#)} : {named}.",
        "en": "Numbers, {label}{value:| (#)}: {named}.",
    },
    "declared": {
        "fr": "Compte déclaré, {counted} : {named:aucun nommé|# nommé|# nommés} sur {declared}.",
        "en": "Declared count, {counted}: {named:none named|# named|# named} of {declared}.",
    },
    "share": {
        "fr": "Compte déclaré, {counted} : {declared} ; les liens n'en disent rien.",
        "en": "Declared count, {counted}: {declared}; links do not tell.",
    },
    "memberships": _of_link("Adhésion : {value} ({label})", "Membership: {value} ({label})"),
    "members": _of_link("Adhérent : {value} ({label})", "Member: {value} ({label})"),
    "encounters": _of_link("Rencontre : {value} (rôle : {label})", "Encounter: {value} (role: {label})", dated=True),
    "participants": _of_link("Participant : {value} (rôle : {label})", "Participant: {value} (role: {label})"),
    "offers": _of_link("Offre : {value} ({label})", "Offer: {value} ({label})"),
    "needs": _of_link("Besoin : {value} ({label})", "Need: {value} ({label})"),
    "places": _of_link("Lieu : {value} ({label})", "Place: {value} ({label})"),
    "": _of_link("Autre lien, {label} : {value}", "Other link, {label}: {value}"),
}  # fmt: skip
