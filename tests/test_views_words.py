"""Words: all that the pages say stands in both catalogues, and nothing visible is written past them."""

import ast
import re
from pathlib import Path

import pytest

from graph import errors
from graph.vocabulary import Kind, Level, Relation, Role, Size, Status
from queries.word_tables import WORDS
from tests.said import CODE, FAULTY, OF_THEIR_OWN, bring_up_to_date, catalogue, faults, said
from views import vocabulary_words as tables
from views.asked import Asked
from views.dates_in_words import in_words, span_in_words
from views.vocabulary_words import counted_words, kinds_word, link_sentence
from views.wording import Words

LANGUAGES = ("fr", "en")
PLACEHOLDER = re.compile(r"\{(\w*)(?::[^{}]*)?\}")  # a number may choose a form: `{:# table|# tables}`


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_just_what_is_said(language):
    ids = [message.id for message in catalogue(language) if message.id]
    assert {one if isinstance(one, str) else tuple(one) for one in ids} == {sentence.key for sentence in said()}
    assert not catalogue(language).obsolete


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_words_with_the_same_placeholders_and_every_plural_form(language):
    for message in catalogue(language):
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        ids = [message.id] if isinstance(message.id, str) else message.id
        strings = [message.string] if isinstance(message.string, str) else message.string
        assert all(strings), message.id
        assert len(strings) == (1 if isinstance(message.id, str) else 2), message.id
        wanted = {name for one in ids for name in PLACEHOLDER.findall(one)}
        assert all(set(PLACEHOLDER.findall(string)) == wanted for string in strings), message.id
        without_names = {(string.count("{}") + string.count("{:")) for string in (*ids, *strings)}
        assert len(without_names) == 1, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogues_are_as_the_tool_writes_them(language, tmp_path, monkeypatch):
    from tests import said as tool

    copy = tmp_path / "maillage.po"
    copy.write_bytes(tool.WORDS[language].read_bytes())
    monkeypatch.setitem(tool.WORDS, language, copy)
    assert bring_up_to_date(language) == []
    monkeypatch.undo()
    assert copy.read_bytes() == tool.WORDS[language].read_bytes()


def test_every_member_of_the_vocabulary_has_words():
    assert {*Kind, *Role, *Status, *Size} <= set(WORDS)
    assert tables.SENTENCES.keys() == tables.NEIGHBOURS.keys() == tables.RELATIONS.keys() == set(Relation)
    assert tables.ROLES.keys() == set(Role)
    assert tables.LEVELS.keys() == set(Level)


@pytest.mark.parametrize("file", FAULTY, ids=str)
def test_what_goes_wrong_is_a_template_that_can_be_told_in_both_languages(file):
    assert [line for line, template in faults(file) if template is None] == []
    if file.parts[0] in ("graph", "queries"):
        assert "ValueError(" not in file.read_text(encoding="utf-8"), "WrongValue is told in both languages"


def test_every_error_of_the_tree_has_a_sentence_in_both_languages():
    texts = "\n".join(file.read_text(encoding="utf-8") for file in FAULTY)
    made = set(re.findall(r"\b(\w+)\(\s*\"", texts)) | OF_THEIR_OWN
    ours = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, errors.MaillageError)]
    assert [one for one in ours if one.__name__ not in made and one is not errors.MaillageError] == []


LATE = "'{}' ends before it starts: write the earlier date first."


@pytest.mark.parametrize("error, fr, en", [
    (errors.UnknownEntity("emc3", ["pole:emc2", "firm:emc"]),
     "« emc3 » n'est pas dans ce réseau. Vouliez-vous dire pole:emc2, firm:emc ?",
     "No entity 'emc3' in this network. Did you mean pole:emc2, firm:emc?"),
    (errors.UnknownRecord("document", "doc:x"), "Pas de document « doc:x » dans ce réseau.",
     "No document 'doc:x' in this network."),
    (errors.SnapshotRefused([("doc:a", 3, 4), ("doc:b", 1, 2)]), "3 des 4 affirmations de doc:a, 1 des 2",
     "3 of the 4 statements of doc:a, 1 of the 2"),
    (errors.WrongValue("--{}: {}", "date", errors.DateError(LATE, "{}")),
     "--date : « {} » finit avant", "--date: '{}' ends before"),
    (errors.DatasetError("{} cannot be read: {}.", "f.csv", errors.because(PermissionError(13, "x"))),
     "f.csv ne peut pas être lu : permission refusée.", "f.csv cannot be read: Permission denied."),
    (errors.DatasetError("{} cannot be read: {}.", "f.csv", errors.because(OSError(99_999, "of {its} own"))),
     "f.csv ne peut pas être lu : of {its} own.", "f.csv cannot be read: of {its} own."),
    (errors.StoreError("of {another} sort"), "of {another} sort", "of {another} sort"),
    (ValueError("{} of Python"), "{} of Python", "{} of Python"), (errors.StoreError(), "", ""),
])  # fmt: skip
def test_a_fault_is_told_in_either_language(error, fr, en):
    assert fr in Words("fr").fault(error) and en in Words("en").fault(error)
    assert Words("en").fault(error) == str(error)


