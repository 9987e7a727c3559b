"""What is wrong with a row: an address, a stable code, and a sentence with a way out in two languages."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What a fault costs: the row, the cell alone (the row is kept without it), or nothing."""

    ROW = "row"
    CELL = "cell"
    WARNING = "warning"


SKIPS = ("blank_row", "duplicate_row", "no_verdict")  # codes of rows that are left out without being refused

MESSAGES = {  # code: French, English; {value} and {column} are always known, {more} where the code needs it
    "unknown_column": (
        "La colonne « {value} » n'existe pas dans le jeu « {more} » : elle n'est pas lue.",
        "Column '{value}' is none of the dataset '{more}': it is not read.",
    ),
    "missing_value": (
        "La colonne « {column} » est vide : il y faut une valeur.",
        "Column '{column}' is empty: it needs a value.",
    ),
    "missing_kind": (
        "Rien ne dit ce qu'est « {value} » : donnez son type (pole, firm, lab…) ou un identifiant déjà connu.",
        "Nothing says what '{value}' is: give its kind (pole, firm, lab …) or an identifier that is known already.",
    ),
    "bad_date": (
        "« {value} » n'est pas une date : écrivez 2015-07-09, 9/7/2015, 2015-06, 2015, "
        "ou XXXX-02-20 si l'année est inconnue.",
        "'{value}' is not a date: write 2015-07-09, 9/7/2015, 2015-06, 2015, or XXXX-02-20 when the year is unknown.",
    ),
    "end_before_start": (
        "La fin « {value} » précède le début « {more} » : corrigez l'une des deux dates.",
        "The end '{value}' is before the start '{more}': correct one of the two dates.",
    ),
    "unknown_kind": (
        "« {value} » n'est pas un type connu ({more}).",
        "'{value}' is no known kind ({more}).",
    ),
    "unknown_status": (
        "« {value} » n'est pas un statut connu ({more}).",
        "'{value}' is no known status ({more}).",
    ),
    "unknown_role": (
        "« {value} » n'est pas un rôle connu ({more}).",
        "'{value}' is no known role ({more}).",
    ),
    "unknown_level": (
        "« {value} » n'est pas un niveau de confidentialité ({more}).",
        "'{value}' is no level of confidentiality ({more}).",
    ),
    "unknown_word": (
        "« {value} » ne fait pas partie des mots admis dans « {column} » ({more}).",
        "'{value}' is none of the words that '{column}' takes ({more}).",
    ),
    "bad_number": (
        "« {value} » n'est pas un nombre que l'on puisse lire sans deviner : écrivez 1234.5 ou 1234,5.",
        "'{value}' is no number that can be read without guessing: write 1234.5.",
    ),
    "out_of_range": (
        "« {value} » est hors limites : il faut un nombre de {more}.",
        "'{value}' is out of range: it must be a number from {more}.",
    ),
    "bad_count": (
        "« {value} » n'est pas un décompte : écrivez 18, >3000, 50-100, ~20 ou 95 %.",
        "'{value}' is not a count: write 18, >3000, 50-100, ~20 or 95 %.",
    ),
    "bad_country": (
        "« {value} » n'est pas un pays : écrivez son code à deux lettres (FR) ou son nom.",
        "'{value}' is no country: write its two-letter code (FR) or its name.",
    ),
    "bad_identifier": (
        "« {value} » n'est pas un identifiant {more} valide : vérifiez-le dans le registre, ou videz la cellule.",
        "'{value}' is not a valid {more} identifier: check it in the register, or empty the cell.",
    ),
    "placeholder_id": (
        "« {value} » tient lieu d'identifiant {more} sans en être un : il n'est pas retenu.",
        "'{value}' stands in for a {more} identifier and is none: it is left out.",
    ),
    "lost_zero": (
        "« {value} » a perdu un zéro en tête : l'identifiant {more} a toujours le même nombre de chiffres.",
        "'{value}' has lost a leading zero: a {more} identifier always has the same number of digits.",
    ),
    "precision_lost": (
        "« {value} » a été arrondi par un tableur : reprenez les chiffres d'origine.",
        "'{value}' was rounded by a spreadsheet: take the digits from the original.",
    ),
    "foreign_vat": (
        "« {value} » n'est pas un numéro de TVA d'une entreprise française : aucun SIREN n'en est tiré.",
        "'{value}' is no VAT number of a French company: no SIREN is taken from it.",
    ),
    "bad_document_id": (
        "« {value} » ne peut pas nommer un document : écrivez doc: suivi de lettres, chiffres ou tirets.",
        "'{value}' cannot name a document: write doc: followed by letters, digits or dashes.",
    ),
    "unknown_reference": (
        "Aucune ligne chargée, ni le réseau, ne connaît « {value} » : ajoutez-le à un fichier, ou corrigez le nom.",
        "No row loaded and nothing in the network is called '{value}': add it to a file, or correct the name.",
    ),
    "ambiguous_reference": (
        "Plusieurs entités s'appellent « {value} » : écrivez l'identifiant de l'une d'elles ({more}).",
        "Several entities are called '{value}': write the id of one of them ({more}).",
    ),
    "unknown_document": (
        "Le document « {value} » n'est décrit nulle part : ajoutez-le à un fichier de documents (id, title).",
        "Nothing describes the document '{value}': add it to a documents file (id, title).",
    ),
    "unknown_record": (
        "Aucune entité connue n'a l'identifiant « {value} » : la décision est gardée, sans effet pour l'instant.",
        "No known entity has the id '{value}': the decision is kept, without effect for now.",
    ),
    "missing_audience": (
        "La ligne est réservée (niveau « {value} ») sans dire à quel groupe : remplissez la colonne audience.",
        "The row is confidential (level '{value}') and does not say to which group: fill in the column audience.",
    ),
    "missing_level": (
        "La ligne est confiée à « {value} » sans niveau : écrivez members ou staff dans la colonne level.",
        "The row is confided to '{value}' without a level: write members or staff in the column level.",
    ),
    "self_link": (
        "La ligne lie « {value} » à lui-même : corrigez l'une des deux colonnes.",
        "The row links '{value}' to itself: correct one of the two columns.",
    ),
    "short_row": (
        "La ligne a {value} cellules pour {more} colonnes : les manquantes sont tenues pour vides.",
        "The row has {value} cells for {more} columns: the missing ones are taken as empty.",
    ),
    "ragged_row": (
        "La ligne a {value} cellules pour {more} colonnes : mettez entre guillemets ce qui contient le séparateur.",
        "The row has {value} cells for {more} columns: put quotes around what contains the separator.",
    ),
    "unclosed_quote": (
        "Un guillemet ouvert à cette ligne n'est jamais fermé : fermez-le, la suite du fichier y a disparu.",
        "A quote opened on this line is never closed: close it, the rest of the file vanished into it.",
    ),
    "conflicting_row": (
        "« {value} » est déjà décrit ligne {more} : si c'est un autre, ajoutez sa ville, son code postal ou une clé.",
        "'{value}' is already described on line {more}: if it is another one, add its town, postcode or a key.",
    ),
    "duplicate_row": (
        "La ligne ne dit rien que des lignes précédentes ne disent déjà : elle est passée.",
        "The row says nothing that earlier rows do not say: it is skipped.",
    ),
    "blank_row": ("La ligne est vide : elle est passée.", "The row is blank: it is skipped."),
    "no_verdict": (
        "La décision n'a pas encore de verdict : elle est passée.",
        "The decision has no verdict yet: it is skipped.",
    ),
}  # fmt: skip
WARNINGS = {*SKIPS, "unknown_column", "placeholder_id", "foreign_vat", "unknown_record", "short_row", "conflicting_row"}


