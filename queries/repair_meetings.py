"""After a refusal or a no-show, what changes?"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from graph.errors import WrongValue
from graph.network import Network
from graph.search import entity_named
from queries.answer import Answer, answer
from queries.basis import basis
from queries.columns import text
from queries.imposing import imposed as placed_at
from queries.meeting_days import (
    CAP,
    HOSTS,
    PAIR,
    RULES,
    SEPARATOR,
    SLOTS,
    WHO,
    WITHIN,
    Asked,
    Day,
    as_table,
    coming,
    day,
    imposed_on,
    pairs_named,
    sorted_pair,
    worth,
)
from queries.meeting_words import with_reasons
from queries.meeting_worth import Pair
from queries.meetings import COLUMNS as PLANNED
from queries.meetings import meetings, told
from queries.parameters import entities, texts
from queries.repairing import Repaired, Seat, repaired
from queries.solving import SEED

QUESTION = {
    "fr": "Après un refus ou une absence, que change-t-on ?",
    "en": "After a refusal or a no-show, what changes?",
}
VERSION = 3
METHOD = {
    "fr": "tout rendez-vous qui peut se tenir garde créneau et table ; les places libérées sont redonnées (CP-SAT)",
    "en": "each meeting that can take place keeps slot and table; freed places are given again (CP-SAT)",
}
EXAMPLE = {
    "agenda": (
        "cluster:auvergne-efficience-industrielle~pole:mont-blanc-industries~1~1",
        "pic:999964271~pole:emc2~1~2",
    ),
    "refused": ("pic:999964271~pole:emc2",),
    "slots": 2,
}
PARAMETERS = (
    texts("agenda", "plan (qui~qui~créneau~table)", "plan (who~whom~slot~table)", example=f"{PAIR}~1~1"),
    texts("refused", "couples refusés", "pairs that refused", example=PAIR),
    entities("absent", "absents", "absent"),
    texts("imposed", "couples à ajouter au plan", "pairs to be added", example=PAIR),
    WITHIN, WHO, HOSTS, *RULES,
)  # fmt: skip
CASE = "state"
KEPT, CANCELLED, ADDED = "kept", "cancelled", "added"
KEYS = ("a", "b")  # what a row is about
COLUMNS = (text("state", "état", "state"), *PLANNED)
SENTENCES = {
    "": {
        "fr": "Inchangé : créneau {slot}, table {table}, {a_name} – {b_name}.",
        "en": "Unchanged: slot {slot}, table {table}, {a_name} – {b_name}.",
    },
    CANCELLED: {
        "fr": "Annulé : créneau {slot}, table {table}, {a_name} – {b_name}.",
        "en": "Cancelled: slot {slot}, table {table}, {a_name} – {b_name}.",
    },
    ADDED: {
        "fr": "Nouveau : créneau {slot}, table {table}, {a_name} – {b_name} ; {why_fr}.",
        "en": "New: slot {slot}, table {table}, {a_name} – {b_name}; {why_en}.",
    },
    "totals": {
        "fr": "{kept:Aucun rendez-vous inchangé|# rendez-vous inchangé|# rendez-vous inchangés}, "
        "{cancelled:aucun annulé|# annulé|# annulés}, {added:aucun nouveau|# nouveau|# nouveaux}"
        "{open:| ; # place reste libre| ; # places restent libres}.",
        "en": "{kept:No meeting unchanged|# meeting unchanged|# meetings unchanged}, "
        "{cancelled:none cancelled|# cancelled|# cancelled}, {added:none new|# new|# new}"
        "{open:|; # place stays free|; # places stay free}.",
    },
}


def repair_meetings(
    network: Network, *, agenda: Sequence[str] | None = None, refused: Sequence[str] | None = None,
    absent: Sequence[str] | None = None, imposed: Sequence[str] | None = None, within: str | None = None,
    participants: Sequence[str] | None = None, hosts: Sequence[str] | None = None,
    wishes: Sequence[str] | None = None, refusals: Sequence[str] | None = None, cap: int = CAP, floor: int = 0,
    slots: int = SLOTS, tables: int | None = None, away: Sequence[str] | None = None,
    forbidden: Sequence[str] | None = None, required: Sequence[str] | None = None,
    previous: Sequence[str] | None = None, leftovers: Sequence[str] | None = None,
) -> Answer:  # fmt: skip
    """A plan of `meetings` mended after refusals, no-shows and second thoughts, with few other agendas changed.

    Of the `agenda`, each meeting `who~whom~slot~table`, or without one of the plan that `meetings` makes by the same
    rules, those of `refused` pairs and of who is `absent` are cancelled; all others keep slot and table, but for
    those that an `imposed` pair pushes aside: it meets in the slot where these are fewest, then least worth. Those
    who lost a meeting get another where one is possible: with somebody free then, whom they have not met and may meet
    by the rules of the day, which are those of `meetings`. One aim after the other: most meetings given back, fewest
    other sheets changed, wishes left over, mutual wishes, weight. Nobody gets more than it lost. A refused pair never
    returns. The floor is no longer a rule, nor what was required; why two meet tells that
    it was.

    Returns:
        A table with one row per meeting, by slot, those added after the others, then by table: `state`,
        `kept`, `cancelled` or `added`; `slot`, `table`, `a`, `b`, their names, `weight`, `wish`, `mutual`, `already`,
        `why_fr`, `why_en` and `documents` as of `meetings`. `more["open"]`: who lost meetings and got none for them:
        `id`, `name`, `places` that stay free, `reason` (`nobody_left`: nobody whom it may meet is free then;
        `others_first`).

    Raises:
        UnknownEntity: the viewer's network has no such participant.
        Infeasible: an imposed pair may not meet, or is never there together.
        ValueError: a meeting or a pair that says nothing, or two meetings at one table or of one participant at once.

    Source:
        Counting, and integer programming over what is free.

    Examples:
        >>> from tests.toys import met
        >>> before = ["firm:a~firm:b~1~1", "firm:c~firm:d~1~2"]
        >>> repair_meetings(met(alone="abcd"), agenda=before, absent=["firm:b", "firm:d"]).table["state"].tolist()
        ['cancelled', 'cancelled', 'added']
    """
    seats = _agenda(network, agenda or ())
    if agenda is None:
        seats = _planned(
            network, within=within, participants=participants, hosts=hosts, wishes=wishes, refusals=refusals, cap=cap,
            floor=floor, slots=slots, tables=tables, away=away, forbidden=forbidden, required=required,
            previous=previous, leftovers=leftovers,
        )  # fmt: skip
    gone = {entity_named(network, one) for one in absent or ()}
    wanted = {sorted_pair(pair) for pair in pairs_named(network, "imposed", imposed)}
    who = {one for seat in seats for one in seat.pair} | {one for pair in wanted for one in pair}
    if within or participants or hosts:
        who |= set(coming(network, within, participants or sorted(who), hosts))
    rules = Asked(
        wishes or (), (*(refusals or ()), *(refused or ())), cap, 0, max([slots, *(seat.slot for seat in seats)]),
        max([tables or len(who) // 2, 1, *(seat.table for seat in seats)]), away or (), forbidden or (), (),
        previous or (), leftovers or (), within,
    )  # fmt: skip
    asked_for = imposed_on(
        day(network, who - gone, [network.find(one) for one in hosts or ()], rules),
        wanted | pairs_named(network, "required", required),
    )
    never = {tuple(sorted(pair)) for pair in pairs_named(network, "refused", refused)}
    cancelled = [seat for seat in seats if set(seat.pair) & gone or seat.pair in never]
    placed = placed_at(
        asked_for, [seat for seat in seats if seat not in cancelled], _all_come(asked_for, wanted),
        worth(asked_for, [seat.pair for seat in seats]),
    )  # fmt: skip
    kept = list(placed.kept)
    made = repaired(asked_for, kept, cancelled, placed.new, placed.pushed)
    made = replace(made, added=(*placed.new, *made.added))
    table = _table(asked_for, {KEPT: kept, CANCELLED: [*cancelled, *placed.pushed], ADDED: made.added})
    more = {"open": _open(network, made), "totals": _totals(kept, [*cancelled, *placed.pushed], made)}
    said = {
        "agenda": told(agenda), "refused": told(refused), "absent": told(absent),
        "imposed": told(imposed), "within": within, "participants": told(participants), "hosts": told(hosts),
        "wishes": told(wishes), "refusals": told(refusals),
        "cap": cap, "floor": floor, "slots": slots, "tables": tables, "away": told(away), "forbidden": told(forbidden),
        "required": told(required), "previous": told(previous), "leftovers": told(leftovers), "seed": SEED,
    }  # fmt: skip
    rests_on = basis(
        network, "repair_meetings", method=METHOD, parameters=said, version=VERSION, notes=_notes(made)
    )  # fmt: skip
    return answer(table, COLUMNS, SENTENCES, rests_on, more=more, case=CASE)


def _agenda(network: Network, texts: Sequence[str]) -> list[Seat]:
    """The meetings as they are written, by slot and table."""
    made = [_seat(network, text) for text in texts]
    taken: set[tuple[Any, int]] = set()
    for seat in made:
        for what, said in [(seat.table, f"table {seat.table}"), *((one, network.name(one)) for one in seat.pair)]:
            if (what, seat.slot) in taken:
                raise WrongValue("--agenda: {} is taken twice in slot {}.", said, seat.slot)
            taken.add((what, seat.slot))
    return sorted(made, key=lambda seat: (seat.slot, seat.table))


def _all_come(day: Day, pairs: Collection[Pair]) -> Collection[Pair]:
    """The pairs, where both of each come."""
    for one in sorted({end for pair in pairs for end in pair} - set(day.rules.participants)):
        raise WrongValue("--imposed: {} does not come: leave the pair out.", day.network.name(one))
    return pairs


def _planned(network: Network, **asked: Any) -> list[Seat]:
    rows = meetings(network, **asked).table[["a", "b", "slot", "table"]].itertuples(index=False)
    return [Seat(str(a), str(b), int(slot), int(table)) for a, b, slot, table in rows]


def _seat(network: Network, text: str) -> Seat:
    parts = [part.strip() for part in text.rsplit(SEPARATOR, 2)]
    if len(parts) != 3 or not all(part.isdigit() and int(part) for part in parts[1:]):
        raise WrongValue("--agenda: write a meeting as who~whom~slot~table, as {}~1~1, not '{}'.", PAIR, text)
    (pair,) = pairs_named(network, "agenda", parts[:1])
    a, b = sorted(pair)
    return Seat(a, b, int(parts[1]), int(parts[2]))


def _table(asked: Day, seats: dict[str, Sequence[Seat]]) -> pd.DataFrame:
    rows = [(seat, state) for state, some in seats.items() for seat in some]
    rows.sort(key=lambda row: (row[0].slot, row[1] == ADDED, row[0].table, row[0].pair))
    table = as_table(asked, [seat.pair for seat, _ in rows])
    table = table.assign(
        slot=[seat.slot for seat, _ in rows], table=[seat.table for seat, _ in rows], state=[one for _, one in rows]
    )
    return with_reasons(asked, table)[0]


def _open(network: Network, made: Repaired) -> pd.DataFrame:
    rows = [(one, network.name(one), places, reason) for one, places, reason in made.open]
    columns = {"id": "string", "name": "string", "places": "Int64", "reason": "string"}
    return pd.DataFrame(rows, columns=list(columns), dtype=object).astype(columns)


def _totals(kept: Sequence[Seat], cancelled: Sequence[Seat], made: Repaired) -> pd.DataFrame:
    free = sum(places for _, places, _ in made.open)
    row = {"kept": len(kept), "cancelled": len(cancelled), "added": len(made.added), "open": free}
    return pd.DataFrame([row]).convert_dtypes()


AIMS = (
    ("rendez-vous rendus", "meetings given back"),
    ("dont sans changer d'autre agenda", "of them without a change for others"),
    ("souhaits restés du match aller", "wishes left over from the first leg"),
    ("souhaits mutuels", "mutual wishes"),
    ("somme des valeurs", "sum of weights"),
)


def _notes(made: Repaired) -> tuple[tuple[str, str], ...]:
    return tuple(proof.said(*words) for proof, words in zip(made.proofs, AIMS, strict=False) if proof.bound)
