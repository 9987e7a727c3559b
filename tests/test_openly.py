"""Sheets that are handed out say for whose eyes they are; of a meeting day, they tell what is public alone."""

from contextlib import closing

import pytest

from graph.model import Level, Viewer
from graph.network import Network
from graph.store import open_store
from graph.vocabulary import Kind, Relation
from queries.catalogue import query
from tests.pages import kept
from tests.toys import DRAWN, entity, link, met, record
from views import community_files, trip_shown
from views.asked import Asked
from views.context import looking
from views.openly import for_whose_eyes, openly
from views.wording import Words

STAFF = Viewer.parse("emc2=staff")


@pytest.fixture
def url(tmp_path):
    said = [row for name in "abcd" for row in entity(record(name), Kind.FIRM, name.upper(), lat="47.2", lon="-1.55")]
    weld = record("weld", Kind.COMPETENCE)
    said += [*entity(weld, Kind.COMPETENCE, "welding"), link(record("b"), Relation.OFFERS, weld)]
    said.append(link(record("a"), Relation.NEEDS, weld)._replace(level=Level.STAFF, audience="emc2"))
    return kept(tmp_path, [DRAWN], said)


@pytest.mark.parametrize(("viewer", "told"), [(STAFF, 1), (Viewer.PUBLIC, 0)], ids=str)
def test_a_sheet_that_rests_on_more_than_what_is_public_says_who_may_see_as_much(url, viewer, told):
    with closing(open_store(url)) as store:
        ctx = looking(store, viewer, Asked(lang="en"))
        network = Network.read(store, viewer=viewer)
        trip = query("visit_plan").ask(network, delegation=["firm:a"], hosts=["firm:b"], days=1, slots=1)
        page = trip_shown.sheets(ctx, trip).decode()
        assert page.count("confidential: seen by emc2=staff") == told and page.count("welding") == told
        groups = query("industry_communities").ask(network, low=2, high=2)
        page = community_files.sheets(ctx, groups).decode()
        assert page.count("<article>") == 2 and page.count("confidential: seen by emc2=staff") == 2 * told


def test_of_links_only_those_that_everybody_sees_are_told():
    whole, public = met("ab", "bc"), met("ab")
    told = openly(whole, public)
    assert told.entities.equals(whole.entities) and set(told.links["id"]) == set(public.links["id"])
    assert openly(public, whole).links["target"].isin(public.entities["id"]).all()


def test_who_may_see_a_confidential_sheet_is_said_in_the_words_of_its_reader():
    assert for_whose_eyes(Words("fr"), "owner") == "confidentiel : vu par le propriétaire"
    assert for_whose_eyes(Words("en"), "emc2=staff") == "confidential: seen by emc2=staff"
    assert for_whose_eyes(Words("fr"), "public") == ""
