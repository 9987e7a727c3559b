"""What actors are drawn by, beside their kind: the measures and groups of the catalogue, for this network and date."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st
from babel import Locale

from graph.errors import MaillageError
from queries.belonging import one_group
from queries.catalogue import query
from queries.columns import Column
from views.answers import answered
from views.context import Context
from views.text import flat, plain
from views.vocabulary_words import property_word
from views.wording import Words

MEASURED = ("centrality", "brokers")  # queries with one row per organisation
NUMBERS = ("count", "number", "score", "share")
NOT_MEASURES = ("rank", "rank_low", "rank_high")
GROUP = "groups.group"
ONE_GROUP = ("region", "country", "sector", "pole")  # beside it: what an organisation belongs to
LONGEST = 26


@dataclass(frozen=True)
class Values:
    """What is known of the actors by one measure or grouping.

    Attributes:
        numbers: by id, of a measure; groups: by id, the word of its group, of a grouping. The other is empty.
        share: whether numbers are said in percent.
        method: how it was computed, as a sentence; "" of what documents say themselves.
    """

    label: str
    numbers: Mapping[str, float]
    groups: Mapping[str, str]
    share: bool = False
    method: str = ""


def measures() -> dict[str, Column]:
    """By the word of the address, the columns of numbers that the catalogue has of organisations."""
    found = ((name, column) for name in MEASURED for column in query(name).columns)
    return {f"{n}.{c.name}": c for n, c in found if c.type in NUMBERS and c.name not in NOT_MEASURES}


def measure_words(say: Words) -> dict[str, str]:
    """What the measures are called."""
    return {key: _capital(column.label(say.language)) for key, column in measures().items()}


def group_words(say: Words) -> dict[str, str]:
    """What the groupings are called."""
    named = {"region": say("region"), "pole": say("pole of which it is a member")}
    belonging = {f"belonging.{by}": _capital(named.get(by) or property_word(say, by)) for by in ONE_GROUP}
    return {GROUP: say("Group found among the ties"), **belonging}


def measured(ctx: Context, key: str) -> Values | None:
    """What is known by that measure or grouping; None without one, or where the question refuses: it says why."""
    if not key:
        return None
    view = ctx.asked
    try:
        with st.spinner(ctx.say("Computing…")):
            return _values(
                ctx.store.url, ctx.revision, ctx.rights, ctx.say.language, view.status, view.as_of, view.sure, key, ctx
            )  # fmt: skip
    except (MaillageError, ValueError) as error:
        st.warning(plain(ctx.say.fault(error), longest=600))
        return None


@st.cache_resource(max_entries=60, show_spinner=False)
def _values(
    url: str, revision: str, rights: str, language: str, statuses: tuple[str, ...], as_of: str, sure: str, key: str,
    _ctx: Context,
) -> Values:  # fmt: skip
    name, _, column = key.partition(".")
    if name == "belonging":
        return _belonging(_ctx, column)
    made = answered(_ctx.state, query(name), _ctx.network, {})
    table, method = made.table, made.basis.method_sentence(language)
    if key == GROUP:
        known = table[["id", "group", "group_name"]].dropna()
        around = {
            str(one): _ctx.say("{number}, around {name}", number=int(n), name=flat(around, longest=LONGEST))
            for one, n, around in known.itertuples(index=False)
        }
        return Values(_ctx.say("Group found among the ties"), {}, around, method=method)
    numbers = table[["id", column]].dropna()
    of = {str(one): float(value) for one, value in numbers.itertuples(index=False)}
    return Values(measure_words(_ctx.say)[key], of, {}, measures()[key].type == "share", method)


def _belonging(ctx: Context, by: str) -> Values:
    """The only group of those that belong to just one."""
    alone, _ = one_group(ctx.network, by)
    territories = Locale(ctx.say.language).territories if by == "country" else {}
    rows = zip(alone["id"], alone["group"], alone["group_name"], strict=True)
    of = {str(one): flat(territories.get(group, name), longest=LONGEST) for one, group, name in rows}
    return Values(group_words(ctx.say)[f"belonging.{by}"], {}, of)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
