"""Where organisations are: CEDEX, arrondissements, Corsica, overseas; what is confided of an address stays confided."""

from contextlib import closing
from pathlib import Path

import pytest

from graph.errors import DatasetError
from graph.model import Viewer
from graph.network import Network
from graph.store import open_store
from ingest.geocode import Postcodes, geocode, postcodes
from ingest.load import load
from tests.statements import EMC2, OWNER
from tests.test_cli import run  # noqa: F401 - the fixture

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
LA_POSTE = SHARED / "laposte_hexasmal_2020.csv.gz"
EXPORT = SHARED / "techonmap_idf_2015_export_excel_fr.csv"
LIST = """Code_commune_INSEE;Nom_commune;Code_postal;Ligne_5;Libellé_d_acheminement;coordonnees_gps
44109;NANTES;44000;;NANTES;47.2,-1.5
44162;ST HERBLAIN;44800;;ST HERBLAIN;47.22,-1.63
75104;PARIS 04;75004;;PARIS;48.854,2.357
75105;PARIS 05;75005;;PARIS;48.844,2.349
75108;PARIS 08;75008;;PARIS;48.873,2.313
75116;PARIS 16;75016;;PARIS;48.86,2.262
75116;PARIS 16;75116;;PARIS;48.86,2.262
69383;LYON 03;69003;;LYON;45.753,4.869
69387;LYON 07;69007;;LYON;45.733,4.838
13208;MARSEILLE 08;13008;;MARSEILLE;43.242,5.375
13209;MARSEILLE 09;13009;;MARSEILLE;43.234,5.452
92062;PUTEAUX;92800;;PUTEAUX;48.884,2.238
92026;COURBEVOIE;92400;;COURBEVOIE;48.898,2.256
93066;ST DENIS;93200;;ST DENIS;48.93,2.36
2A004;AJACCIO;20000;;AJACCIO;41.9,8.7
2A004;AJACCIO;20167;MEZZAVIA;AJACCIO;41.9,8.7
2A247;PORTO VECCHIO;20137;;PORTO VECCHIO;41.59,9.25
2B096;CORTE;20250;;CORTE;42.27,9.08
97120;POINTE A PITRE;97110;;POINTE A PITRE;16.24,-61.54
97209;FORT DE FRANCE;97200;;FORT DE FRANCE;14.64,-61.07
97416;ST PIERRE;97410;;ST PIERRE;-21.31,55.48
97502;ST PIERRE;97500;;ST PIERRE;
97701;ST BARTHELEMY;97133;;ST BARTHELEMY;
98818;NOUMEA;98800;;NOUMEA;
99138;MONACO;98000;;MONACO;
2B033;BASTIA;20200;;BASTIA;42.7,9.4
97411;ST DENIS;97400;;ST DENIS;-20.9,55.4
98735;PAPEETE;98714;;PAPEETE;
50236;LA HAYE;50250;SURVILLE;LA HAYE;49.2,-1.5
50999;AUTRE;50250;;AUTRE;49.4,-1.7
"""
FIRMS = """name,city,postcode,country,lat,lon,level,audience
A,Nantes,44000,FR,,,,
B,Saint-Herblain CEDEX 3,44818,FR,,,,
C,Nowhere,,FR,,,,
D,Nantes,44000,FR,1,2,,
E,Nantes,44000,BE,,,,
F,Ajaccio,20000,,,,staff,emc2
"""


@pytest.fixture(scope="module")
def codes(tmp_path_factory) -> Postcodes:
    path = tmp_path_factory.mktemp("codes") / "postcodes.csv"
    path.write_text(LIST, encoding="utf-8")
    return postcodes(path)


@pytest.mark.parametrize(
    ("postcode", "city", "insee", "department", "precision"),
    [
        ("44000", "Nantes", "44109", "44", "town and postcode"),
        ("44800", "SAINT-HERBLAIN", "44162", "44", "town and postcode"),
        ("44818", "St Herblain Cedex 3", "44162", "44", "town and department"),
        ("75004", "Paris", "75104", "75", "town and postcode"),
        ("75004", "Paris 4e arrondissement", "75104", "75", "town and postcode"),
        ("75141 Cedex 04", "Paris", "75104", "75", "town and department"),
        ("75141 Cedex", "Paris", None, "75", "town and department"),
        ("20000", "Ajaccio", "2A004", "2A", "town and postcode"),
        ("20293", "Bastia Cedex", "2B033", "2B", "town and department"),
        ("97400", "Saint-Denis", "97411", "974", "town and postcode"),
        ("98714", "Papeete", "98735", "987", "town and postcode"),
        ("50250", "Surville", "50236", "50", "town and postcode"),
        ("50250", "La Haye-du-Puits", None, "50", "postcode"),
        ("rue du Port 44000 Nantes", "", "44109", "44", "postcode"),
    ],
)
def test_an_address_has_a_place_as_precise_as_its_parts(codes, postcode, city, insee, department, precision):
    place = codes.find(postcode, city)
    assert (place.commune and place.commune.insee, place.department, place.precision) == (insee, department, precision)


