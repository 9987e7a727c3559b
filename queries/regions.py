"""The regions of France, as they are since 2016: by department, by postcode, by former name."""

from collections.abc import Mapping

from graph.names import fold

REGIONS: Mapping[str, tuple[str, str]] = {  # name → departments, former names that fold to it
    "Auvergne-Rhône-Alpes": ("01 03 07 15 26 38 42 43 63 69 73 74", "Auvergne, Rhône-Alpes"),
    "Bourgogne-Franche-Comté": ("21 25 39 58 70 71 89 90", "Bourgogne, Franche-Comté"),
    "Bretagne": ("22 29 35 56", ""),
    "Centre-Val de Loire": ("18 28 36 37 41 45", "Centre"),
    "Corse": ("2A 2B 20", ""),
    "Grand Est": ("08 10 51 52 54 55 57 67 68 88", "Alsace, Champagne-Ardenne, Lorraine"),
    "Guadeloupe": ("971", ""),
    "Guyane": ("973", ""),
    "Hauts-de-France": ("02 59 60 62 80", "Nord-Pas-de-Calais, Picardie"),
    "La Réunion": ("974", "Réunion"),
    "Martinique": ("972", ""),
    "Mayotte": ("976", ""),
    "Normandie": ("14 27 50 61 76", "Basse-Normandie, Haute-Normandie"),
    "Nouvelle-Aquitaine": ("16 17 19 23 24 33 40 47 64 79 86 87", "Aquitaine, Limousin, Poitou-Charentes"),
    "Occitanie": ("09 11 12 30 31 32 34 46 48 65 66 81 82", "Languedoc-Roussillon, Midi-Pyrénées"),
    "Pays de la Loire": ("44 49 53 72 85", ""),
    "Provence-Alpes-Côte d'Azur": ("04 05 06 13 83 84", "PACA"),
    "Île-de-France": ("75 77 78 91 92 93 94 95", ""),
}
FRENCH = {"FR", "GP", "MQ", "GF", "RE", "YT"}  # countries whose postcodes are French
_BY_DEPARTMENT = {department: name for name, (those, _) in REGIONS.items() for department in those.split()}
_BY_NAME = {
    fold(called): name for name, (_, former) in REGIONS.items() for called in (name, *filter(None, former.split(", ")))
}


def region_called(name: str) -> str:
    """A region under its present name; one of another country stays as it is.

    >>> region_called("Auvergne"), region_called("ile de france"), region_called("Bayern")
    ('Auvergne-Rhône-Alpes', 'Île-de-France', 'Bayern')
    """
    return _BY_NAME.get(fold(name), name)


def region_of_code(code: str) -> str | None:
    """The region of a French postcode, or of the INSEE code of a commune or department; None for any other.

    >>> region_of_code("44300"), region_of_code("2A004"), region_of_code("97410"), region_of_code("99999")
    ('Pays de la Loire', 'Corse', 'La Réunion', None)
    """
    return _BY_DEPARTMENT.get(code[: 3 if code.startswith(("97", "98")) else 2])
