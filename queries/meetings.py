"""Who meets whom, when, at which table?"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from graph.network import Network
from queries.answer import Answer, answer
from queries.basis import basis
from queries.columns import DOCUMENTS, count, flag, in_one_language, name, numbering, text
from queries.conflicts import check, conflict
from queries.joint_plan import Planned, joint
from queries.meeting_days import (
    CAP,
    HOSTS,
    RULES,
    SLOTS,
    WHO,
    WITHIN,
    Asked,
    Day,
    as_table,
    coming,
    couples_of,
    day,
)
from queries.meeting_words import unmet, with_reasons
from queries.meeting_worth import AGAIN, ALIKE, ANY, NEED, WISH
from queries.pairing import pairing, possible
from queries.plan_rules import Rules
from queries.solving import SEED
from queries.timetable import timetable
from queries.words import counted

QUESTION = {"fr": "Qui doit rencontrer qui, quand, à quelle table ?", "en": "Who meets whom, when, at which table?"}
VERSION = 2
METHOD = {
    "fr": "d'abord le moins bien servi, puis les souhaits mutuels, puis la valeur ; couples par HiGHS, puis créneaux",
    "en": "the worst served first, then mutual wishes, then value; pairs by HiGHS, slots afterwards",
}
EXAMPLE = {
    "wishes": ("cluster:auvergne-efficience-industrielle~pole:mont-blanc-industries",
               "pole:mont-blanc-industries~cluster:auvergne-efficience-industrielle"),
    "cap": 2, "slots": 3, "tables": 8,
}  # fmt: skip
PARAMETERS = (WITHIN, WHO, HOSTS, *RULES)
CASE = "wish"
KEYS = ("a", "b")  # what a row is about
COLUMNS = (
    numbering("slot", "créneau", "slot"),
    numbering("table", "table", "table"),
    text("a", "premier", "first"),
    name("a_name", "nom (premier)", "name (first)"),
    text("b", "second", "second"),
    name("b_name", "nom (second)", "name (second)"),
    count("weight", "valeur", "weight", low=1),
    text("wish", "souhait", "wish"),
    flag("mutual", "souhait mutuel", "mutual wish"),
    count("already", "rencontres communes", "encounters shared", "encounters"),
    in_one_language("why_fr", "pourquoi", "why (French)", "fr"),
    in_one_language("why_en", "pourquoi (anglais)", "why", "en"),
    DOCUMENTS,
)
SENTENCES = {
    "": {
        "fr": "Créneau {slot}, table {table} : {a_name} – {b_name} ; {why_fr}.",
        "en": "Slot {slot}, table {table}: {a_name} – {b_name}; {why_en}.",
    },
    "nothing": {
        "fr": "Aucun rendez-vous possible : il faut au moins deux participants qui puissent se rencontrer.",
        "en": "No meeting is possible: at least two participants who may meet are needed.",
    },
    "totals": {
        "fr": "{meetings} rendez-vous sur {possible:|# possible|# possibles}, {each_fr} chacun{wished: ; aucun "
        "souhait mutuel|"
        " ; {mutual} souhait mutuel sur {wished}| ; souhaits mutuels : {mutual} sur {wished}} ; "
        "{proven:optimum non prouvé|plan optimal prouvé}.",
        "en": "{meetings} of {possible:|# possible meeting|# possible meetings}, {each_en} each{wished:; no mutual "
        "wish|"
        "; {mutual} of {wished} mutual wish|; mutual wishes: {mutual} of {wished}}; "
        "{proven:optimality is not proven|proven optimal}.",
    },
}


def meetings(
    network: Network, *, within: str | None = None, participants: Sequence[str] | None = None,
    hosts: Sequence[str] | None = None, wishes: Sequence[str] | None = None, refusals: Sequence[str] | None = None,
    cap: int = CAP, floor: int = 0, slots: int = SLOTS, tables: int | None = None, away: Sequence[str] | None = None,
    forbidden: Sequence[str] | None = None, required: Sequence[str] | None = None,
    previous: Sequence[str] | None = None, leftovers: Sequence[str] | None = None,
) -> Answer:  # fmt: skip
    """A plan of meetings of two for one day, as good as one can be, and by how much a better one could be better.

    Who comes: the participants of an event or the members of a group (`within`), those named, and the `hosts`, who
    meet only the others and whom only the others meet; if nobody is named, all poles and clusters. Pairs are
    written `who~whom`, absences `who~slot`. Those who compete, who refused each other, or who met on the `previous` day
    never meet, unless a pair of that day is required again.

    One aim after the other, each kept by the next: most meetings for those who have fewest, each measured by what it
    can have at all; most `leftovers`; most mutual wishes; the greatest sum of weights. A weight is 100, 100 for each
    wish, up to 100 for the needs of each that the other meets, up to 50 for offers alike; half of it for who has met
    before that day. Pairs are chosen first, with as many meetings as slots × tables hold, then slots; both at once only
    where the best pairs find no slots together. One worker, one seed, limits of work and none of time.

    Returns:
        A table with one row per meeting, by slot and table: `slot` and `table`, from 1; `a`, `b` and their
        names, `a` < `b`; `weight` ≥ 1; `wish`, `mutual`, `one_sided` or `unasked`; `mutual`; `already`, encounters that
        count of both; `why_fr` and `why_en`, whether it is required, the wishes and the needs that are met;
        `documents` behind these.
        `more["reasons"]`: each need met, with its `statements`. `more["unmet"]`: each wish that is not met: `who`,
        `whom`, `mutual`, `reason` (`forbidden`, `not_there`, `no_common_slot`, `quota_full`, `no_slot_left`,
        `others_first`) and, where they may not meet, `why` (`refused`, `competitors`, `forbidden`, `met_before`,
        `same_side`): for those who plan, not for those concerned. `more["served"]`: a row per participant,
        `meetings` it has of `able` that it could. The basis says what each aim reached, and its bound.

    Raises:
        UnknownEntity: the viewer's network has no such participant.
        Infeasible: the rules cannot all be kept; the sentence names a smallest set of them, or what would do.
        ValueError: a pair, a slot or a number that says nothing.

    Source:
        Degree-constrained subgraphs: Schrijver (2003), Combinatorial Optimization, chapters 31–33; slots: Vizing
        (1964), König (1916), de Werra (1971).

    Examples:
        >>> from tests.toys import met
        >>> plan = meetings(met(alone="abcd"), participants=["firm:a", "firm:b", "firm:c", "firm:d"], cap=1)
        >>> len(plan.table), plan.summary("en")[:25]
        (2, '2 of 2 possible meetings,')
    """
    who = coming(network, within, participants, hosts)
    asked = Asked(
        wishes or (), refusals or (), cap, floor, slots, tables, away or (), forbidden or (), required or (),
        previous or (), leftovers or (), within,
    )  # fmt: skip
    asked_for = day(network, who, [network.find(one) for one in hosts or ()], asked)
    plan = planned(asked_for)
    table, reasons = _table(asked_for, plan)
    more = {
        "reasons": reasons, "unmet": unmet(asked_for, plan.pairs, plan.slots), "served": served(asked_for, plan.pairs),
        "totals": _totals(asked_for, plan),
    }  # fmt: skip
    said = {
        "within": within, "participants": told(participants), "hosts": told(hosts), "wishes": told(wishes),
        "refusals": told(refusals), "cap": cap, "floor": floor, "slots": slots, "tables": tables, "away": told(away),
        "forbidden": told(forbidden), "required": told(required), "previous": told(previous),
        "leftovers": told(leftovers), "any": ANY, "wish": WISH, "need": NEED, "alike": ALIKE, "again": AGAIN,
        "seed": SEED,
    }  # fmt: skip
    rests_on = basis(
        network, "meetings", method=METHOD, parameters=said, version=VERSION, notes=notes(asked_for.rules, plan)
    )
    return answer(table, COLUMNS, SENTENCES, rests_on, more=more, case=CASE)


def planned(asked: Day) -> Planned:
    """The best plan of a day: its pairs, then their slots; both at once where these find none.

    Raises:
        Infeasible: the rules cannot all be kept.
    """
    check(asked.rules, asked.name)
    if not len(asked.rules.pairs) and not asked.rules.floor.any():
        none = np.empty(0, dtype=int)
        return Planned(none, none, 0, ())
    best = pairing(asked.rules)
    if best is None:
        raise conflict(asked.rules, asked.name)
    slots = timetable(asked.rules, best.pairs)
    if slots is not None:
        return Planned(best.pairs, slots, best.served, best.proofs)
    plan = joint(asked.rules, best)
    if plan is None:
        raise conflict(asked.rules, asked.name)
    return plan


def told(values: Sequence[str] | None) -> tuple[str, ...] | None:
    return tuple(values) if values else None


def tables_of(slots: np.ndarray) -> np.ndarray:
    """The table of each meeting, given the slots: in each slot they are counted from 1."""
    return pd.Series(slots).groupby(slots).cumcount().to_numpy(dtype=int) + 1


def _table(asked: Day, plan: Planned) -> tuple[pd.DataFrame, pd.DataFrame]:
    order = np.lexsort((plan.pairs, plan.slots))
    pairs, slots = plan.pairs[order], plan.slots[order]
    table = as_table(asked, couples_of(asked, pairs)).assign(slot=slots + 1, table=tables_of(slots))
    return with_reasons(asked, table)


def served(asked: Day, pairs: np.ndarray) -> pd.DataFrame:
    """How many meetings each participant has, of how many it could."""
    rules = asked.rules
    often = np.bincount(rules.pairs[pairs].ravel(), minlength=rules.size)
    names = [asked.name(who) for who in range(rules.size)]
    made = pd.DataFrame({"id": rules.participants, "name": names, "meetings": often, "able": rules.able})
    return made.astype({"id": "string", "name": "string", "meetings": "Int64", "able": "Int64"})


def _totals(asked: Day, plan: Planned) -> pd.DataFrame:
    rules = asked.rules
    often = np.bincount(rules.pairs[plan.pairs].ravel(), minlength=max(rules.size, 1))
    least, most = int(often.min()), int(often.max())
    both = {pair for pair in asked.wishes if pair[0] < pair[1] and pair[::-1] in asked.wishes}
    row = {
        "meetings": len(plan.pairs), "possible": possible(rules),
        "each_fr": f"{least}" if least == most else f"{least} à {most}",
        "each_en": f"{least}" if least == most else f"{least} to {most}",
        "mutual": int(rules.wanted[1][plan.pairs].sum()), "wished": len(both),
        "proven": int(all(proof.is_best for proof in plan.proofs)),
    }  # fmt: skip
    return pd.DataFrame([row]).convert_dtypes()


LEVELS = (
    ("souhaits restés du match aller", "wishes left over from the first leg"),
    ("souhaits mutuels", "mutual wishes"),
    ("somme des valeurs", "sum of weights"),
)


def notes(rules: Rules, plan: Planned) -> tuple[tuple[str, str], ...]:
    """What each aim reached, and its bound."""
    least = (
        f"le moins bien servi a au moins {plan.served} rendez-vous, ou tous ceux qu'il peut avoir",
        f"the worst served has at least {counted(plan.served, 'en', 'meeting', 'meetings')}, or all that it can have",
    )
    said = [
        proof.said(*words)
        for proof, words, level in zip(plan.proofs, LEVELS, rules.levels, strict=False)
        if level.any()
    ]  # fmt: skip
    return (least, *said)
