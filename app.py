"""The app: which pages, in which language, on whose behalf. `maillage app` runs it."""

from importlib.resources import files

import streamlit as st

from views.asked import asked
from views.away import back_by_itself
from views.context import context
from views.language import tell_language
from views.pages import pages
from views.style import style
from views.wording import Words

st.set_page_config(page_title="maillage", page_icon=str(files("views") / "icon.png"), layout="wide")
st.html(style(Words(asked().lang)))  # before all else, and of no page: what is shown does not jump when it arrives
ctx = context()
page = st.navigation(pages(ctx), position="top")
with back_by_itself(ctx.store, ctx.say):
    page.run()
tell_language(ctx.say)
