"""A field for each parameter of a query, made from its description; the address holds the values."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from queries.catalogue import CATALOGUE, Query
from queries.parameters import Parameter
from queries.words import word
from views.asked import ask_more
from views.context import Context
from views.finder import finder
from views.homonyms import told_apart
from views.text import flat, plain
from views.vocabulary_words import kind_word
from views.wording import Words

ASKED = "q"  # the address key of the question
SELECTABLE = 3_000  # names in a list; beyond, one writes
LONGEST = 70


def address_key(name: str) -> str:
    """How a parameter is called in the address: a page has filters of the same names."""
    return f"q.{name}"


def fields(ctx: Context, query: Query) -> Mapping[str, Any] | None:
    """Ask for every parameter; the values, or None while a required one is missing."""
    values = {one.name: _value(ctx, query, one) for one in query.parameters}
    for one in query.parameters:
        _FIELDS[one.sort](ctx, one, values[one.name])
    missing = any(one.required and not values[one.name] for one in query.parameters)
    return None if missing else values


def misread(ctx: Context, query: Query) -> tuple[list[str], int]:
    """The parts of the address that are no parameters of the query; how many actors it names that nobody is."""
    known = {address_key(one.name): one for one in query.parameters}
    asked = {key: said for key, said in ctx.asked.more.items() if key.startswith(address_key(""))}
    wrong = [f"{key}={said}" for key, said in asked.items() if key not in known or not _is_read(ctx, known[key], said)]
    named = [said for key, said in asked.items() if key in known and known[key].sort == "entity"]
    return wrong, sum(not ctx.find(said) for said in named)


def _is_read(ctx: Context, parameter: Parameter, said: str) -> bool:
    """Whether a parameter can be so; of an actor whom nobody knows it is not known."""
    if parameter.sort == "entity":
        found = ctx.find(said)
        return not found or _fits(ctx, parameter, found)
    try:
        parameter.read(said)
    except ValueError:
        return False
    return True


def _fits(ctx: Context, parameter: Parameter, entity: str) -> bool:
    return not parameter.words or ctx.neighbourhood.kinds.get(entity) in parameter.words


def _value(ctx: Context, query: Query, parameter: Parameter) -> Any:
    """What the address says; a required actor that it does not name is the example's, where this network has it."""
    said = ctx.asked.more.get(address_key(parameter.name), "")
    if parameter.sort == "entity":
        wanted = said or (str(query.example.get(parameter.name) or "") if parameter.required else "")
        found = ctx.find(wanted) if wanted else ""
        return found if found and _fits(ctx, parameter, found) else None
    try:
        return parameter.read(said) if said else parameter.default
    except ValueError:
        return parameter.default


def _entity(ctx: Context, parameter: Parameter, value: str | None) -> None:
    candidates = _candidates(ctx.store.url, ctx.revision, ctx.rights, parameter.words, ctx.say.language, ctx)
    if candidates is None:
        _written(ctx, parameter, value)
        return
    key = _begin(parameter, value)
    nobody = ctx.say("Choose") if parameter.required else ctx.say("no one in particular")
    st.selectbox(
        _label(ctx, parameter), list(candidates), key=key, index=None, format_func=lambda one: candidates.get(one, one),
        placeholder=nobody, on_change=_take, args=(parameter, key),
    )  # fmt: skip


def _written(ctx: Context, parameter: Parameter, value: str | None) -> None:
    def pick(entity: str) -> None:
        ask_more(**{address_key(parameter.name): entity})

    finder(ctx, key=f"field_{parameter.name}", label=_label(ctx, parameter), pick=pick, kinds=parameter.words)
    if value:
        st.caption(f"{_label(ctx, parameter)} · {plain(ctx.whole.name(value))}")


@st.cache_data(max_entries=60, show_spinner=False)
def _candidates(
    url: str, revision: str, rights: str, kinds: tuple[str, ...], language: str, _ctx: Context
) -> dict[str, str] | None:
    """Who can be chosen, by name; those of one name are told apart. None for too many to list."""
    entities = _ctx.whole.entities
    found = entities[entities["kind"].isin(kinds)] if kinds else entities
    if len(found) > SELECTABLE:
        return None
    names = {
        str(one): f"{flat(_ctx.whole.name(one), longest=LONGEST)} · {kind_word(_ctx.say, kind)}"
        for one, kind in zip(found["id"], found["kind"], strict=True)
    }
    return dict(sorted(told_apart(_ctx.whole, names).items(), key=lambda item: (item[1].casefold(), item[0])))


def _count(ctx: Context, parameter: Parameter, value: int | None) -> None:
    key = _begin(parameter, value)
    st.number_input(
        _label(ctx, parameter), min_value=parameter.low, step=1, key=key, value=None,
        placeholder=ctx.say("as usual"), on_change=_take, args=(parameter, key),
    )  # fmt: skip


