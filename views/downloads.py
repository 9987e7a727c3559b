"""An answer to take away: for a spreadsheet, for another program."""

import re
from collections.abc import Callable

import streamlit as st

from queries.answer import Answer
from queries.catalogue import Query
from views.answer_files import json_bytes, parquet_bytes
from views.context import Context
from views.csv_files import ENDING, ZIP, csv_with_basis
from views.workbook import xlsx_bytes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"
ODD = re.compile(r"[^A-Za-z0-9-]+")


def downloads(ctx: Context, query: Query, answer: Answer) -> None:
    """The files of an answer of the catalogue."""
    take_away(ctx, query.name, answer)


def take_away(ctx: Context, subject: str, answer: Answer) -> None:
    """Files made only when they are asked for; their names say what, for whom and when."""
    say, name = ctx.say, file_name(ctx, subject)
    made = {
        say("Workbook (Excel)"): ("xlsx", XLSX, lambda: xlsx_bytes(answer, say.language)),
        say("Spreadsheet (CSV)"): (ENDING, ZIP, lambda: csv_with_basis(answer, name, answer.basis, say.language)),
        say("Parquet"): ("parquet", PARQUET, lambda: parquet_bytes(answer)),
        say("With its basis (JSON)"): ("json", "application/json", lambda: json_bytes(answer)),
    }
    with st.container(horizontal=True, gap="small"):
        for label, (ending, mime, data) in made.items():
            st.download_button(label, data, f"{name}.{ending}", mime, key=f"as_{ending}", on_click="ignore")


def hand_out(ctx: Context, subject: str, answer: Answer, *, label: str, sheets: Callable[[], bytes]) -> None:
    """Sheets to print, `label` says of what, and the answer as tables; made only when they are asked for."""
    say, name = ctx.say, file_name(ctx, subject)
    made = {
        "html": (label, "text/html", sheets),
        ENDING: (say("Spreadsheet (CSV)"), ZIP, lambda: csv_with_basis(answer, name, answer.basis, say.language)),
        "xlsx": (say("Workbook (Excel)"), XLSX, lambda: xlsx_bytes(answer, say.language)),
    }
    with st.container(horizontal=True, gap="small"):
        for ending, (words, mime, data) in made.items():
            st.download_button(
                words, data, f"{name}.{ending}", mime, key=f"out_{ending}", on_click="ignore", type="tertiary"
            )


def file_name(ctx: Context, subject: str) -> str:
    """Subject, viewer, and the date looked at or else the newest in the data, in characters that every disk takes."""
    parts = ("maillage", subject, ctx.rights, ctx.asked.as_of or ctx.network.today)
    return "_".join(ODD.sub("-", part).strip("-") for part in parts if part)
