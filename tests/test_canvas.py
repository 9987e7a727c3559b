"""What the canvas draws: the same input, the same place; nothing that is added or hidden moves anybody."""

import json
import random

import pytest

from graph.vocabulary import Kind, Relation, Status
from tests.toys import encounter, entity, link, met, network, record
from views.canvas import Entry, Line, Node, Picture, View, bits, light
from views.drawing import Neighbourhood, drawn, ego, lines
from views.labels import apart
from views.look import LOOKS
from views.positions import HEIGHT, WIDTH, place
from views.starts import first_step, most_linked
from views.steps import Facet, Step, expand, parse_steps

NAMES = [f"n{i:03d}" for i in range(120)]
PAIRS = [(NAMES[i], NAMES[(i * 7 + 3) % 100]) for i in range(100)] + [("n101", "n102")]


def shuffled(items, seed):
    return random.Random(seed).sample(items, len(items))


@pytest.mark.parametrize("seed", range(3))
def test_permuted_input_gives_the_same_positions(seed):
    turned = [(b, a) for a, b in shuffled(PAIRS, seed)]
    assert place(shuffled(NAMES, seed), turned) == place(NAMES, PAIRS)


def test_everybody_stands_within_the_frame_and_apart():
    points = place(NAMES, PAIRS)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points.values())
    assert len(set(points.values())) == len(NAMES)


def test_growth_moves_nobody():
    before = place(NAMES[:60], PAIRS)
    after = place(NAMES, PAIRS, held=before)
    assert {name: after[name] for name in before} == before
    assert after.keys() == set(NAMES)


@pytest.mark.parametrize("names, pairs", [([], []), (["a"], []), (["a", "b"], [("a", "b")]), (["a", "b"], [])])
def test_a_network_of_next_to_nobody_is_drawn(names, pairs):
    assert place(names, pairs).keys() == set(names)


def with_statuses(*statuses):
    """A firm and a pole with a link of each status between them."""
    firm, pole = record("a"), record("p", Kind.POLE)
    said = [link(firm, Relation.TOOK_PART_IN, pole, key=f"r{i}", status=status) for i, status in enumerate(statuses)]
    return Neighbourhood(network(*entity(firm, Kind.FIRM, "A"), *entity(pole, Kind.POLE, "P"), *said))


DONE = ("confirmed", "signed", "held", "ended")
OPEN = ("asked", "announced", "in_discussion")


@pytest.mark.parametrize("statuses, dashed", [
    *(((status,), False) for status in DONE),
    *(((status,), True) for status in OPEN),
    (("announced", "held"), False),
    (("asked", "announced"), True),
])  # fmt: skip
def test_a_line_is_dashed_when_none_of_its_links_is_done(statuses, dashed):
    near = with_statuses(*map(Status, statuses))
    found = lines(near, near.kinds)
    assert list(found["dashed"]) == [dashed]
    assert list(found["count"]) == [len(statuses)]


@pytest.mark.parametrize("status", ["declined", "cancelled", "denied"])
def test_refusals_are_not_drawn(status):
    near = with_statuses(Status(status))
    assert lines(near, near.kinds).empty
    assert not near.around


def test_a_pair_is_one_line_whichever_end_is_named_first():
    a, b = record("a"), record("b")
    said = [*entity(a, Kind.FIRM, "A"), *entity(b, Kind.FIRM, "B")]
    said += [link(a, Relation.COMPETES_WITH, b), link(b, Relation.PART_OF, a), link(a, Relation.PART_OF, b)]
    near = Neighbourhood(network(*said))
    found = lines(near, near.kinds)
    assert list(found.index) == ["firm:a~firm:b"]
    assert list(found["count"]) == [3]


def test_lines_follow_the_filters():
    near = with_statuses(Status.HELD, Status.ANNOUNCED)
    assert list(lines(near, near.kinds, statuses=["announced"])["count"]) == [1]
    assert lines(near, near.kinds, relations=[Relation.OFFERS]).empty


def test_an_actor_is_drawn_with_its_neighbours_then_those_it_met():
    near = Neighbourhood(met("abc", "cd"))
    assert ego(near, "firm:a") == ["firm:a", "meeting:meeting-0", "firm:c", "firm:b"]


def test_what_a_later_step_adds_stands_behind():
    near = Neighbourhood(met("abc", "cd"))
    around = (Step("ego", "firm:a"),)
    more = expand(around, "firm:c", Facet("TOOK_PART_IN", False, "meeting"))
    assert drawn(near, more).entities == (*drawn(near, around).entities, "meeting:meeting-1")


