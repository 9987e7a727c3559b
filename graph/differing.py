"""What keeps two groups of records apart: another family, or identifiers or places of which both know others."""

from collections.abc import Callable, Iterable, Sequence

from graph.facts import Facts


def differ(
    ours: Sequence[Facts],
    theirs: Sequence[Facts],
    *,
    exclusive: Sequence[str],
    country: bool = False,
    place: bool = False,
) -> bool:
    """Whether two groups of records are of two families, or have identifiers or places that differ."""
    if _differ(ours, theirs, lambda one: (one.family,) if one.family else ()):
        return True
    if any(_differ(ours, theirs, _of_scheme(scheme)) for scheme in exclusive):
        return True
    return (country and _differ(ours, theirs, lambda one: one.countries)) or (
        place and _differ(ours, theirs, lambda one: one.towns)
    )


def _differ(ours: Sequence[Facts], theirs: Sequence[Facts], values: Callable[[Facts], Iterable[str]]) -> bool:
    """Whether both sides know such a value, and have none in common."""
    mine = {value for one in ours for value in values(one)}
    yours = {value for one in theirs for value in values(one)}
    return bool(mine and yours and not mine & yours)


def _of_scheme(scheme: str) -> Callable[[Facts], Iterable[str]]:
    return lambda one: [found for found in one.identifiers if found.startswith(scheme + ":")]
