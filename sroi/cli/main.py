"""The command ``sroi``: its commands are imported when they are called."""

import atexit
import logging
import os
import signal
import sys
import threading
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from sroi.cli.speech import complain, speak_plainly
from sroi.errors import MissingValueError, ScenarioError, SroiError, UsageError
from sroi.version import __version__

COMMANDS = {
    "run": "Project one scenario: cost, benefit, who pays, who gains, break-even.",
    "compare": "Compare scenarios on the same draws.",
    "breakeven": "What would have to be true for it to pay for itself.",
    "waterfall": "From the gross value of the effect to cashable savings.",
    "sensitivity": "What the result depends on.",
    "information": "What it is worth to find out more before choosing.",
    "diff": "Why two scenarios differ.",
    "sweep": "Every combination of some values.",
    "brief": "One page for those who decide: Word, HTML or PDF.",
    "report": "An attachment to an application: Word, HTML or PDF.",
    "serve": "A page in the browser: open, change, compare, take away.",
    "check": "Check scenario files without running them.",
    "new": "Write a commented starter scenario.",
    "import": "Read a filled-in workbook into a scenario.",
    "library": "List the sourced values, or show one.",
    "schema": "Print the JSON Schema that editors use for completion.",
}


class Commands(click.Group):
    """Finds a command in a module of its own name, and turns our errors into exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order they are learned."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module = {"import": "importing"}.get(cmd_name, cmd_name)  # import is a word of Python's
        command: click.Command = import_module(f"sroi.cli.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest the nearest command for a misspelt one."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            close = difflib.get_close_matches(args[0], COMMANDS, 1)
            hint = f"Did you mean {close[0]}?" if close else f"Commands: {', '.join(COMMANDS)}."
            ctx.fail(f"No such command {args[0]!r}. {hint}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run a command; a mistake is told in words, with exit code 1 (file) or 2 (call)."""
        try:
            return super().invoke(ctx)
        except UsageError as error:
            raise click.UsageError(str(error), ctx) from None
        except ScenarioError as error:
            _tell(error)
        except SroiError as error:
            complain(f"Error: {error}")
        return ctx.exit(1)

    def main(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - click's signature
        """Run a command; what the machine refuses is told in words, whoever was writing."""
        _prepare()
        try:
            return super().main(*args, **options)
        except BrokenPipeError:
            raise  # click ends quietly when the reader has gone
        except OSError as error:
            name = error.filename or "what was to be printed"
            with suppress(OSError):
                complain(f"Error: {name}: {(error.strerror or 'failed').lower()}")
            _give_up_printing()
            sys.exit(1)


def _prepare() -> None:
    """Make what is printed possible: a stream that was closed, a character it has not, SIGTERM."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the shell, with >&-
            stream = Path(os.devnull).open("w", encoding="utf-8", newline="\n")  # noqa: SIM115
            setattr(sys, name, stream)
            atexit.register(stream.close)
    speak_plainly((sys.stdout, sys.stderr))
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # of a HOME it cannot write, say
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def _give_up_printing() -> None:
    """Let go of what cannot be printed, which Python would try again at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell(error: ScenarioError) -> None:
    complain(str(error))
    count = len(error.told) + error.more
    if isinstance(error, MissingValueError):
        complain(f"{count} number{'s' * (count > 1)} missing; nothing was run.")
    else:
        complain(f"{count} problem{'s' * (count > 1)}; nothing was run.")


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sroi")
def main() -> None:
    """Cost-benefit modelling of social investments.

    Who pays, who saves, when, is it cashable, and what would have to be true.

    Example: sroi run scenarios/stis/revised.yaml
    """
