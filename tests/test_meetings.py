"""Plans of meeting days: kept rules, proven best, explained; beside brute force, other solvers, and known graphs."""

import pickle
import random
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import Infeasible, UnknownEntity
from graph.vocabulary import Kind, Relation
from queries import blame, conflicts
from queries.colouring import coloured
from queries.joint_plan import joint
from queries.meetings import meetings, planned
from queries.pairing import pairing, possible
from queries.plan_rules import Rules
from queries.timetable import timetable
from tests.plan_validator import best_by_trying, faults
from tests.toys import encounter, entity, link, met, network, record

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def firms(letters):
    return [f"firm:{one}" for one in letters]


def pairs(*texts):
    """`pairs("ab", "cd")`: a and b, c and d, as a parameter is written."""
    return [f"firm:{a}~firm:{b}" for a, b in texts]


def plan(letters, **rules):
    return meetings(met(alone=letters), participants=firms(letters), **rules)


def met_in(answer):
    return {(a[-1] + b[-1]) for a, b in zip(answer.table["a"], answer.table["b"], strict=True)}


def rules(edges, size, *, cap, slots, tables=None, weight=None, mutual=None, floor=0, **more):
    edges = np.array(sorted(tuple(sorted(edge)) for edge in edges))
    m = len(edges)
    return Rules(
        tuple(f"p{n:04}" for n in range(size)), np.full(size, cap), np.full(size, floor), slots, tables or size // 2,
        frozenset(), edges, np.ones(m, dtype=int) if weight is None else np.asarray(weight),
        (np.zeros(m, dtype=int), np.zeros(m, dtype=int) if mutual is None else np.asarray(mutual)),
        np.zeros(m, dtype=bool), np.empty((0, 2), dtype=int), **more,
    )  # fmt: skip


def everybody(size):
    return list(combinations(range(size), 2))


