"""Visits on a band of time: a bar each, coloured by how far it has come."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import altair as alt
import pandas as pd

from graph import dates
from graph.vocabulary import REFUSALS, SURE, Status
from views.charts import Drawn, picking
from views.look import AMBER, BLUE, GREEN, SLATE
from views.text import flat
from views.wording import Words

ROW, AROUND, LONGEST = 28, 84, 60  # pixels of a row, of legend and axis; letters of a name


def states(say: Words) -> dict[str, str]:
    """What a bar can say, with its colour."""
    return {say("held"): GREEN, say("settled"): BLUE, say("to come or in discussion"): AMBER, say("refused"): SLATE}


def band(say: Words, visits: pd.DataFrame) -> Drawn | None:
    """A bar per visit of a known year, the latest first; None where there is none.

    `visits` has a row each: `visit`, `visit_name`, `status`, `since`, `until`, `to_check`.
    """
    rows = [_bar(say, row) for row in visits.to_dict("records") if _has_year(row)]
    if not rows:
        return None
    colours = states(say)
    made = pd.DataFrame(rows).sort_values(["from", "visit"], ascending=[False, True]).astype(object)
    picked = picking("visit")
    base = alt.Chart(made, height=ROW * len(made) + AROUND).encode(
        y=alt.Y("label:N", sort=list(made["label"]), title=None, axis=alt.Axis(labelLimit=320)),
        color=alt.Color("state:N", title=None, legend=alt.Legend(orient="top"),
                        scale=alt.Scale(domain=list(colours), range=list(colours.values()))),
        tooltip=alt.Tooltip("told:N", title=None),
    )  # fmt: skip
    bars = base.mark_bar(height=ROW // 2, cursor="pointer", minBandSize=6).encode(
        x=alt.X("from:T", title=None, axis=alt.Axis(format="%m/%Y", labelOverlap=True)), x2="to:T",
        opacity=alt.when(picked, empty=True).then(alt.value(1.0)).otherwise(alt.value(0.45)),
    ).add_params(picked)  # fmt: skip
    ends = base.mark_point(filled=True, size=90, shape="diamond").encode(x="from:T")
    return alt.layer(bars, ends)


def _has_year(row: Mapping[Any, Any]) -> bool:
    return any(isinstance(row[one], str) and dates.year_is_known(str(row[one])) for one in ("since", "until"))


def _bar(say: Words, row: Mapping[Any, Any]) -> dict[str, str]:
    known = [str(row[one]) for one in ("since", "until") if isinstance(row[one], str)]
    known = [one for one in known if dates.year_is_known(one)]
    name = flat(str(row["visit_name"]), longest=LONGEST)
    check = f" · {say('to be checked')}" if row["to_check"] is True else ""
    after = date.fromisoformat(dates.latest(known[-1])) + timedelta(days=1)
    return {
        "visit": str(row["visit"]), "label": name + check, "state": _state(say, row["status"]),
        "from": dates.earliest(known[0]), "to": after.isoformat(), "told": f"{name} · {' – '.join(known)}{check}",
    }  # fmt: skip


def _state(say: Words, status: object) -> str:
    held, settled, waiting, refused = states(say)
    if status in (Status.HELD, Status.ENDED):
        return held
    if status in SURE:
        return settled
    return refused if status in REFUSALS else waiting
