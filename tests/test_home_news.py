"""Accueil: what the last loads changed around my pole and its neighbours; what is confided to others is no news."""

from contextlib import closing

import pytest

from graph.model import Document, Level, Viewer
from graph.store import open_store
from graph.vocabulary import Kind, Relation
from tests.pages import page, words
from tests.toys import DRAWN, encounter, entity, link, record

OTHER = Document("doc:other", "Another paper", published="2021")
POLE, Q = record("p", Kind.POLE), record("q", Kind.POLE)


def loads(folder, *histories):
    """The address of a store in which each of these was loaded, one after the other: what came, and what went."""
    url = f"sqlite:///{folder / 'network.db'}"
    with closing(open_store(url)) as store:
        for day, (come, gone) in enumerate(histories, 1):
            with store.write("load", at=f"2024-05-0{day}") as writer:
                writer.add([DRAWN, OTHER], come)
                writer.close([one.id for one in gone])
    return url


def first():
    """A is a member of P, B of Q."""
    said = [*entity(POLE, Kind.POLE, "P"), *entity(Q, Kind.POLE, "Q")]
    said += [*entity(record("a"), Kind.FIRM, "A"), *entity(record("b"), Kind.FIRM, "B")]
    return [*said, link(record("a"), Relation.MEMBER_OF, POLE), link(record("b"), Relation.MEMBER_OF, Q)]


def news(app):
    """The lines of that part of the page, but for the address of its link."""
    said = words(app).split("#### Ce qui est nouveau autour de ")[1].split("#### ")[0].splitlines()[1:]
    return [one for one in said if one != "donnees"]


def test_of_the_first_load_nothing_is_told(tmp_path):
    url = loads(tmp_path, (first(), []))
    assert news(page(url, "", pole="pole:p")) == ["Rien n'a été chargé depuis le premier chargement."]


@pytest.fixture
def url(tmp_path):
    """C joins P, and A meets B at a fair; then B leaves Q, and A gets a town; what staff knows of P comes last."""
    second = [
        *entity(record("c"), Kind.FIRM, "C"),
        link(record("c"), Relation.MEMBER_OF, POLE),
        *encounter("fair", "ab"),
    ]
    third = [one for one in entity(record("a"), Kind.FIRM, "A", city="Nantes") if one.predicate == "city"]
    secret = [one._replace(level=Level.STAFF, audience="p") for one in (link(record("b"), Relation.MEMBER_OF, POLE),)]
    left = [link(record("b"), Relation.MEMBER_OF, Q)]
    return loads(tmp_path, (first(), []), (second, []), (third, left), (secret, []))


def test_the_newest_load_comes_first_and_in_it_the_links_of_the_pole_then_those_of_its_neighbours(url):
    assert news(page(url, "", pole="pole:p")) == [
        "3 mai 2024 · nouveau · A : Ville : Nantes",
        "2 mai 2024 · nouveau · C est membre de P",
        "2 mai 2024 · nouveau · A est partenaire : fair",
        "Voir les chargements",
    ]


def test_what_is_no_longer_stated_is_news_too(url):
    told = news(page(url, "", pole="pole:q"))
    assert told == ["3 mai 2024 · n'est plus affirmé · B est membre de Q", "Voir les chargements"]


def test_what_is_confided_is_news_to_those_who_may_see_it_alone(url):
    told = "4 mai 2024 · nouveau · B est membre de P"
    assert told in news(page(url, "", pole="pole:p", viewer="owner"))
    assert told not in news(page(url, "", pole="pole:p"))


def test_a_load_that_changed_nothing_around_is_told_so_and_one_that_was_taken_back_is_not_told(tmp_path):
    url = loads(tmp_path, (first(), []), (entity(record("z"), Kind.FIRM, "Z"), []))
    assert news(page(url, "", pole="pole:p")) == ["Les derniers chargements n'y ont rien changé, ni chez ses voisins."]
    with closing(open_store(url)) as store, store.write("undo") as writer:
        writer.undo(store.runs(viewer=Viewer.OWNER)["id"].iloc[-1])
    assert news(page(url, "", pole="pole:p")) == ["Rien n'a été chargé depuis le premier chargement."]


def test_of_many_changes_the_others_are_counted(tmp_path):
    many = [
        one for n in "cdefg" for one in (*entity(record(n), Kind.FIRM, n), link(record(n), Relation.MEMBER_OF, POLE))
    ]
    url = loads(tmp_path, (first(), []), (many, []))
    told = news(page(url, "", pole="pole:p"))
    assert len(told) == 5 and told[3] == "et 2 autres changements"


def test_what_one_more_document_says_or_one_of_two_no_longer_says_is_no_news(tmp_path):
    again = link(record("a"), Relation.MEMBER_OF, POLE)._replace(document=OTHER.id)
    url = loads(
        tmp_path, (first(), []), ([again], []), ([], [link(record("a"), Relation.MEMBER_OF, POLE)]), ([], [again])
    )
    told = news(page(url, "", pole="pole:p"))
    assert told == ["4 mai 2024 · n'est plus affirmé · A est membre de P", "Voir les chargements"]