def test_no_more_are_drawn_than_asked_for_the_most_linked_first():
    near = Neighbourhood(met("abc", "cd"))
    chosen = drawn(near, (Step("all"),), most=2)
    assert chosen.entities == ("meeting:meeting-0", "firm:c")
    assert chosen.among == 6


def test_unfolding_the_same_goes_ten_further():
    facet = Facet("MEMBER_OF", True)
    once = expand((Step("ego", "pole:p"),), "pole:p", facet)
    twice = expand(once, "pole:p", facet)
    assert [step.upto for step in twice] == [0, 10, 20]


def test_steps_survive_the_address():
    steps = (
        "ego:pole:emc2",
        "expand:firm:a~b~TOOK_PART_IN.visit~10",
        "hide:firm:daher",
        "expand:pole:p~MEMBER_OF.in~20",
    )
    assert tuple(map(str, parse_steps(steps))) == steps
    assert tuple(map(str, parse_steps(["all"]))) == ("all",)


@pytest.mark.parametrize(
    "text", ["", "ego", "ego:", "all:x", "expand:a", "expand:a~b~c", "expand:a~OFFERS~x", "drop:a"]
)
def test_what_is_no_step_is_left_out(text):
    assert parse_steps([text]) == ()


def test_the_first_drawing_is_around_the_pole_with_most_sorts_of_links():
    p, q = record("p", Kind.POLE), record("q", Kind.POLE)
    said = [*entity(p, Kind.POLE, "P"), *entity(q, Kind.POLE, "Q"), *encounter("day", "ab")]
    said += [link(record(one), Relation.MEMBER_OF, p) for one in "ab"]
    said += [link(record("a"), Relation.MEMBER_OF, q), link(q, Relation.TOOK_PART_IN, record("day", Kind.MEETING))]
    near = Neighbourhood(network(*said))
    assert first_step(near) == Step("ego", "pole:q")
    assert most_linked(near, 2) == ["firm:a", "firm:b"]


def test_without_a_pole_the_most_linked_is_first_and_without_anybody_nothing_is():
    assert first_step(Neighbourhood(met("abc", "cd"))) == Step("ego", "firm:c")
    assert first_step(Neighbourhood(network())) is None


def picture(start="all"):
    nodes = (Node("a", "A", "firm", "firm", 0, 0, 6, True), Node("b", "B", "pole", "pole", 9, 9, 13, True))
    return Picture(start, nodes, (Line("a~b", "a", "b", 2, True),))


def test_who_was_moved_by_hand_is_told_in_the_light_message_and_the_picture_stays():
    before = picture().message
    sent = light(picture(), view(moved={"b": (3.0, 4.0), "gone": (1.0, 1.0)}))
    assert sent["moved"] == {"1": (3.0, 4.0)} and picture().message == before


def view(**changes):
    usual = {
        "nodes": ["a", "b"],
        "lines": ["a~b"],
        "changes": {},
        "selected": "",
        "sentence": "",
        "fit": "",
        "legend": [],
    }
    return View(**{**usual, "sentence": "", "fit": "", **changes})


def test_the_same_picture_is_the_same_message_and_another_has_another_name():
    assert picture().message == picture().message
    assert picture().message[:16] != picture("ego:a").message[:16]


def test_the_light_message_says_one_bit_a_node_then_one_bit_a_line():
    assert light(picture(), view(nodes=["b"], lines=[]))["shown"] == "Ag=="  # 0b010
    assert light(picture(), view())["shown"] == "Bw=="  # 0b111
    assert bits([]) == b""


def test_the_legend_shows_the_shape_that_is_drawn():
    entry = light(picture(), view(legend=[Entry("pole", "poles", 1, True)]))["legend"][0]
    assert (entry["shape"], entry["color"]) == (LOOKS[Kind.POLE].glyph, LOOKS[Kind.POLE].border)


def test_every_kind_has_a_look_and_no_two_groups_share_theirs():
    assert LOOKS.keys() == set(Kind)
    drawn_so = {(LOOKS[kind].shape, LOOKS[kind].fill, LOOKS[kind].border) for kind in Kind if kind.is_organisation}
    assert len(drawn_so) >= 6


def test_names_on_the_canvas_are_one_short_line():
    node = Node("a", "A\n" + "b" * 5_000, "firm", "firm", 0, 0, 6, True)
    sent = json.loads(Picture("all", (node,), ()).message[16:])["nodes"][0]
    assert len(sent["name"]) <= 34
    assert len(sent["tip"]) <= 180


def test_names_that_would_cover_others_are_left_out_and_the_first_is_kept():
    wanted = [(f"e{i}", "A name of some length", (float(i), 0.0)) for i in range(10)]
    assert apart(wanted) == ["e0"]
    assert apart([]) == []
