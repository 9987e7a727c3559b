"""On *Accueil*: what the last loads changed around my pole and its neighbours."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from views.answer_view import LONGEST
from views.context import DATA, Context
from views.dates_in_words import in_words
from views.differences import ORDER, news_around
from views.drawer import links_at
from views.run_words import UNDONE
from views.statement_words import Row, fact
from views.text import flat, plain
from views.vocabulary_words import link_sentence

RUNS, FEW = 3, 3  # runs that are looked at, changes that are told
SAID = "kind", "name"  # what is said of whoever is new: the link says it better


def news(ctx: Context, mine: str) -> None:
    """The newest changes first; of the first load nothing, as all of it is new."""
    say, runs = ctx.say, ctx.store.runs(viewer=ctx.viewer)
    runs = runs[runs["state"] != UNDONE].iloc[1:].tail(RUNS).iloc[::-1]
    told = [one for run in runs.to_dict("records") for one in _of_run(ctx, mine, run)]
    with st.container(border=True):
        st.markdown(f"#### {plain(say('What is new around {name}', name=ctx.whole.name(mine)))}")
        for one in told[:FEW]:
            st.markdown(plain(one, longest=LONGEST))
        if not told:
            nothing = say("The last loads changed nothing of it, nor of its neighbours.")
            st.caption(nothing if len(runs) else say("Nothing was loaded since the first load."))
        if len(told) > FEW:
            st.caption(say.many("and {count} more change", "and {count} more changes", len(told) - FEW))
        if told and DATA in ctx.pages:
            there = replace(ctx.asked, sel="", more={"tab": "runs"})
            st.page_link(ctx.pages[DATA], label=say("See the loads"), query_params=there.address)


def _of_run(ctx: Context, mine: str, run: Row) -> list[str]:
    """What a load changed, in sentences: links of my pole first, then those of its neighbours, then the rest."""
    changes = _changes(ctx.store.url, ctx.revision, ctx.rights, mine, ctx)
    when = in_words(ctx.say, str(run["at"])[:10])
    here = changes[changes["run"] == run["id"]]
    return list(dict.fromkeys(f"{when} · {_told(ctx, row)}" for row in here.to_dict("records")))


@st.cache_data(max_entries=60, show_spinner=False)
def _changes(url: str, revision: str, rights: str, mine: str, _ctx: Context) -> pd.DataFrame:
    links = links_at(_ctx, mine)
    found = news_around(_ctx.store, _ctx.whole, {mine, *links["source"], *links["target"]})
    found = found[~found["predicate"].isin(SAID)].sort_values(ORDER)
    own = (found["id"] == mine) | (found["target"] == mine).fillna(False)
    order = pd.DataFrame({"link": found["target"].isna(), "own": ~own}, index=found.index)
    return found.loc[order.sort_values(["link", "own"], kind="stable").index]


def _told(ctx: Context, row: Row) -> str:
    """A change as a sentence."""
    say = ctx.say
    if pd.isna(row["target"]):
        said = say("{what}: {value}", what=flat(row["name"]), value=fact(say, row))
    else:
        key = "" if pd.isna(row["key"]) else row["key"]
        said = link_sentence(say, row["predicate"], key, source=flat(row["name"]), target=flat(row["value"]))
    return say("new · {what}", what=said) if row["change"] == "added" else say("no longer stated · {what}", what=said)
