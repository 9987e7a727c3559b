"""Where a drawing can start: what is drawn before anybody asks, and the most linked organisations."""

from graph.vocabulary import ORGANISATIONS, Kind
from views.drawing import Neighbourhood
from views.steps import Step

TEN = 10
ALL = Step("all")


def first_step(near: Neighbourhood) -> Step | None:
    """Around the pole of whose links the documents tell the most sorts, else around the most linked; None of nobody."""
    poles = [
        entity for entity in near.by_degree(near.kinds) if near.kinds[entity] == Kind.POLE and near.degree.get(entity)
    ]
    if poles:
        return Step("ego", max(poles, key=lambda entity: len(near.facets(entity))))
    anybody = most_linked(near) or near.by_degree(near.kinds)
    return Step("ego", anybody[0]) if anybody else None


def most_linked(near: Neighbourhood, count: int = TEN) -> list[str]:
    """The organisations with the most links, equal ones by id."""
    return near.by_degree(entity for entity, kind in near.kinds.items() if kind in ORGANISATIONS)[:count]
