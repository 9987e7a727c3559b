"""What to write instead, in French: faults carry it in English, as a sentence that a report of rows may hold."""

import re
from functools import cache

from ingest.vocabularies import french_words

HINTS = """\
--repair-encoding undoes that.
    --repair-encoding les rétablit.
--sheet '{}' reads it.
    --sheet '{}' la lit.
A {} number looks otherwise: check it, or leave the cell empty.
    Un numéro {} s'écrit autrement : vérifiez-le, ou videz la cellule.
Add a row that describes it{}
    Ajoutez une ligne qui le décrit{}
, or correct the name{}.
    , ou corrigez le nom{}.
, or describe the members too: --as organisations
    , ou décrivez aussi les membres : --as organisations
, or part several by ';'{}
    , ou séparez-en plusieurs par ';'{}
Check its accents.
    Vérifiez ses accents.
Check the {} number, or leave the cell empty.
    Vérifiez le numéro {}, ou videz la cellule.
Correct the formula, or leave the cell empty.
    Corrigez la formule, ou videz la cellule.
Describe it in a table of documents.
    Décrivez-le dans un tableau de documents.
Did you mean {}?
    Vouliez-vous dire {} ?
If it is one for all rows: --column '{}=NAME'.
    Si c'est le même pour toutes les lignes : --column '{}=NOM'.
It is {} or {}: write which.
    C'est {} ou {} : écrivez lequel.
Keep one of the two rows.
    Gardez une des deux lignes.
Leave the cell empty.
    Videz la cellule.
Name the group, as emc2.
    Nommez le groupe, par exemple emc2.
Put the cell in quotes: {}.
    Mettez la cellule entre guillemets : {}.
Show the whole number, and save the file again.
    Affichez le nombre entier, et enregistrez à nouveau le fichier.
The start is {}.
    Le début est {}.
Write 1 for a register, 0.6 for the press.
    Écrivez 1 pour un registre, 0.6 pour la presse.
Write 18, >3000, 50-100 or 95 %.
    Écrivez 18, >3000, 50-100 ou 95 %.
Write 2015-07-09, 2015-06, 2015, or XXXX-02-20 when the year is unknown.
    Écrivez 2015-07-09, 2015-06, 2015, ou XXXX-02-20 si l'année est inconnue.
Write a number of employees, or one of {}.
    Écrivez un nombre de salariés, ou un de ces mots : {}.
Write a quote inside a cell twice ("").
    Doublez les guillemets à l'intérieur d'une cellule ("").
Write a role, a kind or a size, as delegate:firm.
    Écrivez un rôle, une nature ou une taille, par exemple delegate:firm.
Write a two-letter code, as FR.
    Écrivez un code de deux lettres, par exemple FR.
Write doc: and a word without spaces, as doc:techonmap-2015.
    Écrivez doc: et un mot sans espaces, par exemple doc:techonmap-2015.
Write five digits, as 44000.
    Écrivez cinq chiffres, par exemple 44000.
Write four digits, or load with a mapping that says pivot = "50".
    Écrivez quatre chiffres, ou chargez avec une correspondance qui dit pivot = "50".
Write it with http:// or https://.
    Écrivez-la avec http:// ou https://.
Write latitude and longitude, as 48.85,2.35.
    Écrivez latitude et longitude, par exemple 48.85,2.35.
Write one of {}, or a property such as city.
    Écrivez un de ces mots : {}, ou une propriété comme city.
Write one of {}.
    Écrivez un de ces mots : {}.
Write public, members or staff.
    Écrivez public, members ou staff.
Write siren:552100554.
    Écrivez siren:552100554.
Write the earlier date first.
    Écrivez d'abord la date la plus ancienne.
Write which: {}.
    Écrivez lequel : {}.
"""
LINES = [line.strip() for line in HINTS.splitlines()]
FRENCH = dict(zip(LINES[::2], LINES[1::2], strict=True))  # `{}` is what stands there, in the same order


OF_WORDS = {  # what stands in these are words of a closed vocabulary
    "Did you mean {}?", "It is {} or {}: write which.", "Write a number of employees, or one of {}.",
    "Write one of {}.",
}  # fmt: skip


@cache
def in_french(hint: str) -> str:
    """The hint in French, words of a closed vocabulary too; one that is not known stays as it is.

    >>> in_french("Did you mean announced?"), in_french("Leave the cell empty.")
    ('Vouliez-vous dire annoncé ?', 'Videz la cellule.')
    """
    for english, french in FRENCH.items():
        pattern = "(.*)".join(map(re.escape, english.split("{}")))
        if found := re.fullmatch(pattern, hint, re.S):
            said = _spoken if english in OF_WORDS else in_french
            return french.format(*map(said, found.groups()))
    return hint


def _spoken(words: str) -> str:
    """Our own words as a French file writes them."""
    return ", ".join(french_words().get(word, word) for word in words.split(", "))
