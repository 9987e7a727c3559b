"""An answer to take away: for a spreadsheet, for another program."""

from collections.abc import Callable

import streamlit as st

from queries.answer import Answer
from queries.catalogue import Query
from views.answer_files import json_bytes, parquet_bytes
from views.context import Context
from views.csv_files import ENDING, ZIP, csv_label, csv_with_basis
from views.file_names import file_name as named
from views.file_names import with_ending
from views.workbook import xlsx_bytes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"


def downloads(ctx: Context, query: Query, answer: Answer) -> None:
    """The files of an answer of the catalogue."""
    take_away(ctx, query.name, answer)


def take_away(ctx: Context, subject: str, answer: Answer) -> None:
    """Files made only when they are asked for; their names say what, for whom and when."""
    say, name = ctx.say, file_name(ctx, subject)
    made = {
        say("Workbook (Excel)"): ("xlsx", XLSX, lambda: xlsx_bytes(answer, say.language)),
        csv_label(say): (ENDING, ZIP, lambda: csv_with_basis(answer, name, answer.basis, say.language)),
        say("Parquet"): ("parquet", PARQUET, lambda: parquet_bytes(answer)),
        say("With its basis (JSON)"): ("json", "application/json", lambda: json_bytes(answer)),
    }
    with st.container(horizontal=True, gap="small"):
        for label, (ending, mime, data) in made.items():
            st.download_button(label, data, with_ending(name, ending), mime, key=f"as_{ending}", on_click="ignore")


def hand_out(ctx: Context, subject: str, answer: Answer, *, label: str, sheets: Callable[[], bytes]) -> None:
    """Sheets to print, `label` says of what, and the answer as tables; made only when they are asked for."""
    say, name = ctx.say, file_name(ctx, subject)
    made = {
        "html": (label, "text/html", sheets),
        ENDING: (csv_label(say), ZIP, lambda: csv_with_basis(answer, name, answer.basis, say.language)),
        "xlsx": (say("Workbook (Excel)"), XLSX, lambda: xlsx_bytes(answer, say.language)),
    }
    with st.container(horizontal=True, gap="small"):
        for ending, (words, mime, data) in made.items():
            st.download_button(
                words, data, with_ending(name, ending), mime, key=f"out_{ending}", on_click="ignore", type="tertiary"
            )


def file_name(ctx: Context, subject: str) -> str:
    """What a file of this view is called, without its ending."""
    return named(ctx.say, subject, viewer=ctx.viewer, as_of=ctx.asked.as_of)
