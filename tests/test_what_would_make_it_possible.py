"""What matchmaking cannot answer is a sentence in both languages that says what would make it possible."""

import pytest

from graph.errors import MaillageError
from queries.backtest import backtest
from queries.complementarity import complementarity
from queries.gaps import gaps
from queries.introductions import introductions
from queries.next_visits import next_visits
from queries.unserved_needs import unserved_needs
from tests.test_complementarity import firms
from tests.toys import met
from views.wording import Words

UNKNOWN = {
    "complementarity": lambda net: complementarity(net, organisation="firm:alpa"),
    "introductions": lambda net: introductions(net, source="firm:alpa", target="firm:alpha"),
    "next_visits": lambda net: next_visits(net, source="firm:alpa"),
    "unserved_needs": lambda net: unserved_needs(net, within="pole:alpa"),
}
SENTENCES = {  # what is asked of a network that cannot answer it: the words that must be said
    "no needs recorded": (
        lambda: complementarity(met("ab"), organisation="firm:a"),
        "aucun besoin ni aucune offre connus ; chargez un fichier", "no need and no offer is known; load a file",
    ),
    "no coordinates": (
        lambda: next_visits(met("ab"), source="firm:a"), "notez leurs lieux, ou des jumelages", "record their places",
    ),
    "too few dated encounters": (
        lambda: backtest(met("ab", "bc")), "chargez les rencontres passées avec leur date",
        "load past encounters with the day",
    ),
    "too few pairs": (lambda: gaps(met("ab"), kind="firm"), "il en faut trois au moins", "three at least"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNKNOWN)
def test_an_organisation_that_is_unknown_leads_to_the_nearest_of_this_network(name):
    net = firms(offers={"alpha": "law", "beta": "optics"})
    with pytest.raises(MaillageError) as refused:
        UNKNOWN[name](net)
    french, english = (Words(language).fault(refused.value) for language in ("fr", "en"))
    assert ("firm:alpha" in french and "firm:alpha" in english) or name == "unserved_needs"
    assert french != english and "alpa" in french


@pytest.mark.parametrize("name", SENTENCES)
def test_what_is_missing_is_named_with_what_would_help(name):
    ask, french, english = SENTENCES[name]
    answer = ask()
    for language, words in (("fr", french), ("en", english)):
        said = " ".join([*answer.sentences(language), answer.summary(language)])
        assert words in said, said


def test_a_need_that_no_vocabulary_knows_leads_to_the_nearest_competences():
    net = firms(needs={"a": "mechatronics", "b": "metrology"})
    with pytest.raises(MaillageError) as refused:
        unserved_needs(net, need="mecatronics")
    for language in ("fr", "en"):
        assert "competence:mechatronics" in Words(language).fault(refused.value)