class Unreadable(ValueError):
    """A cell that its parser refuses; becomes a `Fault` once its place is known."""

    def __init__(self, code: str, more: str = "", suggestion: str = "") -> None:
        super().__init__(code, more, suggestion)
        self.code, self.more, self.suggestion = code, more, suggestion


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, at one place.

    Attributes:
        line: the physical line of the file on which the row starts; 1 for the header of most files.
        column: the header as it is written in the file, "" for the whole row.
        code: stable; programs may rest on it.
        suggestion: what to write instead, "" if nothing is near.
    """

    file: str
    line: int
    column: str
    value: str
    code: str
    severity: Severity
    message_fr: str
    message_en: str
    suggestion: str = ""
    sheet: str | None = None

    def message(self, language: str = "fr") -> str:
        """The sentence, without its address."""
        text = self.message_fr if language == "fr" else self.message_en
        hint = "Vouliez-vous dire" if language == "fr" else "Did you mean"
        return f"{text} {hint} {self.suggestion} ?" if self.suggestion else text

    def __str__(self) -> str:
        place = f", column '{self.column}'" if self.column else ""
        text = f"{self.message_en} Did you mean {self.suggestion}?" if self.suggestion else self.message_en
        return f"{self.file}, line {self.line}{place}: {text}"


def fault(
    code: str, file: str, line: int, *, column: str = "", value: str = "", more: str = "",
    suggestion: str = "", refuses: bool = True,
) -> Fault:  # fmt: skip
    """A fault of that code. `refuses` says whether it costs the row or, if not, the cell alone."""
    severity = Severity.WARNING if code in WARNINGS else Severity.ROW if refuses else Severity.CELL
    shown = value if len(value) <= 200 else value[:199] + "…"
    french, english = (text.format(value=shown, column=column, more=more) for text in MESSAGES[code])
    return Fault(file, line, column, value, code, severity, french, english, suggestion)
