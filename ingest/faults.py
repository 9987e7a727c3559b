"""Faults: where a file says something that cannot be taken as it stands, and what to do about it."""

from dataclasses import asdict, dataclass, replace
from typing import Literal

from ingest.hints import in_french
from ingest.places import letters, place

Severity = Literal["row", "cell", "warning", "skip"]

MESSAGES: dict[str, tuple[Severity, str, str]] = {
    "missing_value": (
        "row",
        "la colonne « {column} » est obligatoire et vide",
        "column '{column}' is required and empty",
    ),
    "bad_date": ("row", "« {value} » n'est pas une date", "'{value}' is not a date"),
    "short_year": (
        "row",
        "« {value} » ne dit pas de quel siècle est l'année",
        "'{value}' does not say of which century the year is",
    ),
    "end_before_start": ("row", "la fin « {value} » précède le début", "the end '{value}' is before the start"),
    "unknown_word": ("row", "« {value} » n'est pas un mot connu ici", "'{value}' is not a word known here"),
    "unknown_kind": ("row", "« {value} » n'est pas une nature connue", "'{value}' is not a known kind"),
    "unknown_status": ("row", "« {value} » n'est pas un statut connu", "'{value}' is not a known status"),
    "unknown_role": ("row", "« {value} » n'est pas un rôle connu", "'{value}' is not a known role"),
    "unknown_level": ("row", "« {value} » n'est pas un niveau connu", "'{value}' is not a known level"),
    "unknown_relation": (
        "row",
        "« {value} » n'est ni une relation ni une propriété connue",
        "'{value}' is neither a known relation nor a known property",
    ),
    "missing_audience": (
        "row",
        "une ligne non publique doit dire à qui elle est confiée (colonne « audience »)",
        "a row that is not public must say to whom it is confided (column 'audience')",
    ),
    "missing_level": (
        "row",
        "une ligne confiée à « {value} » doit dire à quel niveau (colonne « level »)",
        "a row confided to '{value}' must say how closely (column 'level')",
    ),
    "bad_number": ("cell", "« {value} » n'est pas un nombre", "'{value}' is not a number"),
    "bad_count": ("row", "« {value} » n'est pas un effectif", "'{value}' is not a count"),
    "bad_confidence": ("row", "« {value} » n'est pas entre 0 et 1", "'{value}' is not between 0 and 1"),
    "bad_identifier": ("cell", "« {value} » n'est pas un identifiant valide", "'{value}' is not a valid identifier"),
    "placeholder_id": ("cell", "« {value} » n'identifie personne", "'{value}' identifies nobody"),
    "bad_country": ("cell", "« {value} » n'est pas un pays connu", "'{value}' is not a known country"),
    "bad_url": ("cell", "« {value} » n'est pas une adresse http", "'{value}' is not an http address"),
    "bad_point": ("cell", "« {value} » n'est pas un point", "'{value}' is not a point"),
    "bad_postcode": ("cell", "« {value} » n'est pas un code postal", "'{value}' is not a postcode"),
    "loop": (
        "skip",
        "une ligne qui relie « {value} » à soi-même n'est pas chargée",
        "a line from '{value}' to itself is not loaded",
    ),
    "repeated_line": (
        "warning",
        "cette ligne relie les mêmes sommets que la ligne {value}",
        "this line joins the same vertices as line {value}",
    ),
    "repeated_vertex": (
        "warning",
        "un sommet « {value} » est déjà là, ou n'a pas d'identifiant : il n'est pas lu",
        "a vertex '{value}' is there already, or has no id: it is not read",
    ),
    "unknown_vertex": (
        "warning",
        "« {value} » dépasse le nombre de sommets annoncé",
        "'{value}' is beyond the number of vertices announced",
    ),
    "unread_section": ("warning", "« {value} » n'est pas lu", "'{value}' is not read"),
    "several_spells": (
        "warning",
        "plusieurs périodes ({value}) : lues du premier début à la dernière fin",
        "several spells ({value}): read from the first start to the last end",
    ),
    "unread_time": ("warning", "« {value} » n'est pas une date : non lu", "'{value}' is no date: not read"),
    "unknown_reference": (
        "row",
        "personne ne porte le nom « {value} » ici ni dans le réseau",
        "nobody bears the name '{value}' here or in the network",
    ),
    "ambiguous_reference": ("row", "plusieurs portent le nom « {value} »", "several bear the name '{value}'"),
    "another_bearer": (
        "row",
        "« {value} » serait quelqu'un d'autre : la ville, le pays ou un identifiant que dit cette ligne diffère de ce "
        "qu'on en sait",
        "'{value}' would be somebody else: the town, country or identifier of this row differs from what is known",
    ),
    "unknown_document": (
        "row",
        "le document « {value} » n'est décrit nulle part",
        "document '{value}' is described nowhere",
    ),
    "conflicting_row": (
        "row",
        "« {value} » est décrit autrement plus haut",
        "'{value}' is described otherwise above",
    ),
    "bad_document": (
        "row",
        "« {value} » n'est pas l'identifiant d'un document",
        "'{value}' is not the id of a document",
    ),
    "unreadable_subject": (
        "warning",
        "on ne sait de qui parle cette ligne : rien de {value} n'est clos",
        "it cannot be read whom this row is about: nothing of {value} is closed",
    ),
    "ragged_row": ("row", "la ligne a plus de cellules que l'en-tête", "the row has more cells than the header"),
    "short_row": ("warning", "la ligne a moins de cellules que l'en-tête", "the row has fewer cells than the header"),
    "unknown_column": ("warning", "la colonne « {column} » n'est pas lue", "column '{column}' is not read"),
    "column_alone": (
        "warning",
        "la colonne « {column} » ne dit rien sans celle de quoi",
        "column '{column}' says nothing without one that says of what",
    ),
    "held_back": (
        "skip",
        "rien n'est chargé tant qu'une ligne est refusée",
        "nothing is loaded while a row is refused",
    ),
    "no_rows": ("warning", "rien ne suit l'en-tête", "nothing follows the header"),
    "encoding_repaired": (
        "warning",
        "des octets étrangers à l'UTF-8 ont été lus comme du cp1252",
        "bytes that are no UTF-8 were read as cp1252",
    ),
    "quote_mended": (
        "warning",
        "des guillemets au milieu d'une cellule ne sont pas doublés",
        "quotes inside a cell are not written twice",
    ),
    "double_encoded": (
        "warning",
        "des lettres ont été encodées deux fois",
        "letters were encoded twice",
    ),
    "double_repaired": (
        "warning",
        "des lettres encodées deux fois ont été rétablies",
        "letters that were encoded twice were put right",
    ),
    "more_like_these": (
        "warning",
        "autres lignes comme celles-ci, à partir d'ici : {value}",
        "further lines like these, from here on: {value}",
    ),
    "preamble_row": ("skip", "« {value} » précède l'en-tête", "'{value}' stands above the header"),
    "units_row": ("skip", "« {value} » donne des unités", "'{value}' gives units"),
    "footer_row": ("skip", "« {value} » suit le tableau", "'{value}' stands below the table"),
    "no_object": ("row", "« {value} » n'est pas un objet JSON", "'{value}' is not a JSON object"),
    "bad_json": ("row", "« {value} » n'est pas du JSON", "'{value}' is not JSON"),
    "swapped_coordinates": (
        "warning",
        "points qui sont en France si l'on échange latitude et longitude : {value}",
        "points that are in France if latitude and longitude are exchanged: {value}",
    ),
    "hidden_sheet": (
        "warning",
        "la feuille masquée « {value} » n'est pas lue",
        "the hidden sheet '{value}' is not read",
    ),
    "unread_sheet": ("warning", "la feuille « {value} » n'est pas lue", "sheet '{value}' is not read"),
    "cell_error": ("cell", "la cellule affiche l'erreur « {value} »", "the cell shows the error '{value}'"),
    "precision_lost": (
        "warning",
        "« {value} » a plus de chiffres qu'un tableur n'en garde",
        "'{value}' has more digits than a spreadsheet keeps",
    ),
    "lost_zero": ("warning", "« {value} » a perdu un zéro au début", "'{value}' has lost a zero at its beginning"),
    "exponent": (
        "cell",
        "« {value} » est un nombre qu'un tableur a abrégé",
        "'{value}' is a number that a spreadsheet has shortened",
    ),
    "excel_serial": ("warning", "« {value} » a été lu comme un jour d'Excel", "'{value}' was read as a day of Excel"),
    "ambiguous_date": (
        "warning",
        "rien ne dit si « {column} » écrit le jour ou le mois d'abord : le jour",
        "nothing says whether '{column}' writes the day or the month first: the day is taken",
    ),
    "ambiguous_number": (
        "warning",
        "rien ne dit si « {column} » sépare des milliers ou des décimales : des décimales",
        "nothing says whether '{column}' parts thousands or decimals: decimals are taken",
    ),
    "shifted_cells": (
        "row",
        "les cellules sont décalées : « {value} » tient dans une seule",
        "the cells are out of place: '{value}' belongs in one",
    ),
    "blank_row": ("skip", "la ligne est vide", "the row is empty"),
    "undecided": (
        "skip",
        "personne n'a encore tranché : la colonne « {column} » est vide",
        "nobody has decided yet: column '{column}' is empty",
    ),
    "duplicate_row": (
        "skip",
        "la ligne ne dit rien de plus que les précédentes",
        "the row says no more than those above",
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, at its address.

    Attributes:
        line: the physical line on which the row begins; the header's for a column.
        cell: of a workbook the one it is in, as `C7`; "" where it is of the whole row, or of another file.
        severity: `row` (refused), `cell` (left out, the row kept), `warning`, `skip` (not loaded, on purpose).
    """

    file: str
    sheet: str
    line: int
    column: str
    value: str
    code: str
    severity: Severity
    message_fr: str
    message_en: str
    suggestion: str
    cell: str = ""

    def refusing(self) -> "Fault":
        """The same fault, where it cannot be left out: the row is refused."""
        return replace(self, severity="row")

    def as_row(self, language: str = "en") -> dict[str, object]:
        """The fault as a row of a report, by column; what to write instead in that language."""
        return {**asdict(self), "suggestion": self.hint(language)}

    @property
    def place(self) -> str:
        """Where in the file: `line 17`, or of a workbook `Membres!17`, `Membres!C17`."""
        return f"{self.sheet}!{self.cell}" if self.cell else place(self.sheet, self.line)

    def sentence(self, language: str) -> str:
        """Where it is, what is wrong, and what to write instead; in French or English."""
        if language != "fr":
            return str(self)
        column = f", colonne {self.column}" if self.column and self.column not in self.message_fr else ""
        place = self.place.replace("line ", "ligne ") if not self.sheet else self.place
        return f"{self.file}, {place}{column} : {self.what('fr')}"

    def what(self, language: str) -> str:
        """What is wrong, and what to write instead, whatever the place."""
        message = self.message_fr if language == "fr" else self.message_en
        return f"{message}. {self.hint(language)}".rstrip()

    def hint(self, language: str) -> str:
        """What to write instead, "" where nothing can be said."""
        return in_french(self.suggestion) if language == "fr" and self.suggestion else self.suggestion

    def __str__(self) -> str:
        column = f", column {self.column}" if self.column and self.column not in self.message_en else ""
        return f"{self.file}, {self.place}{column}: {self.what('en')}"


def fault(
    code: str, file: str, line: int, *, column: str = "", value: str = "", suggestion: str = "", sheet: str = "",
    at: int | None = None,
) -> Fault:  # fmt: skip
    """A fault of a known code, its sentences filled in; `at`: the position of its column in a workbook."""
    severity, french, english = MESSAGES[code]
    shown = value if len(value) <= 80 else value[:79] + "…"
    french, english = (text.format(column=column, value=shown) for text in (french, english))
    return Fault(
        file,
        sheet,
        line,
        column,
        value,
        code,
        severity,
        french,
        english,
        suggestion,
        "" if at is None else f"{letters(at)}{line}",
    )


class CellFault(Exception):
    """A cell that cannot be read: its code, and what to write instead."""

    def __init__(self, code: str, suggestion: str = "") -> None:
        super().__init__(code, suggestion)
        self.code = code
        self.suggestion = suggestion
