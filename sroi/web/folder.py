"""The folder the page works in: a cage. What is not listed cannot be named."""

import os
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from sroi.errors import UsageError
from sroi.report.files import refused_by_windows, write_whole

ENDINGS = (".yaml", ".yml")
UTF_16 = (BOM_UTF16_LE, BOM_UTF16_BE)  # which whoever opens it is told to save as UTF-8
MARKS = (b"sroi:", b"extends:")  # of a scenario, at the start of a line


class UnlistedError(Exception):
    """What is asked for is not among what there is."""


@dataclass(frozen=True)
class Folder:
    """The scenarios of a folder and of the folders in it, by name; nothing above, no links."""

    root: Path

    def files(self) -> dict[str, Path]:
        """Return every scenario by its name, such as ``grants/2026.yaml``."""
        return {
            path.relative_to(self.root).as_posix(): path
            for inside in (self.root, *self._folders())
            for path in sorted(inside.iterdir())
            if _listed(path)
        }

    def _folders(self) -> list[Path]:
        subfolders = (path for path in sorted(self.root.iterdir()) if path.is_dir())
        may = os.R_OK | os.X_OK
        return [p for p in subfolders if not _hidden(p) and os.access(p, may)]

    def path(self, name: str) -> Path:
        """Return the file of a listed scenario; ``UnlistedError`` for any other name."""
        for inside in (self.root, *self._folders()):
            path = inside / name.rpartition("/")[2]
            if name == path.relative_to(self.root).as_posix() and path.name and _listed(path):
                return path
        raise UnlistedError(name)

    def write(self, beside: Path, stem: str, text: str) -> str:
        """Write a new scenario and return its name; ``UsageError`` where the file exists."""
        name = f"{stem}.yaml"  # which may be opened on Windows, wherever it is written
        target = beside / (f"{stem}_.yaml" if refused_by_windows(name) else name)
        if target.exists() or target.is_symlink():
            raise UsageError(target.name)
        write_whole(target, text.encode())
        return target.relative_to(self.root).as_posix()


def _listed(path: Path) -> bool:
    try:
        path.name.encode()
        listed = path.suffix.lower() in ENDINGS and not _hidden(path)
        return listed and path.is_file() and _scenario(path)
    except ValueError:  # a name of no encoding, or with a null in it
        return False


def _hidden(path: Path) -> bool:
    return path.name.startswith(".") or path.is_symlink()


def _scenario(path: Path) -> bool:
    """Return whether a file is a scenario rather than a library or anything else in YAML."""
    try:
        with path.open("rb") as file:
            text = file.read(1 << 20).removeprefix(BOM_UTF8)
            lines = text.splitlines()
            return text.startswith(UTF_16) or any(line.startswith(MARKS) for line in lines)
    except OSError:
        return False


def examples() -> Folder:
    """Return the shipped programmes: beside the package in a checkout, inside it elsewhere."""
    package = Path(str(resources.files("sroi")))
    inside = package / "examples"
    return Folder(inside if inside.is_dir() else package.parent / "scenarios")