@pytest.fixture(scope="module", params=["drawn", "La Poste"])
def either(request, codes) -> Postcodes:
    """The drawn list, and La Poste's own where there is a copy."""
    if request.param == "drawn":
        return codes
    if not LA_POSTE.is_file():
        pytest.skip("needs La Poste's list in ../shared/data")
    return postcodes(LA_POSTE)


@pytest.mark.parametrize(
    ("postcode", "city", "insee", "department"),
    [
        ("75379", "PARIS CEDEX 08", "75108", "75"), ("75379 CEDEX 08", "Paris", "75108", "75"),
        ("75008", "Paris", "75108", "75"), ("75008", "Paris 8ème", "75108", "75"), ("75116", "Paris", "75116", "75"),
        ("75016", "Paris 16", "75116", "75"), ("FR-75008", "PARIS 08", "75108", "75"),
        ("69003", "Lyon 3e", "69383", "69"), ("69365", "Lyon Cedex 07", "69387", "69"),
        ("69365", "LYON CEDEX", None, "69"), ("13288", "Marseille Cedex 09", "13209", "13"),
        ("13008", "MARSEILLE 8e arrondissement", "13208", "13"), ("13920", "Marseille Cedex 20", None, "13"),
        ("92042", "PARIS LA DEFENSE CEDEX", None, "92"), ("92400", "Courbevoie", "92026", "92"),
        ("44321", "NANTES CEDEX 3", "44109", "44"), ("44000", "Nantes Cédex", "44109", "44"),
        ("20000", "Ajaccio", "2A004", "2A"), ("20167", "Mezzavia", "2A004", "2A"),
        ("20700", "AJACCIO CEDEX 9", "2A004", "2A"), ("20137", "Porto-Vecchio", "2A247", "2A"),
        ("20200", "Bastia", "2B033", "2B"), ("20293", "Bastia Cedex", "2B033", "2B"),
        ("20250", "Corte", "2B096", "2B"), ("93200", "Saint-Denis", "93066", "93"),
        ("97400", "Saint-Denis", "97411", "974"),
        ("97110", "Pointe-à-Pitre", "97120", "971"), ("97261", "Fort-de-France Cedex", "97209", "972"),
        ("97410", "Saint-Pierre", "97416", "974"), ("97500", "Saint-Pierre", "97502", "975"),
        ("97133", "Saint-Barthélemy", "97701", "977"), ("98800", "Nouméa", "98818", "988"),
        ("98845", "Nouméa Cedex", "98818", "988"), ("98713", "Papeete", "98735", "987"),
    ],
)  # fmt: skip
def test_cedex_arrondissements_corsica_and_overseas_are_placed(either, postcode, city, insee, department):
    place = either.find(postcode, city)
    assert (place.commune and place.commune.insee, place.department) == (insee, department)


@pytest.mark.parametrize(("postcode", "city"), [("98000", "Monaco"), ("2A004", "Ajaccio"), ("1000", "Bourg-en-Bresse")])
def test_what_lies_abroad_or_is_no_postcode_has_no_place(either, postcode, city):
    assert either.find(postcode, city) is None


def test_la_defense_lies_between_its_communes(either):
    place = either.find("92042", "Paris La Défense Cedex")
    assert (place.lat, place.lon) == pytest.approx((48.891, 2.247), abs=0.02)


def test_several_communes_have_their_mean_and_one_without_a_point_has_none(codes):
    mean, nowhere = codes.find("50250", ""), codes.find("98714", "Papeete")
    assert (mean.lat, mean.lon) == pytest.approx((49.3, -1.6)) and (nowhere.lat, nowhere.lon) == (None, None)


@pytest.mark.parametrize(("postcode", "city"), [("", "Nantes"), ("99999", "Nantes"), ("4400", "Nantes"), ("", "")])
def test_what_is_no_address_has_no_place(codes, postcode, city):
    assert codes.find(postcode, city) is None


@pytest.fixture
def store(tmp_path):
    with closing(open_store(f"sqlite:///{tmp_path}/network.db")) as opened:
        yield opened


@pytest.fixture
def listed(tmp_path):
    path = tmp_path / "postcodes.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def loaded(store, folder, text):
    path = folder / "firms.csv"
    path.write_text(text, encoding="utf-8")
    assert load(store, [path]).exit_code == 0


