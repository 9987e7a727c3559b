"""The page for a director, from the app: what the command `report` writes, to print or to send."""

import streamlit as st

from graph.vocabulary import ORGANISATIONS
from queries.catalogue import query
from views.answers import answered
from views.context import Context
from views.downloads import file_name
from views.one_page import html


def brief_button(ctx: Context, entity: str) -> None:
    """A button for one page about an organisation, made only when it is asked for; of others there is none."""
    if entity not in ctx.network.kinds.index or ctx.network.kinds[entity] not in ORGANISATIONS:
        return

    def made() -> bytes:
        asked = {"organisation": entity, "robust": False}  # intervals of ranks take ten seconds: the command gives them
        told = answered(ctx.state, query("report"), ctx.network, asked)
        return html(told, ctx.network, ctx.say.language).encode()

    st.download_button(
        ctx.say("One page to print"), made, f"{file_name(ctx, f'page_{entity}')}.html", "text/html", key="brief",
        on_click="ignore", type="tertiary",
    )  # fmt: skip
