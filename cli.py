"""The command `maillage`: its commands in the order that `--help` lists them, and how whatever goes wrong ends."""

import os
import signal
import sys
from collections.abc import Callable
from threading import Timer
from types import FrameType, TracebackType
from typing import Any, Never

import typer

from commands.asking import quality, queries, query, search
from commands.explaining import explain, moves
from commands.history import diff, runs, undo, withdraw
from commands.moving import copy, export
from commands.opened import stop
from commands.own_questions import cypher, sql
from commands.plans import plan
from commands.reading import check, geocode, load
from commands.reporting import report
from commands.review import review
from commands.starting import demo, open_app
from commands.telling import Telling
from views.settings import DEBUG

app = typer.Typer(
    help="Maps an innovation ecosystem and turns the map into partnerships.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
ANY_OPTION: dict[str, Any] = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
BEFORE: tuple[Callable[..., None], ...] = (
    demo, check, load, search, runs, diff, undo, geocode, withdraw, explain, moves, queries,
)  # fmt: skip
AFTER: tuple[Callable[..., None], ...] = (report, quality, sql, export, copy, cypher)
for command in BEFORE:
    app.command(cls=Telling)(command)
app.command(cls=Telling, context_settings=ANY_OPTION)(query)  # its options are those of the query that is asked
for command in AFTER:
    app.command(cls=Telling)(command)
app.command("app", cls=Telling)(open_app)
app.add_typer(review, name="review")
app.add_typer(plan, name="plan")

INTERRUPTED, REFUSED = 130, 2  # the exit code that shells give to what Ctrl-C ends; that of what cannot be done
MOMENT = 0.02  # seconds
CAME: list[int] = []  # the interrupts of this process
STOPPED = "stopped: nothing is written by halves; `maillage runs` lists the loads that were finished."


def main() -> None:
    """Run the command; whatever goes wrong is a sentence."""
    sys.excepthook, sys.unraisablehook = _last_resort, _unraised
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
    try:
        _run()
    except BaseException as error:
        if _is_interrupt(error):
            stop(STOPPED, code=INTERRUPTED)
        raise


def _run() -> None:
    from graph.errors import MaillageError

    try:
        typer.main.get_command(app)(prog_name="maillage")
    except (MaillageError, ValueError) as error:
        if os.environ.get(DEBUG):
            raise
        stop(str(error))
    except BrokenPipeError:  # whoever read our output has closed it: `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _interrupt(number: int, frame: FrameType | None) -> Never:
    """Remember that there was one: a library through which it passes may make another fault of it."""
    CAME.append(number)
    raise KeyboardInterrupt


def _unraised(what: "sys.UnraisableHookArgs") -> None:
    """An interrupt that came where nothing can be raised is not lost: it comes once more, a moment later."""
    if what.exc_type is KeyboardInterrupt:
        again = Timer(MOMENT, os.kill, (os.getpid(), signal.SIGINT))
        again.daemon = True
        again.start()
    else:
        sys.__unraisablehook__(what)


def _is_interrupt(error: BaseException) -> bool:
    """Whether a command ends because somebody interrupted it."""
    if isinstance(error, SystemExit):
        return error.code == INTERRUPTED or (bool(CAME) and error.code == REFUSED)
    return bool(CAME) or isinstance(error, KeyboardInterrupt)


def _last_resort(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A fault of ours is a sentence too; who mends it asks for the rest."""
    if os.environ.get(DEBUG):
        sys.__excepthook__(kind, error, trace)
    elif kind is KeyboardInterrupt:
        sys.stderr.write(f"maillage: {STOPPED}\n")
    else:
        sys.stderr.write(
            f"maillage failed ({kind.__name__}: {error}). MAILLAGE_DEBUG=1 shows where; please report it.\n"
        )


if __name__ == "__main__":
    main()
