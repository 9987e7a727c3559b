"""What may be told to whom: on a sheet, what everybody may see; what is written down, to those it is confided to."""

from dataclasses import replace

from graph.errors import WrongValue
from graph.model import Viewer
from graph.network import Network
from queries.basis import seen_by
from views.wording import Words


def openly(network: Network, public: Network) -> Network:
    """The entities of a viewer's network, of which only what is public is known: links, documents, counts."""
    known = set(network.entities["id"])
    ends = public.links["source"].isin(known) & public.links["target"].isin(known)
    return replace(
        public, entities=network.entities, links=public.links[ends].reset_index(drop=True), viewer=public.viewer
    )


def for_whose_eyes(say: Words, viewer: str) -> str:
    """Of a sheet that rests on more than what is public: who may see as much; "" of any other."""
    return "" if viewer == str(Viewer.PUBLIC) else say("confidential: {seen_by}", seen_by=seen_by(viewer, say.language))


def confided_to(text: str) -> dict[str, str]:
    """`level` and `audience` of what is confided to one group, as `emc2=staff`; nothing where nothing is said.

    >>> confided_to("EMC2=staff")
    {'level': 'staff', 'audience': 'emc2'}
    """
    rights = Viewer.parse(text).rights if text.strip() else ()
    if text.strip() and len(rights) != 1:
        raise WrongValue("--confided: write one group and its level, as emc2=staff, not '{}'.", text)
    return {key: value for group, level in rights for key, value in (("level", level.word), ("audience", group))}
