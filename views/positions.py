"""Where each actor stands on the canvas: the same input gives the same place, and growth moves nobody.

Points are in a frame of 1,000 × 560, so that a unit is about a pixel; rounded to 1e-4.
"""

from collections.abc import Collection, Iterable, Mapping
from math import cos, pi, sin, sqrt
from typing import Any

Point = tuple[float, float]
Pair = tuple[str, str]

WIDTH, HEIGHT = 1000.0, 560.0
STRIP = 60.0  # height kept below for those who are linked to nobody
MARGIN = 0.6  # between packed components, in units of one node's side
REST = 110.0  # distance at which a new node comes to rest
SPREAD = 0.5  # from 0, the layout as it is, to 1, every node at its rank: thins out a crowded middle
ROUNDS = 60


def place(
    nodes: Collection[str], pairs: Iterable[Pair], *, held: Mapping[str, Point] | None = None
) -> dict[str, Point]:
    """A point for each node; those of `held` stay exactly where they are.

    Components are laid out one at a time and packed, isolated nodes stand in a strip below; nodes that
    join a drawing start from the middle of their neighbours.
    """
    names = sorted(set(nodes))
    known = {name: held[name] for name in names if name in held} if held else {}
    lines = sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1] and {*pair} <= set(names)})
    points = _grow(names, lines, known) if known else _lay_out(names, lines)
    return {name: (round(x, 4), round(y, 4)) for name, (x, y) in sorted(points.items())}


def _lay_out(names: list[str], lines: list[Pair]) -> dict[str, Point]:
    import rustworkx as rx

    net = _net(names, lines)
    components = [sorted(part) for part in rx.connected_components(net)]
    linked = sorted((part for part in components if len(part) > 1), key=lambda part: (-len(part), part))
    alone = [net[part[0]] for part in sorted(components) if len(part) == 1]
    height = HEIGHT - (STRIP if alone and linked else 0)
    points = _fit(_pack([_component(net, part) for part in linked]), height)
    return points | _strip(alone, top=height if linked else 0)


def _net(names: list[str], lines: list[Pair]) -> Any:
    import rustworkx as rx

    net = rx.PyGraph(multigraph=False)
    index = dict(zip(names, net.add_nodes_from(names), strict=True))
    net.add_edges_from([(index[a], index[b], 1.0) for a, b in lines])
    return net


def _component(net: Any, part: list[int]) -> dict[str, Point]:
    """One component in a frame of 1 × 1."""
    import rustworkx as rx

    layout = rx.spring_layout(net.subgraph(part), seed=1, num_iter=ROUNDS)
    return _spread(_unit({net[node]: (point[0], point[1]) for node, point in zip(part, layout.values(), strict=True)}))


def _spread(points: Mapping[str, Point]) -> dict[str, Point]:
    """Between where each stands and its rank from the left and from the top, equal ones by name."""
    last = max(len(points) - 1, 1)
    ranks = [
        {name: i / last for i, name in enumerate(sorted(points, key=lambda one: (points[one][axis], one)))}
        for axis in (0, 1)
    ]
    return {
        name: (x + SPREAD * (ranks[0][name] - x), y + SPREAD * (ranks[1][name] - y)) for name, (x, y) in points.items()
    }


def _unit(points: Mapping[str, Point]) -> dict[str, Point]:
    left, right, top, bottom = _bounds(points)
    wide, high = (right - left) or 1.0, (bottom - top) or 1.0
    return {name: ((x - left) / wide, (y - top) / high) for name, (x, y) in points.items()}


def _pack(components: list[dict[str, Point]]) -> dict[str, Point]:
    """Components side by side on shelves, each as large as its number of nodes asks for."""
    sides = [sqrt(len(points)) for points in components]
    length = max(sqrt(sum((side + MARGIN) ** 2 for side in sides) * WIDTH / HEIGHT), *sides) if len(sides) > 1 else 1.0
    packed: dict[str, Point] = {}
    x = y = shelf = 0.0
    for points, side in zip(components, sides, strict=True):
        if x and x + side > length:
            x, y, shelf = 0.0, y + shelf + MARGIN, 0.0
        packed |= {name: (x + px * side, y + py * side) for name, (px, py) in points.items()}
        x, shelf = x + side + MARGIN, max(shelf, side)
    return packed


def _fit(points: Mapping[str, Point], height: float) -> dict[str, Point]:
    """Stretched to the frame, with a margin for labels."""
    if not points:
        return {}
    return {name: (40 + x * (WIDTH - 80), 30 + y * (height - 60)) for name, (x, y) in _unit(points).items()}


def _strip(alone: list[str], *, top: float) -> dict[str, Point]:
    step = min(WIDTH / (len(alone) + 1), 90.0)
    return {name: (step * (i + 1), top + STRIP / 2) for i, name in enumerate(alone)}


def _grow(names: list[str], lines: list[Pair], known: Mapping[str, Point]) -> dict[str, Point]:
    import rustworkx as rx

    new = [name for name in names if name not in known]
    if not new:
        return dict(known)
    net = _net(names, lines)
    start = _start(names, lines, known, new)
    index = {name: i for i, name in enumerate(names)}
    layout = rx.spring_layout(
        net, pos={index[name]: start[name] for name in names}, fixed={index[name] for name in known},
        k=REST, num_iter=ROUNDS, seed=1,
    )  # fmt: skip
    grown = {name: (layout[index[name]][0], layout[index[name]][1]) for name in new}
    return {**grown, **known}


def _start(names: list[str], lines: list[Pair], known: Mapping[str, Point], new: list[str]) -> dict[str, Point]:
    """New nodes around the middle of their placed neighbours, below the frame when they have none."""
    near: dict[str, list[Point]] = {name: [] for name in names}
    for a, b in lines:
        near[a] += [known[b]] if b in known else []
        near[b] += [known[a]] if a in known else []
    middle = (WIDTH / 2, _bounds(known)[3] + STRIP)
    points = dict(known)
    for i, name in enumerate(new):
        around = near[name] or [middle]
        turn = 2 * pi * i / len(new)
        x, y = (sum(point[axis] for point in around) / len(around) for axis in (0, 1))
        points[name] = (x + REST * cos(turn), y + REST * sin(turn))
    return points


def _bounds(points: Mapping[str, Point]) -> tuple[float, float, float, float]:
    xs, ys = zip(*points.values(), strict=True)
    return min(xs), max(xs), min(ys), max(ys)
