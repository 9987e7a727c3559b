"""What tables that are loaded are called, and their columns, on screens."""

from collections.abc import Sequence

from ingest.spec import Column, Dataset, datasets
from views.vocabulary_words import PROPERTIES, property_word
from views.wording import FRENCH, Words

DOCUMENT = "document"


def dataset_word(say: Words, name: str) -> str:
    """What a table of this dataset holds; the name itself of one that has no word."""
    words = {
        "alliances": say("Alliances, signed or about to be"),
        "competences": say("What organisations offer and need"),
        "cordis_names": say("Names by identifier of CORDIS (PIC)"),
        "cordis_participations": say("Participations listed by CORDIS"),
        "decisions": say("Verdicts on duplicates"),
        "declared": say("Declared counts"),
        "documents": say("Documents"),
        "equipment": say("Shared equipment"),
        "events": say("Events and meetings"),
        "exported_entities": say("Actors exported by maillage"),
        "exported_links": say("Links exported by maillage"),
        "fp7_organisations": say("Organisations of the Seventh Framework Programme"),
        "graph_lines": say("Lines of a network"),
        "graph_participations": say("Participations of a network"),
        "graph_vertices": say("Vertices of a network"),
        "h2020_organisations": say("Organisations of Horizon 2020"),
        "h2020_participations": say("Participations in Horizon 2020"),
        "memberships": say("Members of poles and other groups"),
        "organisations": say("Firms, laboratories, schools: any organisations"),
        "participations": say("Who took part in what"),
        "pole_pairs": say("Pairs of poles in common projects"),
        "poles": say("Poles, clusters and other groups"),
        "poles_in_cordis": say("French poles in CORDIS"),
        "projects": say("Projects"),
        "statements": say("Facts of any sort"),
        "techonmap": say("techonmap (Île-de-France, 2015)"),
        "territories": say("Towns, regions, countries"),
        "visits": say("Study visits"),
    }
    return words.get(name, name)


def column_word(say: Words, column: Column) -> str:
    """What a column is called: the word of the property that it tells, else in French the first of its headers."""
    if column.name == DOCUMENT:  # the same word in both languages
        return DOCUMENT
    if column.name in PROPERTIES:
        return property_word(say, column.name)
    french = column.headers[1:2] if say.language == FRENCH else ()
    return next(iter(french), column.name.replace("_", " "))


def lacking_words(say: Words, file: str, dataset: str, lack: Sequence[str]) -> str:
    """That a table lacks columns of the dataset that it is taken for, by what both are called."""
    known = datasets()[dataset].columns
    titles = say.all_of(say("“{title}”", title=_capital(column_word(say, known[name]))) for name in lack)
    what = dataset_word(say, dataset)
    return say.many(
        "{file}: for “{dataset}”, {count} column is lacking: {columns}.",
        "{file}: for “{dataset}”, {count} columns are lacking: {columns}.",
        len(lack), file=file, dataset=what, columns=titles,
    )  # fmt: skip


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def column_words(say: Words, dataset: Dataset) -> dict[str, str]:
    """The columns that a dataset reads, by name, each with what it is called."""
    return {name: column_word(say, one) for name, one in dataset.columns.items() if not one.ignored}
