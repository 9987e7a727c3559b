"""Would suggestions have been right: drawn networks, figures by hand, planted effects, and a leak shown to be one."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.optimize import minimize

from graph.vocabulary import Kind, Relation
from queries.backtest import backtest
from queries.competences import profiles
from queries.complementarity import complementarity
from queries.fits import Fits
from queries.held_out import FEWEST, dated, days_of, moment
from queries.hit_rates import auc, average_precision, hits_among_first, mean_reciprocal_rank, ordered
from queries.logistic import fitted
from queries.pair_parts import adamic_adar, competence_parts, degree_product, katz, permuted, steps, together
from queries.relatedness import relatedness
from queries.resampled import average_precisions
from queries.scored import is_earned
from tests.toys import encounter, entity, link, network, record


def at(*meetings, day="2018", until="2020"):
    """The moment of a day, of meetings as `("ab", "2017-03")`."""
    said = [one for n, (who, since) in enumerate(meetings) for one in encounter(f"M{n}", who, since=since)]
    net = network(*said)
    return moment(net, dated(net, None), f"{day}-12-31", f"{until}-12-31")


def pairs_of(one):
    ids = [name.removeprefix("firm:") for name in one.organisations]
    return [ids[a] + ids[b] for a, b in zip(one.first, one.second, strict=True)]


def test_only_pairs_that_had_not_met_are_judged_and_only_those_who_were_there():
    #  by 2018: a-b-c; in 2019 a meets c, and d, who was not known
    one = at(("ab", "2017"), ("bc", "2018"), ("acd", "2019-02"))
    assert pairs_of(one) == ["ac"] and one.came.tolist() == [True]


def test_an_encounter_that_may_have_begun_before_or_after_is_on_neither_side():
    said = [("M1", "ab", "2017"), ("M2", "cd", "2017"), ("M3", "ac", "2018"), ("M4", "bd", "2019")]
    net = network(*(one for name, who, since in said for one in encounter(name, who, since=since)))
    one = moment(net, dated(net, None), "2018-06-30", "2020-12-31")
    assert pairs_of(one) == ["ac", "ad", "bc", "bd"] and one.came.tolist() == [False, False, False, True]


def test_later_encounters_change_nothing_of_what_was_known():
    early = (("ab", "2016"), ("bc", "2017"), ("cde", "2018"))
    first, other = at(*early, ("ae", "2019")), at(*early, ("abde", "2019"), ("ad", "2020"))
    assert pairs_of(first) == pairs_of(other)
    for score in (degree_product, adamic_adar, katz, steps):
        assert score(first).tolist() == score(other).tolist()


def test_baselines_are_those_of_their_definitions():
    #  b and c each know a and d
    one = at(("ab", "2016"), ("ac", "2016"), ("bd", "2017"), ("cd", "2017"))
    assert pairs_of(one) == ["ad", "bc"]
    assert degree_product(one).tolist() == [4, 4] and steps(one).tolist() == [2, 2]
    assert adamic_adar(one) == pytest.approx([2 / np.log(2)] * 2)
    #  a square's largest eigenvalue is 2, so β is 1/4: walks of 2, 4, 6 … steps, 2, 8, 32 … of them
    assert katz(one) == pytest.approx([sum(2 ** (2 * k - 1) / 4 ** (2 * k) for k in range(1, 60))] * 2)


def test_the_largest_eigenvalue_alone_gives_the_same_walks(monkeypatch):
    net = planted(10)
    one = moment(net, dated(net, None), "2016-12-31", "2019-12-31")
    walks = katz(one)
    monkeypatch.setattr("queries.pair_parts.MANY", 0)
    assert katz(one) == pytest.approx(walks, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("seed", [None, 0, 1])
def test_a_pair_is_told_what_the_profiles_given_to_it_say_and_nothing_where_one_has_none(seed):
    net = planted(10, silent=20)
    one = moment(net, dated(net, None), "2016-12-31", "2019-12-31")
    order = np.arange(len(one.organisations)) if seed is None else permuted(one, seed)
    skilled = profiles(one.network)
    fits = Fits(skilled, relatedness(one.network, skilled))
    place = {name: n for n, name in enumerate(skilled.organisations)}
    theirs = np.array([place.get(name, -1) for name in one.organisations])[order]
    a, b = theirs[one.first], theirs[one.second]
    known = (a >= 0) & (b >= 0)
    ways = [np.nan_to_num(fits.need_met(*ends)) for ends in ((a, b), (b, a))]
    new = [np.nan_to_num(fits.new_related(*ends)) for ends in ((a, b), (b, a))]
    expected = [np.maximum(*ways), np.minimum(*ways), fits.similarity(a, b), sum(new) / 2]
    found = competence_parts(one, together(one), order)
    assert 0 < known.sum() < len(a)
    for values, right in zip(found.values(), expected, strict=True):
        assert values == pytest.approx(np.where(known, right, 0), abs=1e-6) and values.any()


def test_pairs_are_parted_by_how_far_apart_they_were():
    one = at(("ab", "2016"), ("bc", "2016"), ("cd", "2016"), ("ef", "2016"))
    assert dict(zip(pairs_of(one), steps(one).tolist(), strict=True))["ac"] == 2
    assert dict(zip(pairs_of(one), steps(one).tolist(), strict=True))["ad"] == 3
    assert dict(zip(pairs_of(one), steps(one).tolist(), strict=True))["ae"] == 0


# Figures


def order_of(score, came):
    """Pairs (0, 1), (2, 3) and so on, that share nobody."""
    size = np.arange(len(score))
    return ordered(np.array(score, dtype=float), 2 * size, 2 * size + 1, np.array(came, dtype=bool))


def test_figures_by_hand():
    order = order_of([4, 3, 2, 1], [True, False, True, False])
    assert average_precision(order) == pytest.approx((1 + 2 / 3) / 2)
    assert auc(order) == 0.75 and hits_among_first(order, 1) == 1 and hits_among_first(order, 3) == 2


def test_equal_scores_share_what_they_have():
    order = order_of([1, 1, 1, 1], [True, False, False, False])
    assert average_precision(order) == 0.25 and auc(order) == 0.5 and hits_among_first(order, 2) == 0.5


def test_the_best_placed_new_partner_of_each_counts():
    #  0-1 .9, 0-2 .8 (came), 1-2 .1: to 0 it is the second, to 2 the first
    score, ends = np.array([0.9, 0.8, 0.1]), (np.array([0, 0, 1]), np.array([1, 2, 2]))
    assert mean_reciprocal_rank(score, *ends, np.array([False, True, False])) == 0.75


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.booleans(), st.integers(0, 3)), min_size=1, max_size=12))
def test_a_pair_drawn_twice_counts_as_two(cases):
    score, came, often = (np.array(column) for column in zip(*cases, strict=True))
    weights = np.repeat(often, 2).astype(np.int64)
    weights[1::2] = np.minimum(weights[1::2], 1)  # once the other: the pair counts as often as the first
    repeated = np.repeat(np.arange(len(score)), often)
    weighted = average_precision(order_of(score, came), weights)
    if came[repeated].any():
        assert weighted == pytest.approx(average_precision(order_of(score[repeated], came[repeated])))
    else:
        assert np.isnan(weighted)


@pytest.mark.parametrize("seed", range(20))
def test_many_resamplings_gone_through_at_once_are_those_one_after_the_other(seed, monkeypatch):
    random = np.random.default_rng(seed)
    ends = np.triu_indices(12, k=1)
    score, came = random.integers(0, 1 + seed, len(ends[0])), random.random(len(ends[0])) < 0.1 * (seed % 4)
    order, often = ordered(score, *ends, came), random.integers(0, 3, (12, 40))
    one_by_one = average_precisions(order, often)
    monkeypatch.setattr("queries.resampled.LARGE", 0)
    assert average_precisions(order, often) == pytest.approx(one_by_one, rel=1e-12, nan_ok=True)
    assert np.isnan(one_by_one).all() == (not came.any())


def test_rare_cases_are_fitted_to_the_least_loss_and_never_run_away():
    #  one in five thousand comes about, nearly all of them where the column is high
    random = np.random.default_rng(0)
    x = random.normal(size=(20_000, 2))
    came = random.random(len(x)) < 1 / (1 + np.exp(9 - 2.5 * x[:, 0] - x[:, 1]))
    model = fitted(list(x.T), came)
    assert model.chances(list(x.T)).sum() == pytest.approx(came.sum(), rel=1e-3)  # what an intercept grants
    z = np.column_stack([np.ones(len(x)), (x - x.mean(axis=0)) / x.std(axis=0)])
    other = minimize(lambda b: np.logaddexp(0, z @ b).sum() - (z @ b)[came].sum() + (b[1:] ** 2).sum() / 2, np.zeros(3))
    assert model.slopes == pytest.approx(other.x, abs=1e-2)


# Planted effects


@cache
def planted(effect, seed=0, firms=60, meetings=420, silent=0):
    """Firms that need what others offer; those who fit meet `effect` times as often; of the first nothing is told."""
    random = np.random.default_rng(seed)
    offers, needs = random.integers(0, 8, firms), random.integers(0, 8, firms)
    active = random.lognormal(0, 0.7, firms)
    a, b = np.triu_indices(firms, k=1)
    fit = (offers[a] == needs[b]) | (offers[b] == needs[a])
    rate = active[a] * active[b] * np.where(fit, effect, 1.0)
    drawn = random.choice(len(a), meetings, p=rate / rate.sum())
    said = []
    for n, pair in enumerate(drawn):
        year, month = divmod(n * 120 // meetings, 12)
        since = f"{2010 + year}-{month + 1:02d}"
        said += encounter(f"M{n}", [f"f{a[pair]}", f"f{b[pair]}"], since=since)
    for one in range(silent, firms):
        for relation, what in ((Relation.OFFERS, offers), (Relation.NEEDS, needs)):
            said += entity(record(f"f{one}"), Kind.FIRM, f"F{one}")
            said += entity(record(f"s{what[one]}", Kind.COMPETENCE), Kind.COMPETENCE, f"s{what[one]}")
            said.append(link(record(f"f{one}"), relation, record(f"s{what[one]}", Kind.COMPETENCE)))
    return network(*said)


@cache
def answer_on(effect):
    """What the back-test says of such a network: asked once, however many tests look at it."""
    return backtest(planted(effect))


def verdict(answer):
    return answer.table.iloc[0]["state"]


def test_a_planted_effect_is_found_and_gone_when_profiles_are_exchanged():
    answer = answer_on(30)
    by = answer.table[answer.table["stratum"] == "all_pairs"].set_index("method")
    assert verdict(answer) == "earned" and by.loc["full", "gain_low"] > 0 >= by.loc["full_permuted", "gain_low"]
    assert by.loc["full", "average_precision"] > by.loc["gravity_network", "average_precision"]
    assert len(answer.more["placebo"]) == 19 and (answer.more["placebo"]["gain"] < by.loc["full", "gain"]).all()
    assert "an overall score is earned" in answer.sentences("en")[0]
    assert answer.more["slopes"].set_index("property").loc["need_met", "slope"] > 0


def test_where_nothing_is_planted_nothing_is_found():
    answer = answer_on(1)
    assert verdict(answer) == "no_gain" and "no overall score is shown" in answer.sentences("en")[0]


def test_a_gain_that_one_exchange_of_profiles_reaches_too_earns_nothing():
    rows = [{"stratum": "all_pairs", "method": "full", "gain": 0.04, "gain_low": 0.01}]
    assert is_earned(rows, [0.039] * 19) and not is_earned(rows, [*[0.0] * 18, 0.041])
    assert not is_earned([{**rows[0], "gain_low": -0.01}], [0.0] * 19) and not is_earned([], [])


def test_the_strata_are_a_partition_of_all_pairs():
    table = answer_on(30).table
    sizes = table[table["method"] == "katz"].set_index("stratum")[["pairs", "positives"]]
    assert sizes.loc["all_pairs"].tolist() == sizes.drop("all_pairs").sum().tolist()


def test_all_scored_pairs_can_be_had_with_what_came_of_them():
    answer = backtest(planted(30), everything=True)
    total = answer.table.iloc[0]
    pairs = answer.more["pairs"]
    assert (len(pairs), int(pairs["came_about"].sum())) == (total["pairs"], total["positives"])
    sizes = answer.table[answer.table["method"] == "full"].set_index("stratum")["pairs"].drop("all_pairs")
    assert pairs["stratum"].value_counts().to_dict() == {name: size for name, size in sizes.items() if size}
    assert len(answer_on(30).more["pairs"]) < len(pairs)


def test_hiding_one_pair_of_an_encounter_of_many_would_leak_through_the_others():
    #  encounters of five, drawn at random: what Adamic–Adar knows if only the pair itself is hidden
    random = np.random.default_rng(1)
    groups = [random.choice(80, 5, replace=False) for _ in range(120)]
    said = [
        one for n, group in enumerate(groups)
        for one in encounter(f"M{n}", [f"f{k}" for k in group], since=f"{2010 + n // 12}")
    ]  # fmt: skip
    net = network(*said)
    rows = dated(net, None)
    days = days_of(rows, None, None)
    held = moment(net, rows, days.since, days.until)
    later = np.zeros((len(held.organisations),) * 2)
    later[held.first[held.came], held.second[held.came]] = 1
    leaky = replace(held, tied=sparse.csr_array(held.tied + later + later.T))
    ends = held.first, held.second, held.came
    honest, leaked = (average_precision(ordered(adamic_adar(one), *ends)) for one in (held, leaky))
    assert held.came.sum() > 50 and leaked > 1.5 * honest


def test_profiles_are_exchanged_only_among_those_that_have_met_about_as_many():
    net = planted(30)
    rows = dated(net, None)
    one = moment(net, rows, "2016-12-31", "2019-12-31")
    order, degree = permuted(one, 0), one.tied.sum(axis=1)
    assert sorted(order) == list(range(len(order))) and (order != np.arange(len(order))).any()
    assert (np.floor(np.log2(degree + 1)) == np.floor(np.log2(degree[order] + 1))).all()


# What is said where there is nothing to judge


def test_too_few_dated_encounters_are_answered_with_what_it_takes():
    net = network(*encounter("M", "ab", since="2015"), *encounter("N", "bc"))
    answer = backtest(net)
    assert answer.table[["state", "dated", "reason"]].to_numpy().tolist() == [["few", 1, "too_few"]]
    assert "1 dated encounter, it takes 100; load past encounters" in answer.sentences("en")[0]
    assert "1 rencontre datée, il en faut 100 ; chargez" in answer.sentences("fr")[0] and FEWEST == 100


def test_without_competences_the_full_model_is_not_judged_and_the_others_are():
    random = np.random.default_rng(0)
    said = [
        one for n in range(150)
        for one in encounter(f"M{n}", [f"f{k}" for k in random.choice(30, 2, replace=False)], since=f"{2005 + n // 12}")
    ]  # fmt: skip
    answer = backtest(network(*said))
    by = answer.table[answer.table["stratum"] == "all_pairs"].set_index("method")
    assert by.loc["full", "state"] == "unknown" and by.loc["full", "reason"] == "no_item_known"
    assert by.loc["katz", "average_precision"] > 0 and "offres et de besoins" in answer.sentences("fr")[0]


def test_days_that_are_not_in_order_are_refused():
    with pytest.raises(ValueError, match="before 2012-12-31"):
        backtest(planted(1), since="2015", until="2012")


def test_more_organisations_than_can_be_scored_are_refused(monkeypatch):
    monkeypatch.setattr("queries.held_out.MOST", 10)
    with pytest.raises(ValueError, match="organisations had met by then: choose a kind of encounter"):
        backtest(planted(1))


# The gate of `complementarity`


def test_an_overall_score_is_shown_only_where_it_was_earned():
    table = complementarity(planted(30), composite=True).table
    shown = table["composite"].notna()
    assert shown.any() and (table.loc[~shown, "composite_reason"] == "not_calibrated").all()
    assert (table.loc[shown, "already"] == 0).all() and table.loc[table["already"] > 0, "composite"].isna().all()
    means = table[shown].groupby(table["need_met"].fillna(0) > 0)["composite"].mean()
    assert means[True] > means[False]
    for net in (planted(1), network(*encounter("M", "ab", since="2015"))):
        refused = complementarity(net, composite=True).table
        assert refused["composite"].isna().all() and (refused["composite_reason"] == "not_calibrated").all()


def test_an_overall_score_is_not_made_unless_asked_for_and_orders_nothing():
    plain, scored = complementarity(planted(30)).table, complementarity(planted(30), composite=True).table
    assert plain["composite"].isna().all()
    assert plain[["a", "b", "rank"]].equals(scored[["a", "b", "rank"]])
