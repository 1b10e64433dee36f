"""The command ``sroi``: its commands are imported when they are called."""

from __future__ import annotations

import atexit
import logging
import os
import signal
import sys
import threading
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sroi.cli.language import language_asked_for, speak
from sroi.cli.speech import complain, speak_plainly
from sroi.errors import (
    MissingValueError,
    ScenarioError,
    SroiError,
    Text,
    UsageError,
    reason_of,
    refusal,
)
from sroi.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sroi.errors import Message
    from sroi.languages import Language

ONE = ("1 problem; nothing was run.", "1 number missing; nothing was run.")
MANY = ("{n} problems; nothing was run.", "{n} numbers missing; nothing was run.")
COMMANDS = {
    "run": "Project one scenario: cost, benefit, who pays, who gains, break-even.",
    "logic": "From resources to who gains: the programme as a picture and a table.",
    "compare": "Compare scenarios on the same draws.",
    "budget": "What each payer must find in its own budget, year by year.",
    "breakeven": "What would have to be true for it to pay for itself.",
    "waterfall": "From the gross value of the effect to cashable savings.",
    "sensitivity": "What the result depends on.",
    "information": "What it is worth to find out more before choosing.",
    "diff": "Why two scenarios differ.",
    "followup": "Did it happen: what was observed, beside what was aimed at.",
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

ALL = Text("Commands: {names}.", names=", ".join(COMMANDS))


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
            hint = Text("Did you mean {name}?", name=close[0]) if close else ALL
            unknown = Text("No such command {given}. {advice}", given=args[0], advice=hint)
            ctx.fail(_said(unknown, ctx.obj))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run a command; a mistake is told in words, with exit code 1 (file) or 2 (call)."""
        try:
            return super().invoke(ctx)
        except UsageError as error:
            raise click.UsageError(_said(error.text, ctx.obj), ctx) from None
        except ScenarioError as error:
            _tell(error, ctx.obj)
        except SroiError as error:
            complain(_said(Text("Error: {message}", message=error.text), ctx.obj))
        return ctx.exit(1)

    def main(self, args: Sequence[str] | None = None, *others: Any, **options: Any) -> Any:  # noqa: ANN401
        """Run a command; what the machine refuses is told in words, whoever was writing."""
        _prepare()
        language = language_asked_for(sys.argv[1:] if args is None else args)
        speak(language)
        try:
            return super().main(args, *others, **options, obj=language)
        except BrokenPipeError:
            raise  # click ends quietly when the reader has gone
        except OSError as error:
            with suppress(OSError):
                complain(_said(Text("Error: {message}", message=_refusal(error)), language))
            _give_up_printing()
            sys.exit(1)


def _refusal(error: OSError) -> Text:
    """Return which file the machine refuses, or that it does not print, and why."""
    if error.filename:
        return refusal(error)
    return Text("what was to be printed: {reason}", reason=reason_of(error))


def _said(message: Message, language: Language) -> str:
    """Return a message in a language, whose words are read when there is something to say."""
    from sroi.wording import Wording

    return Wording(language, "SEK").said(message)


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


def _tell(error: ScenarioError, language: Language) -> None:
    """Print every problem, and how many there are."""
    missing = isinstance(error, MissingValueError)
    for problem in error.listed:
        complain(problem.line(partial(_said, language=language)))
    if error.more:
        complain(_said(Text("and {n} more", n=error.more), language))
    count = len(error.listed) + error.more
    complain(_said(_count(count, missing), language))


def _count(n: int, missing: bool) -> Message:
    """Return how many problems there were, or numbers that are still missing."""
    if n == 1:
        return ONE[missing]
    return Text(MANY[missing], n=n)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sroi")
def main() -> None:
    """Cost-benefit modelling of social investments.

    Who pays, who saves, when, is it cashable, and what would have to be true.

    Example: sroi run scenarios/stis/revised.yaml
    """
