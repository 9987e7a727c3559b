"""Sheets to print: a page of A4 each, without scripts or addresses."""

from collections.abc import Sequence
from html import escape
from importlib.resources import files

import pandas as pd

from views.text import flat

LONGEST = 300
NOTHING = {"", "—"}


def printed(title: str, language: str, articles: Sequence[str]) -> bytes:
    """A file of articles, each on a page of its own."""
    style = files("views").joinpath("printed.css").read_text(encoding="utf-8")
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(flat(title))}</title>'
        f"<style>{style}</style></head><body>{''.join(articles)}</body></html>\n"
    ).encode()


def article(title: str, below: str, body: str, *, look: str = "") -> str:
    """A title, what stands below it, and a body that is HTML already; `look` names a class of `printed.css`."""
    head = f"<header><h1>{escape(flat(title))}</h1><p>{escape(flat(below))}</p></header>"
    opened = f'<article class="{look}">' if look else "<article>"
    return f"{opened}{head}{body}</article>"


def foot(rests_on: str) -> str:
    """On what a sheet rests, in small below it."""
    return f"<footer>{escape(flat(rests_on, longest=1_000))}</footer>"


def as_html(rows: pd.DataFrame) -> str:
    """A table whose cells are text; a column that says nothing in any row is left out."""
    rows = rows[[column for column in rows.columns if not set(rows[column].map(str)) <= NOTHING]] if len(rows) else rows
    head = "".join(f"<th>{escape(str(title))}</th>" for title in rows.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(flat(str(value), longest=LONGEST))}</td>" for value in row) + "</tr>"
        for row in rows.itertuples(index=False)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
