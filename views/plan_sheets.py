"""What is handed out on a meeting day: a sheet for each participant and table, to print, to open, for calendars."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from html import escape
from itertools import chain, count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from graph.errors import DatasetError, because
from graph.names import slug
from graph.network import Network
from queries.answer import Answer
from queries.meeting_words import to_hand_out
from views.answer_files import csv_bytes, write
from views.csv_files import basis_files
from views.meeting_grid import grid_of
from views.packed import packed
from views.plans import Plan
from views.printed import LONGEST, article, as_html, foot, printed
from views.text import flat
from views.wording import Words

ZONE = "Europe/Paris"
UPRIGHT = 4  # slots that stand side by side on an upright page


@dataclass(frozen=True, slots=True)
class Hours:
    """When the slots are: the first begins at `first`, each lasts so many minutes, with a pause between two."""

    day: date | None = None
    first: time = time(9)
    minutes: int = 20
    pause: int = 5

    def begin(self, slot: int) -> datetime:
        """When a slot begins; on the first day of the year 1 where no day is known."""
        start = datetime.combine(self.day or date.min, self.first)
        return start + timedelta(minutes=(slot - 1) * (self.minutes + self.pause))

    def said(self, slot: int) -> str:
        end = self.begin(slot) + timedelta(minutes=self.minutes)
        return f"{self.begin(slot):%H:%M} – {end:%H:%M}"


@dataclass(frozen=True, slots=True)
class Sheets:
    """A plan ready to be handed out, as it stands: `settled` as `Planning.handed_out` gives it."""

    network: Network
    plan: Plan
    settled: Answer
    hours: Hours
    say: Words

    @property
    def table(self) -> pd.DataFrame:
        return self.settled.table

    def write(self, folder: Path) -> list[Path]:
        """Write all files; calendars only where the day is known.

        Returns:
            What was written: `agenda.csv`, `participants.html`, `tables.html`, `grid.html` (all of it on a page),
            under `participants/` and `tables/` a CSV each, and a calendar (.ics) for each participant; on what they
            rest, `basis.txt` and `basis.json`.

        Raises:
            DatasetError: a file cannot be written.
        """
        try:
            for each in (folder, folder / "participants", folder / "tables"):
                each.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatasetError("{} cannot be written: {}.", folder, because(error)) from None
        made = dict(self.files())
        for name, data in made.items():
            write(folder / name, data)
        return [folder / name for name in made]

    def file(self, name: str) -> bytes:
        """One of the files, by its name."""
        return next(data for known, data in self.files() if known == name)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file by its name."""
        language = self.say.language
        yield "agenda.csv", csv_bytes(self._agenda(), language)
        people = list(zip(self.plan.participants, _apart(map(self.network.name, self.plan.participants)), strict=True))
        yield "participants.html", self._page([self._sheet(one) for one, _ in people])
        for one, name in people:
            yield f"participants/{name}.csv", csv_bytes(self._rows(self._of(one), one), language)
            if self.hours.day is not None:
                yield f"participants/{name}.ics", self._calendar(one)
        places = sorted({int(place) for place in self.table["table"]})
        yield "tables.html", self._page([self._table_sheet(place) for place in places])
        for place in places:
            yield f"tables/table-{place}.csv", csv_bytes(self._at(place), language)
        yield "grid.html", self._page([self._grid()])
        yield from self._rests_on()

    def agenda(self) -> bytes:
        """An archive of the agenda alone, with on what it rests."""
        return packed([("agenda.csv", self.file("agenda.csv")), *self._rests_on()])

    def _rests_on(self) -> list[tuple[str, bytes]]:
        return basis_files(self.settled.basis, self.settled.basis.sentence(self.say.language))

    def _of(self, one: str) -> list[dict[Any, Any]]:
        """The meetings of one participant, in order."""
        mine = self.table[(self.table["a"] == one) | (self.table["b"] == one)]
        return mine.sort_values(["slot", "table"]).to_dict("records")

    def _agenda(self) -> pd.DataFrame:
        rows = self.table.sort_values(["slot", "table"])
        say = self.say
        return pd.DataFrame(
            {
                say("Slot"): rows["slot"], say("Time"): rows["slot"].map(self.hours.said), say("Table"): rows["table"],
                say("First"): rows["a_name"], say("Second"): rows["b_name"],
                say("Why"): [self._why(row) for row in rows.to_dict("records")],
            }
        )  # fmt: skip

    def _why(self, row: dict[Any, Any]) -> str:
        return to_hand_out(str(row[f"why_{self.say.language}"]), self.say.language)

    def _rows(self, mine: Sequence[dict[Any, Any]], one: str) -> pd.DataFrame:
        say = self.say
        titles = [say("Slot"), say("Time"), say("Table"), say("With"), say("Why")]
        cells = [
            (row["slot"], self.hours.said(int(row["slot"])), row["table"], _other(row, one), self._why(row))
            for row in mine
        ]
        return pd.DataFrame(cells, columns=titles)

    def _at(self, place: int) -> pd.DataFrame:
        rows = self.table[self.table["table"] == place].sort_values("slot")
        say = self.say
        return pd.DataFrame(
            {
                say("Slot"): rows["slot"], say("Time"): rows["slot"].map(self.hours.said),
                say("First"): rows["a_name"], say("Second"): rows["b_name"],
            }
        )  # fmt: skip

    def _sheet(self, one: str) -> str:
        mine = self._of(one)
        body = as_html(self._rows(mine, one)) if mine else f"<p>{escape(self.say('No meeting is planned.'))}</p>"
        return self._article(self.network.name(one), body + self._not_planned(one))

    def _not_planned(self, one: str) -> str:
        """Their own wishes that have no meeting, nor had one before; why is for those who plan."""
        left = self.settled.more["unmet"]
        wished = list(left.loc[(left["who"] == one) & (left["why"].fillna("") != "met_before"), "whom"])
        if not wished:
            return ""
        names = "".join(f"<li>{escape(flat(self.network.name(other)))}</li>" for other in wished)
        return f"<h2>{escape(self.say('Not on the programme'))}</h2><ul>{names}</ul>"

    def _table_sheet(self, place: int) -> str:
        return self._article(self.say("Table {table}", table=place), as_html(self._at(place)))

    def _article(self, title: str, body: str, *, look: str = "") -> str:
        return article(title, self._when(), body + foot(self.settled.basis.sentence(self.say.language)), look=look)

    def _grid(self) -> str:
        """The whole plan on one page, a row a table, a column a slot with its time; lying where there are many."""
        say = self.say
        nobody = f"<p>{escape(say('No meeting is planned.'))}</p>"
        made = grid_of(say, self.table, longest=LONGEST, titled=self._titled) if len(self.table) else None
        look = "grid wide" if made and len(made.slots) > UPRIGHT else "grid"
        return self._article(say("Who meets whom"), as_html(made.rows) if made else nobody, look=look)

    def _titled(self, slot: int) -> str:
        return f"{self.say('Slot {slot}', slot=slot)} · {self.hours.said(slot)}"

    def _when(self) -> str:
        from queries.words import date as in_words

        known = [in_words(self.hours.day.isoformat(), self.say.language)] if self.hours.day else []
        return " · ".join([self.plan.name, *known])

    def _page(self, articles: Sequence[str]) -> bytes:
        return printed(self.plan.name, self.say.language, articles)

    def _calendar(self, one: str) -> bytes:
        """The meetings of one participant as a calendar, the same each time it is written."""
        from icalendar import Calendar

        made = Calendar()
        made.add("prodid", "-//maillage//meetings//")
        made.add("version", "2.0")
        for row in self._of(one):
            made.add_component(self._event(row, one))
        made.add_missing_timezones()
        text: bytes = made.to_ical()
        return text

    def _event(self, row: dict[Any, Any], one: str) -> Any:
        from icalendar import Event

        begin = self.hours.begin(int(row["slot"])).replace(tzinfo=ZoneInfo(ZONE))
        made = Event()
        known = "\x1f".join((self.plan.name, str(begin), row["a"], row["b"], one))
        made.add("uid", f"{blake2b(known.encode(), digest_size=12).hexdigest()}@maillage")
        made.add("dtstamp", begin.astimezone(UTC))
        made.add("dtstart", begin)
        made.add("dtend", begin + timedelta(minutes=self.hours.minutes))
        made.add("summary", self.say("{plan}: {other}", plan=self.plan.name, other=flat(_other(row, one))))
        made.add("location", self.say("Table {table}", table=int(row["table"])))
        if why := self._why(row):
            made.add("description", flat(why, longest=LONGEST))
        return made


def _other(row: dict[Any, Any], one: str) -> str:
    return str(row["b_name"] if row["a"] == one else row["a_name"])


def _apart(names: Iterable[str]) -> list[str]:
    """A file name for each name: folded, no two alike.

    >>> _apart(["Alizé & Fils", "alize et fils", "Boréal"])
    ['alize-et-fils', 'alize-et-fils-2', 'boreal']
    """
    made: dict[str, None] = {}
    for name in map(slug, names):
        numbered = (f"{name}-{number}" for number in count(2))
        made[next(one for one in chain([name], numbered) if one not in made)] = None
    return list(made)
