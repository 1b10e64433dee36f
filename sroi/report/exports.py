"""Which kind of file an answer is written as, by the ending of its name."""

from collections.abc import Callable, Iterable
from pathlib import Path

from sroi.errors import UsageError
from sroi.record import as_json
from sroi.report import text
from sroi.report.answer import Answer
from sroi.report.files import write_whole
from sroi.report.workbook import workbook

KINDS: dict[str, Callable[[Answer], bytes]] = {
    ".json": lambda answer: as_json(dict(answer.record)).encode(),
    ".csv": lambda answer: text.csv(answer.rows()),
    ".md": lambda answer: text.markdown(answer.page),
    ".xlsx": lambda answer: answer.book() if answer.book else workbook(answer.page),
    ".tex": lambda answer: text.latex(answer.page),
}
FIGURES = (".svg", ".png", ".pdf")


def write(path: Path, answer: Answer) -> None:
    """Write an answer to a file of the kind its name ends in."""
    write_whole(path, KINDS[kind(path, KINDS)](answer))


def draw(path: Path, answer: Answer) -> None:
    """Write an answer's figure to a file of the kind its name ends in."""
    from sroi.figures.style import content

    write_whole(path, content(answer.figure(), kind(path, FIGURES)))


def kind(path: Path, kinds: Iterable[str]) -> str:
    """Return the ending of a file's name; ``UsageError`` for an unknown one or no such folder."""
    ending = path.suffix.lower()
    if ending not in kinds:
        raise UsageError(f"{path.name} ends in none of {', '.join(kinds)}")
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}")
    return ending
