"""Links as sentences, and words for relations, levels, properties; others are in `queries/word_tables.py`."""

from graph.vocabulary import Level, Relation, Role, Verdict
from queries.words import word, words
from views.wording import Words

SENTENCES = {  # a link, read left to right
    Relation.MEMBER_OF: "{source} is a member of {target}",
    Relation.PART_OF: "{source} is part of {target}",
    Relation.TOOK_PART_IN: "{source} took part in {target}",
    Relation.FOLLOWS: "{source} follows {target}",
    Relation.OFFERS: "{source} offers {target}",
    Relation.NEEDS: "{source} needs {target}",
    Relation.USES: "{source} uses {target}",
    Relation.ABOUT: "{source} is about {target}",
    Relation.LOCATED_IN: "{source} is located in {target}",
    Relation.TWINNED_WITH: "{source} is twinned with {target}",
    Relation.COMPETES_WITH: "{source} competes with {target}",
}
ROLES = {  # a participation, read left to right
    Role.ORGANIZER: "{source} organises {target}",
    Role.HOST: "{source} is a host of {target}",
    Role.DELEGATE: "{source} is in the delegation of {target}",
    Role.PARTNER: "{source} is a partner in {target}",
    Role.COORDINATOR: "{source} coordinates {target}",
    Role.SIGNATORY: "{source} is a signatory of {target}",
    Role.SPEAKER: "{source} speaks at {target}",
    Role.GUEST: "{source} is a guest of {target}",
}
NEIGHBOURS = {  # whom a link leads to, from its source and from its target
    Relation.MEMBER_OF: ("Member of", "Members"),
    Relation.PART_OF: ("Part of", "Parts"),
    Relation.TOOK_PART_IN: ("Encounters", "Participants"),
    Relation.FOLLOWS: ("Follows", "Followed by"),
    Relation.OFFERS: ("Offers", "Offered by"),
    Relation.NEEDS: ("Needs", "Needed by"),
    Relation.USES: ("Uses", "Users"),
    Relation.ABOUT: ("Topics", "Encounters on it"),
    Relation.LOCATED_IN: ("Place", "Located here"),
    Relation.TWINNED_WITH: ("Twinned with", "Twinned with"),
    Relation.COMPETES_WITH: ("Competitors", "Competitors"),
}
RELATIONS = {
    Relation.MEMBER_OF: "membership",
    Relation.PART_OF: "part of a whole",
    Relation.TOOK_PART_IN: "participation",
    Relation.FOLLOWS: "sequel",
    Relation.OFFERS: "offer",
    Relation.NEEDS: "need",
    Relation.USES: "use",
    Relation.ABOUT: "topic",
    Relation.LOCATED_IN: "place",
    Relation.TWINNED_WITH: "twinning",
    Relation.COMPETES_WITH: "competition",
}
LEVELS = {Level.PUBLIC: "public", Level.MEMBERS: "kept among members", Level.STAFF: "kept among staff"}
VERDICTS = {
    Verdict.SAME: "{a} is {b}",
    Verdict.DIFFERENT: "{a} is not {b}",
    Verdict.UNSURE: "{a} is perhaps {b}",
}
RULES = {  # why a rule takes two records for one
    "identifier": "an identifier in common",
    "name and place": "the same name, in the same place",
    "name of a kind whose names are unique": "the same name, of a kind whose names are unique",
    "the one that bears the name": "the one that bears the name",
}
PROPERTIES = {
    "name": "name", "kind": "kind", "alias": "also called", "identifier": "identifier", "status": "status",
    "since": "since", "until": "until", "programme": "programme", "subject": "subject", "cost": "cost",
    "country": "country", "city": "town", "postcode": "postcode", "lat": "latitude", "lon": "longitude",
    "sector": "sector", "size": "size", "label": "distinction", "founded": "founded", "url": "web address",
    "director": "director", "president": "president", "type": "type", "access": "access", "capacity": "capacity",
    "declared": "declared count", "reference": "named as",
}  # fmt: skip

DOCUMENT_PARTS = {
    "title": "title", "publisher": "publisher", "published": "published", "retrieved": "retrieved",
    "url": "web address", "licence": "licence", "sha256": "fingerprint of the file", "level": "confidentiality",
    "audience": "confided to",
}  # fmt: skip

REASONS = {  # why two may be one, or not
    "identifier in common": "identifier in common", "same name": "same name", "same letters": "same letters",
    "letters much alike": "letters much alike", "letters alike": "letters alike", "word in common": "word in common",
    "town in common": "town in common", "towns differ": "towns differ", "countries differ": "countries differ",
    "legal forms differ": "legal forms differ", "same but for common words": "same but for common words",
}  # fmt: skip
BANDS = {  # of scores
    "safe": "almost certain",
    "likely": "likely",
    "look": "to be looked at",
    "": "hardly likely",
}
ISSUES = {  # what cannot all be so of who is who
    "suspended": "suspended, since it joins what is known to be different",
    "two_names": "one identifier, two names",
    "two_sirens": "one entity, two SIRENs",
    "shared_identifier": "one identifier, two entities",
}
SIDES = {  # what is known of one of two
    "names": "names", "identifiers": "identifiers", "town": "town", "country": "country", "records": "records",
    "links": "links",
}  # fmt: skip
COMMANDS = {  # what a run did
    "load": "load", "copy": "copy", "geocode": "places found", "review": "decisions", "undo": "undoing",
    "withdraw": "withdrawal", "note": "facts written down", "correct": "correction",
}  # fmt: skip
NAME_KINDS = {"legal": "legal name", "former": "former name", "acronym": "acronym"}


def kind_word(say: Words, kind: str) -> str:
    return word(kind, say.language)


def kinds_word(say: Words, kind: str, count: int = 2) -> str:
    """The word for so many of a kind, without the number."""
    return word(kind, say.language, count)


def status_word(say: Words, status: str) -> str:
    return word(status, say.language)


def link_sentence(say: Words, relation: str, key: str, *, source: str, target: str) -> str:
    """A link as a sentence, its role included."""
    known = Relation(relation) is Relation.TOOK_PART_IN and key in set(Role)
    sentence = ROLES[Role(key)] if known else SENTENCES[Relation(relation)]
    return say(sentence, source=source, target=target)


def counted_words(say: Words, key: str) -> str:
    """Whom a declared count counts: `delegate:firm` as words."""
    return words(key, say.language)


def property_word(say: Words, name: str) -> str:
    """The word for a property; its own name where the vocabulary has none."""
    return say(PROPERTIES[name]) if name in PROPERTIES else name


def document_word(say: Words, part: str) -> str:
    """The word for a part of a document's description."""
    return say(DOCUMENT_PARTS[part])


def command_word(say: Words, command: str) -> str:
    """What a run did, in a word; its own name where the vocabulary has none."""
    return say(COMMANDS[command]) if command in COMMANDS else command