class TestWhatAPlanKeepsTo:
    def test_forty_with_three_meetings_each_are_sixty_meetings_as_many_as_can_be(self):
        letters = [f"{a}{b}" for a in "abcd" for b in LETTERS[:10]]
        net = met(alone=letters)
        people = [f"firm:{one}" for one in letters]
        answer = meetings(net, participants=people)
        assert faults(answer.table, people=people, cap=3, floor=3, slots=3, tables=20) == []
        assert len(answer.table) == 60 and answer.more["totals"]["possible"].iloc[0] == 60
        assert answer.summary("en").startswith("60 of 60 possible meetings, 3 each")
        assert "plan optimal prouvé" in answer.summary("fr")

    def test_twelve_and_twenty_eight_on_two_sides_are_thirty_six(self):
        letters = [f"{a}{b}" for a in "abcd" for b in LETTERS[:10]]
        people = [f"firm:{one}" for one in letters]
        answer = meetings(met(alone=letters), participants=people, hosts=people[:12])
        assert len(answer.table) == 36 == answer.more["totals"]["possible"].iloc[0]
        kept = {"people": people, "cap": 3, "slots": 3, "tables": 20, "only_across": people[:12]}
        assert faults(answer.table, **kept) == []

    def test_a_mutual_wish_comes_before_any_weight_and_fairness_before_it(self):
        answer = plan("abcd", cap=1, slots=1, wishes=pairs("ab", "ba"))
        assert met_in(answer) == {"ab", "cd"} and answer.more["totals"]["mutual"].iloc[0] == 1
        fair = plan("abcd", cap=1, slots=1, wishes=pairs("bc", "cb"), forbidden=pairs("ac", "bd", "ad"))
        assert met_in(fair) == {"ab", "cd"}  # b and c would leave a and d without anybody

    def test_who_has_met_before_comes_last(self):
        answer = meetings(met("ab", "cd", alone="ef"), participants=firms("abcd"), cap=1, slots=1)
        assert met_in(answer) in ({"ac", "bd"}, {"ad", "bc"})
        assert set(answer.table["weight"]) == {100}
        forced = meetings(met("ab"), participants=firms("ab"), cap=1, slots=1).table
        assert list(forced["weight"]) == [50] and list(forced["already"]) == [1]
        assert forced["why_en"].iloc[0] == "no wish and no need is known; one encounter in common already"

    def test_a_pair_that_is_imposed_is_told_to_be_whatever_else_is_known_of_it(self):
        told = plan("abcd", cap=1, slots=1, required=pairs("ca"), wishes=pairs("ac")).table.set_index("a")
        assert told.loc["firm:a", "why_fr"] == "imposé par l'organisateur ; souhaité par A"
        alone = plan("abcd", cap=1, slots=1, required=pairs("ca")).table.set_index("a")
        assert alone.loc["firm:a", "why_en"] == "imposed by who organises the day"
        assert alone.loc["firm:b", "why_en"] == "no wish and no need is known"

    def test_the_day_that_is_planned_is_no_encounter_that_they_had_before(self):
        net = network(*encounter("day", "abc", Kind.EVENT), *encounter("before", "ab"))
        assert list(meetings(net, within="event:day").table["already"]) == [1, 0, 0]
        assert set(meetings(net, participants=firms("abc")).table["already"]) == {1, 2}

    def test_competitors_and_those_who_refuse_never_meet(self):
        said = [one for name in "abcd" for one in entity(record(name), Kind.FIRM, name.upper())]
        net = network(*said, link(record("b"), Relation.COMPETES_WITH, record("a")))
        answer = meetings(
            net, participants=firms("abcd"), refusals=pairs("ca"), wishes=pairs("ab", "ba", "ac", "ca"), slots=3
        )
        assert met_in(answer) == {"ad", "bc", "bd", "cd"}
        unmet = answer.more["unmet"].set_index(["who", "whom"])
        assert set(unmet["reason"]) == {"forbidden"} and len(unmet) == 4
        assert unmet.loc[("firm:a", "firm:b"), "why"] == "competitors"
        assert unmet.loc[("firm:a", "firm:c"), "why"] == "refused"

    def test_nobody_sits_anywhere_while_away(self):
        away = ["firm:a~1", "firm:b~2", "firm:c~3", "firm:d~1"]
        answer = plan("abcdef", away=away, floor=2)
        there = {(text.split("~")[0], int(text[-1])) for text in away}
        assert faults(answer.table, people=firms("abcdef"), cap=3, floor=2, slots=3, tables=3, away=there) == []

    def test_fewer_tables_hold_fewer_meetings_and_the_worst_served_comes_first(self):
        answer = plan("abcdef", slots=3, tables=1, wishes=pairs("ab", "ba", "ac", "ca", "bc", "cb"))
        assert faults(answer.table, people=firms("abcdef"), cap=3, floor=1, slots=3, tables=1) == []
        assert len(answer.table) == 3

    def test_every_wish_that_is_not_met_has_its_reason(self):
        net = met(alone="abcdz")
        answer = meetings(
            net, participants=firms("abcd"), cap=1, slots=2, tables=2, away=["firm:c~1", "firm:d~2"],
            wishes=pairs("ab", "ba", "ac", "az", "cd"), forbidden=pairs("bc"),
        )  # fmt: skip
        told = {(row.who[-1] + row.whom[-1]): row.reason for row in answer.more["unmet"].itertuples()}
        others = {"ab": "quota_full", "ba": "quota_full"}  # as c meets only a, and d then only b
        assert told == {**others, "az": "not_there", "cd": "no_common_slot"}
        wish = plan("abc", cap=2, slots=1, tables=1, wishes=pairs("ab", "ba", "bc"))
        assert list(wish.more["unmet"]["reason"]) == ["no_slot_left"]

    def test_a_meeting_tells_the_need_that_it_meets_and_who_says_so(self):
        weld = record("weld", Kind.COMPETENCE)
        said = [one for name in "abcd" for one in entity(record(name), Kind.FIRM, name.upper())]
        said += entity(weld, Kind.COMPETENCE, "welding")
        said += [link(record("a"), Relation.NEEDS, weld), link(record("d"), Relation.OFFERS, weld)]
        net = network(*said)
        answer = meetings(net, participants=firms("abcd"), cap=1, slots=1)
        row = answer.table[answer.table["a"] == "firm:a"].iloc[0]
        assert row["b"] == "firm:d" and row["weight"] == 200 and row["documents"] == "doc:drawn"
        assert row["why_en"] == "D offers the only competence that A is looking for (welding: exact)"
        reason = answer.more["reasons"].iloc[0]
        spoken = set(net.mentions.set_index("statement").loc[reason["statements"].split(), "about"])
        assert spoken == {f"firm:a~NEEDS~{reason['need']}~", f"firm:d~OFFERS~{reason['offer']}~"}

    def test_participants_of_an_event_and_members_of_a_group_can_be_asked_together(self):
        day = encounter("day", "abc", Kind.EVENT)
        pole = record("p", Kind.POLE)
        said = [*day, *entity(pole, Kind.POLE, "P"), *entity(record("d"), Kind.FIRM, "D")]
        said.append(link(record("a"), Relation.MEMBER_OF, pole))
        net = network(*said)
        of_the_day = meetings(net, within="event:day").more["served"]
        assert list(of_the_day["id"]) == firms("abc")
        both = meetings(net, within="pole:p", participants=["firm:d"]).more["served"]
        assert list(both["id"]) == firms("ad")

    @settings(max_examples=25, deadline=None)
    @given(st.integers(0, 10**6))
    def test_whatever_is_asked_the_plan_keeps_to_it(self, seed):
        chance = random.Random(seed)
        letters = LETTERS[: chance.randint(2, 9)]
        couples = list(combinations(letters, 2))
        some = lambda most: chance.sample(couples, min(len(couples), chance.randint(0, most)))  # noqa: E731
        forbidden = some(4)
        required = [pair for pair in some(2) if pair not in forbidden][:1]
        cap, slots, tables = chance.randint(1, 3), chance.randint(1, 4), chance.randint(1, 4)
        away = {(f"firm:{chance.choice(letters)}", chance.randint(1, slots)) for _ in range(chance.randint(0, 3))}
        wishes = [pair[:: chance.choice([1, -1])] for pair in some(8)]
        asked = {"cap": cap, "slots": slots, "tables": tables}
        try:
            answer = plan(
                letters, **asked, forbidden=pairs(*forbidden), required=pairs(*required), wishes=pairs(*wishes),
                away=[f"{who}~{slot}" for who, slot in sorted(away)],
            )  # fmt: skip
        except Infeasible:
            assert required and away  # one meeting can only be impossible where its two never meet
            return
        named = lambda those: [tuple(firms(pair)) for pair in those]  # noqa: E731
        kept = {"forbidden": named(forbidden), "required": named(required), "away": away}
        assert faults(answer.table, people=firms(letters), **asked, **kept) == []


