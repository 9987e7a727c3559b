"""How each kind looks, everywhere the same: shape carries the kind, colour repeats it."""

from typing import NamedTuple

from graph.vocabulary import Kind

WHITE = "#ffffff"
BLUE, GREEN, VIOLET, AMBER, ROSE, SLATE = "#1e3a8a", "#0f766e", "#7c3aed", "#b45309", "#be185d", "#64748b"

HUES = {BLUE: "blue", GREEN: "green", VIOLET: "violet", AMBER: "orange", ROSE: "red", SLATE: "gray"}


class Look(NamedTuple):
    """How a kind is drawn; `glyph` stands for it in legends and tables."""

    shape: str
    glyph: str
    fill: str
    border: str
    size: float

    @property
    def mark(self) -> str:
        """The glyph in its colour, as Markdown."""
        return f":{HUES[self.border]}[{self.glyph}]"


LOOKS = {
    Kind.POLE: Look("square", "■", BLUE, BLUE, 13),
    Kind.CLUSTER: Look("square", "□", WHITE, BLUE, 12),
    Kind.ASSOCIATION: Look("square", "□", WHITE, BLUE, 7),
    Kind.PLATFORM: Look("hexagon", "⬢", BLUE, BLUE, 13),
    Kind.FIRM: Look("dot", "●", "#a7d3c8", GREEN, 6),
    Kind.LAB: Look("triangle", "▲", VIOLET, VIOLET, 7),
    Kind.SCHOOL: Look("triangle", "▲", VIOLET, VIOLET, 7),
    Kind.PUBLIC_BODY: Look("triangle", "△", WHITE, VIOLET, 7),
    Kind.INDUSTRY_COMMUNITY: Look("hexagon", "⬢", ROSE, ROSE, 11),
    Kind.VISIT: Look("diamond", "◆", AMBER, AMBER, 10),
    Kind.EVENT: Look("diamond", "◆", AMBER, AMBER, 9),
    Kind.MEETING: Look("diamond", "◇", WHITE, AMBER, 9),
    Kind.ALLIANCE: Look("star", "★", AMBER, AMBER, 10),
    Kind.PROJECT: Look("diamond", "◆", "#f0c58a", AMBER, 8),
    Kind.COMPETENCE: Look("dot", "○", WHITE, SLATE, 6),
    Kind.EQUIPMENT: Look("dot", "○", WHITE, SLATE, 6),
    Kind.TERRITORY: Look("dot", "○", WHITE, SLATE, 7),
}


def look(kind: str) -> Look:
    """The look of a kind, given as its word."""
    return LOOKS[Kind(kind)]