def test_places_are_statements_of_the_list_as_sure_as_they_are_precise(store, tmp_path, listed):
    loaded(store, tmp_path, FIRMS)
    made = geocode(store, listed)
    assert (made.found, made.nowhere) == ({"town and postcode": 2, "town and department": 1}, 1)
    said = store.statements(viewer=OWNER, document="doc:postcodes")
    assert set(said["method"]) == {"geocoded"}
    sure = said[said["predicate"] == "lat"].set_index("about")["confidence"]
    assert sorted(sure) == [0.5, 0.6, 0.6]
    network = Network.read(store, viewer=Viewer.PUBLIC)
    shown = network.organisations.set_index("name")[["lat", "lon"]].astype("Float64").fillna(0)
    assert {name: tuple(row) for name, row in shown.iterrows()} == {
        "A": (47.2, -1.5), "B": (47.22, -1.63), "C": (0, 0), "D": (1, 2), "E": (0, 0),
    }  # fmt: skip
    assert {"firm:a~LOCATED_IN~insee:44109~", "insee:44109~PART_OF~insee:44~"} <= set(network.links["id"])


def test_what_is_confided_of_an_address_stays_confided(store, tmp_path, listed):
    loaded(store, tmp_path, FIRMS)
    geocode(store, listed)
    public, emc2 = Network.read(store), Network.read(store, viewer=EMC2)
    assert not {"firm:f", "insee:2A004"} & set(public.entities["id"])
    assert emc2.row("firm:f")["lat"] == 41.9 and "insee:2A004" not in set(emc2.entities["id"])
    assert "41.9" not in set(store.statements(viewer=Viewer.PUBLIC)["value"])


def test_geocoding_again_changes_nothing_and_an_address_that_is_gone_takes_its_place_along(store, tmp_path, listed):
    loaded(store, tmp_path, FIRMS)
    assert geocode(store, listed).new > 0
    before = store.revision()
    again = geocode(store, listed)
    assert (again.new, again.closed, store.revision()) == (0, 0, before)
    with store.write("withdraw", document="doc:firms") as writer:
        writer.withdraw("doc:firms")
    gone = geocode(store, listed)
    assert gone.closed > 0 and Network.read(store, viewer=OWNER).entities.empty


def test_another_table_is_no_list_of_postcodes(store, tmp_path):
    loaded(store, tmp_path, FIRMS)
    with pytest.raises(DatasetError, match=r"firms\.csv is no list of postcodes .* lacks Code_commune_insee"):
        geocode(store, tmp_path / "firms.csv")


def test_where_firms_were_found_is_told_in_both_languages(run, store, tmp_path, listed):  # noqa: F811
    loaded(store, tmp_path, FIRMS)
    words = ("geocode", "--postcodes", str(listed), "--store", store.url, "--lang")
    assert run(*words, "fr")[1].strip() == (
        "2 par la ville et le code postal, 1 par la ville et le département, 1 nulle part : "
        "15 affirmations nouvelles, plus affirmées : 0."
    )
    assert run(*words, "en")[1].strip() == (
        "2 by town and postcode, 1 by town and department, 1 nowhere: 0 new statements, 0 no longer stated."
    )
    code, _, err = run("geocode", "--postcodes", str(tmp_path / "firms.csv"), "--store", store.url)
    assert code == 2 and "n'est pas une liste de codes postaux telle que La Poste la donne" in err


@pytest.mark.slow
@pytest.mark.skipif(
    not (LA_POSTE.is_file() and EXPORT.is_file()), reason="needs La Poste and techonmap in ../shared/data"
)
def test_techonmap_is_placed_within_some_kilometres_of_its_own_coordinates(store):
    codes = postcodes(LA_POSTE)
    load(store, [EXPORT])
    far: dict[str | None, list[float]] = {}
    for row in Network.read(store).organisations.astype(object).fillna("").to_dict("records"):
        place = codes.find(row["postcode"], row["city"])
        km = 111.2 * ((place.lat - row["lat"]) ** 2 + (0.66 * (place.lon - row["lon"])) ** 2) ** 0.5 if place else 0.0
        far.setdefault(place and place.precision, []).append(km)
    assert {how: len(those) for how, those in far.items()} == {
        "town and postcode": 1_510, "town and department": 90, "postcode": 56, None: 82,
    }  # fmt: skip
    within = {how: sorted(those)[int(len(those) * 0.95)] for how, those in far.items()}
    assert within["town and postcode"] < 2.7 and within["town and department"] < 5.4 and within["postcode"] < 8.2
