"""What cells look like before anything is known of their column: names, or numbers and dates."""

import re

NUMBER = re.compile(r"[-+]?[\d\s\u00a0\u202f.,']*\d[\d\s\u00a0\u202f.,']*(e[-+]?\d+)?\s*[%€$]?", re.I)
DATE = re.compile(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}([ T]\d{1,2}:\d{2}(:\d{2})?)?")


def is_value(cell: str) -> bool:
    """Whether a cell is a number or a date, as no title of a column is.

    >>> is_value("1 234,5 €"), is_value("09/07/2015"), is_value("nom")
    (True, True, False)
    """
    return bool(NUMBER.fullmatch(cell) or DATE.fullmatch(cell))
