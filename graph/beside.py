"""What a run did beside statements: how it described documents, and what it decided, as far as a viewer may see."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from graph.model import Decision, Document, Viewer


class Beside(NamedTuple):
    """What a run did beside statements.

    Attributes:
        documents: by id, how each was described before (None: not at all) and since (None: it was withdrawn).
        decisions: those of people, in the order in which they were made.
    """

    documents: Sequence[tuple[Document | None, Document | None]] = ()
    decisions: Sequence[Decision] = ()


class Description(NamedTuple):
    """How a document was described from one run on, until another."""

    document: Document
    opened: int
    closed: int | None


class Sight(NamedTuple):
    """What a viewer knows of: documents with a statement that it sees, and pairs of records that it sees both of."""

    viewer: Viewer
    documents: Collection[str]
    pairs: Collection[tuple[str, str]]


def beside(descriptions: Iterable[Description], decided: Iterable[Decision], number: int, sight: Sight) -> Beside:
    """What the run of that number did, of all descriptions that its documents ever had and all that it decided.

    A document that was ever described as more confidential than the viewer sees is not told of.
    """
    by_id: dict[str, list[Description]] = {}
    for one in descriptions:
        by_id.setdefault(one.document.id, []).append(one)
    told = [_told(those, number) for name, those in sorted(by_id.items()) if _is_seen(name, those, sight)]
    judged = [one for one in decided if sight.viewer.sees_all or (one.a, one.b) in sight.pairs]
    return Beside(tuple(pair for pair in told if pair[0] != pair[1]), tuple(judged))


def _told(those: Sequence[Description], number: int) -> tuple[Document | None, Document | None]:
    before = next((one.document for one in those if one.closed == number), None)
    after = next((one.document for one in those if one.opened == number), None)
    return before, after


def _is_seen(name: str, those: Sequence[Description], sight: Sight) -> bool:
    everything = all(sight.viewer.sees(one.document.level, one.document.audience) for one in those)
    return sight.viewer.sees_all or (everything and name in sight.documents)
