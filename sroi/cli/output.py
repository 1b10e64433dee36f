"""Where an answer goes: to the terminal, to a file, to a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from sroi.cli import options
from sroi.cli.speech import say
from sroi.errors import Text, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from sroi.report.answer import CommandResult
    from sroi.report.exports import CsvForm


@dataclass(frozen=True)
class Output:
    """Where an answer is to go, checked before anything is run."""

    as_json: bool
    file: Path | None
    figure: Path | None
    csv: CsvForm | None = None

    def checked(self) -> Output:
        """Return itself, or raise ``UsageError`` for a file that cannot be written."""
        if self.csv and (self.file is None or self.file.suffix.lower() != ".csv"):
            what = "--csv {form} says how -o FILE.csv is written; give such a file"
            raise UsageError(Text(what, form=self.csv))
        if self.file or self.figure:
            from sroi.report import exports

            if self.file:
                exports.kind(self.file, exports.KINDS)
            if self.figure:
                exports.kind(self.figure, exports.FIGURES)
        return self

    def give(self, answer: CommandResult) -> None:
        """Write the answer where it was asked for, else show it."""
        from sroi.cli.terminal import show
        from sroi.records.run import as_json

        self._write(answer)
        if self.as_json:
            click.echo(as_json(dict(answer.record)).encode(), nl=False)  # UTF-8 on any machine
        elif self.file or self.figure:
            for path in filter(None, (self.file, self.figure)):
                say(f"{path}: {' '.join(answer.page.sentences)}".rstrip(": "))
        else:
            show(answer.page)

    def _write(self, answer: CommandResult) -> None:
        if not (self.file or self.figure):
            return
        from sroi.report import exports

        if self.file:
            exports.write(self.file, answer, self.csv)
        if self.figure:
            exports.draw(self.figure, answer)


def output_options(command: options.Command) -> options.Command:
    """Add the options that say where an answer goes; the command gets them as ``output``."""

    @wraps(command)
    def called(
        as_json: bool,
        output: Path | None,
        csv_form: CsvForm | None,
        figure: Path | None,
        **rest: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        return command(output=Output(as_json, output, figure, csv_form).checked(), **rest)

    for option in (_figure, _csv, _output, _json, options.language):
        option(called)
    return called


OptionDecorator = Callable[[options.Command], options.Command]
_json: OptionDecorator = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON instead of tables."
)
_output: OptionDecorator = click.option(
    "-o",
    "--output",
    type=options.File,
    help="Write to a file: .json, .csv, .md, .xlsx, .docx, .html, .tex, .svg or .png.",
)
_csv: OptionDecorator = click.option(
    "--csv",
    "csv_form",
    type=click.Choice(["excel", "tidy"]),
    help="How -o FILE.csv is written: for a spreadsheet, or for programs [default: excel in "
    "Swedish, else tidy].",
)
_figure: OptionDecorator = click.option(
    "--figure", type=options.File, help="Draw to a file: .svg, .png or .pdf."
)
