"""A file is checked column by column: what is found is what reading each row whole finds, and little is kept."""

import random
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import luhn

from graph.errors import DatasetError
from ingest import columnwise
from ingest.cell_readers import reader
from ingest.checking import check
from ingest.first_look import NUMBERED, first_look, plain
from ingest.load import load
from ingest.numbers import Style, styles
from ingest.rows import Cell
from ingest.spec import Column
from tests.test_cli import run  # noqa: F401 - the fixture
from tests.workbooks import xlsx

TABLES = {  # by dataset: a header, and what may stand in each column
    "organisations": (
        "raison sociale;type;siren;cp;pays;latitude;création;site web;audience;level",
        [
            ["Airbus", "Mécalys", " ", "", "#N/A"], ["firm", "labo", "galaxy", ""],
            ["552100554", "552100555", "000000000", "n.c."], ["75001", "1115", "44000"], ["FR", "NC", "Atlantis"],
            ["48,1", "1.234", "nord", "5.52E+13", ""], ["2015", "31/02/2015", "03/04/2015", "25/12/2015", "42194"],
            ["https://a.fr", "a.fr", "a b", ""], ["emc2", "", ""], ["members", "public", "", "secret"],
        ],
    ),
    "projects": (
        "acronyme;titre;programme",
        [["P1", " ", "", "#N/A", "n.c."], ["", "Un titre", "#REF!"], ["H2020", ""]],
    ),
    "territories": (
        "nom;insee;type;parent",
        [["Nantes", "", "#N/A", "# Lyon"], ["44109", "", "n.c."], ["ville", "région"], ["", "Pays de la Loire"]],
    ),
    "poles": (
        "nom;siren;alias",
        [["Alizé", "", " ", "#N/A", "#1 Pôle"], ["", "n.c.", "552100554", "552100555"], ["", "x"]],
    ),
    "memberships": (
        "adhérent;pôle;depuis;jusqu'au;statut",
        [
            ["Airbus", "siren:552100555", ""], ["EMC2", ""], ["2012", "2015-03", ""], ["2013", "2010", "?"],
            ["confirmed", "peut"],
        ],
    ),
    "statements": (
        "about;predicate;value;document",
        [["firm:a", "pole:b"], ["kind", "city", "MEMBER_OF", "colour"], ["firm", "Paris", "pole:b", ""], ["doc:a", ""]],
    ),
    "documents": ("titre;id;licence", [["Un", "Deux", ""], ["doc:a", "doc:b", "a b"], ["x", ""]]),
}  # fmt: skip


def write(path, header, rows):
    path.write_text("\n".join([header, *(";".join(row) for row in rows)]) + "\n", encoding="utf-8")
    return path


def some(chance, choices):
    """A few rows: mostly of the header's width, some shorter, longer, blank or the same again."""
    rows = [[chance.choice(one) for one in choices] for _ in range(chance.randint(1, 40))]
    for row in rows:
        odd = chance.random()
        if odd < 0.05:
            row[:] = ["" for _ in row]
        elif odd < 0.1:
            row.append(chance.choice(["", "x"]))
        elif odd < 0.15:
            row.pop()
    return rows


def shown(faults, source):
    """The faults of rows; that a row says no more than those above is known only where all are read."""
    rows = [one for one in faults if one.line > source.sheet.header_line and one.code != "duplicate_row"]
    return sorted((one.line, one.code, one.column, one.value) for one in rows)


def found(source):
    return shown(source.report.faults, source)


def whole(source):
    """The same, every row read whole."""
    return shown([*source.sheet.faults, *(one for row in source.mapper.rows() for one in row.faults)], source)


@pytest.mark.parametrize("dataset", TABLES)
@pytest.mark.parametrize("seed", range(30))
def test_columns_show_what_rows_read_whole_show(tmp_path, monkeypatch, dataset, seed):
    chance = random.Random(f"{dataset} {seed}")
    monkeypatch.setattr(columnwise, "BLOCK", chance.randint(1, 9))
    monkeypatch.setattr(columnwise, "FEW", chance.choice([0, 0, 20]))
    monkeypatch.setattr(columnwise, "REMEMBERED", chance.choice([0, 3, 1_000]))
    monkeypatch.setattr("ingest.checking.GLANCE", chance.choice([0, 1, 1_000]))
    header, choices = TABLES[dataset]
    (source,) = check(write(tmp_path / "t.csv", header, some(chance, choices)), dataset=dataset)
    assert found(source) == whole(source)
    read = {at: column.parser for at, column, _ in source.mapper.columns}
    assert source.mapper.styles == styles(source.sheet, read)
    refused = {one.line for one in source.report.faults if one.severity == "row"}
    skipped = {one.line for one in source.report.faults if one.severity == "skip"} - refused
    assert (source.report.refused, source.report.skipped) == (len(refused), len(skipped))
    assert source.report.read == len(list(source.sheet.rows())) + len(source.sheet.faults)


