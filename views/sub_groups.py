"""Sub-groups of a delegation, chosen by names: who is in the second and in the next; all others are the first."""

from collections.abc import Mapping, Sequence

import streamlit as st

from graph.errors import MaillageError
from queries.parameters import organisation_named
from queries.trip_options import OPTIONS, SEPARATOR, Asked
from queries.trips import travellers
from views.asked import ask_more
from views.context import Context
from views.parameter_fields import address_key
from views.text import flat

GROUPS = next(one for one in OPTIONS if one.name == "groups")
FIRST = 2  # that is chosen: who is in none of these is in the one before
LONGEST = 60  # letters of a name


def sub_groups(ctx: Context, asked: Asked) -> tuple[str, ...]:
    """Ask for the sub-groups of those who travel; what the address says of them, as the plan is asked with."""
    said: tuple[str, ...] = tuple(GROUPS.read(ctx.asked.more.get(address_key(GROUPS.name), "")) or ())
    who = _travellers(ctx, asked)
    if len(who) < FIRST:
        st.caption(ctx.say("Several who travel can be divided into sub-groups, each of which sees hosts of its own."))
        return said
    chosen = _numbers(ctx, said, who)
    shown = range(FIRST, min(max([1, *chosen.values()]) + 1, len(who)) + 1)
    for number in shown:
        _field(ctx, number, [one for one in who if chosen.get(one, number) == number], chosen, shown)
    st.caption(ctx.say("All others who travel are sub-group 1."))
    return said


def _field(ctx: Context, number: int, free: Sequence[str], chosen: Mapping[str, int], shown: range) -> None:
    """Who is in one sub-group, of those who are in none of the others."""
    key = _key(number)
    st.session_state[key] = [one for one in free if one in chosen]
    st.multiselect(
        ctx.say("Sub-group {number}", number=number), free, key=key, on_change=_take, args=(shown,),
        format_func=lambda one: flat(ctx.whole.name(one), longest=LONGEST), placeholder=ctx.say("Choose"),
    )  # fmt: skip


def _take(shown: range) -> None:
    """The address follows the fields; a sub-group that nobody is in any more is none."""
    groups = [some for some in (sorted(st.session_state[_key(number)]) for number in shown) if some]
    texts = [f"{one}{SEPARATOR}{number}" for number, some in enumerate(groups, FIRST) for one in some]
    ask_more(**{address_key(GROUPS.name): GROUPS.write(tuple(texts) or None)})


def _key(number: int) -> str:
    return f"sub_group_{number}"


def _travellers(ctx: Context, asked: Asked) -> list[str]:
    """Who travels, in the order of their names; nobody while that is not said, or is told to be wrong below."""
    if not asked.visit and not asked.delegation:
        return []
    try:
        return sorted(travellers(ctx.network, asked), key=lambda one: (ctx.whole.name(one).casefold(), one))
    except (MaillageError, ValueError):
        return []


def _numbers(ctx: Context, said: Sequence[str], who: Sequence[str]) -> dict[str, int]:
    """Of those who travel, who is in which sub-group from the second on; what cannot be read is told by the plan."""
    made = {}
    for text in said:
        name, _, number = text.rpartition(SEPARATOR)
        try:
            one = organisation_named(ctx.network, name.strip())
        except (MaillageError, ValueError):
            continue
        if one in who and number.strip().isdigit() and FIRST <= int(number) <= len(who):
            made[one] = int(number)
    return made
