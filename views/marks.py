"""How large and in which colour actors are drawn by a measure or a group, and the key to read it by.

The shape still carries the kind. Colours are told apart by colour-blind eyes: ColorBrewer's YlGnBu for numbers, those
of Okabe and Ito for groups. Who has no value is drawn hollow, whatever is no organisation in grey.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from views.look import WHITE
from views.measured import Values
from views.wording import Words

RAMP = ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494")
APART = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442")
EDGE, FAINT, OTHERS = "#334155", "#64748b", "#94a3b8"
NOT_MEASURED = ("#e2e8f0", FAINT)
SMALLEST, LARGEST = 4.0, 16.0  # half the width of a node in pixels
NONE_KNOWN, BESIDE = 3.0, 5.0  # of those without a value, of what is no organisation


@dataclass(frozen=True, slots=True)
class Mark:
    """What takes the place of an actor's usual look; None, or "", where it stays."""

    size: float | None = None
    fill: str = ""
    border: str = ""


@dataclass(frozen=True, slots=True)
class Swatch:
    """One entry of a key: a word, beside a dot of that size and colour."""

    word: str
    size: float
    fill: str
    border: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A key: what sizes or colours mean here."""

    title: str
    swatches: tuple[Swatch, ...]


def marks(
    say: Words, actors: Collection[str], judged: Collection[str], *, size: Values | None, colour: Values | None
) -> tuple[dict[str, Mark], tuple[Scale, ...]]:
    """The marks of these actors, of whom only the `judged` can have a value, and the keys to them."""
    if not size and not colour:
        return {}, ()
    ours = [one for one in sorted(actors) if one in judged]
    sizes, size_key = _sizes(say, ours, size) if size else ({}, ())
    colours, colour_key = _colours(say, ours, colour) if colour else ({}, ())
    made = {
        one: Mark(
            (sizes.get(one, NONE_KNOWN) if one in judged else BESIDE) if size else None,
            *((colours.get(one, (WHITE, FAINT)) if one in judged else NOT_MEASURED) if colour else ("", "")),
        )
        for one in sorted(actors)
    }
    beside = len(set(actors)) > len(ours)
    scales = [
        Scale(values.label, (*key, *_without(say, ours, values, beside and values is colour)))
        for values, key in ((size, size_key), (colour, colour_key))
        if values
    ]
    return made, tuple(scales)


def radius(value: float, largest: float) -> float:
    """Half the width of a node: its area grows with the value.

    >>> radius(0, 9), radius(9, 9)
    (4.0, 16.0)
    """
    return round(SMALLEST + (LARGEST - SMALLEST) * sqrt(max(value, 0) / largest), 1) if largest > 0 else SMALLEST


def classes(values: Sequence[float]) -> list[float]:
    """Where the classes after the first begin: as many values in each as can be, equal ones in one.

    >>> classes([1, 1, 1, 2]), classes(range(10))
    ([2], [2, 4, 6, 8])
    """
    ordered = sorted(values)
    distinct = sorted(set(ordered))
    if len(distinct) <= len(RAMP):
        return distinct[1:]
    cuts = {ordered[len(ordered) * i // len(RAMP)] for i in range(1, len(RAMP))}
    return sorted(cuts - {distinct[0]})


def _sizes(say: Words, ours: Sequence[str], values: Values) -> tuple[dict[str, float], tuple[Swatch, ...]]:
    known = {one: values.numbers[one] for one in ours if one in values.numbers}
    largest = max(known.values(), default=0.0)
    whole = all(one == int(one) for one in known.values())
    shown = sorted({0.0, round(largest / 4) if whole else largest / 4, largest})
    key = tuple(Swatch(_said(say, one, values), radius(one, largest), WHITE, EDGE) for one in shown if known)
    return {one: radius(value, largest) for one, value in known.items()}, key


def _colours(say: Words, ours: Sequence[str], values: Values) -> tuple[dict[str, tuple[str, str]], tuple[Swatch, ...]]:
    if values.groups:
        return _by_group(say, {one: values.groups[one] for one in ours if one in values.groups})
    known = {one: values.numbers[one] for one in ours if one in values.numbers}
    cuts = classes(list(known.values()))
    ramp = RAMP if len(cuts) == len(RAMP) - 1 else RAMP[-len(cuts) - 1 :]
    within = {one: bisect_right(cuts, value) for one, value in known.items()}
    key = []
    for n, fill in enumerate(ramp):
        found = [known[one] for one, at in within.items() if at == n]
        if found:
            ends = dict.fromkeys(_said(say, one, values) for one in (min(found), max(found)))
            key.append(Swatch(f"{' – '.join(ends)} · {say.number(len(found))}", BESIDE, fill, EDGE))
    return {one: (ramp[at], EDGE) for one, at in within.items()}, tuple(key)


def _by_group(say: Words, known: Mapping[str, str]) -> tuple[dict[str, tuple[str, str]], tuple[Swatch, ...]]:
    """The largest groups each in a colour, the others in one."""
    counts = Counter(known.values())
    ordered = sorted(counts, key=lambda one: (-counts[one], one))
    fills = dict(zip(ordered, APART, strict=False))
    key = [Swatch(f"{one} · {say.number(counts[one])}", BESIDE, fill, EDGE) for one, fill in fills.items()]
    if rest := ordered[len(APART) :]:
        words = say.many("{count} other group", "{count} other groups", len(rest))
        key.append(Swatch(f"{words} · {say.number(sum(counts[one] for one in rest))}", BESIDE, OTHERS, EDGE))
    return {one: (fills.get(group, OTHERS), EDGE) for one, group in known.items()}, tuple(key)


def _without(say: Words, ours: Sequence[str], values: Values, beside: bool) -> list[Swatch]:
    """Those without a value, and what is no organisation."""
    unknown = sum(one not in values.numbers and one not in values.groups for one in ours)
    told = [Swatch(f"{say('no value')} · {say.number(unknown)}", NONE_KNOWN, WHITE, FAINT)] if unknown else []
    return told + ([Swatch(say("no organisation"), BESIDE, *NOT_MEASURED)] if beside else [])


def _said(say: Words, value: float, values: Values) -> str:
    rounded = float(f"{value * (100 if values.share else 1):.2g}")
    return f"{say.number(rounded)} %" if values.share else say.number(rounded)
