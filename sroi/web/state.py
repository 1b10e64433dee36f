"""Where what outlives the server lies: a folder of the user's own, which nobody else can read."""

import os
import sys
from pathlib import Path

PRIVATE = 0o700


def state_folder() -> Path:
    """Return where programs of this user keep what outlives them."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData/Local") / "sroi"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "sroi"
    xdg = os.environ.get("XDG_STATE_HOME", "")
    return (Path(xdg) if xdg.startswith("/") else home / ".local/state") / "sroi"


def private_folder(place: Path, folder: Path) -> None:
    """Make a folder that only its owner can look into; a file in it says what it belongs to."""
    if place.is_dir():
        return
    place.parent.parent.mkdir(parents=True, exist_ok=True)
    for inside in (place.parent, place):
        inside.mkdir(PRIVATE, exist_ok=True)
    (place / "folder.txt").write_bytes(os.fsencode(folder) + b"\n")


def draft_file_name(name: str) -> bool:
    """Return whether a name is that of a file in the folder or in one right inside it."""
    words = name.split("/")
    return len(words) <= 2 and not any(
        w in ("", ".", "..") or "\\" in w or "\0" in w for w in words
    )
