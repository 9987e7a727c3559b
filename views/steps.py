"""What the reader did to a drawing, step by step: the address, undo and redo are this list."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from graph.vocabulary import Kind, Relation

TEN = 10
VERBS = ("ego", "expand", "add", "hide", "all")


@dataclass(frozen=True, slots=True, order=True)
class Facet:
    """One sort of neighbours of an actor: by which relation, from which end, and of which kind where it matters.

    Attributes:
        incoming: whether the actor is the target: those are its members, participants, users.
        kind: the kind of encounter, for the encounters of an organisation; else "".
    """

    relation: str
    incoming: bool
    kind: str = ""

    def __str__(self) -> str:
        return ".".join(part for part in (self.relation, self.kind, "in" if self.incoming else "") if part)

    @classmethod
    def parse(cls, text: str) -> "Facet":
        """A facet as it stands in an address. ValueError if it is none.

        >>> str(Facet.parse("TOOK_PART_IN.alliance"))
        'TOOK_PART_IN.alliance'
        """
        relation, *rest = text.split(".")
        kinds = [part for part in rest if part != "in"]
        return cls(Relation(relation), "in" in rest, Kind(kinds[0]) if kinds else "")


@dataclass(frozen=True, slots=True)
class Step:
    """`ego:pole:emc2`, `expand:firm:daher~TOOK_PART_IN.visit~10`, `add:firm:a`, `hide:firm:a`, or `all`."""

    verb: str
    entity: str = ""
    facet: Facet | None = None
    upto: int = 0

    def __str__(self) -> str:
        subject = f"{self.entity}~{self.facet}~{self.upto}" if self.facet else self.entity
        return f"{self.verb}:{subject}" if subject else self.verb

    @classmethod
    def parse(cls, text: str) -> "Step":
        """A step as it stands in an address.

        >>> str(Step.parse("expand:firm:daher~TOOK_PART_IN.visit~10"))
        'expand:firm:daher~TOOK_PART_IN.visit~10'

        Raises:
            ValueError: the text is no step.
        """
        verb, _, subject = text.partition(":")
        if verb not in VERBS or bool(subject) == (verb == "all"):
            raise ValueError(f"'{text}' is no step.")
        if verb != "expand":
            return cls(verb, subject)
        entity, facet, upto = subject.rsplit("~", 2)
        return cls(verb, entity, Facet.parse(facet), int(upto))


def parse_steps(texts: Iterable[str]) -> tuple[Step, ...]:
    """The steps of an address; what is no step is left out, and nothing comes before a start."""
    return tuple(step for _, step in _read(texts) if step)


def no_steps(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts that `parse_steps` leaves out."""
    return tuple(text for text, step in _read(texts) if not step)


def _read(texts: Iterable[str]) -> Iterator[tuple[str, Step | None]]:
    """Each text with the step that it is, if it is one, and a start has come."""
    begun = False
    for text in texts:
        try:
            step = Step.parse(text)
        except ValueError:
            yield text, None
            continue
        begun = begun or step.verb in ("ego", "all")
        yield text, step if begun else None


def expand(steps: tuple[Step, ...], entity: str, facet: Facet) -> tuple[Step, ...]:
    """Ten more neighbours of that sort."""
    shown = [step.upto for step in steps if (step.verb, step.entity, step.facet) == ("expand", entity, facet)]
    return (*steps, Step("expand", entity, facet, max(shown, default=0) + TEN))


def known(steps: tuple[Step, ...], entities: Collection[str]) -> tuple[tuple[Step, ...], int]:
    """The steps whose actors exist, and how many ids do not."""
    kept = tuple(step for step in steps if not step.entity or step.entity in entities)
    return kept, len({step.entity for step in steps} - {step.entity for step in kept})
