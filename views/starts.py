"""Where a drawing can start: what is drawn before anybody asks, and the most linked organisations."""

from graph.vocabulary import ORGANISATIONS
from views.context import Context
from views.drawing import Neighbourhood, ego
from views.steps import Step

POLE = "pole"  # the address key: whose pages these are, chosen on *Accueil*
TEN = 10
ALL = Step("all")


def first_step(near: Neighbourhood) -> Step | None:
    """Around the pole of whose links the documents tell the most sorts, else around the most linked; None of nobody."""
    if near.poles:
        return Step("ego", max(near.poles, key=lambda entity: len(near.facets(entity))))
    anybody = near.organisations or near.ranked
    return Step("ego", anybody[0]) if anybody else None


def my_pole(ctx: Context) -> str:
    """The pole that the reader chose, else the one with which the drawing starts; "" where nobody is known."""
    said, start = ctx.asked.more.get(POLE, ""), first_step(ctx.neighbourhood)
    return (ctx.find(said) if said else "") or (start.entity if start else "")


def most_linked(near: Neighbourhood, count: int = TEN) -> list[str]:
    """The organisations with the most links, equal ones by id."""
    return list(near.organisations[:count])


def most_linked_around(near: Neighbourhood, entity: str, count: int = TEN) -> list[str]:
    """The organisations next to one, or in the same encounters, with the most links."""
    found = (one for one in ego(near, entity) if one != entity and near.kinds[one] in ORGANISATIONS)
    return near.by_degree(found)[:count]
