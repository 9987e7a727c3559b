"""Write down: a form for what no file says. It adds a statement; nothing is ever edited."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from graph.errors import MaillageError, UnknownEntity
from graph.search import entity_named
from graph.vocabulary import ENCOUNTERS, ORGANISATIONS, Kind, Level, Relation, Role, Status
from ingest.report import Report
from ingest.review import records_of, representative
from ingest.written import write_down
from views import import_shown
from views.clock import now
from views.context import Context
from views.homonyms import told_apart
from views.parameter_fields import SELECTABLE
from views.text import flat, plain
from views.vocabulary_words import LEVELS, PROPERTIES, RELATIONS, kind_word, property_word, status_word

TOLD = "note_told"
FORM = "what"  # the address key: which form is opened
SAID = ("city", "country", "postcode", "sector", "size", "label", "founded", "url", "director", "president", "alias",
        "status", "since", "until", "subject", "programme", "access", "capacity")  # fmt: skip
OF_IDENTITY = ("city", "country", "postcode")  # by which two of one name are told apart
FIELDS = ("about", "relation", "target", "role", "status", "property", "value", "name", "kind", "town", "date", "by",
          "quote", "level", "audience")  # fmt: skip
Row = Mapping[str, str]


def show(ctx: Context) -> None:
    """Choose what is to be said, say it, and see what came of it."""
    told()
    say = ctx.say
    forms = {"link": say("A link"), "property": say("A property"), "organisation": say("A new organisation"),
             "encounter": say("A new encounter")}  # fmt: skip
    if (wanted := ctx.asked.more.get(FORM)) in forms:
        st.session_state.setdefault("note", wanted)
    chosen = st.radio(
        say("What is to be said?"), list(forms), key="note", format_func=forms.__getitem__, horizontal=True
    )
    st.caption(
        say(
            "It is kept as a document of today, by you, and can be taken back. Nothing is edited: what is wrong is put "
            "right by writing down what is right, a wrong link by writing it down as denied."
        )
    )
    shown, row, dataset = FORMS[chosen]
    with st.form(key=f"note_{chosen}", border=True):
        shown(ctx)
        who_says(ctx)
        st.form_submit_button(say("Write it down"), type="primary", on_click=partial(write, ctx, row, dataset))


def told() -> None:
    """What came of what was just written down."""
    for said, is_done in st.session_state.pop(TOLD, ()):
        (st.success if is_done else st.warning)(said)


def _link(ctx: Context) -> None:
    say = ctx.say
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _entity(ctx, "about", say("Who or what"))
        choice(say("Link"), "relation", {str(one): say(RELATIONS[one]) for one in Relation}, say("Choose"))
        _entity(ctx, "target", say("To whom or what"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choice(say("As what, in an encounter"), "role", {str(one): kind_word(say, one) for one in Role}, "—")
        choice(say("How far it has come"), "status", {str(one): status_word(say, one) for one in Status}, "—")
        st.text_input(say("When (a day, a month or a year)"), key="note_date", placeholder="2026-03")


def _property(ctx: Context) -> None:
    say = ctx.say
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _entity(ctx, "about", say("Who or what"))
        choice(
            say("Property"),
            "property",
            {one: property_word(say, one) for one in SAID if one in PROPERTIES},
            say("Choose"),
        )
        st.text_input(say("Value"), key="note_value", max_chars=300)


def _new(kinds: tuple[Kind, ...], ctx: Context) -> None:
    say = ctx.say
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(say("Name"), key="note_name", max_chars=300)
        choice(say("Kind"), "kind", {str(one): kind_word(say, one) for one in kinds}, say("Choose"))
        st.text_input(say("Town"), key="note_town", max_chars=120)
        if kinds is ENCOUNTERS:
            st.text_input(say("When (a day, a month or a year)"), key="note_date", placeholder="2026-03")
            choice(say("How far it has come"), "status", {str(one): status_word(say, one) for one in Status}, "—")


def who_says(ctx: Context) -> None:
    """Who says so, in which words, for whom."""
    say = ctx.say
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(say("Who says so (required)"), key="note_by", max_chars=80)
        st.text_input(say("In which words, if there are any"), key="note_quote", max_chars=300)
        levels = {one.word: say(LEVELS[one]) for one in Level}
        st.selectbox(say("For whom"), list(levels), key="note_level", format_func=levels.__getitem__)
        st.text_input(say("Confided to (a group, as emc2)"), key="note_audience", max_chars=80)


def _entity(ctx: Context, name: str, label: str) -> None:
    """Somebody whom the network knows: chosen by name, or written where they are too many to list."""
    if len(ctx.whole.entities) > SELECTABLE:
        st.text_input(label, key=f"note_{name}", placeholder=ctx.say("a name or an id"), max_chars=300)
        return
    known = _known(ctx.store.url, ctx.revision, ctx.rights, ctx.say.language, ctx)
    st.selectbox(
        label, list(known), key=f"note_{name}", index=None, format_func=lambda one: known.get(one, one),
        placeholder=ctx.say("Choose"),
    )  # fmt: skip


@st.cache_data(max_entries=8, show_spinner=False)
def _known(url: str, revision: str, rights: str, language: str, _ctx: Context) -> dict[str, str]:
    entities = _ctx.whole.entities
    names = {
        str(one): f"{flat(_ctx.whole.name(one), longest=60)} · {kind_word(_ctx.say, kind)}"
        for one, kind in zip(entities["id"], entities["kind"], strict=True)
    }
    return dict(sorted(told_apart(_ctx.whole, names).items(), key=lambda item: (item[1].casefold(), item[0])))


def choice(label: str, name: str, words: Mapping[str, str], nothing: str) -> None:
    """One of some words, none at first."""
    st.selectbox(label, list(words), key=f"note_{name}", index=None, format_func=words.__getitem__, placeholder=nothing)


def link_row(said: Row) -> Row:
    """What the form says of a link, as a row of the dataset of statements."""
    return {"about": said["about"], "predicate": said["relation"], "value": said["target"], "role": said["role"],
            "status": said["status"], "valid": said["date"]}  # fmt: skip


def _property_row(said: Row) -> Row:
    return {"about": said["about"], "predicate": said["property"], "value": said["value"]}


def _organisation_row(said: Row) -> Row:
    return {"name": said["name"], "kind": said["kind"], "city": said["town"]}


def _encounter_row(said: Row) -> Row:
    return {"event": said["name"], "kind": said["kind"], "place": said["town"], "since": said["date"],
            "status": said["status"]}  # fmt: skip


FORMS: Mapping[str, tuple[Callable[[Context], None], Callable[[Row], Row], str]] = {
    "link": (_link, link_row, "statements"),
    "property": (_property, _property_row, "statements"),
    "organisation": (partial(_new, ORGANISATIONS), _organisation_row, "organisations"),
    "encounter": (partial(_new, ENCOUNTERS), _encounter_row, "events"),
}


def write(ctx: Context, row: Callable[[Row], Row], dataset: str) -> None:
    """Load what the form says; what it brought, or why it was refused, is told when the page comes back."""
    said = {name: str(st.session_state.get(f"note_{name}") or "").strip() for name in FIELDS}
    level = "" if said["level"] == Level.PUBLIC.word else said["level"]
    if said["property"] in OF_IDENTITY:
        said["about"] = _record(ctx, said["about"])
    try:
        made = write_down(
            ctx.store, dataset, {**row(said), "quote": said["quote"]}, by=said["by"], at=now(), level=level,
            audience=said["audience"] if level else "",
        )  # fmt: skip
    except (MaillageError, ValueError) as error:
        st.session_state[TOLD] = [(plain(ctx.say.fault(error), longest=1_000), False)]
        return
    st.session_state[TOLD] = list(_came_of_it(ctx, made))


def _record(ctx: Context, about: str) -> str:
    """A record of whom a name or an id stands for: by its name alone, a town that differs would make it another."""
    try:
        found = entity_named(ctx.whole, about)
    except UnknownEntity:
        return about
    return representative(records_of(ctx.store, ctx.whole, {found}).get(found, (about,)))


def _came_of_it(ctx: Context, made: Report) -> list[tuple[str, bool]]:
    """The run, or what is missing or wrong."""
    wrong = [one for one in made.faults if one.severity == "row"]
    if not made.refused:
        return [(import_shown.outcome(ctx.say, made), True)]
    return [(plain(_without_place(one.sentence(ctx.say.language)), longest=600), False) for one in wrong]


def _without_place(sentence: str) -> str:
    """What is wrong, without the line of a file that nobody sees."""
    return sentence.partition(": ")[2] or sentence
