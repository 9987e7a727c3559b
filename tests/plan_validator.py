"""What a plan of meetings must keep to, checked from its table alone: no code of the planner is used."""

from collections import Counter


def faults(
    table, *, people, cap, slots, tables, floor=0, away=(), forbidden=(), required=(), only_across=()
):  # fmt: skip
    """Every rule that a plan breaks, as sentences; none means that it can be handed out."""
    rows = [(int(r.slot), int(r.table), str(r.a), str(r.b)) for r in table.itertuples()]
    found = []
    for slot, place, a, b in rows:
        if not (1 <= slot <= slots and 1 <= place <= tables):
            found.append(f"{a} and {b} meet at table {place} in slot {slot}")
        if a == b or not {a, b} <= set(people):
            found.append(f"{a} and {b} are not two of those who come")
        if frozenset((a, b)) in map(frozenset, forbidden):
            found.append(f"{a} and {b} may not meet")
        if only_across and (a in only_across) == (b in only_across):
            found.append(f"{a} and {b} are on the same side")
        found += [f"{one} is away in slot {slot}" for one in (a, b) if (one, slot) in set(away)]
    found += [f"slot {s}, table {t} is taken {n} times" for (s, t), n in Counter(r[:2] for r in rows).items() if n > 1]
    found += [f"{sorted(p)} meet {n} times" for p, n in Counter(frozenset(r[2:]) for r in rows).items() if n > 1]
    busy = Counter((one, slot) for slot, _, a, b in rows for one in (a, b))
    found += [f"{one} sits at {n} tables in slot {slot}" for (one, slot), n in busy.items() if n > 1]
    often = Counter(one for _, _, a, b in rows for one in (a, b))
    found += [f"{one} has {often[one]} meetings" for one in people if not floor <= often[one] <= cap]
    met = {frozenset(r[2:]) for r in rows}
    return found + [f"{a} and {b} do not meet" for a, b in required if frozenset((a, b)) not in met]


def best_by_trying(people, pairs, weight, mutual, *, cap, slots, tables, able):
    """The best that any plan can be: (meetings of the worst served, mutual wishes, weight), by trying them all.

    The worst served is measured by what it can have at all, `able`.
    """
    found = []
    for some in _within(list(pairs), cap, slots * tables):
        often = Counter(one for pair in some for one in pair)
        steps = [often[one] if often[one] < able[one] else 99 for one in people]
        least = min([*steps, max(able.values())])
        found.append(((least, sum(mutual[p] for p in some), sum(weight[p] for p in some)), some))
    found.sort(key=lambda one: one[0], reverse=True)
    return next(worth for worth, some in found if _fits(some, slots, tables))


def _within(pairs, cap, most):
    """All sets of at most so many pairs in which nobody is more often than its cap."""
    if not pairs or not most:
        yield ()
        return
    (a, b), rest = pairs[0], pairs[1:]
    yield from _within(rest, cap, most)
    room = cap if isinstance(cap, dict) else {one: cap for pair in pairs for one in pair}
    if room[a] and room[b]:
        for some in _within(rest, {**room, a: room[a] - 1, b: room[b] - 1}, most - 1):
            yield ((a, b), *some)


def _fits(pairs, slots, tables):
    """Whether the pairs find slots, by trying."""
    busy = [set() for _ in range(slots)]

    def place(rest):
        if not rest:
            return True
        for taken in busy:
            if len(taken) // 2 < tables and not taken & set(rest[0]):
                taken |= set(rest[0])
                if place(rest[1:]):
                    return True
                taken -= set(rest[0])
        return False

    return len(pairs) <= slots * tables and place(list(pairs))
