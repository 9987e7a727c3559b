"""What is said of one community: a line of facts, and its firms."""

import pandas as pd

from queries.answer import Answer
from queries.answer import shown as in_words
from queries.words import word
from views.context import Context
from views.text import flat


def facts(ctx: Context, row: pd.Series) -> list[str]:
    """What is said of a community in a line."""
    say, language = ctx.say, ctx.say.language
    said = [
        say.many("{count} firm", "{count} firms", int(row["size"])),
        say("mean radius {km} km", km=in_words(row["radius_km"], language)),
    ]
    if row["sectors"]:
        said.append(say.many("{count} sector", "{count} sectors", int(row["sectors"])))
    said.append(say.many("{count} tie inside", "{count} ties inside", int(row["ties_inside"])))
    if row["needs"]:
        met = in_words(row["needs_met_inside"], language)
        said.append(say.many("{met} of {count} need met inside", "{met} of {count} needs met inside", int(row["needs"]),
                             met=met))  # fmt: skip
    return said


def members(ctx: Context, answer: Answer, which: int) -> pd.DataFrame:
    """Who is in a community: id, and what a sheet says of each, the nearest to its centre first."""
    say, language = ctx.say, ctx.say.language
    table = answer.table
    here = table[(table["industry_community"] == which).fillna(False)].sort_values(["distance_km", "firm"])
    known = ctx.network.entities.set_index("id").reindex(list(here["firm"]))
    return pd.DataFrame({
        "id": list(here["firm"]), say("Name"): [flat(name) for name in here["name"]],
        say("Town"): _texts(known["city"]),
        say("Sector"): _texts(known["sector"]),
        say("Size"): [word(one, language) for one in _texts(known["size"])],
        say("Distance (km)"): [in_words(one, language, "number") for one in here["distance_km"]],
    })  # fmt: skip


def _texts(values: pd.Series) -> list[str]:
    return ["" if pd.isna(one) else flat(str(one)) for one in values]
