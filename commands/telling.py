"""How a command ends that cannot do what was asked: with a sentence, in the language that it was asked in."""

import os
from typing import Any

from typer.core import TyperCommand

from commands.opened import stop
from views.settings import DEBUG


class Telling(TyperCommand):
    """A command whose faults are told in its `--lang`, and in English where it has none."""

    def invoke(self, ctx: Any) -> Any:
        from graph.errors import MaillageError

        try:
            return super().invoke(ctx)
        except (MaillageError, ValueError) as error:
            if os.environ.get(DEBUG) or "lang" not in ctx.params:
                raise
            from views.wording import Words

            stop(Words(ctx.params["lang"]).fault(error))