class TestThatItIsTheBest:
    @pytest.mark.parametrize("seed", range(16))
    def test_trying_all_plans_finds_none_better(self, seed):
        chance = random.Random(seed)
        size = chance.randint(3, 6) if seed < 12 else 8
        couples = [pair for pair in everybody(size) if chance.random() < 0.75]
        couples = couples or [(0, 1)]
        weight = [chance.randint(1, 9) for _ in couples]
        mutual = [int(chance.random() < 0.3) for _ in couples]
        cap, slots, tables = chance.randint(1, 3 if size < 8 else 2), chance.randint(1, 3), chance.randint(1, 3)
        asked = rules(couples, size, cap=cap, slots=slots, tables=tables, weight=weight, mutual=mutual)
        best = pairing(asked)
        slots_of = timetable(asked, best.pairs)
        found = joint(asked, best) if slots_of is None else best
        able = dict(enumerate(asked.able.tolist()))
        tried = best_by_trying(
            range(size), couples, dict(zip(couples, weight, strict=True)), dict(zip(couples, mutual, strict=True)),
            cap=cap, slots=slots, tables=min(tables, size // 2), able=able,
        )  # fmt: skip
        assert (found.served, *(proof.value for proof in found.proofs[1:])) == tried
        assert all(proof.is_best for proof in found.proofs)

    def test_three_solvers_find_one_optimum_of_forty(self):
        chance = np.random.default_rng(7)
        couples = everybody(40)
        weight = chance.integers(1, 1_000, len(couples))
        asked = rules(couples, 40, cap=3, slots=3, weight=weight)
        ours = pairing(asked)
        assert ours.proofs[-1].is_best and ours.served == 3
        assert ours.proofs[-1].value == by_cp_sat(couples, weight, 3) == by_matching(couples, weight, 40, 3)

    def test_pruned_to_the_pairs_of_use_the_optimum_and_its_bound_are_those_of_all(self, monkeypatch):
        chance = np.random.default_rng(3)
        couples = everybody(60)
        asked = rules(couples, 60, cap=4, slots=5, weight=chance.integers(1, 500, len(couples)))
        whole = pairing(asked)
        monkeypatch.setattr("queries.pairing.MANY", 100)
        monkeypatch.setattr("queries.pairing.FIRST", 2)  # so few that others must come in by their price
        pruned = pairing(asked)
        assert pruned.proofs[-1].value == whole.proofs[-1].value and pruned.proofs[-1].is_best

    def test_no_plan_is_worth_more_than_its_bound_and_the_linear_programme_agrees(self):
        asked = rules(everybody(9), 9, cap=3, slots=4, weight=list(range(1, 37)))
        best = pairing(asked)
        assert best.proofs[-1].value <= best.proofs[-1].bound and len(best.pairs) == possible(asked) == 13

    def test_petersens_graph_needs_four_slots_and_a_triangle_three(self):
        petersen = rules(nx.petersen_graph().edges, 10, cap=3, slots=3)
        chosen = pairing(petersen)
        assert len(chosen.pairs) == 15 and timetable(petersen, chosen.pairs) is None
        assert len(joint(petersen, chosen).pairs) == 13
        four = rules(nx.petersen_graph().edges, 10, cap=3, slots=4)
        assert len(planned_pairs(four)) == 15
        triangle = rules([(0, 1), (0, 2), (1, 2)], 3, cap=2, slots=2)
        assert len(planned_pairs(triangle)) == 2
        assert len(planned_pairs(rules([(0, 1), (0, 2), (1, 2)], 3, cap=2, slots=3))) == 3

    @pytest.mark.parametrize("seed", range(6))
    def test_two_sides_need_as_many_slots_as_the_busiest_and_others_one_more_at_most(self, seed):
        two = nx.bipartite.random_graph(9, 14, 0.4, seed=seed)
        anyhow = nx.gnp_random_graph(15, 0.4, seed=seed)
        for net, more in ((two, 0), (anyhow, 1)):
            edges = np.array(sorted(tuple(sorted(edge)) for edge in net.edges))
            busiest = max(dict(net.degree).values())
            asked = rules(edges, len(net), cap=busiest, slots=busiest + more, tables=len(net))
            slots = timetable(asked, np.arange(len(edges)))
            busy = [(who, slot) for edge, slot in zip(edges.tolist(), slots.tolist(), strict=True) for who in edge]
            assert len(set(busy)) == len(busy) and slots.max() < busiest + more

    @pytest.mark.parametrize("seed", range(4))
    def test_slots_even_out_so_that_tables_suffice(self, seed):
        net = nx.random_regular_graph(4, 30, seed=seed)
        edges = np.array(sorted(tuple(sorted(edge)) for edge in net.edges))
        slots = coloured(edges, 30, 6, 10)
        assert (slots >= 0).all() and np.bincount(slots, minlength=6).max() == 10

    def test_the_same_in_another_order_is_the_same_plan(self):
        wishes = pairs("ab", "ba", "cd", "ef", "fe", "ah")
        first = plan("abcdefgh", wishes=wishes, forbidden=pairs("ac", "bd"), away=["firm:a~1", "firm:b~2"])
        other = meetings(
            met(alone="hgfedcba"), participants=firms("gabhcfed"), wishes=wishes[::-1],
            forbidden=pairs("db", "ca"), away=["firm:b~2", "firm:a~1"],
        )  # fmt: skip
        assert first.table.to_csv() == other.table.to_csv()


class TestWhatCannotBe:
    def test_a_star_names_the_cap_of_its_centre_and_the_floors_of_two_leaves(self):
        with pytest.raises(Infeasible) as caught:
            plan("abcdef", hosts=["firm:a"], cap=1, floor=1)
        rules_in_conflict = [str(one) for one in caught.value.values[1]]
        assert rules_in_conflict[0] == "A has at most 1 meeting"
        assert len(rules_in_conflict) == 3 and all(one.endswith("has at least 1") for one in rules_in_conflict[1:])

    @pytest.mark.parametrize("size", range(2, 7))
    @pytest.mark.parametrize("floor", (1, 2, 3))
    @pytest.mark.parametrize("slots", (1, 2, 3, 4))
    def test_each_number_that_is_said_to_do_does(self, size, floor, slots):
        given = {"floor": floor, "cap": floor + 1, "slots": slots, "tables": 1}
        try:
            plan("abcdef"[:size], **given)
        except Infeasible as refused:
            if "would do" in refused.template:
                named = ("tables", "slots", "floor")[-(len(refused.values) - 6) :]
                for option, number in zip(named, refused.values[6:], strict=True):
                    assert plan("abcdef"[:size], **{**given, option: number}).summary("en")

    def test_more_tables_are_not_named_than_people_can_sit_at(self):
        with pytest.raises(Infeasible, match="hold 6: 4 slots or --floor 2 would do"):
            plan("abcde", floor=3, cap=4, slots=3)
        with pytest.raises(Infeasible, match="5 participants cannot have just 3 meetings each"):
            plan("abcde", floor=3, cap=3, slots=3)

    @pytest.mark.parametrize(
        "asked, sentence",
        [
            (
                {"floor": 3, "tables": 1},
                "6 participants are 9 meetings, and 3 slots of 1 table can hold 3: 3 tables, 9",
            ),
            ({"floor": 6, "cap": 6, "slots": 9}, "Nobody has 6 meetings with 5 others: lower --floor."),
            ({"floor": 3, "cap": 2}, "Each must have 3 meetings and may have 2: raise --cap, or lower --floor."),
            ({"floor": 3, "slots": 2}, "Nobody has 3 meetings in 2 slots"),
            ({"cap": 1, "required": pairs("ab", "ac")}, "A must meet 2 others and may meet 1: raise --cap."),
            ({"required": pairs("ab"), "forbidden": pairs("ba")}, "A and B must meet and may not (forbidden)"),
            ({"required": pairs("ab"), "refusals": pairs("ba")}, "A and B must meet and may not (refused)"),
            ({"required": pairs("ab"), "away": ["firm:a~1", "firm:a~2", "firm:b~3"]}, "A and B must meet"),
        ],
    )
    def test_rules_that_cannot_be_kept_are_a_sentence(self, asked, sentence):
        with pytest.raises(Infeasible) as caught:
            plan("abcdef", **asked)
        assert sentence in str(caught.value)
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)

    def test_an_odd_number_cannot_all_have_an_odd_number_of_meetings(self):
        with pytest.raises(Infeasible, match="5 participants cannot have just 3 meetings each"):
            plan("abcde", cap=3, floor=3, slots=5)
        assert len(plan("abcde", cap=3, slots=5).table) == 7

    def test_of_all_rules_those_that_are_idle_are_dropped_one_by_one(self):
        star = rules([(0, n) for n in range(1, 6)], 6, cap=1, slots=5, floor=1)
        model, literals = conflicts._by_meetings(star)
        left = blame.none_idle(model, literals, list(literals))
        assert len(literals) == 13 and sorted(what for what, _ in left) == ["cap", "floor", "floor"]

    def test_of_rules_in_conflict_none_is_idle(self):
        asked = {"cap": 2, "floor": 2, "slots": 2, "forbidden": pairs("ab", "ac", "ad", "ae")}
        with pytest.raises(Infeasible) as caught:
            plan("abcdef", **asked)
        said = [str(one) for one in caught.value.values[1]]
        assert "A has at least 2" in said
        for text in asked["forbidden"]:
            one, other = (end[-1].upper() for end in text.split("~"))
            if f"{one} and {other} may not meet" in said:
                plan("abcdef", **{**asked, "forbidden": [pair for pair in asked["forbidden"] if pair != text]})

    @pytest.mark.parametrize(
        "asked, sentence",
        [
            ({"cap": 0}, "--cap: a day needs at least 1, not 0."),
            ({"tables": 0}, "--tables: a day needs at least 1, not 0."),
            ({"wishes": ["firm:a"]}, "--wishes: write two participants as"),
            ({"wishes": pairs("aa")}, "names one and the same organisation twice"),
            ({"away": ["firm:a~9"]}, "a slot from 1 to 3"),
            ({"required": ["firm:a~firm:z"]}, "--required: Z does not come"),
        ],
    )
    def test_what_says_nothing_is_a_sentence(self, asked, sentence):
        with pytest.raises(ValueError) as caught:
            meetings(met(alone="abcz"), participants=firms("abc"), **asked)
        assert sentence in str(caught.value)

    def test_somebody_unknown_is_told_with_the_nearest_names(self):
        net = network(*entity(record("mécalys"), Kind.FIRM, "Mécalys"), *entity(record("alizé"), Kind.FIRM, "Alizé"))
        with pytest.raises(UnknownEntity, match=r"Did you mean Mécalys \(firm:mecalys\)"):
            meetings(net, participants=["Mécalis"])
        assert len(meetings(net, participants=["Mécalys", "Alizé"], wishes=["Mécalys~Alizé"]).table) == 1


