"""With whom one organisation stands, as a small picture on a page: it in the middle, the others in two columns."""

from collections import Counter
from typing import NamedTuple

from graph.network import Network
from graph.ties import ties
from graph.vocabulary import ORGANISATIONS, Kind
from views.drawing import Neighbourhood, lines
from views.look import look
from views.mark_svg import DASHES, LINE, mark
from views.svg_text import text, words
from views.text import flat
from views.wording import Words

MOST = 10  # organisations that are drawn
WIDE, ROW, EDGE = 680.0, 24.0, 12.0  # units of the picture: its width, a row of names, what is kept free around
APART, SIZE, LONGEST = 100.0, 10.5, 29  # from the middle to a column; how large letters are, how many of a name
SMALLER, NUMBER = 0.5, 0.3  # than on the canvas are marks; how far along its line a number stands


class Ego(NamedTuple):
    """A picture as SVG, and what it shows in a sentence."""

    svg: str
    told: str


class Tie(NamedTuple):
    """Another organisation, in how many ways the two are joined, and whether none of them is done."""

    other: str
    ways: int
    dashed: bool


def ego_picture(network: Network, organisation: str, say: Words) -> Ego | None:
    """The organisations most joined to one, by links or the same encounters; None where there is none."""
    near = Neighbourhood(network)
    found = tied(near, organisation)
    if not found:
        return None
    shown = found[:MOST]
    high = -(-len(shown) // 2) * ROW + EDGE
    drawn = [_tie(near, one, *_place(number, high, len(shown)), high) for number, one in enumerate(shown)]
    middle = _mark(near, organisation, WIDE / 2, high / 2)
    told = _told(say, len(shown), len(found))
    return Ego(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE:g} {high:g}" role="img">'
        f"<title>{text(told)}</title>{''.join(drawn)}{middle}</svg>",
        told,
    )


def tied(near: Neighbourhood, organisation: str) -> list[Tie]:
    """With whom it has encounters in common, or links that nobody refused: the most often first, equal ones by id."""
    met = ties(near.network)
    often = Counter({**met[met["source"] == organisation].set_index("target")["encounters"],
                     **met[met["target"] == organisation].set_index("source")["encounters"]})  # fmt: skip
    done = set(often)
    beside = {one.entity for one in near.around.get(organisation, ()) if Kind(near.kinds[one.entity]) in ORGANISATIONS}
    for low, high, count, dashed in lines(near, {organisation, *beside})[["low", "high", "count", "dashed"]].to_numpy():
        if organisation in (low, high):
            other = high if low == organisation else low
            often[other] += count
            done |= set() if dashed else {other}
    made = [Tie(other, ways, other not in done) for other, ways in often.items()]
    return sorted(made, key=lambda one: (-one.ways, one.other))


def _place(number: int, high: float, many: int) -> tuple[float, float, int]:
    """Left and right in turn, from above; and which side that is."""
    side = -1 if number % 2 == 0 else 1
    rows = -(-many // 2) if side < 0 else many // 2
    return WIDE / 2 + side * APART, high / 2 + ROW * (number // 2 - (rows - 1) / 2), side


def _tie(near: Neighbourhood, one: Tie, x: float, y: float, side: int, high: float) -> str:
    """A line, dashed where nothing is done, with its number; a mark and a name."""
    paint = f'stroke="{LINE}" stroke-width="1.3"{f" {DASHES}" if one.dashed else ""}'
    line = f'<line x1="{WIDE / 2:g}" y1="{high / 2:g}" x2="{x:g}" y2="{y:g}" {paint}/>'
    at = x - side * APART * NUMBER, y + (high / 2 - y) * NUMBER + 3
    number = words(*at, str(one.ways), 9, anchor="middle", halo=True) if one.ways > 1 else ""
    name = flat(near.network.name(one.other), longest=LONGEST)
    said = words(x + side * 12, y + 4, name, SIZE, anchor="end" if side < 0 else "start")
    return f"{line}{number}{_mark(near, one.other, x, y)}{said}"


def _mark(near: Neighbourhood, entity: str, x: float, y: float) -> str:
    kind = look(near.kinds[entity])
    return mark(kind._replace(size=round(SMALLER * kind.size, 1)), x, y)


def _told(say: Words, shown: int, among: int) -> str:
    whom = say(
        "The organisations that it is most often linked to or met: {shown} of {count} (a number: how often).",
        shown=say.number(shown), count=say.number(among),
    )  # fmt: skip
    return f"{whom} {say('Dashed: nothing confirmed, signed, held or ended.')}"
