"""Plans of meeting days, kept by name beside the network: who was to meet whom, and whether it took place."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from graph.errors import PlanError, UnknownEntity
from graph.names import slug
from graph.network import Network
from graph.search import entity_named
from graph.store import without_password
from queries.answer import Answer
from views.state import State


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two who meet, by their ids, a < b; slots and tables are counted from 1."""

    slot: int
    table: int
    a: str
    b: str

    @property
    def written(self) -> str:
        """As a parameter of `repair_meetings` has it."""
        return f"{self.a}~{self.b}~{self.slot}~{self.table}"

    @property
    def pair(self) -> str:
        return f"{self.a}~{self.b}"


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan.

    Attributes:
        asked: what `meetings` was asked with, by the names of its parameters.
        participants: ids of all who come, with or without a meeting.
        unmet: wishes that it does not meet, `who~whom`.
        held: the run that wrote it down as held; "" before.
    """

    name: str
    asked: Mapping[str, Any]
    participants: tuple[str, ...]
    meetings: tuple[Meeting, ...]
    unmet: tuple[str, ...] = ()
    held: str = ""
    after: str = field(default="")

    @classmethod
    def of(cls, name: str, made: Answer, asked: Mapping[str, Any], *, after: str = "") -> Self:
        """The plan that an answer of `meetings` gives."""
        unmet = made.more["unmet"]
        return cls(
            name, dict(asked), tuple(made.more["served"]["id"]), meetings_of(made),
            tuple(f"{who}~{whom}" for who, whom in zip(unmet["who"], unmet["whom"], strict=True)), after=after,
        )  # fmt: skip

    def written(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Self:
        said = json.loads(text)
        asked = {name: tuple(value) if isinstance(value, list) else value for name, value in said["asked"].items()}
        rows = tuple(Meeting(**row) for row in said["meetings"])
        some = {name: tuple(said[name]) for name in ("participants", "unmet")}
        return cls(**{**said, **some, "asked": asked, "meetings": rows})

    def still_open(self, network: Network) -> None:
        """PlanError where it was written down as held already, and that was not taken back."""
        if self.held and f"doc:plan-{slug(self.name)}" in set(network.documents["id"]):
            raise PlanError(
                "The plan '{0}' is written down as held by {1}: `maillage undo {1}` first.", self.name, self.held
            )


def repaired(
    plan: Plan, network: Network, made: Answer, refused: Sequence[str], absent: Sequence[str], imposed: Sequence[str]
) -> Plan:  # fmt: skip
    """The plan as `repair_meetings` mended it; who is absent no longer comes, refusals and what was imposed stay."""
    gone = {entity_named(network, one) for one in absent}
    more = {"refusals": refused, "required": imposed}
    asked = {**plan.asked, **{name: (*(plan.asked.get(name) or ()), *pairs) for name, pairs in more.items()}}
    people = tuple(one for one in plan.participants if one not in gone)
    return replace(plan, asked=asked, participants=people, meetings=meetings_of(made))


def meetings_of(made: Answer) -> tuple[Meeting, ...]:
    """The meetings of a plan, without those that are cancelled."""
    table = made.table[made.table["state"] != "cancelled"] if "state" in made.table else made.table
    rows = table[["slot", "table", "a", "b"]].itertuples(index=False)
    return tuple(Meeting(int(slot), int(table), str(a), str(b)) for slot, table, a, b in rows)


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans that belong to a store and to those who see as much of it: wishes are confided."""

    state: State
    store: str
    rights: str

    @classmethod
    def beside(cls, url: str, network: Network) -> Self:
        return cls(State.beside(url), without_password(url), str(network.viewer))

    def names(self) -> list[str]:
        """Their names, in order."""
        rows = self._done("SELECT name FROM plans WHERE (store, rights) = (?, ?) ORDER BY name", ())
        return [name for (name,) in rows]

    def get(self, name: str) -> Plan:
        """The plan of that name.

        Raises:
            PlanError: there is none.
        """
        rows = self._done("SELECT plan FROM plans WHERE (store, rights, name) = (?, ?, ?)", (name,))
        if not rows:
            known = tuple(self.names())
            if known:
                raise PlanError("There is no plan '{}'; those kept are {}.", name, known)
            raise PlanError("There is no plan '{}', nor any other: `maillage plan make` makes one.", name)
        return Plan.read(rows[0][0])

    def add(self, plan: Plan) -> None:
        """Keep a new plan.

        Raises:
            PlanError: there is one of that name, or it cannot be kept.
        """
        self.free(plan.name)
        self.keep(plan)

    def free(self, name: str) -> None:
        """PlanError where there is a plan of that name."""
        if name in self.names():
            raise PlanError("There is a plan '{0}' already: choose another name, or `maillage plan drop {0}`.", name)

    def keep(self, plan: Plan) -> None:
        """Keep a plan in the place of the one of its name."""
        self._done("INSERT OR REPLACE INTO plans VALUES (?, ?, ?, ?)", (plan.name, plan.written()))

    def drop(self, name: str) -> None:
        """Forget a plan; what was written down as held stays in the network."""
        self.get(name)
        self._done("DELETE FROM plans WHERE (store, rights, name) = (?, ?, ?)", (name,))

    def _done(self, work: str, values: tuple[str, ...]) -> list[tuple[str, ...]]:
        return self.state.plans(work, (self.store, self.rights, *values))


def today(network: Network, plan: Plan) -> Plan:
    """The plan with the ids that its participants have now.

    Raises:
        PlanError: one of them is gone from the network, or two have become one.
    """
    now = {one: _now(network, plan, one) for one in _named(plan)}
    by_now: dict[str, str] = {}
    for before in plan.participants:
        other = by_now.setdefault(now[before], before)
        if other != before:
            raise PlanError(
                "{} and {} of the plan '{}' have since become one, {}: make the plan again under another name.",
                other, before, plan.name, network.name(now[before]),
            )  # fmt: skip
    rows = (Meeting(one.slot, one.table, *sorted((now[one.a], now[one.b]))) for one in plan.meetings)
    people = tuple(sorted(now[one] for one in plan.participants))
    return Plan(plan.name, plan.asked, people, tuple(rows), plan.unmet, plan.held, plan.after)


def _named(plan: Plan) -> list[str]:
    return sorted({*plan.participants, *(one for row in plan.meetings for one in (row.a, row.b))})


def _now(network: Network, plan: Plan, one: str) -> str:
    try:
        return network.find(one)
    except UnknownEntity:
        raise PlanError(
            "The plan '{}' names {}, whom this network no longer has: make the plan again under another name.",
            plan.name, one,
        ) from None  # fmt: skip