def test_of_spans_only_those_that_end_before_they_start_are_read_whole(tmp_path, monkeypatch):
    read, row = [], columnwise.Mapper.row
    monkeypatch.setattr(columnwise.Mapper, "row", lambda self, line, cells: read.append(line) or row(self, line, cells))
    rows = [["Airbus", "EMC2", f"{n % 28 + 1:02}/03/{1990 + n % 9}", f"2{n % 8}/11/{2000 + n % 9}"] for n in range(500)]
    rows[70][3], rows[80][3], rows[90][2] = "1980", "", "hier"
    (source,) = check(write(tmp_path / "t.csv", "adhérent;pôle;depuis;jusqu'au", rows))
    assert [(one.line, one.code) for one in source.report.faults] == [(72, "end_before_start"), (92, "bad_date")]
    assert read == [72, 92]


def test_a_check_counts_titles_and_totals_among_the_rows_as_a_load_does(store, tmp_path):
    rows = [["Daher", "10"], ["Airbus", "20"], ["", ""], ["Total", "30"]]
    path = write(tmp_path / "t.csv", "Liste des adhérents\n\nraison sociale;effectif", rows)
    (source,), loaded = check(path), load(store, [path], at="2015-01-01T10:00:00").files[0]
    seen = source.report
    assert (seen.read, seen.refused, seen.skipped) == (loaded.read, loaded.refused, loaded.skipped) == (5, 0, 3)


def test_a_column_that_is_written_otherwise_than_its_first_rows_show_is_read_again(tmp_path, monkeypatch):
    monkeypatch.setattr("ingest.checking.GLANCE", 2)
    rows = [[f"P{n}", "03/04/2015"] for n in range(9)]
    assert found(check(write(tmp_path / "a.csv", "titre;début", rows), dataset="projects")[0]) == []
    (source,) = check(write(tmp_path / "b.csv", "titre;début", [*rows, ["Q", "04/25/2015"]]), dataset="projects")
    assert found(source) == [] and source.mapper.styles[1].order == "mdy"
    assert [one.code for one in source.report.faults] == []


LOOKS = [
    *[("number", Style(decimal=mark)) for mark in (",", ".", "")], ("postcode", Style()),
    ("postcode", Style(french=True)), ("url", Style()), ("text", Style()),
    ("organisation", Style()), ("territory", Style()), ("date", Style()),
    *[("date", Style(order=order)) for order in ("dmy", "mdy")],
    *[(f"identifier:{scheme}", Style()) for scheme in NUMBERED], ("organisation_id:pic", Style()),
]  # fmt: skip
SCHEMES = ("siren", "siret", "vat")
odd_cells = st.one_of(
    st.sampled_from(["", " ", "#N/A", "n.c.", "NC ", "0", "999999999", "123456789", "siren:0", "a\0b", "'=1"]),
    st.text(max_size=16), st.from_regex(r"[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}", fullmatch=True),
)  # fmt: skip


def is_right(column, style, text):
    """What reading a cell says, which is the truth."""
    bare = text.strip()
    cell = reader(column, style)(bare) if bare and bare not in column.missing else None
    return not column.required if cell is None else isinstance(cell, Cell) and not cell.code


def looked(column, style, texts):
    """The texts that are right at the first look."""
    return set(texts) - set(first_look(column, style)(texts))


@pytest.mark.parametrize(("parser", "style"), LOOKS)
@pytest.mark.parametrize("is_required", [True, False])
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_what_is_right_at_the_first_look_is_right_when_read(parser, style, is_required, data):
    column = Column("c", (), parser, required=is_required)
    like_it = st.from_regex(plain(column, style), fullmatch=True)
    texts = data.draw(st.lists(st.one_of(like_it, like_it, odd_cells), min_size=1, max_size=8))
    assert all(is_right(column, style, text) for text in looked(column, style, texts))
    good = data.draw(like_it)
    assert looked(column, style, [good, good]) == {good}


def of_a_firm(scheme, digits, office):
    """A number of a scheme, its sums right: of nine digits the last makes them so, of an office too."""
    siren = digits[:8] + luhn.calc_check_digit(digits[:8])
    site = siren + office
    numbers = {
        "siren": siren,
        "siret": site + luhn.calc_check_digit(site),
        "vat": f"FR{int(siren + '12') % 97:02}{siren}",
    }
    return numbers[scheme]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("is_required", [True, False])
