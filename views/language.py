"""In which language the page is: the switch, and what the browser is told."""

import streamlit as st

from views.asked import ask
from views.wording import ENGLISH, FRENCH, LANGUAGES, Words

_told = st.components.v2.component(
    "maillage_language",
    js="// A screen reader pronounces what the page says it is.\n"
    "export default (c) => { document.documentElement.lang = c.data; };",
)


def language_switch(say: Words) -> None:
    """A button to the other language, in that language."""
    other = ENGLISH if say.language == FRENCH else FRENCH
    st.button(LANGUAGES[other], key="language", type="tertiary", on_click=ask, kwargs={"lang": other})


def tell_language(say: Words) -> None:
    """Tell the browser, and with it a screen reader."""
    _told(key="language_told", data=say.language, height=1)
