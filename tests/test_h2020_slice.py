"""The French poles in European projects: how many, under which names, and from where."""

import csv
from contextlib import closing

import pytest

from data import make_h2020_poles as making
from graph.model import Viewer
from graph.network import Network
from graph.store import open_store
from graph.ties import ties
from graph.vocabulary import Kind, Relation, Role, Status
from ingest.load import load

SLICE = making.TARGET
REGISTER = "doc:cordis-h2020-2020"
NAMED_ONLY_BY_US = 8  # poles without a name from a source with a stated licence

needs_sources = pytest.mark.skipif(
    not (making.SOURCES / making.PARTICIPATIONS).is_file(), reason="the source files are not in ../shared/data"
)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with closing(open_store(f"sqlite:///{tmp_path_factory.mktemp('slice')}/network.db")) as opened:
        assert load(opened, [SLICE]).exit_code == 0
        yield opened


@pytest.fixture(scope="module")
def network(store):
    return Network.read(store)


def rows(name):
    with (SLICE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def took_part(network):
    return network.links[network.links["relation"] == Relation.TOOK_PART_IN]


def test_the_slice_has_66_projects_and_784_organisations(network):
    assert len(network.encounters) == 66 and set(network.encounters["kind"]) == {Kind.PROJECT}
    assert len(network.organisations) == 784
    assert len(network.entities) == 66 + 784
    assert len(took_part(network)) == len(network.links) == 999


def test_every_organisation_took_part_and_every_project_has_a_pole_or_their_association(network):
    ends = took_part(network)
    assert set(ends["source"]) == set(network.organisations["id"])
    ours = {f"pic:{row['pic']}" for row in rows("poles")}
    assert set(ends.loc[ends["source"].isin(ours), "target"]) == set(network.encounters["id"])


def test_277_organisations_have_no_licensed_name_of_which_eight_poles_bear_their_usual_one(store, network):
    said = store.statements(viewer=Viewer.PUBLIC)
    licensed = said[said["document"].isin([making.NAMES_2017, making.NAMES_2023])]
    named = set(licensed.loc[licensed["predicate"].isin(["name", "alias"]), "about"])
    assert len(set(network.organisations["id"]) - named) == 277
    assert network.organisations["name"].isna().sum() == 277 - NAMED_ONLY_BY_US


def test_an_organisation_without_a_name_is_shown_by_its_pic(network):
    unnamed = network.organisations[network.organisations["name"].isna()]
    assert all(network.name(one) == one for one in unnamed["id"])
    assert unnamed["id"].str.startswith("pic:").all()


def test_nineteen_poles_and_their_association_bear_their_usual_names(network):
    ours = {row["pole"]: row for row in rows("poles")}
    assert sum(row["kind"] == "pole" for row in ours.values()) == 19
    assert {name for name, row in ours.items() if row["kind"] == "association"} == {"AFPC"}
    shown = {network.name(f"pic:{row['pic']}"): network.row(f"pic:{row['pic']}")["kind"] for row in ours.values()}
    assert shown == {name: row["kind"] for name, row in ours.items()}
    assert {"Mov'eo", "Systematic Paris-Region", "Images & Réseaux", "Pôle Risques"} <= set(shown)


def test_a_kind_from_an_activity_code_gives_way_to_what_is_known_of_a_pole(network, store):
    said = store.statements(viewer=Viewer.PUBLIC)
    kinds = said[(said["about"] == "pic:999964271") & (said["predicate"] == "kind")]
    assert dict(zip(kinds["value"], kinds["confidence"], strict=True)) == {"association": 0.3, "pole": 1.0}
    assert network.row("pic:999964271")["kind"] == Kind.POLE


def test_the_institute_that_is_no_pole_counts_for_none(network):
    assert not (network.entities["id"] == "pic:948805210").any()


def test_each_project_has_one_coordinator_a_span_and_took_place_by_the_register(network):
    leading = took_part(network)
    leading = leading[leading["key"] == Role.COORDINATOR]
    assert leading["target"].is_unique and len(leading) == 66
    projects = network.encounters
    assert set(projects["status"]) == {Status.HELD} and projects["counts"].all()
    assert projects[["since", "until", "cost", "programme"]].notna().all(axis=None)
    assert took_part(network)["counts"].all()


def test_countries_are_iso_codes_and_everyone_has_one(network):
    countries = network.organisations["country"]
    assert countries.notna().all() and countries.str.fullmatch("[A-Z]{2}").all()
    assert {"GR", "GB", "FR"} <= set(countries) and not {"EL", "UK"} & set(countries)


def test_amounts_are_kept_where_the_register_gives_one(network):
    assert took_part(network)["amount"].notna().sum() == 999 - 40


def test_the_known_pairs_of_poles_share_projects(network):
    strength = ties(network)
    together = {frozenset(pair) for pair in zip(strength["source"], strength["target"], strict=True)}
    pic = {row["pole"]: f"pic:{row['pic']}" for row in rows("poles")}
    assert frozenset((pic["Images & Réseaux"], pic["Cap Digital"])) in together
    assert frozenset((pic["Axelera"], pic["Cap Digital"])) not in together


def test_every_row_names_a_described_document_and_a_line(store):
    described = {row["id"] for row in rows("documents")}
    for name in ("organisations", "participations", "poles", "projects"):
        for row in rows(name):
            assert row["document"] in described and row["locator"].startswith("line "), row


def test_every_document_states_its_licence_and_none_is_the_dump_without_one():
    for row in rows("documents"):
        assert row["licence"] and "fp7" not in f"{row['id']} {row['title']} {row['url']}".casefold()


@needs_sources
def test_no_name_comes_from_a_source_without_a_stated_licence():
    shipped = {row["about"] for row in rows("organisations") if row["predicate"] in ("name", "alias", "city", "lat")}
    listed = [row.cells for row in making.rows_of(making.SOURCES / making.NAMES)]
    unlicensed = {f"pic:{cells['pic']}" for cells in listed if cells["src"] not in making.LICENSED}
    assert unlicensed and not shipped & unlicensed


@needs_sources
def test_made_twice_the_files_are_the_same_bytes_as_those_shipped(tmp_path):
    making.main(target=tmp_path)
    made, shipped = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in (tmp_path, SLICE))
    assert made == shipped


@needs_sources
def test_the_pairs_of_poles_fold_back_into_four_projects(network):
    pairs = [row.cells for row in making.rows_of(making.SOURCES / "poles_fr" / "pole_pole_h2020_projects.csv")]
    pic = {row["pole"]: f"pic:{row['pic']}" for row in rows("poles")}
    listed = {(pic[pair[end]], f"cordis-rcn:{pair['h2020_rcn']}") for pair in pairs for end in ("pole_a", "pole_b")}
    known = took_part(network)
    assert listed <= set(zip(known["source"], known["target"], strict=True))
    assert (len(listed), len({project for _, project in listed})) == (11, 4)


def test_towns_are_written_without_cedex_and_not_in_capitals():
    written = [making.town(text) for text in ("AIX EN PROVENCE CEDEX 3", "Saint-Herblain", "PARIS LA DEFENSE CEDEX")]
    assert written == ["Aix en Provence", "Saint-Herblain", "Paris la Defense"]


def test_sources_that_are_not_there_are_named_in_one_line(tmp_path):
    with pytest.raises(SystemExit, match="name the folder of the sources"):
        making.main(tmp_path, tmp_path)
