"""The columns of one table, each beside what it is read as, to be chosen otherwise; what is lacking is asked for."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from graph.names import fold
from ingest.sheet import Sheet
from ingest.spec import Dataset, columns, needed
from views import understood_words
from views.dataset_words import column_words, dataset_word, lacking_words
from views.text import flat, plain
from views.wording import Words

LONGEST = 400
NOT_READ = "-"  # an empty cell would be shown as None
Read = Mapping[str, str]  # by title, the property that a column is; "" if it is not read


def choose(say: Words, sheet: Sheet, dataset: Dataset, read: Read) -> dict[str, str]:
    """What each column is read as, at first as it was understood."""
    title, read_as, because = (one[:1].upper() + one[1:] for one in understood_words.titles(say))
    called = dict(sorted(column_words(say, dataset).items(), key=lambda one: fold(one[1])))
    called = {NOT_READ: say("not read")} | {name: word[:1].upper() + word[1:] for name, word in called.items()}
    why = [
        understood_words.because(say, one, dataset.columns[name].headers) if name else "" for one, name in read.items()
    ]
    rows = pd.DataFrame(
        {title: list(read), read_as: [one or NOT_READ for one in read.values()], because: why}, dtype="string"
    )
    shown = st.column_config.SelectboxColumn(
        options=list(called), required=True, format_func=lambda one: called.get(str(one), str(one))
    )
    edited = st.data_editor(
        rows, hide_index=True, disabled=[title, because], key=f"columns_{sheet.sha256}_{dataset.name}",
        column_config={read_as: shown},
    )  # fmt: skip
    return dict(zip(edited[title], edited[read_as].fillna(NOT_READ).replace(NOT_READ, ""), strict=True))


def of_header(sheet: Sheet, dataset: Dataset) -> dict[str, str]:
    """What the columns of a table are in a dataset, by their titles alone."""
    found = {position: one.name for position, one in columns(dataset, sheet.header).items() if not one.ignored}
    return {title: found.get(position, "") for position, title in enumerate(sheet.header)}


def complete(say: Words, sheet: Sheet, dataset: Dataset) -> dict[str, str]:
    """The columns of a table that lacks some: which of its own they are is asked for."""
    told = say("{file}: would be read as “{dataset}”", file=sheet.name, dataset=dataset_word(say, dataset.name))
    st.markdown(f"**{plain(told, longest=LONGEST)}**")
    return choose(say, sheet, dataset, of_header(sheet, dataset))


def is_whole(say: Words, sheet: Sheet, dataset: Dataset, read: Read) -> bool:
    """Whether nothing is lacking; what is, is asked for by its title."""
    if lack := needed(dataset, set(read.values())):
        told = lacking_words(say, flat(sheet.name), dataset.name, lack)
        st.warning(plain(f"{told} {say('Say in the table which column it is.')}", longest=LONGEST))
    return not lack
