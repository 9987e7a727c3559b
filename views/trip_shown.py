"""A plan of visits on the screen and on paper: who is seen when and why, what stays open, who is left out."""

import pandas as pd
import streamlit as st

from queries.answer import Answer
from queries.words import word
from views.answer_view import LONGEST, Shown
from views.asked import ask
from views.context import Context
from views.downloads import hand_out
from views.host_terms import terms
from views.openly import for_whose_eyes
from views.parts import read_columns, rows_table
from views.printed import article, as_html, foot, printed
from views.side_drawer import side_drawer
from views.table_shape import broken_shape
from views.text import flat, plain

READ = ("day", "slot", "group", "host_name", "zone_name", "introducer_name")


def trip(ctx: Context, shown: Shown) -> None:
    """The sentence, the plan, what it leaves open; beside it who says so."""
    say, answer = ctx.say, shown.answer
    st.markdown(f"**{plain(shown.summary or say('No host can be seen.'), longest=LONGEST)}**")
    left, right = st.columns([0.7, 0.3])
    with left:
        if len(answer.table):
            why = answer.table[f"why_{say.language}"].map(flat)
            rows = read_columns(ctx, shown, READ).assign(**{say("Why"): why})
            hosts = answer.table["host"].tolist()
            rows_table(rows, key="trip", on_row=lambda row: ask(sel=str(hosts[row])), shaped=broken_shape(rows))
            hand_out(
                ctx,
                "visit-plan",
                answer,
                label=ctx.say("A sheet for each day, to print"),
                sheets=lambda: sheets(ctx, answer),
            )
        _open(ctx, answer)
        _left_out(ctx, answer)
    with right:
        _routes(ctx, answer)
        if ctx.asked.sel in {*answer.table["host"], *answer.more["left_out"]["host"]}:
            terms(ctx, ctx.asked.sel)
        side_drawer(ctx, empty=say("Click a host: who it is, who says so, and how much it matters for the plan."))


def _routes(ctx: Context, answer: Answer) -> None:
    """Why the host that was clicked is seen, and who introduces it."""
    chosen = answer.table[answer.table["host"] == ctx.asked.sel] if ctx.asked.sel else answer.table.head(0)
    for row in chosen.to_dict("records"):
        route = row[f"route_{ctx.say.language}"]
        st.markdown(
            f"**{plain(str(row['host_name']))}** : {plain(str(row[f'why_{ctx.say.language}']), longest=LONGEST)}."
        )
        st.markdown(f"**{ctx.say('Who could introduce')}**")
        told = str(route) + "." if isinstance(route, str) else ctx.say("Nobody is known who could introduce.")
        st.markdown(plain(told, longest=LONGEST))


def _open(ctx: Context, answer: Answer) -> None:
    """Needs that no host of the plan meets."""
    rows = answer.more["uncovered"]
    if rows.empty:
        return
    st.markdown(f"#### {ctx.say('Needs left uncovered')}")
    seekers = rows["seeker"].tolist()
    rows_table(_uncovered(ctx, answer), key="uncovered", on_row=lambda row: ask(sel=str(seekers[row])))


def _uncovered(ctx: Context, answer: Answer) -> pd.DataFrame:
    say, rows = ctx.say, answer.more["uncovered"]

    def names(ids: object) -> str:
        return say.all_of(flat(ctx.whole.name(one)) for one in ids.split(" ")) if isinstance(ids, str) else "—"

    return pd.DataFrame({
        say("Needed by"): rows["seeker_name"].map(flat), say("Need"): rows["need_name"].map(flat),
        say("Why not"): [word(str(one), say.language) for one in rows["reason"]],
        say("Who would meet it"): [names(one) for one in rows["hosts"].astype("object")],
    })  # fmt: skip


def _left_out(ctx: Context, answer: Answer) -> None:
    """Possible hosts that the plan does not see."""
    say, rows = ctx.say, answer.more["left_out"]
    if rows.empty:
        return
    st.markdown(f"#### {say('Hosts left out')}")
    told = pd.DataFrame({
        say("Host"): rows["host_name"].map(flat),
        say("Why not"): [word(str(one), say.language) for one in rows["reason"]],
        say("Needs that it would meet"): rows["needs"],
    })  # fmt: skip
    hosts = rows["host"].tolist()
    rows_table(told, key="left_out", on_row=lambda row: ask(sel=str(hosts[row])))


def sheets(ctx: Context, answer: Answer) -> bytes:
    """A page for each day and sub-group: who is seen when, why, who introduces; on what it rests."""
    say, table = ctx.say, answer.table
    visit = str(answer.basis.parameters["visit"] or "")
    name, rests_on = flat(ctx.whole.name(visit)) if visit else "", foot(answer.basis.sentence(say.language))
    made = []
    for (day, group), some in table.assign(group=table["group"].fillna(0)).groupby(["day", "group"]):
        which = say("Day {number}", number=day)
        those = say("Sub-group {number}", number=group) if group else answer.summary(say.language)
        below = (which if name else "", those, for_whose_eyes(say, answer.basis.viewer))
        made.append(article(name or which, " · ".join(filter(None, below)), as_html(_day(ctx, some)) + rests_on))
    return printed(say("Visits"), say.language, made)


def _day(ctx: Context, rows: pd.DataFrame) -> pd.DataFrame:
    """Why a host is seen, as far as it meets a need: how it was weighed is for whoever plans, not for who travels."""
    say, language = ctx.say, ctx.say.language
    why = rows[f"why_{language}"].where(rows["needs"] > 0, "—")
    return pd.DataFrame({
        say("Slot"): rows["slot"], say("Host"): rows["host_name"], say("Territory"): rows["zone_name"].fillna("—"),
        say("Why"): why, say("Who could introduce"): rows["introducer_name"].fillna("—"),
        say("By which way"): rows[f"route_{language}"].fillna("—"),
    })  # fmt: skip