def _flag(ctx: Context, parameter: Parameter, value: bool) -> None:
    key = _begin(parameter, value)
    st.toggle(_label(ctx, parameter), key=key, on_change=_take, args=(parameter, key))


def _kinds(ctx: Context, parameter: Parameter, value: tuple[str, ...] | None) -> None:
    key = _begin(parameter, list(value or ()))
    st.multiselect(
        _label(ctx, parameter), parameter.words, key=key, format_func=lambda one: word(one, ctx.say.language, 2),
        placeholder=ctx.say("all of them"), on_change=_take, args=(parameter, key),
    )  # fmt: skip


def _choice(ctx: Context, parameter: Parameter, value: str) -> None:
    key = _begin(parameter, value)
    st.selectbox(
        _label(ctx, parameter), parameter.words, key=key, format_func=lambda one: word(one, ctx.say.language),
        placeholder=ctx.say("Choose"), on_change=_take, args=(parameter, key),
    )  # fmt: skip


def _number(ctx: Context, parameter: Parameter, value: float) -> None:
    key = _begin(parameter, value)
    st.number_input(
        _label(ctx, parameter), min_value=0.1, step=0.1, format="%g", key=key, on_change=_take, args=(parameter, key)
    )


def _dates(ctx: Context, parameter: Parameter, value: str | tuple[str, ...] | None) -> None:
    """Dates are written as they are known: a day, a month, a year."""
    key = _begin(parameter, parameter.write(value))
    example = "2018" if parameter.sort == "date" else "2016, 2018, 2020"
    st.text_input(
        _label(ctx, parameter), key=key, placeholder=example, on_change=_take_text, args=(parameter, key, ctx.say)
    )


def _query(ctx: Context, parameter: Parameter, value: str) -> None:
    """Any question but the one that asks it."""
    questions = {one.name: one.question[ctx.say.language] for one in CATALOGUE}
    questions.pop(ctx.asked.more.get(ASKED, ""), None)
    key = _begin(parameter, value if value in questions else parameter.default)
    st.selectbox(
        _label(ctx, parameter), list(questions), key=key, format_func=questions.__getitem__,
        placeholder=ctx.say("Choose"), on_change=_take, args=(parameter, key),
    )  # fmt: skip


def _entities(ctx: Context, parameter: Parameter, value: tuple[str, ...] | None) -> None:
    """Chosen by name as long as they can be listed; else their ids are written, as those of links always are."""
    candidates = _candidates(ctx.store.url, ctx.revision, ctx.rights, parameter.words, ctx.say.language, ctx)
    if candidates is None:
        _texts(ctx, parameter, value)
        return
    key = _begin(parameter, list(value or ()))
    st.multiselect(
        _label(ctx, parameter), [*candidates, *(one for one in value or () if one not in candidates)], key=key,
        format_func=lambda one: candidates.get(one, one), accept_new_options=True,
        placeholder=ctx.say("no one in particular"), on_change=_take, args=(parameter, key),
    )  # fmt: skip


def _texts(ctx: Context, parameter: Parameter, value: str | tuple[str, ...] | None) -> None:
    key = _begin(parameter, parameter.write(value))
    st.text_input(
        _label(ctx, parameter), key=key, placeholder=", ".join(parameter.words),
        on_change=_take_text, args=(parameter, key, ctx.say),
    )  # fmt: skip


_FIELDS: Mapping[str, Callable[[Context, Parameter, Any], None]] = {
    "entity": _entity,
    "count": _count,
    "flag": _flag,
    "kinds": _kinds,
    "choice": _choice,
    "number": _number,
    "date": _dates,
    "dates": _dates,
    "query": _query,
    "entities": _entities,
    "texts": _texts,
    "text": _texts,
}


def _label(ctx: Context, parameter: Parameter) -> str:
    """As the query calls it: words of the program, which a screen reader reads as they are."""
    label = parameter.label(ctx.say.language)
    return label[:1].upper() + label[1:]


def _begin(parameter: Parameter, value: Any) -> str:
    """The key of a field, which shows what the address says."""
    key = f"field_{parameter.name}"
    st.session_state[key] = value
    return key


def _take(parameter: Parameter, key: str) -> None:
    """The address follows the field."""
    value = st.session_state[key]
    said = parameter.write(tuple(value) or None if isinstance(value, list) else value)
    ask_more(**{address_key(parameter.name): said})


def _take_text(parameter: Parameter, key: str, say: Words) -> None:
    """The address follows what is written, if it can be read."""
    try:
        said = parameter.write(parameter.read(st.session_state[key]))
    except ValueError as error:
        st.toast(plain(say.fault(error)))
        return
    ask_more(**{address_key(parameter.name): said})