VISIBLE = {"label", "body", "help", "placeholder", "title", "text", "caption"}
NAMES_OF_OURS = {"maillage", "text/csv", "application/json", "python", "Cypher"}
WORD = re.compile(r"[^\W\d_]{2,}")


@pytest.mark.parametrize("file", CODE, ids=str)
def test_no_visible_argument_is_written_past_the_catalogue(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    literal = [f"{file}:{node.lineno} {text}" for node in ast.walk(tree) for text in _visible_literals(node)]
    assert literal == []


def _visible_literals(node):
    if not (isinstance(node, ast.Call) and ast.unparse(node.func).startswith("st.")):
        return
    if ast.unparse(node.func).startswith(("st.session_state", "st.components", "st.cache", "st.html", "st.columns")):
        return
    shown = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg in VISIBLE)]
    for value in shown:
        for text in _literals(value):
            if WORD.search(text) and text not in NAMES_OF_OURS:
                yield text


def _literals(node):
    """The constant texts of an expression, without those handed to a function."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr | ast.List | ast.Tuple | ast.BinOp | ast.IfExp):
        for child in ast.iter_child_nodes(node):
            yield from _literals(child)


def test_the_guard_against_literals_bites():
    found = ast.parse('st.button("Clic ici"); st.markdown(f"## Bonjour {name}"); st.info(say("Fine"))')
    assert [text for node in ast.walk(found) for text in _visible_literals(node)] == ["Clic ici", "## Bonjour "]


def test_french_counts_nought_as_one_and_elides():
    fr, en = Words("fr"), Words("en")
    assert [fr.many("{count} link", "{count} links", n) for n in (0, 1, 2, 1_234)] == [
        "0 lien", "1 lien", "2 liens", "1\u202f234 liens",
    ]  # fmt: skip
    assert [en.many("{count} link", "{count} links", n) for n in (0, 1, 1_234)] == ["0 links", "1 link", "1,234 links"]
    assert link_sentence(fr, "MEMBER_OF", "", source="Boeing", target="EMC2") == "Boeing est membre d'EMC2"
    assert link_sentence(fr, "MEMBER_OF", "", source="A", target="Systematic") == "A est membre de Systematic"
    assert link_sentence(en, "TOOK_PART_IN", "host", source="A", target="B") == "A is a host of B"
    told = [link_sentence(fr, one, "", source="A", target="mécatronique") for one in ("OFFERS", "NEEDS", "LOCATED_IN")]
    assert told == ["A propose : mécatronique", "A recherche : mécatronique", "A a pour lieu mécatronique"]


def test_another_language_is_french():
    assert Words("de").language == Words("<script>").language == "fr"


def test_words_for_kinds_and_counts():
    assert kinds_word(Words("fr"), "public_body", 3) == "organismes publics"
    assert counted_words(Words("en"), "delegate:firm") == "delegates, firms"


@pytest.mark.parametrize("text, fr, en", [
    ("2015-07-09", "9 juillet 2015", "July 9, 2015"),
    ("2015-06", "juin 2015", "June 2015"),
    ("2015", "2015", "2015"),
    ("XXXX-02-20", "20 février (année inconnue)", "February 20 (year unknown)"),
    ("2015/2016", "du 2015 au 2016", "from 2015 to 2016"),
    ("2015/..", "depuis 2015", "since 2015"),
    ("../2016", "jusqu'à 2016", "until 2016"),
    ("no date", "no date", "no date"),
])  # fmt: skip
def test_dates_are_said_as_people_say_them(text, fr, en):
    assert (in_words(Words("fr"), text), in_words(Words("en"), text)) == (fr, en)


def test_a_span_needs_one_end_at_least():
    assert span_in_words(Words("en"), None, None) == ""
    assert span_in_words(Words("en"), "2015", "2015") == "2015"
    assert span_in_words(Words("en"), None, "2016") == "until 2016"


def test_no_page_is_longer_than_it_should_be():
    assert all(len(file.read_text(encoding="utf-8").splitlines()) < 300 for file in Path("views").glob("*.py"))


def test_an_address_that_asks_for_a_day_of_an_unknown_year_asks_for_none():
    assert [Asked.of({"as_of": [day]}).as_of for day in ("XXXX-06-30", "2015/..", "2015-06")] == ["", "", "2015-06"]
