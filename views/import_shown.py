"""What is shown of files before and after they are loaded: columns, rows accounted for, faults, what would appear."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, islice
from operator import itemgetter

import pandas as pd
import streamlit as st

from ingest.faults import Fault
from ingest.preview import VALUES
from ingest.report import Report, summary
from ingest.saved import Saved, as_toml
from ingest.sources import Source
from views import column_table, load_words, understood, understood_words
from views.answer_files import csv_bytes
from views.answer_view import table
from views.context import Context
from views.dataset_words import column_word, dataset_word
from views.downloads import file_name
from views.run_words import stated
from views.table_shape import tall
from views.text import flat, plain
from views.wording import Words

FIRST, FEW = 5, 200
LONGEST = 400
WIDE = 860  # pixels


def understood_in_words(say: Words, source: Source) -> None:
    """What a table is taken for, and how its file is written."""
    sheet, dataset = source.sheet, dataset_word(say, source.dataset.name)
    where = say("{file}, sheet {sheet}", file=sheet.name, sheet=sheet.sheet) if sheet.sheet else sheet.name
    heading = say("{file} is read as: {dataset} ({document})", file=where, dataset=dataset, document=source.document)
    st.markdown(f"**{plain(heading, longest=LONGEST)}**")
    st.caption(plain(" · ".join(understood_words.found_out(say, source)), longest=1_000))


def one_of_several(say: Words, source: Source) -> None:
    """A table among others: its columns, and what the first rows say."""
    understood_in_words(say, source)
    title, read_as, because = (_capital(word) for word in understood_words.titles(say))
    called = {one.name: column_word(say, one) for one in source.dataset.columns.values()}
    rows = [
        [flat(one), flat(called.get(name, name)), flat(why)] for one, name, why in understood_words.columns(say, source)
    ]
    table(pd.DataFrame(rows, columns=[title, read_as, because], dtype="string"))
    if left := understood_words.unread(say, source):
        st.caption(plain(left, longest=1_000))


def to_correct(say: Words, source: Source, known: Saved) -> Saved | None:
    """A table alone: what each of its columns is read as can be chosen; gives how it is then to be read.

    None while a column is lacking, which is asked for.
    """
    understood_in_words(say, source)
    before = understood.saved(source)
    chosen = column_table.choose(say, source.sheet, source.dataset, before.columns)
    if not column_table.is_whole(say, source.sheet, source.dataset, chosen):
        return None
    made = replace(before, columns=chosen)
    as_read(say, source, made)
    return made if chosen != before.columns else known


def as_read(say: Words, source: Source, made: Saved) -> None:
    """What the first rows say, and the mapping to be kept."""
    _first_rows(say, source)
    st.download_button(
        say("Keep this mapping (TOML)"), lambda: as_toml(made), f"{source.dataset.name}.toml", "application/toml",
        key="mapping", on_click="ignore",
    )  # fmt: skip


def _first_rows(say: Words, source: Source) -> None:
    with st.expander(say("What the first rows say")):
        names: dict[str, str] = {}
        for row in islice(source.mapper.rows(), FIRST):
            for told in understood_words.said(say, row, names):
                st.markdown(plain(told, longest=LONGEST))


def report(say: Words, made: Report) -> None:
    """Every row accounted for, every kind of fault, what would appear and vanish."""
    st.markdown(plain(accounted(say, made), longest=LONGEST))
    table(_by_file(say, made))
    if made.faults:
        told = _faults(say, made.faults)
        wide = {say("Why"): st.column_config.TextColumn(width=WIDE)}
        st.dataframe(told, hide_index=True, height=tall(told), column_config=wide)
    if made.is_held_back:
        st.warning(say("Nothing is loaded while a row is refused: mend it, or load the others."))
    if made.namesakes:
        who, where = load_words.namesakes(say, made), say("It is decided under “Duplicates”, once they are loaded.")
        st.info(plain(f"{who} {where}", longest=LONGEST))
    if made.dry_run and made.has_changed and not made.is_held_back:
        _would_change(say, made)


def accounted(say: Words, made: Report) -> str:
    """That no row is lost: read = loaded + unchanged + refused + passed over."""
    counts = {name: say.number(made.total(name)) for name in ("loaded", "unchanged", "refused", "skipped")}
    read = say.many("{count} row read", "{count} rows read", made.total("read"))
    how = say("loaded {loaded}, known already {unchanged}, refused {refused}, passed over {skipped}", **counts)
    return say("{what}: {value}", what=read, value=how) + "."


def outcome(say: Words, made: Report) -> str:
    """What a load did, and how it is taken back."""
    told = plain(accounted(say, made), longest=LONGEST)
    if not made.run:
        return f"{told} {say('Nothing changed.')}"
    undo = say("This is {run}: it can be taken back under “Runs”.", run=plain(made.run))
    twice = (
        f"{plain(load_words.namesakes(say, made), longest=LONGEST)} {say('It is decided under “Duplicates”.')}"
        if made.namesakes
        else say("Whether somebody is now there twice is told under “Duplicates”.")
    )
    return f"{told} {undo} {twice}"


def taken_away(ctx: Context, made: Report, *, key: str) -> None:
    """The refused rows, to be repaired and loaded again, and every fault; `key` tells two reports' buttons apart."""
    say = ctx.say
    with st.container(horizontal=True, gap="small"):
        for path, count in made.rejects:
            label = say.many("{count} refused row, to repair", "{count} refused rows, to repair", count)
            st.download_button(
                label, path.read_bytes(), path.name, "text/csv", key=f"{key}_{path.name}", on_click="ignore"
            )
        if made.faults:
            st.download_button(
                say("Every fault (CSV)"), lambda: csv_bytes(_every_fault(say, made), say.language),
                f"{file_name(ctx, say('faults'))}.csv", "text/csv", key=f"{key}_faults", on_click="ignore",
            )  # fmt: skip


