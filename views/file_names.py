"""Names of files that are taken away: of what, for whom if not for everybody, and the date if one was chosen."""

import re

from graph.model import Viewer
from graph.names import fold
from queries.basis import seen_by
from views.wording import Words

WORD = re.compile(r"[a-z0-9]+")
LONGEST = 60  # letters of a part
DAY = 10  # letters of a whole date, as 2023-01-01


def file_name(say: Words, subject: str, *, viewer: Viewer, as_of: str = "") -> str:
    """A name without its ending, in letters that every disk takes; the same for the same view.

    >>> file_name(Words("fr"), "réseau_pole:emc2", viewer=Viewer.PUBLIC)
    'maillage_reseau-pole-emc2'
    >>> file_name(Words("fr"), "brokers", viewer=Viewer.OWNER, as_of="2023-01-01")
    'maillage_brokers_vu-par-le-proprietaire_au-2023-01-01'
    """
    who = "" if viewer == Viewer.PUBLIC else seen_by(str(viewer), say.language)
    return "_".join(filter(None, map(_plain, ("maillage", subject, who, _when(say, as_of)))))


def with_ending(name: str, ending: str) -> str:
    """A name with its ending; of an archive, what is in it stands before, since systems hide the last ending.

    >>> with_ending("maillage_brokers", "xlsx"), with_ending("maillage_brokers", "csv.zip")
    ('maillage_brokers.xlsx', 'maillage_brokers_csv.zip')
    """
    inner, dot, last = ending.rpartition(".")
    return f"{name}_{inner}.zip" if dot and last == "zip" else f"{name}.{ending}"


def _when(say: Words, as_of: str) -> str:
    if not as_of:
        return ""
    return say("on {day}", day=as_of) if len(as_of) == DAY else say("in {period}", period=as_of)


def _plain(part: str) -> str:
    """Letters without accents, joined by dashes; letters of other scripts are left out, what is too long is cut."""
    return "-".join(WORD.findall(fold(part)))[:LONGEST].strip("-")
