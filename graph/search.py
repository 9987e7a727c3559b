"""Finding names in a network, tolerant of accents, case and slips."""

import pandas as pd

from graph.errors import UnknownEntity
from graph.names import fold
from graph.network import Network
from graph.resolve import SEPARATOR

BEST_SLIP = 78  # rapidfuzz' WRatio: below, a slip of the finger is another word


def search(network: Network, wanted: str, *, limit: int = 20) -> pd.DataFrame:
    """Entities whose name or alias is like the words asked for.

    Exact names first, then names that begin so, then words that begin so, then slips; equal ones by name.

    Returns:
        At most `limit` rows: `id`, `kind`, `name`, `matched` (the name or alias found), `score` in [0, 100].
    """
    from rapidfuzz import fuzz, process, utils

    spellings = _spellings(network)
    asked = fold(wanted)
    if not asked or spellings.empty:
        return spellings.assign(score=0.0).drop(columns="folded").head(0)
    folded = spellings["folded"]
    score = pd.Series(0.0, index=spellings.index)
    slips = process.extract(
        asked, folded, scorer=fuzz.WRatio, processor=utils.default_process, limit=limit, score_cutoff=BEST_SLIP
    )
    for _, likeness, position in slips:
        score[position] = min(likeness, 79.0)
    score[(" " + folded).str.contains(" " + asked, regex=False)] = 90.0
    score[folded.str.startswith(asked)] = 95.0
    score[(folded == asked) | (spellings["id"] == wanted.strip())] = 100.0
    found = spellings.assign(score=score)[score > 0]
    found = found.sort_values(["score", "folded", "id"], ascending=[False, True, True])
    return found.drop_duplicates("id").drop(columns="folded").head(limit).reset_index(drop=True)


def _printable(name: str) -> str:
    """A name for a sentence that may be written to a terminal as it is."""
    return "".join(letter if letter.isprintable() else " " for letter in name)


def _spellings(network: Network) -> pd.DataFrame:
    named = network.entities[["id", "kind", "name", "aliases"]]
    named = named.assign(name=named["name"].fillna(named["id"]))
    aliases = (
        named.assign(matched=named["aliases"].str.split(SEPARATOR, regex=False))
        .explode("matched")
        .dropna(subset="matched")
    )
    rows = pd.concat([named.assign(matched=named["name"]), aliases], ignore_index=True).drop(columns="aliases")
    return rows.assign(folded=rows["matched"].map(fold))


def entity_named(network: Network, wanted: str) -> str:
    """The public id of an entity, given one of its ids, or a name that it alone bears.

    Raises:
        UnknownEntity: nobody bears it, or several do; the hints are names of the network, with their ids.
    """
    try:
        return network.find(wanted)
    except UnknownEntity as error:
        found = search(network, wanted, limit=3)
        exact = found[found["score"] == 100.0]
        exact = exact[exact["matched"] == wanted] if len(exact) > 1 else exact  # `Mov eo` is not `Mov'eo`
        if len(exact) == 1:
            return str(exact["id"].iloc[0])
        near = [f"{_printable(name)} ({one})" for name, one in zip(found["name"], found["id"], strict=True)]
        raise UnknownEntity(wanted, near or error.args[1]) from None
