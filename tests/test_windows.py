"""What Windows has otherwise: modules, line ends, encodings, names."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import sroi
from sroi.errors import ScenarioError, reason_of
from sroi.loader.document import written
from sroi.report.files import DEVICES, refused_by_windows
from sroi.web.folder import Folder
from tests.test_projection import DATA

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "sroi").rglob("*.py"))
STIS = ROOT / "tests/before/stis/revised.yaml"
UNIX = ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "posix", "syslog")
ABSENT = {
    *("fork", "forkpty", "getuid", "geteuid", "getgid", "getegid", "getgroups", "setuid", "setsid"),
    *("killpg", "getpgid", "mkfifo", "mknod", "uname", "nice", "chown", "lchown", "sysconf"),
    *("statvfs", "wait3", "getloadavg", "alarm", "O_NOFOLLOW", "O_DIRECTORY", "O_CLOEXEC"),
    *("SIGKILL", "SIGHUP", "SIGQUIT", "SIGPIPE", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGCHLD"),
    *("add_signal_handler", "AF_UNIX", "open_unix_connection"),
    "getppid",  # of which Windows tells the same when the parent has ended
}

# Python as on Windows, for our own modules: what it lacks there cannot be imported, and a lock is
# msvcrt's, which holds a file as flock does.
WINDOWS = f"""
import builtins, fcntl, sys, types
real = builtins.__import__
def import_(name, globals=None, *rest, **named):
    importer = str((globals or {{}}).get("__name__"))
    if name.partition(".")[0] in {UNIX!r} and importer.startswith("sroi"):
        raise ImportError(name)
    return real(name, globals, *rest, **named)
builtins.__import__ = import_
def locking(number, mode, size):
    fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
sys.modules["msvcrt"] = types.SimpleNamespace(locking=locking, LK_NBLCK=2)
import sroi.errors
here, sys.platform = sys.platform, "win32"
import sroi.questions.sweep.checkpoints
sys.platform = here
del sys.modules["msvcrt"]
"""


def on_windows(code, *arguments):
    """Run code in a Python that lacks what Windows lacks."""
    environment = {"PYTHONIOENCODING": "cp1252", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", WINDOWS + code, *arguments], cwd=ROOT,
        capture_output=True, env=os.environ | environment, check=False, timeout=300,
    )  # fmt: skip


@pytest.mark.parametrize(
    "line",
    ["--help", "serve --help", f"check {STIS}", f"run {STIS} --draws 64 --language sv"],
)
def test_commands_run_without_the_modules_of_unix(line):
    """Whatever Windows has not is asked for nowhere, or only where it is there."""
    done = on_windows("from sroi.cli import main; main()", *line.split())
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"?" not in done.stdout


def test_a_sweep_runs_without_the_modules_of_unix(tmp_path):
    """Its folder is locked another way, and gone when all is done."""
    line = f"sweep {STIS} --vary horizon=5,6 --draws 64 -o {tmp_path / 'out.csv'}"
    done = on_windows("from sroi.cli import main; main()", *line.split())
    assert (done.returncode, done.stderr) == (0, b"")
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]


def test_every_module_is_imported_without_the_modules_of_unix():
    """All of the package."""
    names = [
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for file in SOURCES
        if file.name != "__main__.py"
    ]
    done = on_windows(f"for name in {names!r}: __import__(name)")
    assert (done.returncode, done.stderr) == (0, b"")


def attributes(file):
    """Return the attributes a module asks for."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_module_asks_for_what_windows_has_not(file):
    """Of os, signal, socket and asyncio."""
    assert not attributes(file) & ABSENT


