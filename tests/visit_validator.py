"""What a plan of visits must keep to, checked from its table alone, and the best there is by trying every plan: no code
of the planner is used."""

from collections import Counter
from itertools import permutations, product


def faults(
    table, *, hosts, days, slots, groups=1, away=(), zones=None, zones_a_day=None, apart=(), barred=(), required=()
):  # fmt: skip
    """Every rule that a plan breaks, as sentences; none means that it can be handed out.

    `away` holds (host, day, slot), `barred` (host, sub-group), all counted from 1.
    """
    group = [
        1 if one is None else int(one) for one in table["group"].astype(object).where(table["group"].notna(), None)
    ]
    rows = list(zip(table["day"], table["slot"], group, table["host"], strict=True))
    found = []
    for day, slot, who, host in rows:
        if not (1 <= day <= days and 1 <= slot <= slots and 1 <= who <= groups):
            found.append(f"{host} is seen on day {day}, slot {slot}, by {who}")
        if host not in hosts:
            found.append(f"{host} is no possible host")
        if (host, day, slot) in set(away):
            found.append(f"{host} is away on day {day}, slot {slot}")
        if (host, who) in set(barred):
            found.append(f"{host} may not be seen by {who}")
    found += [f"{at} is taken {n} times" for at, n in Counter(row[:3] for row in rows).items() if n > 1]
    found += [f"{host} is seen {n} times" for host, n in Counter(row[3] for row in rows).items() if n > 1]
    for (day, who), n in Counter((row[0], row[2]) for row in rows).items():
        there = {row[3] for row in rows if (row[0], row[2]) == (day, who)}
        found += [f"{pair} are seen on day {day}, {n}" for pair in apart if set(pair) <= there]
        if zones_a_day and not _fits_zones(there, zones or {}, zones_a_day):
            found.append(f"{sorted(there)} are in too many territories on day {day}")
    return found + [f"{host} is not seen" for host in required if host not in {row[3] for row in rows}]


def _fits_zones(there, zones, most):
    """Whether some `most` territories hold all of these hosts whose territory is known."""
    known = [set(zones[one]) for one in there if zones.get(one)]
    every = sorted(set().union(*known)) if known else []
    return not known or any(all(own & set(some) for own in known) for some in product(every, repeat=most))


def worth(seen, *, needs, offers, group_of, priority, acceptance):
    """What it is worth that sub-groups see hosts, `seen` being pairs of both, in the words of the design."""
    total = sum(priority.get(host, 1) * acceptance.get(host, 0.5) for host, _ in seen)
    for seeker, need in needs:
        close = sorted((offers.get((h, need), 0) for h, g in seen if g == group_of.get(seeker, 1)), reverse=True)
        total += sum(share * one for share, one in zip((1, 0.3), close, strict=False))
    return total


def best_by_trying(*, hosts, days, slots, groups=1, required=(), away=(), value, **rules):
    """The best worth that any plan has, by trying every day and sub-group for each host; None where none is allowed."""
    best = None
    places = [None, *product(range(1, days + 1), range(1, groups + 1))]
    for chosen in product(places, repeat=len(hosts)):
        at = {host: place for host, place in zip(hosts, chosen, strict=True) if place}
        if set(required) <= at.keys() and _allowed(at, slots, set(away), **rules):
            found = value({(host, who) for host, (_, who) in at.items()})
            best = found if best is None else max(best, found)
    return best


def _allowed(at, slots, away, *, zones=None, zones_a_day=None, apart=(), barred=()):
    if any((host, who) in set(barred) for host, (_, who) in at.items()):
        return False
    for day, who in set(at.values()):
        there = [host for host, place in at.items() if place == (day, who)]
        if len(there) > slots or any(set(pair) <= set(there) for pair in apart):
            return False
        if zones_a_day and not _fits_zones(there, zones or {}, zones_a_day):
            return False
        orders = permutations(range(1, slots + 1), len(there))
        if not any(all((h, day, s) not in away for h, s in zip(there, order, strict=True)) for order in orders):
            return False
    return True
