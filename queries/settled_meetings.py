"""A plan of meetings that stands: why each takes place, which wishes it leaves, whom it serves how often."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from graph.network import Network
from queries.answer import TOTALS, Answer, answer
from queries.basis import basis
from queries.meeting_days import Asked, Day, as_table, day, imposed_on, pairs_named
from queries.meeting_words import unmet, with_reasons
from queries.meetings import CASE, COLUMNS, SENTENCES, served
from queries.repairing import Seat

METHOD = {
    "fr": "le plan tel qu'il est gardé, rien n'est recalculé",
    "en": "the plan as it is kept, nothing computed anew",
}
SUMMARY = {
    "fr": "{meetings:Aucun rendez-vous|# rendez-vous} pour {participants:aucun participant|# participant|"
    "# participants}, {each_fr} chacun{wishes: ; aucun souhait| ; {met:aucun souhait|# souhait|# souhaits} sur "
    "{wishes} au programme}.",
    "en": "{meetings:No meeting|# meeting|# meetings} for {participants:no participant|# participant|# participants}, "
    "{each_en} each{wishes:; no wish|; wishes met: {met} of {wishes}}.",
}


def settled_meetings(
    network: Network, participants: Sequence[str], agenda: Sequence[Seat], asked: Asked, *, hosts: Sequence[str] = ()
) -> Answer:  # fmt: skip
    """What `meetings` says of its plan, of one that is settled: nothing is planned, and the floor is no rule.

    Args:
        participants, hosts: ids.
        asked: what the day was asked for with; what a plan may not keep to any more is no fault.

    Returns:
        Table, `more["reasons"]`, `more["unmet"]` and `more["served"]` as of `meetings`, but for what was proven.

    Raises:
        UnknownEntity: the viewer's network does not have one of those named.
    """
    seats = sorted(agenda, key=lambda seat: (seat.slot, seat.table, seat.pair))
    slots = max([asked.slots, *(seat.slot for seat in seats)])
    tables = max([asked.tables or len(participants) // 2, 1, *(seat.table for seat in seats)])
    rules = replace(asked, floor=0, required=(), slots=slots, tables=tables)
    of = imposed_on(day(network, participants, hosts, rules), pairs_named(network, "required", asked.required))
    table = as_table(of, [seat.pair for seat in seats])
    table = table.assign(slot=[seat.slot for seat in seats], table=[seat.table for seat in seats])
    table, reasons = with_reasons(of, table)
    left, often = _left(of, seats), served(of, _places(of, seats)[0])
    more = {
        "reasons": reasons,
        "unmet": left,
        "served": often,
        TOTALS: _totals(often, len(seats), len(of.wishes), len(left)),
    }
    said = {"slots": slots, "tables": tables, "cap": asked.cap, "wishes": tuple(asked.wishes) or None}
    rests_on = basis(network, "settled_meetings", method=METHOD, parameters=said)
    return answer(table, COLUMNS, {**SENTENCES, TOTALS: SUMMARY}, rests_on, more=more, case=CASE)


def _places(of: Day, seats: Sequence[Seat]) -> tuple[np.ndarray, np.ndarray]:
    """Of the meetings that the rules still allow, the positions of their pairs, and their slots from 0."""
    ids = of.rules.participants
    place = {(ids[a], ids[b]): n for n, (a, b) in enumerate(of.rules.pairs.tolist())}
    some = [(place[seat.pair], seat.slot - 1) for seat in seats if seat.pair in place]
    made = np.array(some, dtype=int).reshape(-1, 2)
    return made[:, 0], made[:, 1]


def _left(of: Day, seats: Sequence[Seat]) -> pd.DataFrame:
    """The wishes that the plan leaves."""
    met = {end for seat in seats for end in (seat.pair, seat.pair[::-1])}
    found = unmet(of, *_places(of, seats))
    left = np.array([pair not in met for pair in zip(found["who"], found["whom"], strict=True)], dtype=bool)
    return found[left].reset_index(drop=True)


def _totals(often: pd.DataFrame, meetings: int, wishes: int, left: int) -> pd.DataFrame:
    least, most = (int(often["meetings"].min()), int(often["meetings"].max())) if len(often) else (0, 0)
    row = {
        "meetings": meetings, "participants": len(often), "wishes": wishes,
        "met": wishes - left,
        "each_fr": f"{least}" if least == most else f"{least} à {most}",
        "each_en": f"{least}" if least == most else f"{least} to {most}",
    }  # fmt: skip
    return pd.DataFrame([row]).convert_dtypes()
