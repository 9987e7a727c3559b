"""The words of the product, spelled the same in Python, files, Cypher and on screens."""

from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What an entity is: an organisation, an encounter that joins many parties, or a topic."""

    POLE = "pole"
    CLUSTER = "cluster"
    FIRM = "firm"
    LAB = "lab"
    SCHOOL = "school"
    PUBLIC_BODY = "public_body"
    ASSOCIATION = "association"
    PLATFORM = "platform"
    INDUSTRY_COMMUNITY = "industry_community"

    VISIT = "visit"
    EVENT = "event"
    MEETING = "meeting"
    ALLIANCE = "alliance"
    PROJECT = "project"

    COMPETENCE = "competence"
    EQUIPMENT = "equipment"
    TERRITORY = "territory"

    @property
    def is_organisation(self) -> bool:
        return self in ORGANISATIONS

    @property
    def is_encounter(self) -> bool:
        return self in ENCOUNTERS

    @property
    def has_members(self) -> bool:
        """Whether organisations can be members of it."""
        return self in GROUPS


ORGANISATIONS = tuple(Kind)[:9]
ENCOUNTERS = tuple(Kind)[9:14]
GROUPS = (Kind.POLE, Kind.CLUSTER, Kind.ASSOCIATION, Kind.PLATFORM, Kind.INDUSTRY_COMMUNITY)
UNIQUE_BY_NAME = (  # two of such a kind with the same name are one, wherever they are
    Kind.POLE,
    Kind.CLUSTER,
    Kind.ASSOCIATION,
    Kind.PLATFORM,
    Kind.TERRITORY,
    Kind.COMPETENCE,
)


class Status(StrEnum):
    """How far a link or an encounter has come, in the words of a document."""

    ASKED = "asked"
    ANNOUNCED = "announced"
    IN_DISCUSSION = "in_discussion"
    CONFIRMED = "confirmed"
    SIGNED = "signed"
    HELD = "held"
    ENDED = "ended"
    DECLINED = "declined"  # they said no
    CANCELLED = "cancelled"
    DENIED = "denied"  # a document says that it is not so


REFUSALS = (Status.DECLINED, Status.CANCELLED, Status.DENIED)  # only listed, never drawn
SURE = (Status.CONFIRMED, Status.SIGNED, Status.HELD)
COUNTING = (*SURE, Status.ENDED)


class Relation(StrEnum):
    """A link read left to right: source, relation, target."""

    MEMBER_OF = "MEMBER_OF"
    PART_OF = "PART_OF"
    TOOK_PART_IN = "TOOK_PART_IN"
    FOLLOWS = "FOLLOWS"
    OFFERS = "OFFERS"
    NEEDS = "NEEDS"
    USES = "USES"
    ABOUT = "ABOUT"
    LOCATED_IN = "LOCATED_IN"
    TWINNED_WITH = "TWINNED_WITH"
    COMPETES_WITH = "COMPETES_WITH"

    @property
    def is_symmetric(self) -> bool:
        return self in (Relation.TWINNED_WITH, Relation.COMPETES_WITH)

    def counts(self, status: Status) -> bool:
        """Whether analyses use a link of this relation with this status by default.

        An encounter that ended did take place; a membership that ended is no longer one.
        """
        return status in (COUNTING if self is Relation.TOOK_PART_IN else SURE)


class Role(StrEnum):
    """What an organisation did in an encounter: the key of a `TOOK_PART_IN` link."""

    ORGANIZER = "organizer"
    HOST = "host"
    DELEGATE = "delegate"
    PARTNER = "partner"
    COORDINATOR = "coordinator"
    SIGNATORY = "signatory"
    SPEAKER = "speaker"
    GUEST = "guest"


class Size(StrEnum):
    """How large a firm is, by the classes of the French statistical office."""

    MICRO = "micro"
    SME = "sme"
    MID = "mid"
    LARGE = "large"


class Verdict(StrEnum):
    """What a decision says of two records."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class Level(IntEnum):
    """How closely a statement is held by its audience; a number, because as text `members` < `public`."""

    PUBLIC = 0
    MEMBERS = 1
    STAFF = 2

    @property
    def word(self) -> str:
        return self.name.lower()
