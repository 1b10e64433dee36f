"""What a command is asked, and where its answer goes: one decorator for all commands."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any

from sroi.cli import options
from sroi.cli.output import output_options
from sroi.cli.speech import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sroi.cli.output import Output
    from sroi.model.comparison import Comparison
    from sroi.model.projection import Progress, Projection
    from sroi.report.answer import CommandResult
    from sroi.report.blocks import Attachment
    from sroi.schema.scenario import Scenario
    from sroi.wording import Wording


@dataclass(frozen=True)
class Request:
    """Scenarios, and what is asked of them: whose money, in which words, in how many draws."""

    files: tuple[Path, ...]
    assignments: tuple[str, ...] = ()
    perspective: str | None = None
    draws: int | None = None
    seed: int | None = None
    language: str | None = None

    @cached_property
    def scenarios(self) -> list[Scenario]:
        """Return the scenarios; every problem of all files at once."""
        return options.scenarios_of(self.files, options.values_set(self.assignments))

    @property
    def scenario(self) -> Scenario:
        """Return the first, or only, scenario."""
        return self.scenarios[0]

    @property
    def view(self) -> str:
        """Return whose money: what was asked for, else the first scenario's headline."""
        return self.scenario.view_named(self.perspective)

    @property
    def wording(self) -> Wording:
        """Return the words of the language asked for, else the first scenario's."""
        return options.wording_of(self.scenario, self.language)

    def projection(self) -> Projection:
        """Return the first scenario's simulation, with a progress bar where it takes long."""
        from sroi.model.projection import simulate

        with self.progress() as report:
            return simulate(self.scenario, self.draws, self.seed, report)

    def comparison(self, reference: Scenario | None = None, view: str | None = None) -> Comparison:
        """Return the scenarios compared, with a progress bar where it takes long."""
        from sroi.model.comparison import compare

        with self.progress() as report:
            return compare(self.scenarios, reference, view, self.draws, self.seed, report)

    def progress(self) -> AbstractContextManager[Progress]:
        """Return a progress bar, which is seen only where something takes long."""
        from sroi.cli.terminal import progress

        return progress()


FILES = ("file", "files", "before", "after")  # the arguments that are scenarios


def answering(command: Callable[..., CommandResult]) -> options.Command:
    """Give a command its request, and its answer to where it is wanted; the rest are its own."""

    @wraps(command)
    def called(output: Output, **rest: Any) -> None:  # noqa: ANN401
        files: list[Path] = []
        for name in FILES:
            content = rest.pop(name, ())
            files += content if isinstance(content, tuple) else [content]
        common = {f.name: rest.pop(f.name) for f in fields(Request) if f.name in rest}
        output.give(command(Request(tuple(files), **common), **rest))

    return output_options(called)


def write_paper(
    request: Request, output: Path, paper: Callable[[Comparison, Wording], Attachment]
) -> None:
    """Write a paper about the first scenario, beside the others, by the ending of the file."""
    from sroi.report.exports import kind
    from sroi.report.files import write_whole
    from sroi.report.formats import PAPERS

    ending, wording = kind(output, PAPERS), request.wording
    write_whole(output, PAPERS[ending](paper(request.comparison(), wording)))
    say(str(output))
