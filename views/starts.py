"""Where a drawing can start: what is drawn before anybody asks, and the most linked organisations."""

from views.drawing import Neighbourhood
from views.steps import Step

TEN = 10
ALL = Step("all")


def first_step(near: Neighbourhood) -> Step | None:
    """Around the pole of whose links the documents tell the most sorts, else around the most linked; None of nobody."""
    if near.poles:
        return Step("ego", max(near.poles, key=lambda entity: len(near.facets(entity))))
    anybody = near.organisations or near.ranked
    return Step("ego", anybody[0]) if anybody else None


def most_linked(near: Neighbourhood, count: int = TEN) -> list[str]:
    """The organisations with the most links, equal ones by id."""
    return list(near.organisations[:count])