@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_numbers_that_are_right_at_the_first_look_are_right_when_read(scheme, is_required, data):
    column = Column("c", (), f"identifier:{scheme}", required=is_required)
    digits = st.one_of(
        st.sampled_from(["35600000", "00000000", "99999999", "12345678"]), st.text("0123456789", min_size=8, max_size=8)
    )
    made = st.builds(of_a_firm, st.just(scheme), digits, st.text("0123456789", min_size=4, max_size=4))
    near = st.builds(
        lambda text, at, digit: text[:at] + digit + text[at + 1 :],
        made,
        st.integers(0, 13),
        st.sampled_from("0123456789F٣ "),
    )
    texts = data.draw(st.lists(st.one_of(made, near, odd_cells), min_size=1, max_size=8))
    assert all(is_right(column, Style(), text) for text in looked(column, Style(), texts))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_numbers_of_firms_are_all_right_at_the_first_look(scheme):
    chance = random.Random(scheme)
    texts = [
        of_a_firm(scheme, str(chance.randrange(10**7, 10**8)), f"{chance.randrange(10**4):04}") for _ in range(500)
    ]
    assert looked(Column("c", (), f"identifier:{scheme}"), Style(), texts) == set(texts)
    wrong = texts[7][:-1] + str((int(texts[7][-1]) + 1) % 10)
    assert set(texts) - looked(Column("c", (), f"identifier:{scheme}"), Style(), [*texts[:7], wrong]) == set(texts[7:])


def test_of_cells_that_are_right_at_the_first_look_nothing_is_remembered(tmp_path, monkeypatch):
    read = []
    monkeypatch.setattr("ingest.ids._checked", lambda scheme, text: read.append(text) or f"{scheme}:{text}")
    chance = random.Random(1)
    sirens = [of_a_firm("siren", f"{chance.randrange(10**8):08}", "") for _ in range(1_000)]
    rows = [[f"Société {n}", siren, f"{n % 28 + 1:02}/02/{1900 + n % 100}"] for n, siren in enumerate(sirens)]
    (source,) = check(write(tmp_path / "t.csv", "raison sociale;siren;création", rows))
    assert (source.report.read, source.report.refused, source.report.faults, read) == (1_000, 0, [], [])


def test_checking_keeps_neither_rows_nor_what_they_say(tmp_path):
    rows = [[f"Société {n}", "firm", f"{n % 90 + 10}000", f"47,{n}"] for n in range(60_000)]
    path = write(tmp_path / "t.csv", "raison sociale;type;cp;latitude", rows)
    del rows
    check(write(tmp_path / "warm.csv", "raison sociale;type;cp;latitude", [["A", "firm", "75001", "1,5"]]))
    tracemalloc.start()
    (source,) = check(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (source.report.read, source.report.refused) == (60_000, 0)
    assert peak < 12 << 20


def test_all_tables_of_a_file_are_shown_and_one_is_named_to_be_saved(run, tmp_path):  # noqa: F811
    path = xlsx(
        tmp_path / "m.xlsx",
        Membres=[["adhérent", "pôle"], ["Airbus", "EMC2"], ["", "EMC2"]],
        Firmes=[["raison sociale", "ville"], ["Airbus", "Toulouse"]],
    )
    assert [source.dataset.name for source in check(path)] == ["memberships", "organisations"]
    code, out, err = run("check", str(path), "--lang", "en")
    assert code == 1 and "m.xlsx, sheet Membres: memberships" in out and "m.xlsx, sheet Firmes: organisations" in out
    assert "2 rows read: 1 good, 1 refused, 0 passed over" in out and "→ " in out
    assert "row: m.xlsx, Membres!A3: column 'adhérent' is required and empty." in err
    code, out, err = run("check", str(path))
    assert code == 1 and "m.xlsx, feuille Membres : jeu memberships" in out
    assert "2 lignes lues : bonnes 1, refusées 1, passées 0" in out.replace("\u202f", " ").replace("\xa0", " ")
    assert "ligne refusée : m.xlsx, Membres!A3 : la colonne « adhérent » est obligatoire et vide." in err
    code, _, err = run("check", str(path), "--lang", "en", "--save-mapping", str(tmp_path / "m.toml"))
    assert code == 2 and "holds several tables (Membres, Firmes): name one with --sheet" in err
    assert run("check", str(path), "--sheet", "Firmes", "--save-mapping", str(tmp_path / "m.toml"))[0] == 0


def test_a_file_that_no_table_is_in_is_a_sentence(tmp_path):
    with pytest.raises(DatasetError, match="no dataset has these columns"):
        check(write(tmp_path / "t.csv", "couleur;goût", [["rouge", "doux"]]))


def test_whom_a_row_before_named_is_told_by_name_in_the_next_one(run, tmp_path):  # noqa: F811
    path = tmp_path / "m.csv"
    path.write_text("raison sociale;adhérent de\nAirbus;EMC2\nDaher;EMC2\n", encoding="utf-8")
    out = run("check", str(path))[1]
    assert out.count("Membre de : EMC2") == 2 and "?:" not in out
