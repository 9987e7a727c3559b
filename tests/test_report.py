"""One page for a director: all of it from other queries, names kept as text, one sheet of paper."""

import re
from functools import cache
from html.parser import HTMLParser

import pytest

import cli
from graph.errors import UnknownEntity
from graph.model import Document, Viewer
from graph.network import Network
from graph.vocabulary import Kind, Relation, Status
from ingest.load import load
from queries.brokers import brokers
from queries.catalogue import query
from queries.centrality import centrality
from queries.report import MOST, report
from tests.conftest import DATA
from tests.served import visit
from tests.test_hostile import NAMES
from tests.toys import encounter, entity, link, met, network, record
from views.one_page import html, markdown, writer
from views.text import flat

PLATFORM = "platform:plateforme-de-coordination-industrie-du-futur"


TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "p", "div", "b", "span", "sup", "i",
    "section", "ul", "ol", "li", "footer", "figure", "figcaption", "svg", "line", "text", "circle", "polygon",
}  # fmt: skip


class Page(HTMLParser):
    """The text and the tags of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text, self.addresses = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture(scope="module")
def net(shipped):
    return Network.read(shipped)


@pytest.fixture(scope="module")
def emc2(net):
    return report(net, organisation="pole:emc2", robust=False)


def section(answer, name):
    return answer.table[answer.table["section"] == name]


def test_figures_are_those_of_the_queries_they_come_from(net):
    answer = report(net, organisation="pic:999964271", robust=True)
    figures = section(answer, "figures").set_index("label")
    between = brokers(net, robust=True).table.set_index("id").loc["pic:999964271"]
    partners = centrality(net, robust=True).table.set_index("id").loc["pic:999964271"]
    columns = ["rank", "rank_low", "rank_high"]
    assert figures.loc["betweenness", "value"] == between["betweenness"]
    assert figures.loc["betweenness", columns].tolist() == between[columns].tolist()
    assert figures.loc["partners", "value"] == partners["partners"]
    assert figures.loc["partners", columns].tolist() == partners[columns].tolist()
    passing = query("brokerage_roles").ask(net, by="country", robust=True).table.set_index("id").loc["pic:999964271"]
    assert figures.loc["passages", columns].tolist() == passing[columns].tolist()
    assert figures.loc["encounters", "value"] == partners["encounters"] and figures["rank"].notna().sum() == 3


def test_every_line_is_a_sentence_of_a_query_and_names_its_basis(net, emc2):
    bases = emc2.more["bases"].set_index("note")
    for line in emc2.table.to_dict("records"):
        basis = bases.loc[line["note"]]
        assert basis["asked"] == line["asked"] and net.content_hash in basis["basis_fr"]
        assert query(line["asked"]).question["en"] == basis["question_en"]
    profiled = query("profile").ask(net, organisation="pole:emc2").sentences("fr")
    assert section(emc2, "who")["said_fr"].iloc[0] == profiled[0]
    assert section(emc2, "upcoming")["said_fr"].iloc[0] in profiled
    assert set(section(emc2, "doubts")["said_en"]) <= set(query("quality").ask(net).sentences("en"))


def test_what_all_pages_share_is_asked_once_of_a_network(monkeypatch):
    from queries import brokers

    asked, real = [], brokers.brokers
    monkeypatch.setattr(brokers, "brokers", lambda net, **more: asked.append(more) or real(net, **more))
    net = met("abc", "cd")
    pages = [report(net, organisation=f"firm:{one}").table for one in "ac"]
    report(net, organisation="firm:c", robust=False)
    assert asked == [{"robust": True}, {"robust": False}]
    for page, one in zip(pages, "ac", strict=True):
        assert page.equals(report(met("abc", "cd"), organisation=f"firm:{one}").table)
    assert len(asked) == 4


def test_nothing_has_no_rank(emc2):
    figures = section(emc2, "figures").set_index("label")
    assert figures.loc["partners", "value"] == 0 and str(figures.loc["partners", "rank"]) == "<NA>"
    assert str(figures.loc["passages", "value"]) == "<NA>"  # no tie is known: not 0


def test_a_firm_has_no_missing_poles_and_its_memberships_for_a_figure():
    answer = report(met("abc", "cd"), organisation="firm:c")
    assert list(section(answer, "figures")["label"]) == [
        "partners", "encounters", "betweenness", "passages", "memberships",
    ]  # fmt: skip
    assert section(answer, "missing_links").empty and section(answer, "platform").empty
    assert set(answer.more["bases"]["note"]) == set(answer.table["note"])


def test_as_many_lines_as_fit_a_page_and_how_many_more_there_are(net, emc2):
    assert len(section(emc2, "missing_links")) == MOST["missing_links"]
    left = emc2.more["left_out"].set_index("section")["rows"]
    poles = (net.entities["kind"] == Kind.POLE).sum()
    assert left["missing_links"] == poles - 1 - MOST["missing_links"]
    assert f"et {left['missing_links']} autres" in markdown(emc2, net, "fr")


def test_who_completes_it_are_the_first_of_those_suggested(net):
    answer = report(net, organisation="pole:mont-blanc-industries", robust=False)
    suggested = query("complementarity").ask(net, organisation="pole:mont-blanc-industries").sentences("fr")
    assert list(section(answer, "allies")["said_fr"]) == suggested[: MOST["allies"]]


def test_only_an_organisation_has_a_page(net):
    with pytest.raises(ValueError, match="is of the kind visit"):
        report(net, organisation="visit:voyage-d-etude-d-emc2-a-seattle")
    with pytest.raises(UnknownEntity):
        report(net, organisation="pole:nowhere")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_both_forms_hold_every_sentence_and_every_basis(net, emc2, language):
    page, text = Page(html(emc2, net, language)), markdown(emc2, net, language)
    said = "".join(page.text)
    shown = emc2.table[(emc2.table["section"] != "figures") | emc2.table["label"].isin(["passages", "sole_pairs"])]
    assert all(flat(one, longest=400) in said for one in shown[f"said_{language}"])
    assert all(flat(one, longest=2_000) in said for one in emc2.more["bases"][f"method_{language}"])
    assert net.content_hash in said and net.content_hash in text
    assert not re.search(r"<NA>|\bnan\b|\bNone\b", said + text)
    assert len(re.findall(r"^\d\. ", text, re.M)) == len(emc2.more["bases"])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_names_the_documents_that_say_most_of_it(net, emc2, language):
    told = emc2.more["documents"]
    links = net.links[(net.links["source"] == "pole:emc2") | (net.links["target"] == "pole:emc2")]
    said = net.mentions[net.mentions["about"].isin({"pole:emc2", *links["id"]})]
    assert dict(zip(told["document"], told["statements"], strict=True)) == dict(said["document"].value_counts())
    assert list(told["statements"]) == sorted(told["statements"], reverse=True)
    titles = net.documents.set_index("id")["title"]
    for page in ("".join(Page(html(emc2, net, language)).text), markdown(emc2, net, language).replace("\\", "")):
        assert len(told) and all(flat(titles[one], longest=90) in page for one in told["document"][:3])
        assert "Le Journal des Entreprises" in page and "2015" in page


def test_of_more_documents_the_first_three_are_named_and_the_rest_counted():
    papers = [Document(f"doc:{n}", f"Paper {n}", publisher="Press", published="2020-05") for n in range(5)]
    said = [one._replace(document=paper.id) for paper in papers for one in encounter("M", "ab")]
    said += [one._replace(document="doc:4") for one in entity(record("a"), Kind.FIRM, "A", city="Nantes")]
    drawn = network(*said, documents=papers)
    text = markdown(report(drawn, organisation="firm:a", robust=False), drawn, "fr")
    named = " ; ".join(f"« Paper {n} », Press, mai 2020" for n in (4, 0, 1))
    assert f"Documents qui en disent le plus : {named} ; et 2 autres." in text


@pytest.mark.parametrize("language, told", [
    ("fr", "Documents qui en disent le plus : « Drawn by hand », 2020."),
    ("en", "Documents that say most of it: “Drawn by hand”, 2020."),
])  # fmt: skip
def test_one_document_is_named_alone(language, told):
    drawn = met("ab")
    assert told in markdown(report(drawn, organisation="firm:a", robust=False), drawn, language)


@pytest.mark.parametrize("title", NAMES)
def test_a_title_of_a_document_stays_a_title(title):
    paper = Document("doc:drawn", title, publisher=title, published="2020")
    drawn = network(*encounter("M", "ab"), documents=[paper])
    answer = report(drawn, organisation="firm:a", robust=False)
    page, text = Page(html(answer, drawn, "en")), markdown(answer, drawn, "en")
    assert set(page.tags) <= TAGS and page.addresses == [] and "2020" in "".join(page.text)
    assert not re.search(r"(?<!\\)[<`*_\[~]|http:", re.sub(r" \[\d\]", "", text)), text


@pytest.mark.parametrize("language, none, one, several", [
    ("fr", "partenaire nommé", "partenaire nommé", "partenaires nommés"),
    ("en", "partners named", "partner named", "partners named"),
])  # fmt: skip
def test_figures_are_named_as_the_language_counts(language, none, one, several):
    drawn = met("abc", "de", alone="f")
    for who, value, label in (("f", 0, none), ("d", 1, one), ("a", 2, several)):
        text = markdown(report(drawn, organisation=f"firm:{who}", robust=False), drawn, language)
        assert f"| {label} [2] | {value} |" in text


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_a_name(name):
    pole, met_at = record("p", Kind.POLE), record(name, Kind.MEETING)
    said = [*entity(pole, Kind.POLE, name), *encounter(name, "a", status=Status.ANNOUNCED)]
    said += [*entity(record("b"), Kind.FIRM, name), link(record("b"), Relation.MEMBER_OF, pole)]
    net = network(*said, link(pole, Relation.TOOK_PART_IN, met_at, key="host"))
    answer = report(
        net, organisation=str(net.entities.loc[net.entities["kind"] == Kind.POLE, "id"].iloc[0]), robust=False
    )
    assert not section(answer, "upcoming").empty
    page, text = Page(html(answer, net, "en")), markdown(answer, net, "en")
    assert set(page.tags) <= TAGS and page.addresses == []
    assert not re.search(r"(?<!\\)[<`*_\[~]|http:", re.sub(r" \[\d\]", "", text)), text


def test_who_sees_what_is_confided_reads_that_the_page_is_confidential(net):
    seen = Network.of(_snapshot_of(net), viewer=Viewer.parse("emc2=staff"))
    answer = report(seen, organisation="pole:emc2", robust=False)
    assert "confidentiel : vu par emc2=staff" in html(answer, seen, "fr")
    assert "ce qui est public" not in markdown(answer, seen, "fr")


def _snapshot_of(net):
    from graph.resolve import snapshot

    names = ("entities", "links", "declared", "mentions", "documents", "conflicts", "unsure")
    tables = {name: getattr(net, name).drop(columns="counts", errors="ignore") for name in names}
    return snapshot([], [])._replace(**tables)


def test_a_file_is_html_or_markdown():
    from pathlib import Path

    assert writer(None) is writer(Path("a.md")) is markdown and writer(Path("A.HTML")) is html
    with pytest.raises(ValueError, match=r"write a name that ends in .html or .md, not 'a.pdf'"):
        writer(Path("a.pdf"))


def test_the_command_writes_a_page_and_shows_one(tmp_path, capsys, monkeypatch):
    from graph.store import open_store

    url = f"sqlite:///{tmp_path}/network.db"
    load(open_store(url), [DATA])
    monkeypatch.setattr("sys.argv", ["maillage", "report", "EMC2", "--store", url, "--out", str(tmp_path / "r.html")])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code in (0, None) and "EMC2" in (tmp_path / "r.html").read_text(encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["maillage", "report", "EMC2", "--store", url, "--lang", "en"])
    capsys.readouterr()
    with pytest.raises(SystemExit):
        cli.main()
    assert capsys.readouterr().out.startswith("# EMC2\n\npole · at all dates · what is public\n")


@cache
def _with_intervals(net, organisation):
    return report(net, organisation=organisation)


@pytest.mark.browser
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("organisation", ["pole:emc2", "pole:mont-blanc-industries", PLATFORM])
def test_it_prints_on_one_sheet_with_its_rank_intervals_and_fits_a_telephone(
    net, organisation, language, tmp_path, browser
):  # fmt: skip
    page = html(_with_intervals(net, organisation), net, language)
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    address = (tmp_path / "page.html").as_uri()
    with visit(address, wide=390, high=800) as seen:
        seen.page.goto(address)
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 390
        printed = seen.page.pdf(prefer_css_page_size=True)
        assert seen.outside == []
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 1


def test_an_encounter_in_which_it_has_two_roles_is_told_once_with_both():
    visit, pole = record("trip", Kind.VISIT), record("p", Kind.POLE)
    said = [*entity(visit, Kind.VISIT, "Trip"), *entity(pole, Kind.POLE, "P")]
    said += [
        link(pole, Relation.TOOK_PART_IN, visit, key=key, status=Status.ANNOUNCED) for key in ("delegate", "organizer")
    ]
    told = section(report(network(*said), organisation="pole:p", robust=False), "upcoming")
    assert list(told["said_fr"]) == [
        "Rencontre : Trip (rôle : délégué et organisateur), statut : annoncé, ne compte pas."
    ]
    assert list(told["said_en"]) == [
        "Encounter: Trip (role: delegate and organiser), status: announced, does not count."
    ]


def test_without_figures_the_rest_is_told_alike_and_nobody_is_measured(net, monkeypatch):
    whole = report(net, organisation="pole:mont-blanc-industries", robust=False).table
    for one in ("centrality", "brokers", "brokerage_roles", "sole_brokers", "platform_coverage", "quality"):
        monkeypatch.setattr(f"queries.report.{one}.{one}", None)
    told = report(net, organisation="pole:mont-blanc-industries", robust=False, figures=False).table
    kept = ["who", "allies", "missing_links", "upcoming"]
    columns = ["section", "about", "said_fr", "said_en"]
    expected = whole.loc[whole["section"].isin(kept), columns].reset_index(drop=True)
    assert set(told["section"]) == set(kept) and told[columns].equals(expected)
