"""Who was there on a day, and which links held: as far as their dates tell, possibly and certainly."""

from collections.abc import Collection
from typing import Any, Literal

import numpy as np
import pandas as pd

from graph import dates
from graph.vocabulary import ENCOUNTERS, Relation

Sure = Literal["possibly", "certainly"]


def among(ids: pd.Series, known: Collection[str]) -> np.ndarray:
    """Which of them are known; asked of a set, as `isin` makes an array of all that is known each time."""
    return np.fromiter((one in known for one in ids.tolist()), dtype=bool, count=len(ids))


def had_begun_by(entities: pd.DataFrame, day: str) -> pd.DataFrame:
    """Whether each entity was there on that day, `possibly` and `certainly`; what is no encounter always was."""
    lasting = ~entities["kind"].isin(ENCOUNTERS)
    certain = _begun(entities["since"].fillna(entities["until"]), day, "certainly")  # what is over had begun
    return pd.DataFrame(
        {"possibly": lasting | _begun(entities["since"], day, "possibly"), "certainly": lasting | certain}
    )


def held_on(links: pd.DataFrame, day: str) -> pd.DataFrame:
    """Whether each link held on that day, `possibly` and `certainly`; a past participation remains one."""
    took_part = links["relation"] == Relation.TOOK_PART_IN
    with_its_encounter = took_part & links["since"].isna()
    bounds: tuple[Sure, Sure] = ("possibly", "certainly")
    return pd.DataFrame(
        {
            sure: (with_its_encounter | _begun(links["since"], day, sure))
            & (took_part | _not_over(links["until"], day, sure))
            for sure in bounds
        }
    )


def _begun(since: pd.Series, day: str, sure: Sure) -> pd.Series:
    bound = dates.earliest if sure == "possibly" else dates.latest
    return _compare(since, lambda text: bound(text) <= day, when_missing=sure == "possibly")


def _not_over(until: pd.Series, day: str, sure: Sure) -> pd.Series:
    bound = dates.latest if sure == "possibly" else dates.earliest
    return _compare(until, lambda text: day <= bound(text), when_missing=True)


def undecided(so: pd.DataFrame) -> int:
    """Of how many it is possible and not certain."""
    return int((so["possibly"] & ~so["certainly"]).sum())


def _compare(values: pd.Series, test: Any, *, when_missing: bool) -> pd.Series:
    answers = {text: test(text) for text in values.dropna().unique()}
    return values.map(answers).astype("boolean").fillna(when_missing).astype(bool)
