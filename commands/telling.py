"""How a command ends that cannot do what was asked: with a sentence, in the language that it was asked in."""

import os
import sys
from collections.abc import Mapping
from typing import Any

from typer.core import TyperCommand

from commands.opened import open_store, stop, viewer_named
from views.settings import DEBUG


class Telling(TyperCommand):
    """A command whose faults are told in its `--lang`, and in English where it has none."""

    def invoke(self, ctx: Any) -> Any:
        from graph.errors import MaillageError

        try:
            _tell_of_groups(ctx.params)
            return super().invoke(ctx)
        except (MaillageError, ValueError) as error:
            if os.environ.get(DEBUG) or "lang" not in ctx.params:
                raise
            from views.wording import Words

            stop(Words(ctx.params["lang"]).fault(error))


def _tell_of_groups(asked: Mapping[str, Any]) -> None:
    """Say on the error stream of which groups of `--viewer` nothing is seen."""
    viewer = viewer_named(asked.get("viewer") or "public")
    if not viewer.rights or "store" not in asked:
        return
    from views.blind import blind
    from views.wording import Words

    for sentence in blind(Words(asked.get("lang", "en")), open_store(asked["store"]), viewer):
        sys.stderr.write(f"maillage: {sentence}\n")
