"""What a run did beside statements: how it described documents, and what it decided, as far as a viewer may see."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
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
    """What a viewer knows of, found out only where it matters: the owner knows of everything.

    Attributes:
        documents: those with a statement that it sees.
        pairs: of records that it sees both of.
    """

    viewer: Viewer
    documents: Callable[[], Collection[str]]
    pairs: Callable[[], Collection[tuple[str, str]]]


def beside(descriptions: Iterable[Description], decided: Iterable[Decision], number: int, sight: Sight) -> Beside:
    """What the run of that number did, of all descriptions that its documents ever had and all that it decided.

    A document that was ever described as more confidential than the viewer sees is not told of.
    """
    by_id: dict[str, list[Description]] = {}
    for one in descriptions:
        by_id.setdefault(one.document.id, []).append(one)
    seen, judged = _seen(by_id, sight), list(decided)
    if judged and not sight.viewer.sees_all:
        pairs = sight.pairs()
        judged = [one for one in judged if (one.a, one.b) in pairs]
    told = [_told(by_id[name], number) for name in sorted(seen)]
    return Beside(tuple(pair for pair in told if pair[0] != pair[1]), tuple(judged))


def _told(those: Sequence[Description], number: int) -> tuple[Document | None, Document | None]:
    before = next((one.document for one in those if one.closed == number), None)
    after = next((one.document for one in those if one.opened == number), None)
    return before, after


def _seen(by_id: Mapping[str, Sequence[Description]], sight: Sight) -> set[str]:
    """The documents that the viewer knows of, and always saw all descriptions of."""
    if sight.viewer.sees_all:
        return set(by_id)
    sees = sight.viewer.sees
    open_ones = {
        name for name, those in by_id.items() if all(sees(one.document.level, one.document.audience) for one in those)
    }
    return open_ones.intersection(sight.documents()) if open_ones else open_ones
