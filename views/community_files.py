"""What is handed out of communities: a sheet for each, to print."""

import pandas as pd

from queries.answer import Answer
from views.community_facts import facts, members
from views.context import Context
from views.openly import for_whose_eyes
from views.printed import article, as_html, foot, printed


def sheets(ctx: Context, answer: Answer) -> bytes:
    """A page for each community: how it is mixed, who is in it, on what it rests."""
    say, rests_on = ctx.say, answer.basis.sentence(ctx.say.language)
    made = []
    for _, row in answer.more["sheets"].iterrows():
        which = int(row["industry_community"])
        town = "" if pd.isna(row["around"]) else f" · {row['around']}"
        said = " · ".join(one for one in (*facts(ctx, row), for_whose_eyes(say, answer.basis.viewer)) if one)
        body = as_html(members(ctx, answer, which).drop(columns="id"))
        made.append(article(f"{say('Community {number}', number=which)}{town}", said, body + foot(rests_on)))
    return printed(say("Communities"), say.language, made)
