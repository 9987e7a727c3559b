"""Answers on a screen: as many columns as fit, numbers and ids whole, the others named."""

import pytest

from graph.network import Network
from queries.catalogue import CATALOGUE, query
from views import terminal
from views.fitting import FIGURES, IDS, fit


@pytest.fixture(scope="module")
def network(shipped):
    return Network.read(shipped)


@pytest.fixture(scope="module", params=CATALOGUE, ids=lambda one: one.name)
def answer(network, request):
    return request.param.ask(network, **request.param.example)


@pytest.mark.parametrize("width", [80, 100, 140, 200])
def test_no_line_is_wider_than_the_screen_and_no_number_or_id_is_cut(answer, width):
    columns = [one for one in answer.columns if one.language in ("", "fr")]
    shown, others = fit(answer.for_directors("fr"), columns, width)
    assert sum(one.width for one in shown) + 2 * (len(shown) - 1) <= width
    whole = {one.label("fr") for one in columns if one.type in FIGURES or one.name in IDS}
    for one in shown:
        header = one.header.replace("\n", " ")
        assert one.width >= max(map(len, one.header.split())), header
        assert header not in whole or one.width >= max(map(len, one.cells)), header
    assert {one.header.replace("\n", " ") for one in shown}.isdisjoint(others)


@pytest.mark.parametrize("name, wanted", [("profile", {"intitulé", "nommés"}), ("centrality", {"rang", "partenaires"})])
def test_what_was_asked_for_is_shown_on_a_narrow_screen(network, monkeypatch, capsys, name, wanted):
    monkeypatch.setattr(terminal, "WIDE", 100)
    terminal.answer(query(name).ask(network, **query(name).example), "", "fr")
    out = capsys.readouterr().out
    assert all(word in out for word in wanted)
    assert "… autres colonnes (" in out and "--format csv les donne toutes." in out
