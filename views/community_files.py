"""What is handed out of communities: a sheet for each, to print; all of it as a workbook."""

from html import escape

import pandas as pd
import streamlit as st

from queries.answer import Answer
from views.answer_files import csv_bytes
from views.community_facts import facts, members
from views.context import Context
from views.downloads import XLSX, file_name
from views.printed import article, as_html, printed
from views.text import flat
from views.workbook import xlsx_bytes


def files(ctx: Context, answer: Answer) -> None:
    """The files, made only when they are asked for."""
    say, name = ctx.say, file_name(ctx, "communities")
    made = {
        "html": (say("A sheet for each, to print"), "text/html", lambda: sheets(ctx, answer)),
        "csv": (say("Who is in which (CSV)"), "text/csv", lambda: csv_bytes(answer, say.language)),
        "xlsx": (say("Workbook (Excel)"), XLSX, lambda: xlsx_bytes(answer, say.language)),
    }
    with st.container(horizontal=True, gap="small"):
        for ending, (label, mime, data) in made.items():
            st.download_button(
                label, data, f"{name}.{ending}", mime, key=f"out_{ending}", on_click="ignore", type="tertiary"
            )


def sheets(ctx: Context, answer: Answer) -> bytes:
    """A page for each community: how it is mixed, who is in it, on what it rests."""
    say, rests_on = ctx.say, answer.basis.sentence(ctx.say.language)
    made = []
    for _, row in answer.more["sheets"].iterrows():
        which = int(row["industry_community"])
        town = "" if pd.isna(row["around"]) else f" · {row['around']}"
        said = " · ".join(facts(ctx, row))
        body = as_html(members(ctx, answer, which).drop(columns="id"))
        made.append(article(f"{say('Community {number}', number=which)}{town}", said, body + _small(rests_on)))
    return printed(say("Communities"), say.language, made)


def _small(text: str) -> str:
    return f"<footer>{escape(flat(text, longest=1_000))}</footer>"
