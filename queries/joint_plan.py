"""Who meets whom and when at once: where the best pairs find no slots together, by constraint programming."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.errors import Infeasible
from queries.colouring import coloured
from queries.pairing import Pairing
from queries.plan_rules import Rules
from queries.solving import WORK, Proof, cp_solver, solve
from queries.timetable import Seats, seated

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, CpSolver

LARGE = 60_000  # pairs by slots: beyond, only the pairs that weigh most are tried
NEAR = 8  # of those, so many for each participant


@dataclass(frozen=True, eq=False, slots=True)
class Planned:
    """A plan: positions of pairs, sorted, their slots, what the worst served have, and a proof for each level."""

    pairs: np.ndarray
    slots: np.ndarray
    served: int
    proofs: tuple[Proof, ...]


@dataclass(eq=False, slots=True)
class _Model:
    """The variables: seats by pair and slot, and one for each step of fairness."""

    rules: Rules
    model: "CpModel"
    seats: Seats
    steps: list[Any]

    def of(self, level: np.ndarray) -> Any:
        return sum(int(level[pair]) * seat for (pair, _), seat in self.seats.items() if level[pair])

    def plan(self, solver: "CpSolver") -> tuple[np.ndarray, np.ndarray, int]:
        met = sorted(key for key, seat in self.seats.items() if solver.boolean_value(seat))
        pairs, slots = (np.array([key[end] for key in met], dtype=int) for end in (0, 1))
        return pairs, slots, sum(solver.boolean_value(step) for step in self.steps)


def joint(rules: Rules, relaxed: Pairing, *, work: float = WORK) -> Planned | None:
    """The best plan that so much work finds; what the pairs alone could be bounds it. None where no plan exists.

    Raises:
        Infeasible: no plan was found, nor that there is none.
    """
    whole = len(rules.pairs) * rules.slots <= LARGE
    made = _model(rules, np.flatnonzero(rules.together) if whole else _near(rules, relaxed))
    _hint(made, relaxed)
    ceilings = [float(relaxed.served), *(proof.bound for proof in relaxed.proofs)]
    objectives = [sum(made.steps), *map(made.of, rules.levels)]
    found, proofs = None, list[Proof]()
    for objective, ceiling in zip(objectives, ceilings, strict=True):
        better, proof = _best(made, objective, ceiling if _same_so_far(relaxed, proofs) else np.inf, work, whole=whole)
        if better is None:
            if found is None and proof is None:
                return None
            break
        found = better
        proofs.append(proof or Proof(0, ceiling))
        made.model.add(objective >= int(proofs[-1].value))
    if found is None:
        raise Infeasible("No plan was found in the work allowed: more slots or tables, or fewer rules, would help.")
    return Planned(*found, tuple(_told(rules, found[0], proofs[1:], ceilings[1:])))


def _best(
    made: _Model, objective: Any, ceiling: float, work: float, *, whole: bool
) -> tuple[tuple[np.ndarray, np.ndarray, int] | None, Proof | None]:
    """A plan and its proof; without a plan, a proof says that none was found, and None that there is none."""
    from ortools.sat.python.cp_model import FEASIBLE, INFEASIBLE, OPTIMAL

    solver = cp_solver(work=work)
    made.model.maximize(objective)
    status = solve(solver, made.model)
    if status in (OPTIMAL, FEASIBLE):
        made.model.clear_hints()  # type: ignore[no-untyped-call]
        for seat in made.seats.values():
            made.model.add_hint(seat, solver.boolean_value(seat))
        bound = min(ceiling, np.floor(solver.best_objective_bound + 1e-6) if whole else np.inf)
        return made.plan(solver), Proof(round(solver.objective_value), max(float(bound), round(solver.objective_value)))
    return None, None if status == INFEASIBLE and whole else Proof(0, ceiling)


def _same_so_far(relaxed: Pairing, proofs: list[Proof]) -> bool:
    """Whether all levels so far are what the pairs alone could be: only then their next bound is one here."""
    reached = [proof.value for proof in proofs]
    return reached == [float(relaxed.served), *(proof.value for proof in relaxed.proofs)][: len(reached)]


def _told(rules: Rules, pairs: np.ndarray, proofs: list[Proof], ceilings: list[float]) -> list[Proof]:
    """A proof for each level, with what the last plan is worth; levels that were not reached have the outer bound."""
    values = [float(level[pairs].sum()) for level in rules.levels]
    bounds = [*(float(proof.bound) for proof in proofs), *ceilings[len(proofs) :]]
    return [Proof(value, max(bound, value)) for value, bound in zip(values, bounds, strict=True)]


def _model(rules: Rules, pairs: np.ndarray) -> _Model:
    from ortools.sat.python.cp_model import CpModel

    model = CpModel()
    seats = seated(model, rules, pairs.tolist())
    of_pair: dict[int, list[Any]] = {}
    for (pair, _), seat in seats.items():
        of_pair.setdefault(pair, []).append(seat)
    for pair, some in of_pair.items():
        (model.add_exactly_one if rules.required[pair] else model.add_at_most_one)(some)
    steps = [model.new_bool_var("") for _ in range(int(rules.able.max(initial=0)))]
    for who, pairs_of in enumerate(rules.own):
        own = sum(seat for pair in pairs_of for seat in of_pair.get(pair, ()))
        model.add(own <= int(rules.cap[who]))
        model.add(own >= int(rules.floor[who]))
        for step, kept in enumerate(steps[: int(rules.able[who])], start=1):
            model.add(own >= step).only_enforce_if(kept)
    for kept, before in zip(steps[1:], steps, strict=False):
        model.add_implication(kept, before)
    return _Model(rules, model, seats, steps)


def _hint(made: _Model, relaxed: Pairing) -> None:
    """Begin with those of the best pairs that find a slot."""
    rules = made.rules
    slots = coloured(rules.pairs[relaxed.pairs], rules.size, rules.slots, rules.at_once)
    for pair, slot in zip(relaxed.pairs.tolist(), slots.tolist(), strict=True):
        if slot >= 0 and (pair, slot) in made.seats:
            made.model.add_hint(made.seats[pair, slot], 1)


def _near(rules: Rules, relaxed: Pairing) -> np.ndarray:
    """The best pairs, those that must meet, and the heaviest of each participant."""
    order = np.argsort(-rules.weight, kind="stable")
    often, chosen = np.zeros(rules.size, dtype=int), [*relaxed.pairs, *np.flatnonzero(rules.required)]
    for pair in order[rules.together[order]]:
        ends = rules.pairs[pair]
        if (often[ends] < NEAR).any():
            often[ends] += 1
            chosen.append(pair)
    return np.unique(np.array(chosen, dtype=int))
