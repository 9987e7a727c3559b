"""Columns that a file has not, with one value for all its rows: of what all who are listed are members."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph.errors import DatasetError
from ingest.sheet import Rows, Sheet


def with_added(sheet: Sheet, added: Mapping[str, str]) -> Sheet:
    """The sheet with columns before its own, so that a row too long or too short stays so; an empty row stays empty.

    Raises:
        DatasetError: the sheet has such a column.
    """
    if twice := [title for title in added if title in sheet.header]:
        raise DatasetError("{} has a column '{}' already: leave out --column.", sheet.name, twice[0])
    values = list(added.values())

    def rows() -> Rows:
        for line, cells in sheet.rows():
            yield line, [*(values if any(cell.strip() for cell in cells) else [""] * len(values)), *cells]

    return replace(sheet, header=(*added, *sheet.header), read=rows, before=len(added)) if added else sheet


def columns_named(texts: Sequence[str]) -> dict[str, str]:
    """`Adhérent de=EMC2` as a title and its value.

    Raises:
        DatasetError: one has no title or no value.
    """
    parted = [text.partition("=") for text in texts]
    for text, (title, _, value) in zip(texts, parted, strict=True):
        if not title.strip() or not value.strip():
            raise DatasetError("'{}' is no column: write --column 'TITLE=VALUE', as 'Adhérent de=EMC2'.", text)
    return {title.strip(): value.strip() for title, _, value in parted}