def writes_text(call):
    """Return whether a call opens a file to write text, or writes one."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    modes = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
    opens = name == "open" and any(set(str(m)) & set("wax+") and "b" not in str(m) for m in modes)
    return opens or name == "write_text"


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_text_is_written_with_the_same_line_ends_anywhere(file):
    """Bytes, or ``newline`` said: the same run gives the same file on Windows."""
    calls = [n for n in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(n, ast.Call)]
    for call in filter(writes_text, calls):
        assert any(keyword.arg == "newline" for keyword in call.keywords), ast.unparse(call)


# Files ---------------------------------------------------------------------------------------


TEXT = "# Åtgärd\n" + written(DATA | {"name": "Åtgärd"})


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_line_ends_and_a_byte_order_mark_change_nothing(tmp_path, ends, encoding):
    """Notepad's files say what others' say, and run to the same digits."""
    file = tmp_path / "scenario.yaml"
    file.write_bytes(TEXT.replace("\n", ends).encode(encoding))
    plain = tmp_path / "plain.yaml"
    plain.write_bytes(TEXT.encode())
    one, other = (sroi.frame(sroi.simulate(sroi.load(path), 64)) for path in (file, plain))
    assert one.equals(other)


@pytest.mark.parametrize(
    ("encoding", "place", "words"),
    [
        ("cp1252", ":2:11: ", "not in UTF-8"),
        ("utf-16", ": ", "UTF-16"),
        ("cp850", ":2:11: ", "UTF-8"),
    ],
)
def test_other_encodings_are_told_with_their_place(tmp_path, encoding, place, words):
    """Which letter it is about, and how to save it in Notepad."""
    file = tmp_path / "scenario.yaml"
    file.write_bytes('sroi: 1\r\nname: "Atgärd"\r\n'.encode(encoding))
    with pytest.raises(ScenarioError) as refused:
        sroi.load(file)
    assert f"{file}{place}" in str(refused.value)
    assert words in str(refused.value)
    assert "Notepad" in str(refused.value)


def test_a_file_in_utf_16_is_listed_so_that_it_is_told(tmp_path):
    """What is not listed is thought to be lost."""
    (tmp_path / "a.yaml").write_bytes("sroi: 1\n".encode("utf-16"))
    (tmp_path / "B.YAML").write_bytes(b"sroi: 1\n")
    assert set(Folder(tmp_path).files()) == {"a.yaml", "B.YAML"}


def test_a_variant_written_on_windows_is_read_anywhere(tmp_path):
    r"""``extends: grund\bas.yaml``, and a library named the same way."""
    (tmp_path / "grund").mkdir()
    (tmp_path / "grund" / "bas.yaml").write_text(TEXT, encoding="utf-8")
    variant = tmp_path / "variant.yaml"
    variant.write_text("extends: grund\\bas.yaml\nname: Variant\n", encoding="utf-8")
    assert sroi.load(variant).name == "Variant"
    for outside in (r"..\bas.yaml", r"C:\bas.yaml", r"\\server\bas.yaml"):
        variant.write_text(f"extends: {outside}\n", encoding="utf-8")
        with pytest.raises(ScenarioError, match="lies outside|there is no file"):
            sroi.load(variant)


@pytest.mark.parametrize("name", sorted(DEVICES))
def test_no_file_is_written_that_windows_takes_for_a_device(tmp_path, name):
    """A programme called Aux has a file that a colleague with Windows can open."""
    assert refused_by_windows(f"{name.upper()}.yaml")
    assert refused_by_windows(f"{name}.old.yaml")
    assert Folder(tmp_path).write(tmp_path, name, "sroi: 1\n") == f"{name}_.yaml"
    assert not refused_by_windows(f"{name}_.yaml")


@pytest.mark.parametrize(
    "name", ["konsult.yaml", "auxiliary.yaml", "nulls.xlsx", "com.yaml", "com11.csv", "2026.md"]
)
def test_other_names_are_no_devices(name):
    """Only the whole name, up to the first point."""
    assert not refused_by_windows(name)


def test_a_refusal_is_said_in_the_same_words_on_windows():
    """Its own are in the language of Windows, which nothing here can translate."""
    error = PermissionError(13, "Åtkomst nekad")
    assert str(reason_of(error)) == "permission denied"


def test_swept_rows_are_utf_8_on_any_terminal(tmp_path):
    """Also redirected, where Windows would write cp1252."""
    file = tmp_path / "s.yaml"
    file.write_text("extends: b.yaml\nname: Łódź – 😀\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text(TEXT, encoding="utf-8")
    line = ["-m", "sroi", "sweep", str(file), "--vary", "name=Łódź,Åsa 😀", "--draws", "8"]
    done = subprocess.run(
        [sys.executable, *line], cwd=ROOT, capture_output=True, check=True,
        env=os.environ | {"PYTHONIOENCODING": "cp1252"},
    )  # fmt: skip
    assert "Åsa 😀" in done.stdout.decode("utf-8")
