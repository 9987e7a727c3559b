"""What the reader asked for: the address bar holds all of it, except who looks."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, get_args
from urllib.parse import urlencode

import streamlit as st

from graph import dates
from graph.errors import DateError
from graph.standing import Sure
from graph.vocabulary import Kind, Relation, Status
from views.steps import Step, no_steps, parse_steps
from views.wording import ENGLISH, FRENCH, LANGUAGES

HELD, WRITTEN, REDO = "asked", "asked_written", "asked_redo"
PAGE = "asked_page"
LISTS = {"kinds": Kind, "rel": Relation, "status": Status}
OPEN_LISTS = ("topic", "place", "size", "doc")  # of ids and words that only the network knows: repeated, not joined
SHARE = re.compile(r"0\.\d{1,2}|1")
NO = "no"
TOO_LONG = 1_800  # letters of a query string, beyond which it is kept beside the network


@dataclass(frozen=True)
class Asked:
    """One view: what is drawn, selected, filtered, in which language.

    Attributes:
        sel: an entity's id, or two of them joined by `~` for the line between them.
        kinds, rel, status: what is shown; () for all.
        topic, place, size, doc: themes, territories, sizes, documents: of which something is shown; () for all.
        conf: how sure a link must be said to be, as a number from 0 to 1; "" for any.
        undated: whether links without any date are shown.
        big, hue: by which measure actors are large, by which measure or group they are coloured; "" for their kind.
        view: the name of the kept view that this is; "" for none. Without steps, one that is to be opened.
        more: what a page asks beside: the query and its parameters, a second actor.
        misread: the parts of the address that say nothing here, and are left out: `as_of=2015-13`.
    """

    step: tuple[Step, ...] = ()
    sel: str = ""
    kinds: tuple[str, ...] = ()
    rel: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    doc: tuple[str, ...] = ()
    conf: str = ""
    undated: bool = True
    big: str = ""
    hue: str = ""
    as_of: str = ""
    sure: Sure = "possibly"
    lang: str = FRENCH
    view: str = ""
    more: Mapping[str, str] = field(default_factory=dict)
    misread: tuple[str, ...] = ()

    @classmethod
    def of(cls, address: Mapping[str, list[str]]) -> "Asked":
        """The view an address asks for; what it does not understand is left out, and kept in `misread`."""
        last = {key: values[-1] for key, values in address.items() if values}
        lists = {key: _members(last.get(key, ""), words) for key, words in LISTS.items()}
        lists |= {key: tuple(dict.fromkeys(filter(None, address.get(key, [])))) for key in OPEN_LISTS}
        known = {one.name for one in fields(cls)}
        return cls(
            step=parse_steps(address.get("step", [])),
            sel=last.get("sel", ""),
            conf=last.get("conf", "") if SHARE.fullmatch(last.get("conf", "")) else "",
            undated=last.get("undated") != NO,
            big=last.get("big", ""),
            hue=last.get("hue", ""),
            as_of=_date(last.get("as_of", "")),
            sure="certainly" if last.get("sure") == "certainly" else "possibly",
            lang=ENGLISH if last.get("lang") == ENGLISH else FRENCH,
            view=last.get("view", ""),
            more={key: value for key, value in last.items() if key not in known},
            misread=tuple(_misread(address, last)),
            **lists,
        )

    @property
    def address(self) -> dict[str, str | list[str]]:
        """The query string, without what is as usual; the name of a kept view where it would be too long."""
        if self.view and (not self.step or len(self.query) > TOO_LONG):
            return {"view": self.view, **({"lang": self.lang} if self.lang == ENGLISH else {})}
        return self.whole_address

    @property
    def query(self) -> str:
        """The whole address as it stands in a link."""
        return urlencode(self.whole_address, doseq=True)

    @property
    def whole_address(self) -> dict[str, str | list[str]]:
        """The query string, however long."""
        said: dict[str, Any] = {"step": [str(step) for step in self.step], "sel": self.sel, "as_of": self.as_of}
        said |= {key: ",".join(getattr(self, key)) for key in LISTS}
        said |= {key: list(getattr(self, key)) for key in OPEN_LISTS}
        said |= {
            **{key: getattr(self, key) for key in ("conf", "big", "hue")},
            "undated": "" if self.undated else NO,
            "sure": self.sure if self.sure == "certainly" else "",
            "lang": self.lang if self.lang == ENGLISH else "",
        }
        return {key: value for key, value in {**said, **self.more}.items() if value}


def asked() -> Asked:
    """The view of this session. A new address replaces it; the empty one of another page is filled in.

    One that is empty again on the same page is the browser's *Back* to it: it asks for nothing, as it did there.
    """
    address, page, state = _address(), st.context.url or "", st.session_state
    is_bare_still = not address and bool(page) and state.get(PAGE) == page
    state[PAGE] = page
    if is_bare_still and not state[WRITTEN]:
        return held()
    if is_bare_still or HELD not in state or (address and address != state.get(WRITTEN)):
        state[HELD], state[REDO] = Asked.of(address), ()
    _write(held())
    return held()


def _address() -> dict[str, list[str]]:
    return {key: st.query_params.get_all(key) for key in st.query_params}


def held() -> Asked:
    """The view of this session."""
    view: Asked = st.session_state[HELD]
    return view


def hold(view: Asked) -> None:
    """Another view takes the place of the one of this session."""
    st.session_state[HELD], st.session_state[REDO] = view, ()
    _write(view)


def ask(**changes: Any) -> None:
    """Change the view and its address. A new step empties what could be redone; what was misread is forgotten.

    But for the language, it is then no longer the view that was kept under a name.
    """
    before: Asked = st.session_state[HELD]
    if "step" in changes:
        st.session_state[REDO] = ()
    kept = before.view if not changes.keys() - {"lang"} else ""
    st.session_state[HELD] = after = replace(before, **{"misread": (), "view": kept, **changes})
    _write(after)


def ask_more(**changes: str) -> None:
    """Change what a page asks beside the view."""
    more = {**st.session_state[HELD].more, **changes}
    ask(more={key: value for key, value in more.items() if value})


def can_redo() -> bool:
    return bool(st.session_state.get(REDO))


def undo() -> None:
    """Take the last step back."""
    before: Asked = st.session_state[HELD]
    redo = (before.step[-1], *st.session_state.get(REDO, ()))
    ask(step=before.step[:-1])
    st.session_state[REDO] = redo


def redo() -> None:
    """Do again the step that was taken back."""
    first, *rest = st.session_state[REDO]
    ask(step=(*st.session_state[HELD].step, first))
    st.session_state[REDO] = tuple(rest)


def _write(view: Asked) -> None:
    wanted = {key: value if isinstance(value, list) else [value] for key, value in view.address.items()}
    if _address() != wanted:
        st.query_params.from_dict(view.address)
    st.session_state[WRITTEN] = wanted


def _members(text: str, words: Any) -> tuple[str, ...]:
    """Comma-separated members of an enum, those it has."""
    return tuple(part for part in text.split(",") if part in set(words))


def _misread(address: Mapping[str, list[str]], last: Mapping[str, str]) -> Iterator[str]:
    """The parts of an address that `Asked.of` cannot use."""
    yield from (f"step={text}" for text in no_steps(address.get("step", [])))
    for key, words in LISTS.items():
        yield from (f"{key}={part}" for part in last.get(key, "").split(",") if part and part not in set(words))
    if (day := last.get("as_of", "")) != _date(day):
        yield f"as_of={day}"
    if not SHARE.fullmatch(last.get("conf") or "1"):
        yield f"conf={last['conf']}"
    for key, known in (("sure", get_args(Sure)), ("lang", LANGUAGES), ("undated", (NO,))):
        if last.get(key) and last[key] not in known:
            yield f"{key}={last[key]}"


def _date(text: str) -> str:
    try:
        return text if text and dates.day_of(text) else ""
    except DateError:
        return ""
