"""The small picture of a brief: with whom an organisation is joined, how often, and whether anything is done."""

import xml.etree.ElementTree as ET

from graph.vocabulary import Kind, Relation, Status
from tests.test_hostile import NAMES
from tests.toys import encounter, entity, link, network, record
from views.drawing import Neighbourhood
from views.ego_picture import LONGEST, MOST, WIDE, ego_picture, tied
from views.wording import Words

P, A, B, C, D = (record(name, Kind.POLE if name == "p" else Kind.FIRM) for name in "pabcd")


def drawn(*said, organisation="pole:p", language="fr"):
    net = network(*said)
    return net, ego_picture(net, organisation, Words(language))


def firms(names="abcd"):
    return [row for name in names for row in entity(record(name), Kind.FIRM, name.upper())]


POLE = entity(P, Kind.POLE, "P")


def test_links_and_common_encounters_are_counted_and_what_is_only_announced_is_dashed():
    said = [*POLE, *firms(), link(A, Relation.MEMBER_OF, P), link(B, Relation.MEMBER_OF, P, status=Status.ANNOUNCED),
            link(C, Relation.MEMBER_OF, P, status=Status.DECLINED)]  # fmt: skip
    net, _ = drawn(*said)
    assert tied(Neighbourhood(net), "pole:p") == [("firm:a", 1, False), ("firm:b", 1, True)]
    met = [*firms("abc"), *encounter("fair", "ab"), *encounter("pact", "abc"), link(A, Relation.MEMBER_OF, B)]
    net, made = drawn(*met, organisation="firm:a")
    assert tied(Neighbourhood(net), "firm:a") == [("firm:b", 3, False), ("firm:c", 1, False)]
    root = ET.fromstring(made.svg)
    assert [one.text for one in root.findall("{*}text")] == ["3", "B", "C"]


def test_the_most_joined_are_drawn_within_the_picture_and_the_others_are_told():
    names = [f"{'W' * 60}{n}" for n in range(MOST + 3)]
    said = [*POLE, *(row for n, name in enumerate(names) for row in entity(record(f"f{n}"), Kind.FIRM, name))]
    said += [link(record(f"f{n}"), Relation.MEMBER_OF, P) for n in range(MOST + 3)]
    _, made = drawn(*said)
    root = ET.fromstring(made.svg)
    texts = root.findall("{*}text")
    assert len(texts) == len(root.findall("{*}line")) == MOST and f": {MOST} sur {MOST + 3} (" in made.told
    high = float(root.get("viewBox").split()[3])
    for one in texts:
        assert len(one.text) <= LONGEST and 0 < float(one.get("y")) < high
        ends = float(one.get("x")), float(one.get("x")) + (-1 if one.get("text-anchor") == "end" else 1) * 7 * LONGEST
        assert min(ends) > 0 and max(ends) < WIDE


def test_one_is_a_picture_and_nobody_is_no_picture():
    _, made = drawn(*POLE, *firms("a"), link(A, Relation.MEMBER_OF, P), language="en")
    assert ": 1 of 1 (" in made.told
    assert drawn(*POLE)[1] is None


def test_hostile_names_are_text():
    for name in NAMES:
        _, made = drawn(*POLE, *entity(A, Kind.FIRM, name), link(A, Relation.MEMBER_OF, P))
        tags = {one.tag.partition("}")[2] for one in ET.fromstring(made.svg).iter()}
        assert tags <= {"svg", "title", "line", "polygon", "circle", "text"}, name