class TestTheSecondLeg:
    def test_run_twice_no_pair_repeats_and_what_was_left_over_comes_first(self):
        wishes = pairs("ab", "ba", "ac", "ca", "ad", "da")
        first = plan("abcdef", cap=1, slots=1, wishes=wishes)
        before = [f"{a}~{b}" for a, b in zip(first.table["a"], first.table["b"], strict=True)]
        left = [f"{row.who}~{row.whom}" for row in first.more["unmet"].itertuples()]
        second = plan("abcdef", cap=1, slots=1, wishes=wishes, previous=before, leftovers=left)
        assert not met_in(first) & met_in(second)
        assert met_in(second) & {"ab", "ac", "ad"}

    def test_a_leftover_comes_before_a_new_mutual_wish(self):
        answer = plan("abc", cap=1, slots=1, wishes=pairs("ab", "ba", "bc"), leftovers=pairs("bc"))
        assert met_in(answer) == {"bc"}

    def test_a_pair_that_is_asked_for_meets_again(self):
        assert met_in(plan("abcd", cap=1, slots=1, previous=pairs("ab"), required=pairs("ab"))) == {"ab", "cd"}


def planned_pairs(asked):
    best = pairing(asked)
    slots = timetable(asked, best.pairs)
    return best.pairs if slots is not None else joint(asked, best).pairs


