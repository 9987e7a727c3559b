"""Long work under the eyes of who asked for it: at which step it is, and a button that stops it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from views.text import flat, plain
from views.wording import Words

Tell = Callable[[float, str], None]
LONGEST = 120


@contextmanager
def at_work(say: Words, steps: int, *, key: str, stopped: Callable[[], None]) -> Iterator[Tell]:
    """Gives what tells that so many steps are done, and what is done now, in words; the place is empty afterwards.

    Any click ends this rerun, and the work with it as soon as it tells again; `stopped` is for the button's.
    """
    place = st.empty()
    with place.container(border=True):
        shown = st.progress(0.0, " ")
        st.button(say("Cancel"), key=key, on_click=stopped)

    def tell(done: float, what: str) -> None:
        words = plain(flat(what, longest=LONGEST))
        step = say("Step {done} of {of}", done=say.number(min(int(done) + 1, steps)), of=say.number(steps))
        shown.progress(done / steps, f"{step} · {words}" if steps > 1 else words)

    yield tell
    place.empty()
