"""The file to double-click: its text for each system, and the page it opens."""

import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sroi.cli.shortcut import KINDS, MARK, Opening, batch, entry, script, write_shortcut
from sroi.errors import UsageError
from sroi.wording import Wording

ROOT = Path(__file__).parent.parent
SWEDISH = Wording("sv", "SEK")
ASA = PureWindowsPath(r"C:\Users\Åsa Öberg\Mina dokument\scenarier")
PYTHON = PureWindowsPath(r"C:\Users\Åsa Öberg\AppData\Local\Programs\Python\Python313\python.exe")
HARD = 'Åsa\'s 100% R&D (1) $HOME `x` "y" ^z!'


def windows(folder):
    """Return the lines of the shortcut to a folder of Windows."""
    return batch(Opening(PYTHON, PureWindowsPath(folder), SWEDISH)).split("\r\n")


def command_of(line):
    """Return the words Windows makes of a line of a batch file that is all in quotes."""
    assert line.count('"') % 2 == 0
    assert "%" not in line.replace("%%", "")  # a lone one would name a variable
    return [quoted or bare for quoted, bare in re.findall(r'"([^"]*)"|(\S+)', line)]


def exec_of(text):
    """Return the command of a desktop entry, read as its standard says: string, then argument."""
    (line,) = re.findall(r"^Exec=(.*)$", text, re.MULTILINE)
    string = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], line)
    quoted = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', string, re.DOTALL)
    words = [re.sub(r"\\(.)", r"\1", inside) or bare for inside, bare in quoted]
    return [word.replace("%%", "%") for word in words]


def test_the_shortcut_of_windows():
    """The whole of it: UTF-8 is chosen before the first letter that needs it; errors stay open."""
    assert windows(ASA) == [
        "@echo off",
        "rem sroi serve --shortcut",
        "chcp 65001 >nul",
        "title sroi",
        f'"{PYTHON}" -P -m sroi serve --language sv "{ASA}"',
        "if %errorlevel%==0 exit /b",
        "echo.",
        f"echo {SWEDISH.term('shortcut.failure')}",
        "pause >nul",
        "",
    ]
    assert "\r\n".join(windows(ASA)[:4]).isascii()


@pytest.mark.parametrize(
    "folder",
    [r"C:\R&D 100% (1) ^x !y", r"C:\%PATH%\a;b,c=d", r"H:\it's", r"\\server\h$\Łódź", "C:\\a|b<c>"],
)
def test_no_sign_in_a_folders_name_is_a_command_to_windows(folder):
    """All of these are inside quotes; a per cent sign is doubled."""
    *_, last = command_of(windows(folder)[4])
    assert last.replace("%%", "%") == folder


def test_the_root_of_a_disk_does_not_open_the_quotes():
    r"""``"H:\"`` would hold a quotation mark: ``\"`` is one."""
    assert windows("H:\\")[4].endswith('"H:\\."')


@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_the_window_says_is_no_command(language):
    """``echo`` takes the rest of its line, but for these signs."""
    assert not set('&|<>^%()!"') & set(Wording(language, "SEK").term("shortcut.failure"))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\0\r"), min_size=1))
def test_any_folder_reaches_python_unchanged(name):
    """On macOS and Linux any letter may stand in a name."""
    opening = Opening(Path("/usr/bin/python 3"), Path("/x") / name, SWEDISH)
    line = script(opening).split("\n", 2)[2].removesuffix("\n")
    assert shlex.split(line)[: len(opening.arguments)] == opening.arguments
    assert exec_of(entry(opening)) == ["sh", "-c", line]


@pytest.mark.parametrize("system", KINDS)
def test_a_shortcut_may_be_written_anew_but_nothing_else_written_over(tmp_path, system):
    """A file of that name that somebody else wrote is left as it is."""
    opening = Opening(Path(sys.executable), tmp_path, SWEDISH)
    file = write_shortcut(opening, system)
    assert MARK in file.read_text(encoding="utf-8")
    assert write_shortcut(opening, system) == file
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="rename it"):
        write_shortcut(opening, system)
    assert file.read_text(encoding="utf-8") == "mine"


def start(*command):
    """Start a shortcut as a double-click would, in a folder of its own, with no browser about."""
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        cwd="/", start_new_session=True, text=True,
        env=os.environ | {"BROWSER": "true", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="run with a shell")
@pytest.mark.parametrize("system", ["darwin", "linux"])
def test_a_double_click_opens_the_page_of_the_folder(tmp_path, system):
    """The written file is run, in a folder with every awkward letter; the page answers."""
    folder = tmp_path / HARD
    folder.mkdir()
    file = write_shortcut(Opening(Path(sys.executable), folder, SWEDISH), system)
    assert os.access(file, os.X_OK)
    command = exec_of(file.read_text(encoding="utf-8")) if system == "linux" else [str(file)]
    with start(*command) as process:
        try:
            address = process.stdout.readline().strip()
            page = httpx2.get(address, follow_redirects=True)
            assert "100% R&amp;D (1)" in page.text
            assert "Stäng inte det här fönstret" in "".join(process.stdout.readline() for _ in "12")
        finally:
            os.killpg(process.pid, signal.SIGINT)


@pytest.mark.skipif(sys.platform == "win32", reason="run with a shell")
@pytest.mark.parametrize("system", ["darwin", "linux"])
def test_the_window_says_why_and_stays(tmp_path, system):
    """The folder is gone: the reason, what to do, and it waits for a key."""
    folder = tmp_path / "borta"
    folder.mkdir()
    file = write_shortcut(Opening(Path(sys.executable), folder, SWEDISH), system)
    moved = file.rename(tmp_path / file.name)  # to the desktop, say
    folder.rmdir()
    command = exec_of(moved.read_text(encoding="utf-8")) if system == "linux" else [str(moved)]
    with start(*command) as process:
        said = [process.stdout.readline() for _ in "12"]
        assert process.poll() is None  # it waits
        assert SWEDISH.term("shortcut.failure") in said[1]
        _, errors = process.communicate("\n", timeout=30)
    assert "borta" in errors


def test_the_command_says_what_it_wrote_and_what_to_do(tmp_path):
    """One sentence for what, one for what may come between."""
    done = subprocess.run(
        [sys.executable, "-m", "sroi", "serve", str(tmp_path), "--shortcut", "--language", "sv"],
        capture_output=True, text=True, cwd=ROOT, check=True,
    )  # fmt: skip
    (file,) = tmp_path.iterdir()
    assert done.stdout.startswith(f"{file} är skriven. Dubbelklicka")
    assert file.stem == "Öppna sroi"