def by_cp_sat(couples, weight, cap):
    """The same optimum by another solver, over all pairs, everybody having its full number."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    meets = [model.new_bool_var("") for _ in couples]
    for who in {one for pair in couples for one in pair}:
        model.add(sum(one for one, pair in zip(meets, couples, strict=True) if who in pair) == cap)
    model.maximize(sum(int(w) * one for w, one in zip(weight, meets, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return solver.objective_value


def by_matching(couples, weight, size, cap):
    """The same by a matching in a larger graph (Tutte's gadget): a pair is two points, each beside one's places."""
    net = nx.Graph()
    for (a, b), w in zip(couples, weight, strict=True):
        ends = [("pair", a, b, end) for end in (a, b)]
        net.add_edge(*ends, weight=0)
        for end, one in zip(ends, (a, b), strict=True):
            for place in range(cap):
                net.add_edge(end, ("place", one, place), weight=int(w))
    matched = nx.max_weight_matching(net, maxcardinality=True)
    return sum(net.edges[edge]["weight"] for edge in matched) / 2


def test_planning_by_hand_is_what_the_query_gives():
    from queries.meeting_days import Asked, day

    net = met(alone="abcd")
    made = planned(day(net, firms("abcd"), (), Asked(cap=1, slots=1)))
    assert len(made.pairs) == len(meetings(net, participants=firms("abcd"), cap=1, slots=1).table) == 2


def test_that_nobody_may_meet_anybody_is_a_sentence():
    assert "at least two participants" in plan("a").summary("en")
    assert "au moins deux participants" in plan("ab", refusals=pairs("ab")).summary("fr")
