"""What one knows of the host that was clicked, for the plan of a visit: how much it matters, how likely, when not."""

import streamlit as st

from graph.errors import MaillageError
from queries.parameters import organisation_named
from queries.trip_options import ACCEPTANCE, HIGHEST, OPTIONS, PRIORITY, SEPARATOR
from views.asked import ask_more
from views.context import Context
from views.parameter_fields import address_key

ASKED = {one.name: one for one in OPTIONS}
USUAL = {"priority": PRIORITY, "acceptance": ACCEPTANCE}


def terms(ctx: Context, host: str) -> None:
    """Fields with what the plan was asked with; a change stands in the address, and plans again."""
    say = ctx.say
    with st.container(border=True, key="numbers"):
        for name, label, least, most, step in (
            ("priority", say("Priority (1 is usual)"), 0.1, float(HIGHEST), 0.5),
            ("acceptance", say("Chance of a yes (0.5 is usual)"), 0.0, 1.0, 0.1),
        ):
            st.session_state[name] = float(next(iter(_held(ctx, name, host)), USUAL[name]))
            st.number_input(
                label, least, most, step=step, format="%g", key=name, on_change=_take, args=(ctx, name, host)
            )
        st.session_state["away"] = ", ".join(_held(ctx, "away", host))
        st.text_input(
            say("Away on these days (or day.slot)"), key="away", placeholder="2, 3.1", on_change=_take,
            args=(ctx, "away", host),
        )  # fmt: skip


def given(ctx: Context) -> dict[str, tuple[str, ...]]:
    """All that the address says of hosts, by parameter."""
    return {name: _texts(ctx, name) for name in (*USUAL, "away")}


def _take(ctx: Context, name: str, host: str) -> None:
    """The address follows a field; what is as usual is not in it."""
    said = st.session_state[name]
    values = [one.strip() for one in said.split(",")] if isinstance(said, str) else [f"{said:g}"]
    mine = [f"{host}{SEPARATOR}{one}" for one in values if one and said != USUAL.get(name)]
    others = [text for text in _texts(ctx, name) if _whose(ctx, text) != host]
    ask_more(**{address_key(name): ASKED[name].write(tuple(others + mine))})


def _held(ctx: Context, name: str, host: str) -> list[str]:
    """What the address says of this host."""
    return [text.rpartition(SEPARATOR)[2].strip() for text in _texts(ctx, name) if _whose(ctx, text) == host]


def _texts(ctx: Context, name: str) -> tuple[str, ...]:
    return tuple(ASKED[name].read(ctx.asked.more.get(address_key(name), "")) or ())


def _whose(ctx: Context, text: str) -> str:
    """The id of the organisation that a text is about; "" for nobody."""
    try:
        return organisation_named(ctx.whole, text.rpartition(SEPARATOR)[0].strip())
    except (MaillageError, ValueError):
        return ""
