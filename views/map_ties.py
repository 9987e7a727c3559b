"""A town on the map beside it: who is there, with which towns they have ties, and between whom."""

import pandas as pd
import streamlit as st

from queries.places import Places
from views.asked import ask, ask_more
from views.context import Context
from views.first_ones import first_ones
from views.start_buttons import buttons
from views.text import plain

TOWN, TO = "lieu", "vers"  # the address keys: of the town, and of the other one
MOST, TIES = 40, 20  # actors, and towns or pairs, that are listed before one asks for all
LONGEST = 60


def ties_of(pairs: pd.DataFrame, found: Places, town: str) -> pd.DataFrame:
    """The tied pairs of which one is in this town and the other in another one.

    Returns:
        `here`, `there` (ids), `place` (of the other town), in that order; one row a pair.
    """
    place = found.placed.set_index("id")["place"]
    rows = pairs.assign(a=pairs["source"].map(place), b=pairs["target"].map(place)).dropna(subset=["a", "b"])
    rows = rows[(rows["a"] == town) != (rows["b"] == town)]
    first = rows["a"] == town
    made = pd.DataFrame({
        "here": rows["source"].where(first, rows["target"]), "there": rows["target"].where(first, rows["source"]),
        "place": rows["b"].where(first, rows["a"]),
    })  # fmt: skip
    return made.sort_values(["place", "here", "there"], ignore_index=True)


def town_shown(ctx: Context, found: Places, town: str, here: list[str], tied: pd.DataFrame) -> None:
    """Who is in a town, then the towns they have ties with; of one of these the pairs."""
    say, other = ctx.say, ctx.asked.more.get(TO, "")
    with st.container(border=True, key="drawer"):
        st.markdown(f"#### {plain(name_of(found, town))}")
        if other in set(tied["place"]):
            _pairs(ctx, found, other, tied[tied["place"] == other])
            return
        supposed = int(found.placed.loc[found.placed["place"] == town, "supposed"].sum())
        one, several = "{count} placed where others of the town are", "{count} placed where others of the town are"
        st.caption(say.many(one, several, supposed))
        order = sorted(here, key=lambda one: (-ctx.neighbourhood_then.degree.get(one, 0), one))
        buttons(ctx, order, lambda one: ask(sel=one), most=MOST)
        _towns(ctx, found, tied)


def back_to_town(ctx: Context, found: Places, town: str) -> None:
    """From the actor or the pair that was opened to the town again."""
    label = ctx.say("Back to {town}", town=plain(name_of(found, town), longest=LONGEST))
    st.button(label, key="to_town", on_click=ask, kwargs={"sel": ""}, type="tertiary")


def name_of(found: Places, town: str) -> str:
    """What a place is called; its key where it has no name."""
    return str(next(iter(found.towns.loc[found.towns["place"] == town, "town"].dropna()), town))


def _towns(ctx: Context, found: Places, tied: pd.DataFrame) -> None:
    """A button for each other town, the most ties first."""
    say, counts = ctx.say, tied["place"].value_counts()
    if counts.empty:
        return
    st.markdown(f"#### {say.many('Ties with {count} town', 'Ties with {count} towns', len(counts))}")
    order = sorted(counts.index, key=lambda one: (-int(counts[one]), str(one)))

    def button(place: str) -> None:
        ties = say.many("{count} tie", "{count} ties", int(counts[place]))
        label = f"{plain(name_of(found, place), longest=LONGEST)} · {ties}"
        st.button(label, key=f"town_{place}", type="tertiary", on_click=_go, args=(place,))

    with st.container(gap=None, key="rows_towns"):
        first_ones(ctx, order, button, most=TIES, key="all_towns")


def _pairs(ctx: Context, found: Places, other: str, tied: pd.DataFrame) -> None:
    """Who has ties with whom between the two towns."""
    say, name = ctx.say, ctx.whole.name
    st.button(say("All towns"), key="from_town", type="tertiary", on_click=_go, args=("",))
    ties = say.many("{count} tie", "{count} ties", len(tied))
    st.markdown(f"#### {plain(name_of(found, other))} · {ties}")

    def button(pair: tuple[str, str]) -> None:
        label = " — ".join(plain(name(one), longest=LONGEST) for one in pair)
        st.button(label, key=f"tie_{'~'.join(pair)}", type="tertiary", on_click=ask, kwargs={"sel": "~".join(pair)})

    with st.container(gap=None, key="rows_pairs"):
        both = list(zip(tied["here"], tied["there"], strict=True))
        first_ones(ctx, both, button, most=TIES, key="all_pairs")


def _go(place: str) -> None:
    ask_more(**{TO: place})
