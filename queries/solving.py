"""Solvers set up alike: one worker, a seed, and a limit of work instead of a clock; what they proved of a plan."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.progress import patiently
from queries.words import whole

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, CpSolver

SEED = 0
WORK = 20.0  # of CP-SAT, in seconds of its own count, which is the same on every machine
NODES = 2_000  # of HiGHS, which counts no work
NOISE = 1e-6  # of floating point; values of plans are whole, or rounded long before


@dataclass(frozen=True, slots=True)
class Proof:
    """What a plan is worth, and the bound that no plan can pass."""

    value: float
    bound: float

    @property
    def gap(self) -> float:
        """By which share of its value a plan could be better, at most."""
        return max(self.bound - self.value, 0.0) / max(abs(self.value), 1.0)

    @property
    def is_best(self) -> bool:
        """Whether it is proven that no plan is worth more."""
        return self.bound - self.value <= NOISE * max(1.0, abs(self.value))

    def said(self, what_fr: str, what_en: str) -> tuple[str, str]:
        """The note of a basis: the value, the bound, how far apart they are."""
        if self.is_best:
            return (
                f"{what_fr} : {whole(self.value, 'fr')}, optimum prouvé",
                f"{what_en}: {whole(self.value, 'en')}, proven optimal",
            )
        return (
            f"{what_fr} : {whole(self.value, 'fr')}, au plus {whole(self.bound, 'fr')} "
            f"(écart {whole(round(100 * self.gap, 2), 'fr')} %, optimum non prouvé)",
            f"{what_en}: {whole(self.value, 'en')}, at most {whole(self.bound, 'en')} "
            f"(gap {whole(round(100 * self.gap, 2), 'en')} %, optimum not proven)",
        )


def cp_solver(*, work: float = WORK) -> "CpSolver":
    """CP-SAT that gives the same answer each time, or none, within so much work."""
    from ortools.sat.python.cp_model import CpSolver  # a second of loading, for those who plan

    solver = CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.max_deterministic_time = work
    return solver


def solve(solver: "CpSolver", model: "CpModel") -> int:
    """The status that a solver ends with; whoever listens may end it before."""
    return int(patiently(lambda: solver.solve(model), solver.stop_search))