def _every_fault(say: Words, made: Report) -> pd.DataFrame:
    """Where each fault is, what happens for it, and why."""
    happens = _happens(say)
    rows = [
        (one.file, one.sheet, one.line, one.column, one.value, happens[one.severity], one.what(say.language))
        for one in made.faults
    ]
    titles = [say("File"), say("Sheet"), say("Line"), say("Column"), say("Value"), say("What happens"), say("Why")]
    return pd.DataFrame(rows, columns=titles)


def _happens(say: Words) -> dict[str, str]:
    """What happens for a fault, by how severe it is."""
    return {
        "row": say("row refused"),
        "cell": say("cell left out"),
        "warning": say("to know"),
        "skip": say("passed over"),
    }


def _by_file(say: Words, made: Report) -> pd.DataFrame:
    rows = [
        (
            flat(one.file),
            dataset_word(say, one.dataset),
            one.document,
            one.read,
            one.loaded,
            one.unchanged,
            one.refused,
            one.skipped,
        )
        for one in made.files
    ]
    titles = [say("File"), say("Taken for"), say("Document"), say("Read"), say("Loaded"), say("Known already"),
              say("Refused"), say("Passed over")]  # fmt: skip
    return pd.DataFrame(rows, columns=titles)


def _faults(say: Words, found: list[Fault]) -> pd.DataFrame:
    """By file, code and column, what is refused first, with the sentence of the first of each."""
    words = _happens(say)
    first = {(one.file, one.code, one.column): one for one in reversed(found)}
    kinds = sorted(summary(found), key=lambda one: list(words).index(first[one[:3]].severity))
    rows = []
    for file, code, column, count, lines in kinds[:FEW]:
        one = first[file, code, column]
        those = ", ".join(map(str, lines)) + (" …" if count > len(lines) else "")
        rows.append((words[one.severity], flat(one.sentence(say.language), longest=LONGEST), count, those))
    return pd.DataFrame(rows, columns=[say("What happens"), say("Why"), say("How often"), say("Lines")])


def _would_change(say: Words, made: Report) -> None:
    """What would be shown otherwise, in the sentences that tell what a run changed."""
    st.markdown(plain(f"{load_words.statements(say, made)} {load_words.would_be_shown(say, made)}", longest=LONGEST))
    rows = list(islice(_things(say, made.preview), FEW))
    table(pd.DataFrame(rows, columns=[say("What happens"), say("About"), say("Change")], dtype="string"))
    if (of := _how_many(made.preview)) > FEW:
        st.caption(say("The first {few} of {of}.", few=say.number(FEW), of=say.number(of)))


def _things(say: Words, rows: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    """What becomes of each entity, its values in one line, and of each link."""
    words = {"added": say("would appear"), "closed": say("would vanish")}
    first = rows.head(FEW * len(VALUES)).assign(nth=_things_of(rows)).to_dict("records")
    for _, those in groupby(first, key=itemgetter("nth")):
        told = list(those)
        sentence = " · ".join(stated(say, one) for one in told)
        yield words[told[0]["change"]], flat(told[0]["name"]), flat(sentence, longest=LONGEST)


def _things_of(rows: pd.DataFrame) -> pd.Series:
    """The number of the thing that each row is of: values of one entity follow one another, a link stands alone."""
    before = rows[["change", "id"]].shift().fillna("")
    return ((rows[["change", "id"]] != before).any(axis=1) | rows["target"].notna()).astype(int).cumsum()


def _how_many(rows: pd.DataFrame) -> int:
    return int(_things_of(rows).iloc[-1]) if len(rows) else 0


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
