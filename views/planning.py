"""What is done with plans of meeting days, on the page and at the command line: made, mended, shown, held."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import pandas as pd

from graph.errors import PlanError
from graph.network import Network
from graph.search import entity_named
from graph.store import Store
from graph.vocabulary import Kind
from ingest.held import write_held
from ingest.report import Report
from queries.answer import Answer
from queries.basis import basis
from queries.catalogue import query
from queries.meeting_days import Asked, pairs_named
from queries.repairing import Seat
from queries.settled_meetings import settled_meetings
from views.openly import confided_to, openly
from views.plans import Plan, Plans, repaired, today

RULES = ("wishes", "refusals", "cap", "slots", "tables", "away", "forbidden", "required", "previous", "leftovers",
         "within")  # fmt: skip
SAME = ("refusals", "forbidden", "hosts", "cap", "slots", "tables")  # of both legs where nothing else is said


@dataclass(frozen=True)
class Planning:
    """The plans of a network as one viewer sees it."""

    network: Network
    plans: Plans

    @classmethod
    def beside(cls, url: str, network: Network) -> Self:
        return cls(network, Plans.beside(url, network))

    def get(self, name: str) -> Plan:
        """A plan, with the ids that its participants have now.

        Raises:
            PlanError: there is none, or one of them is gone, or two have become one.
        """
        return today(self.network, self.plans.get(name))

    def make(self, name: str, given: Mapping[str, Any], *, after: str = "") -> Answer:
        """Plan a day and keep it by name; `after` names the first leg.

        Raises:
            PlanError: there is a plan of that name, or none of the first leg's.
            Infeasible, UnknownEntity, ValueError: as `meetings`.
        """
        self.plans.free(name)
        given = _second_leg(self.network, self.get(after), given) if after else dict(given)
        made = query("meetings").ask(self.network, **given)
        self.plans.add(Plan.of(name, made, given, after=after))
        return made

    def mend(
        self, name: str, *, refused: Sequence[str] = (), absent: Sequence[str] = (), imposed: Sequence[str] = ()
    ) -> Answer:
        """The plan after refusals, no-shows, and pairs that must meet after all; kept in its place.

        Raises:
            PlanError, UnknownEntity, Infeasible, ValueError: as `get` and `repair_meetings`.
        """
        plan = self.get(name)
        plan.still_open(self.network)
        _all_come(self.network, plan, refused, absent)
        agenda = tuple(one.written for one in plan.meetings)
        given = {**plan.asked, "participants": plan.participants, "within": None}
        made = query("repair_meetings").ask(
            self.network, **given, agenda=agenda, refused=refused, absent=absent, imposed=imposed
        )
        self.plans.keep(repaired(plan, self.network, made, refused, absent, imposed))
        return made

    def shown(self, plan: Plan) -> Answer:
        """The plan as it is kept, with its reasons and the wishes that it leaves."""
        return self._settled(self.network, plan)

    def handed_out(self, plan: Plan, public: Network) -> Answer:
        """The same with the reasons that everybody may read: of what is confided to some, none is told on a sheet.

        Its basis is that of the network which everybody sees, and holds nobody's wishes: it stands on each sheet.
        """
        settled = self._settled(openly(self.network, public), plan)
        asked = {name: value for name, value in settled.basis.parameters.items() if name != "wishes"}
        rests_on = basis(public, settled.basis.query, method=settled.basis.method, parameters=asked)
        return replace(settled, basis=rests_on)

    def _settled(self, network: Network, plan: Plan) -> Answer:
        rules = {name: plan.asked[name] for name in RULES if plan.asked.get(name) is not None}
        seats = [Seat(one.a, one.b, one.slot, one.table) for one in plan.meetings]
        hosts = [self.network.find(one) for one in plan.asked.get("hosts") or ()]
        return settled_meetings(network, plan.participants, seats, Asked(**rules), hosts=hosts)

    def hold(
        self, store: Store, name: str, event: str, *, day: str, missed: Sequence[str], at: str, confided: str = ""
    ) -> Report:
        """Write a plan's meetings down as held, each part of the day; pairs `missed` as cancelled.

        Args:
            confided: to whom, as `emc2=staff`; "" is everybody.

        Raises:
            PlanError: it is written down already; everybody would read of somebody who is confided to some.
            UnknownEntity, ValueError: the event or a pair is none; nobody knows when it was.
            DatasetError, StoreError: as for any file.
        """
        plan = self.get(name)
        plan.still_open(self.network)
        missing = {_sorted(pair) for pair in pairs_named(self.network, "missed", missed)}
        _all_planned(plan, missing)
        held_on, when = _day(self.network, event)
        met = [(one.a, one.b, one.slot, one.table) for one in plan.meetings]
        names = {end: str(self.network.row(end)["name"]) for one in met for end in one[:2]}
        held = confided_to(confided)
        if not held:
            _known_to_all(self.network, store, [held_on, *names])
        said = write_held(
            store, name, held_on, met, missing, names, day=day or when, at=at, **held
        )  # fmt: skip
        self.plans.keep(replace(plan, held=said.run))
        return said


def _sorted(pair: tuple[str, str]) -> tuple[str, str]:
    return pair if pair[0] < pair[1] else (pair[1], pair[0])


def _all_planned(plan: Plan, pairs: Collection[tuple[str, str]]) -> None:
    planned = {(one.a, one.b) for one in plan.meetings}
    for pair in sorted(set(pairs) - planned):
        raise PlanError("The plan '{}' has no meeting of {} and {}.", plan.name, *pair)


def _all_come(network: Network, plan: Plan, refused: Sequence[str], absent: Sequence[str]) -> None:
    """PlanError where one of those who refuse or stay away is not in the plan anyway."""
    named = {entity_named(network, one) for one in absent}
    named |= {one for pair in pairs_named(network, "refused", refused) for one in pair}
    for one in sorted(named - set(plan.participants)):
        raise PlanError("{} is not among those who come to the day '{}'.", network.name(one), plan.name)


def _day(network: Network, event: str) -> tuple[str, str]:
    """The id of an event or a meeting, and when it was, "" where nobody says."""
    row = network.row(entity_named(network, event))
    if row["kind"] not in (Kind.EVENT, Kind.MEETING):
        raise PlanError("{} is a {}, and no day: name an event, by its id where others bear its name.",
                        network.name(str(row["id"])), row["kind"])  # fmt: skip
    return str(row["id"]), "" if pd.isna(row["since"]) else str(row["since"])


def _known_to_all(network: Network, store: Store, ids: Collection[str]) -> None:
    public = set(Network.read(store).entities["id"])
    for one in sorted(set(ids) - public):
        raise PlanError(
            "{} is confided, and all would read of it: say to whom this is confided, as --confided emc2=staff.",
            network.name(one),
        )


def _second_leg(network: Network, first: Plan, given: Mapping[str, Any]) -> dict[str, Any]:
    """The same people and rules where nothing else is said, no pair again, what was left over first."""
    same = {name: first.asked.get(name) for name in SAME}
    who = () if given.get("within") or given.get("participants") else first.participants
    before = tuple(one.pair for one in first.meetings)
    wished = pairs_named(network, "wishes", first.asked.get("wishes") or ())
    left = tuple(f"{who}~{whom}" for who, whom in sorted(wished) if "~".join(_sorted((who, whom))) not in before)
    return {
        **{name: value for name, value in same.items() if value},
        **({"participants": who} if who else {}),
        **given,
        "wishes": (*left, *(given.get("wishes") or ())),
        "previous": (*(first.asked.get("previous") or ()), *before, *(given.get("previous") or ())),
        "leftovers": (*left, *(given.get("leftovers") or ())),
    }
