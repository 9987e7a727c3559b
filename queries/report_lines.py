"""Lines of a report: sentences of other answers, as many as fit, on what each rests, and which documents say it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import pandas as pd

from graph.network import Network
from queries.answer import Answer
from queries.columns import USUAL_KEYS, row_ids


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the report, and the answer that says so.

    Attributes:
        about: what its sentence is about, as that answer tells its rows apart.
    """

    section: str
    about: str
    said_fr: str
    said_en: str
    asked: str
    label: str | None = None
    value: float | None = None
    rank: int | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    among: int | None = None


Answers = Mapping[str, tuple[ModuleType, Answer]]


def lines(answers: Answers, name: str, section: str, chosen: pd.Series, **more: Any) -> Iterator[Line]:
    """The sentences of an answer's rows."""
    module, made = answers[name]
    those = replace(made, table=made.table[chosen.fillna(False).astype(bool)])
    about = row_ids(those.table, getattr(module, "KEYS", USUAL_KEYS))
    for one, fr, en in zip(about, those.sentences("fr"), those.sentences("en"), strict=True):
        yield Line(section, one, fr, en, name, **more)


def as_many_as_fit(
    found: Sequence[Line], sections: Sequence[str], most: Mapping[str, int]
) -> tuple[list[Line], pd.DataFrame]:
    """The first lines of each section, as `most` allows, and how many more there are."""
    kept: list[Line] = []
    left_out = dict.fromkeys(sections, 0)
    for line in found:
        fits = sum(one.section == line.section for one in kept) < most.get(line.section, len(found))
        kept += [line] if fits else []
        left_out[line.section] += not fits
    rows = [(section, count) for section, count in left_out.items() if count]
    table = pd.DataFrame(rows, columns=["section", "rows"]).astype({"section": "string", "rows": "Int64"})
    return kept, table


def bases(answers: Answers, notes: Mapping[str, int]) -> pd.DataFrame:
    """On what each answer rests."""
    rows = [
        {
            "note": notes[name],
            "asked": made.basis.query,
            **{f"question_{language}": module.QUESTION[language] for language in ("fr", "en")},
            **{f"method_{language}": made.basis.method_sentence(language) for language in ("fr", "en")},
            **{f"basis_{language}": made.basis.sentence(language) for language in ("fr", "en")},
        }
        for name, (module, made) in answers.items()
        if name in notes
    ]
    table = pd.DataFrame(rows)
    return table.astype({column: "Int64" if column == "note" else "string" for column in table})


def speaking_of(network: Network, entity: str) -> pd.DataFrame:
    """The documents that say anything of an entity or of its links, those that say most first, equal ones by id.

    Returns:
        `document`, `title`, `publisher`, `published`, and how many `statements` they make.
    """
    links = network.links
    about = {entity, *links.loc[(links["source"] == entity) | (links["target"] == entity), "id"]}
    said = network.mentions[network.mentions["about"].isin(about)]
    count = said.groupby("document")["statement"].nunique().rename("statements").astype("Int64").reset_index()
    table = count.merge(network.documents, left_on="document", right_on="id", how="left")
    table = table.sort_values(["statements", "document"], ascending=[False, True], ignore_index=True)
    return table[["document", "title", "publisher", "published", "statements"]]
