"""The options that several commands have, each written once."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from views.settings import STORE

Format = Literal["table", "csv", "json", "parquet", "xlsx"]
Lang = Literal["fr", "en"]
StoreOption = Annotated[str, typer.Option("--store", envvar=STORE, metavar="URL", help="Where the network is kept.")]
ViewerOption = Annotated[
    str, typer.Option("--viewer", metavar="WHO", help="Who looks: public, owner, or emc2=staff,systematic=members.")
]
AsOfOption = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="As it was on a day: 2015-06-30.")]
SureOption = Annotated[bool, typer.Option("--certainly", help="With --as-of: leave out what is only possibly so.")]
StatusesOption = Annotated[
    str | None, typer.Option("--statuses", metavar="LIST", help="What counts, if not the usual: held,signed,announced.")
]
LangOption = Annotated[Lang, typer.Option("--lang", help="Language of sentences and headers.")]
FormatOption = Annotated[Format, typer.Option("--format", help="How to write it.")]
OutOption = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="A file to write to.")]
DatasetOption = Annotated[str | None, typer.Option("--as", metavar="DATASET", help="What the file is, if unclear.")]
SheetOption = Annotated[str, typer.Option("--sheet", metavar="NAME", help="Of a workbook the sheet to read.")]
MappingOption = Annotated[
    Path | None, typer.Option("--mapping", metavar="M.toml", help="How to read the file, as `check` saved it.")
]
ColumnOption = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="TITLE=VALUE", help="A column that the file has not: 'Adhérent de=EMC2'."),
]
RepairOption = Annotated[bool, typer.Option("--repair-encoding", help="Put right what was encoded twice: Ã© is é.")]
