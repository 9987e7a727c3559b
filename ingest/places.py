"""Where something stands in a file, as one would say it."""


def place(sheet: str, line: int, column: int | None = None) -> str:
    """Where a row or a cell stands; `sheet` is "" but in a workbook or a network.

    >>> place("", 17, 1), place("Membres", 17), place("Membres", 17, 1)
    ('line 17', 'Membres!17', 'Membres!B17')
    """
    return f"{sheet}!{letters(column) if column is not None else ''}{line}" if sheet else f"line {line}"


def letters(column: int) -> str:
    """What a spreadsheet calls the column at a position, from 0.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


def column_of(letters: str) -> int:
    """The position of a column, from 0.

    >>> column_of("A"), column_of("Z"), column_of("AA")
    (0, 25, 26)
    """
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1
