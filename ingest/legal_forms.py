"""Legal forms of organisations, as their names give them in the languages of Europe: for comparing, never for keys.

`graph.names.strict_key` knows fewer of them: what it drops is decided without a person.
"""

from collections.abc import Sequence
from functools import cache

from graph.names import LEGAL_FORMS

SPELLINGS = {  # a form, and how else it is written (folded); a translation of one form is that form
    "ab": "aktiebolag", "ad": "akcionarsko drustvo, akcionersko drujestvo", "ag": "aktiengesellschaft",
    "aisbl": "ivzw", "aps": "anpartsselskab",
    "as": "aksjeselskap, akciova spolecnost, aktieselskab, anonim sirketi, anonim sirket", "asbl": "vzw",
    "association": "asso, asociacion, associacao, associazione, asociatia, asociatie, associatie, verein, "
    "forening, dernegi, sdruzhenie, udruga, zdruzenie, yhdistys, ry, ev, eingetragener verein",
    "bv": "besloten vennootschap", "co": "company, et co, et company",
    "coop": "scoop, scl, scop, s coop, sociedad cooperativa, societe cooperative, cooperativa, cooperative",
    "corp": "corporation", "dd": "dionicko drustvo, delniska druzba",
    "doo": "drustvo s ogranicenom odgovornoscu", "epe": "mepe",
    "gie": "groupement d interet economique, geie, eeig, eesv", "gip": "groupement d interet public",
    "gmbh": "mbh, gesmbh, ggmbh, "
    "gesellschaft mbh, gesellschaft mit beschrankter haftung, ges mbh, gemeinnutzige gmbh",
    "gmbh co kg": "gmbh et co kg, gmbh et cokg, ag et co kg, se et co kg, gmbh co ohg, gmbh et co ohg",
    "inc": "incorporated",
    "jsc": "joint stock company, ojsc, oao, open joint stock company, "
    "pjsc, pao, cjsc, zao, public joint stock company",
    "kft": "korlatolt felelossegu tarsasag", "kg": "co kg, et co kg",
    "lbg": "limited by guarantee, limited lbg, ltd lbg, royal charter", "lda": "limitada, unipessoal lda",
    "llc": "ooo, limited liability company",
    "ltd": "limited, co ltd, et co ltd, company limited, pty ltd, limited company",
    "ltd sti": "limited sirketi, sti, ltd sirketi", "nv": "naamloze vennootschap", "ou": "osauhing",
    "oy": "osakeyhtio", "plc": "public limited company",
    "sa": "societe anonyme, sociedad anonima, sociedade anonima, spolka akcyjna, sau, "
    "sa unipersonal, ae, anonymi etaireia, anonymi etairia, anonimi etairia, anonimi etaireia",
    "sarl": "societe a responsabilite limitee, eurl", "sas": "sasu, societe par actions simplifiee",
    "scarl": "societa consortile a responsabilita limitata, societa consortile arl", "scrl": "cvba",
    "sl": "slu, slp, slne, sociedad limitada, sociedad de responsabilidad limitada",
    "sp zoo": "sp z oo, spzoo, spolka z ograniczona odpowiedzialnoscia, zoo", "spa": "societa per azioni",
    "sprl": "bvba",
    "srl": "srls, srlu, societa a responsabilita limitata, societa a responsabilita limitata semplificata",
    "sro": "spol sro, spol s ro", "uab": "uzdaroji akcine bendrove", "ug": "ug haftungsbeschrankt",
    "zrt": "rt, nyrt, zartkoruen mukodo reszvenytarsasag",
}  # fmt: skip
ONE_SPELLING = "ee ehf eood epa epic epst gbr hf ike llp lp oe onlus ood ops oyj sad sci scic scpa se sia snc vof vvi"


@cache
def _forms() -> dict[tuple[str, ...], str]:
    known: dict[tuple[str, ...], str] = {(form,): form for form in (*LEGAL_FORMS, *ONE_SPELLING.split())}
    for form, others in SPELLINGS.items():
        known |= {tuple(spelled.split()): form for spelled in (form, *others.split(", "))}
    return known


LONGEST = 5


def parted(words: Sequence[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The words of a folded name without the legal forms at its ends, and those forms, each in one spelling.

    At least one word stays.

    >>> parted("incites consulting limited".split())
    (('incites', 'consulting'), frozenset({'ltd'}))
    >>> parted(["sa"])
    (('sa',), frozenset())
    """
    left, forms = tuple(words), set()
    while found := _at_an_end(left):
        left, form = found
        forms.add(form)
    return left, frozenset(forms)


def _at_an_end(words: tuple[str, ...]) -> tuple[tuple[str, ...], str] | None:
    """The words without the longest form at their end, or else at their beginning."""
    known = _forms()
    for length in range(min(LONGEST, len(words) - 1), 0, -1):
        if form := known.get(words[-length:]):
            return words[:-length], form
        if form := known.get(words[:length]):
            return words[length:], form
    return None
