"""Every page answers on a network of 60,000 entities: no exception, a sentence, a basis, no endless list."""

import random

import pytest

from graph.vocabulary import Kind, Relation
from tests.pages import PAGES, kept, page, protos, words
from tests.toys import DRAWN, encounter, entity, link, record

FIRMS, MEETINGS, POLES = 53_000, 6_950, 50
MOST = 3_001  # options of a list, "none" included


def statements():
    draw = random.Random(0)
    poles = [record(f"pole {n}", Kind.POLE) for n in range(POLES)]
    firms = [record(f"firm {n}") for n in range(FIRMS)]
    for n, one in enumerate(poles):
        yield from entity(one, Kind.POLE, f"Pôle {n}")
    for n, one in enumerate(firms):
        yield from entity(one, Kind.FIRM, f"FIRM {n}")
    yield from (link(one, Relation.MEMBER_OF, poles[n % POLES]) for n, one in enumerate(firms[:10_000]))
    for n in range(MEETINGS):
        who = [f"firm {one}" for one in draw.sample(range(FIRMS), 3)]
        yield from encounter(f"Meeting {n}", who, since="2018")


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    return kept(tmp_path_factory.mktemp("large"), [DRAWN], list(statements()))


ASKED = [
    *((address, {}) for address in PAGES),
    ("acteur", {"sel": "firm:firm-0"}),
    ("", {"pole": "pole:pole-0", "chiffre": "partners"}),
]


@pytest.mark.slow
@pytest.mark.parametrize("address, asked", ASKED)
def test_a_page_of_a_large_network_answers(url, address, asked):
    app = page(url, address, viewer="owner", **asked)
    assert not app.exception
    said = words(app)
    assert "vu par le propriétaire" in said and "53\u202f050 organisations · 6\u202f950 rencontres" in said
    assert all(len(getattr(proto, "options", ())) <= MOST for proto in protos(app._tree))
