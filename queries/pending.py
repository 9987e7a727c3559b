"""Encounters of which nobody says that they took place: has their date passed?"""

import pandas as pd

from graph import dates
from graph.network import Network
from graph.vocabulary import Status

PENDING = (Status.ASKED, Status.ANNOUNCED, Status.IN_DISCUSSION)


def to_check(network: Network) -> pd.Series:
    """Whether an encounter was announced, asked for or in discussion, and its date has passed since.

    Passed at the network's as-of date, otherwise on the latest day on which a document was published or
    somebody spoke: there is no clock. Whether an encounter counts, with other statuses, changes nothing here.

    Returns:
        By the id of each encounter: True, its last possible day is over, and nobody says that it took place;
        False, it is settled or still to come; missing where its date does not decide (none, an unknown year).
    """
    encounters = network.encounters.set_index("id")
    day = dates.day_of(network.as_of) if network.as_of else network.today
    waiting = encounters[encounters["status"].isin(PENDING)]
    passed = [_has_passed(since, until, day) for since, until in zip(waiting["since"], waiting["until"], strict=True)]
    settled = pd.Series(False, index=encounters.index, dtype="boolean")
    settled[waiting.index] = pd.array(passed, dtype="boolean")
    return settled


def _has_passed(since: object, until: object, day: str | None) -> bool | None:
    known = [text for text in (since, until) if isinstance(text, str)]
    if not known or day is None:
        return None
    if dates.latest(known[-1]) < day:
        return True
    return False if dates.earliest(known[0]) > day else None
