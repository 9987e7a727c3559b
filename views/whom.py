"""Of whom a page tells: some kinds, sizes, territories. The answer is the same, of which some rows stay."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd
import streamlit as st

from graph.vocabulary import ORGANISATIONS
from queries.narrowing import UNKNOWN
from views.answer_view import Shown
from views.asked import ask
from views.context import Context
from views.filters import take
from views.frame import misread
from views.text import flat
from views.traits import PLACE, SIZE, Trait, traits
from views.vocabulary_words import kinds_word
from views.wording import LANGUAGES

KINDS = "kinds"
WIDE = 420  # pixels


@dataclass(frozen=True)
class Whom:
    """Who is told of.

    Attributes:
        ids: theirs, None for everybody.
        words: what was chosen, in each language.
        chosen: the same by filter, as questions take it.
    """

    ids: frozenset[str] | None
    words: Mapping[str, str]
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def asked(self, name: str) -> tuple[str, ...] | None:
        """The values of a filter, None for all of them."""
        return self.chosen.get(name) or None


def whom_filter(
    ctx: Context, among: Collection[str] | Mapping[str, Collection[str]], names: Sequence[str] = (KINDS, SIZE, PLACE),
    labels: Mapping[str, str] | None = None,
) -> Whom:  # fmt: skip
    """Ask for kinds, sizes, territories, each value with how many of these actors have it; none chosen is all.

    `among` may be others for each filter; `labels` say of whom each is, where that is not plain.
    """
    say, found = ctx.say, _offered(ctx, names)
    of = among if isinstance(among, Mapping) else dict.fromkeys(names, among)
    labels = {KINDS: say("Kinds"), SIZE: say("Size"), PLACE: say("Territory"), **(labels or {})}
    chosen = {name: [one for one in getattr(ctx.asked, name) if one in found[name].words] for name in names}
    misread(ctx, [f"{name}={one}" for name in names for one in getattr(ctx.asked, name) if one not in chosen[name]])
    count = sum(map(bool, chosen.values()))
    with st.popover(f"{say('Filters')} · {count}" if count else say("Filters")):
        for name in names:
            _several(ctx, name, labels[name], found[name], of[name], chosen[name])
        st.caption(say("None chosen: all of them."))
    if not count:
        return Whom(None, {})
    having = [found[name].with_any(values) for name, values in chosen.items() if values]
    asked_for = {name: tuple(values) for name, values in chosen.items()}
    return Whom(frozenset.intersection(*having), _told(ctx, chosen), asked_for)


def only(shown: Shown, whom: Whom, columns: Sequence[str]) -> Shown:
    """The same answer, with the rows of which every one of these columns names somebody who is told of."""
    if whom.ids is None:
        return shown
    return only_rows(shown, shown.answer.table[list(columns)].isin(whom.ids).all(axis=1), whom.words)


def only_rows(shown: Shown, rows: pd.Series, words: Mapping[str, str]) -> Shown:
    """The same answer, with some of its rows; of whom these are is told in each language, and its basis says so."""
    told = kept(shown, rows)
    notes = (*told.answer.basis.notes, (f"seulement : {words['fr']}", f"only: {words['en']}"))
    return replace(told, answer=replace(told.answer, basis=replace(told.answer.basis, notes=notes)))


def kept(shown: Shown, rows: pd.Series) -> Shown:
    """The same answer, with some of its rows."""
    if rows.all():
        return shown
    flags = rows.to_numpy(dtype=bool)
    answer = replace(shown.answer, table=shown.answer.table[flags].reset_index(drop=True))
    said = tuple(one for one, is_kept in zip(shown.sentences, flags, strict=True) if is_kept)
    return replace(shown, answer=answer, directors=shown.directors[flags].reset_index(drop=True), sentences=said)


def nobody_left(ctx: Context) -> None:
    """The filters leave nothing: said so, with the way back."""
    st.info(ctx.say("Nothing is left by the filters: take some of them off."))
    st.button(ctx.say("No filter"), key="no_filter", on_click=ask, kwargs={KINDS: (), SIZE: (), PLACE: ()})


def _several(
    ctx: Context, name: str, label: str, trait: Trait, among: Collection[str], chosen: list[str]
) -> None:  # fmt: skip
    counts = {**trait.counts(among), **{one: 0 for one in chosen if not trait.with_any([one]) & set(among)}}
    st.session_state[name] = chosen
    st.multiselect(
        label, list(counts), key=name, on_change=take, args=(name,), width=WIDE, disabled=not counts,
        format_func=lambda one: f"{trait.words.get(one, one)} · {ctx.say.number(counts.get(one, 0))}",
        placeholder=ctx.say("no filter") if counts else ctx.say("none known here"),
    )  # fmt: skip


def _offered(ctx: Context, names: Sequence[str]) -> Mapping[str, Trait]:
    """By name of the filter, who has which value."""
    known = {**traits(ctx), KINDS: _kinds(ctx)}
    unknown = {UNKNOWN: ctx.say("not known")}
    return {name: replace(known[name], words={**known[name].words, **unknown}) for name in names}


def _kinds(ctx: Context) -> Trait:
    kinds = ctx.neighbourhood.kinds
    of = {str(kind): frozenset(one for one, its in kinds.items() if its == kind) for kind in ORGANISATIONS}
    return Trait(frozenset().union(*of.values()), of, {kind: kinds_word(ctx.say, kind) for kind in of})


def _told(ctx: Context, chosen: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What was chosen, in each language: the basis has both."""
    told = {}
    for language in LANGUAGES:
        there = replace(ctx, say=type(ctx.say)(language))
        found = _offered(there, tuple(chosen))
        told[language] = ", ".join(flat(found[name].words[one]) for name, values in chosen.items() for one in values)
    return told
