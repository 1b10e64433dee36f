"""The language of the command line: whose it is, and that nothing of another is said in it."""

import gettext
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from sroi.cli import main
from sroi.cli.language import TRANSLATIONS, language_asked_for, language_in, system_language
from sroi.loader.document import written
from tests.test_projection import DATA

ROOT = Path(__file__).parent.parent
BROKEN = sorted((ROOT / "tests/broken").glob("*.yaml"))
CATALOG = TRANSLATIONS / "sv/LC_MESSAGES/messages.po"
# Words of English that are no words of Swedish, nor of the file format.
ENGLISH = re.compile(
    r"\b(the|is|are|not|of|and|write|has|have|which|this|that|to|from|with|give|no|there|one|or|"
    r"choose|check|must|be|cannot|unknown key|problems|nothing|did|you|mean|error|usage)\b",
    re.IGNORECASE,
)


@pytest.fixture
def call(monkeypatch, capsys):
    """Give a way to run the command, in this process, where the system speaks a language."""
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setenv("LANGUAGE", "")  # which the command sets
    monkeypatch.chdir(ROOT)

    def called(*arguments, system="C.UTF-8"):
        monkeypatch.setenv("LC_ALL", system)
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments], prog_name="sroi")
        return ended.value.code, *capsys.readouterr()

    yield called
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def swedish(tmp_path):
    path = tmp_path / "svensk.yaml"
    path.write_text(written(DATA | {"language": "sv"}), encoding="utf-8")
    return path


def in_swedish(text):
    """Assert that a text has no English in it, but for names in a file and what was typed."""
    names = r"\b(?:from|to)\b|okänd nyckel .*? ->|bibliotek no\b|Kommandon: .*|är ingen av .*? ->"
    unquoted = re.sub(names + r"|'[^']*'|\"[^\"]*\"|\S+[._:/=]\S*|--\S+", "", text)
    assert not ENGLISH.search(unquoted), text


def test_the_catalog_of_click_is_compiled():
    """``messages.mo`` is ``messages.po``; rewrite with SROI_GOLDEN=1."""
    with CATALOG.open("rb") as file:
        catalog = read_po(file, locale="sv")
    compiled = CATALOG.with_suffix(".mo")
    if os.environ.get("SROI_GOLDEN"):
        with compiled.open("wb") as file:
            write_mo(file, catalog)
    with compiled.open("rb") as file:
        translated = gettext.GNUTranslations(file)
    for message in catalog:
        if isinstance(message.id, tuple):
            assert [translated.ngettext(*message.id, n) for n in (1, 2)] == list(message.string)
        elif message.id:
            assert translated.gettext(message.id) == message.string


# Whose language ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sroi: 1\nlanguage: sv\n", "sv"),
        ("language: 'sv'  # svenska\n[}", "sv"),
        ('{"sroi": 1, "language": "sv", ', "sv"),
        ("\ufefflanguage: en\n", "en"),
        ("sroi: 1\nname: language: sv\n", None),
        ("  language: sv\n", "sv"),
        ("language: fi\n", None),
        ("extends: bas.yaml\n", "sv"),
        ("extends: 'bas.yaml'\nlanguage: en\n", "en"),
        ("extends: nowhere.yaml\n", None),
        ("extends: self.yaml\n", None),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_says_its_language_whatever_else_is_wrong(tmp_path, text, expected, encoding):
    """Its own line, else that of what it extends."""
    (tmp_path / "bas.yaml").write_text("language: sv\n", encoding="utf-8")
    file = tmp_path / "self.yaml"
    file.write_text(text, encoding=encoding)
    assert language_in(file) == expected


def test_a_workbook_says_its_language_by_its_sheets(tmp_path, call):
    """The one to fill in, in either language; no workbook says none."""
    for language in ("sv", "en"):
        call("new", tmp_path / f"{language}.xlsx", "--language", language, "--yes")
        assert language_in(tmp_path / f"{language}.xlsx") == language
    (tmp_path / "no.xlsx").write_bytes(b"no")
    assert language_in(tmp_path / "no.xlsx") is None


def test_the_option_is_before_the_file_and_the_file_before_the_system(tmp_path, monkeypatch):
    """With several files, the first that says one."""
    monkeypatch.setenv("LC_ALL", "sv_SE.UTF-8")
    for name, text in {"a": "", "b": "language: sv\n", "c": "language: en\n"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    a, b, c = (str(tmp_path / name) for name in "abc")
    assert language_asked_for(["run", c, "--language", "sv"]) == "sv"
    assert language_asked_for(["run", "--language=en", b]) == "en"
    assert language_asked_for(["run", c, "--set", "language=sv"]) == "sv"
    assert language_asked_for(["compare", a, b, c]) == "sv"
    assert language_asked_for(["compare", a, c, b]) == "en"
    assert language_asked_for(["run", a]) == "en"  # as its answer would be
    assert language_asked_for(["run", "nowhere.yaml"]) == "sv"
    assert language_asked_for(["run", "\0", "x" * 5000]) == "sv"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "sv_SE.UTF-8"}, "sv"),
        ({"LANG": "sv_SE.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US", "LC_MESSAGES": "sv_FI"}, "sv"),
        ({"LANG": "Swedish_Sweden.1252"}, "en"),
    ],
)
def test_the_system_says_its_language(monkeypatch, environment, expected):
    """In the order of POSIX; where nothing is said, Windows is asked."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, code in environment.items():
        monkeypatch.setenv(name, code)
    assert system_language() == expected


# What is said --------------------------------------------------------------------------------


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_every_problem_of_a_swedish_file_is_told_in_swedish(tmp_path, file, call):
    """Every broken file with its ``language: sv``, as check tells it; no English, no traceback."""
    shutil.copytree(file.parent, tmp_path, dirs_exist_ok=True)
    broken = tmp_path / file.name
    text = broken.read_bytes()
    broken.write_bytes(b"language: sv\n" + text.replace(b"\nlanguage: en\n", b"\n"))
    code, said, complained = call("check", broken)
    in_swedish((said + complained).replace(str(tmp_path), ""))
    if code:
        assert re.search(r"\d problem; inget kördes\.|^Fel: ", complained, re.MULTILINE)


CALLS = [
    ["runn"],
    ["zzz"],
    ["run"],
    ["run", "FILE", "other thing"],
    ["run", "FILE", "other", "things"],
    ["run", "FILE", "--drws", "8"],
    ["run", "FILE", "--zzz"],
    ["run", "FILE", "--json=1"],
    ["run", "FILE", "--draws"],
    ["run", "FILE", "--draws", "many"],
    ["run", "FILE", "--draws", "0"],
    ["run", "FILE", "--csv", "wide"],
    ["run", "FILE", "--csv", "tidy"],
    ["run", "FILE", "-o", "x.doc"],
    ["run", "FILE", "-o", "/proc/x.md"],
    ["run", "FILE", "--figure", "x.doc"],
    ["run", "FILE", "--set", "horizon"],
    ["run", "FILE", "--set", "horizon="],
    ["run", "FILE", "--set", "horizon=[1"],
    ["run", "FILE", "--set", "horizn=1"],
    ["run", "FILE", "--set", "horizon=missing"],
    ["run", "FILE", "--set", "costs.rent.amount=missing"],
    ["run", "nowhere.yaml"],
    ["run", "."],
    ["breakeven", "FILE", "--over", "nothing"],
    ["sensitivity", "FILE", "--variance", "7"],
    ["sensitivity", "FILE", "--group", "x"],
    ["sensitivity", "FILE", "--group", "x=y"],
    ["information", "FILE", "--group", "x=y"],
    ["information", "FILE", "--outcome", "x"],
    ["information", "FILE", "--draws", "4"],
    ["sweep", "FILE", "--vary", "horizon"],
    ["sweep", "FILE", "--vary", "horizon=1:x:3"],
    ["sweep", "FILE", "--vary", "nowhere=1,2"],
    ["sweep", "FILE"],
    ["report", "FILE", "-o", "x.doc"],
    ["report", "FILE", "-o", "x.docx", "--form", "none"],
    ["brief", "FILE", "-o", "x.md"],
    ["library", "zzzzz"],
    ["library", "--name", "zz"],
    ["serve", "nowhere"],
    ["serve", "FILE"],
    ["serve", "--port", "x"],
    ["serve", "--host", "0.0.0.0"],
    ["serve", "--token-file", "nowhere", "--host", "0.0.0.0"],
    ["diff", "FILE"],
    ["compare", "FILE", "nowhere.yaml"],
    ["run", "FILE", "--perspective", "nobody"],
    ["waterfall", "FILE", "--perspective", "nobody"],
]


@pytest.mark.parametrize("arguments", CALLS, ids=" ".join)
def test_a_wrong_call_is_told_in_swedish(swedish, arguments, call):
    """What click says, and what we say, where the file or the system is Swedish."""
    line = [str(swedish) if each == "FILE" else each for each in arguments]
    code, said, complained = call(*line, system="sv_SE.UTF-8")
    assert code in (1, 2)
    assert said == ""
    assert re.search(r"^Fel: |inget kördes\.$", complained, re.MULTILINE)
    in_swedish(re.sub("^Så här: .*$", "", complained, flags=re.MULTILINE))


@pytest.mark.parametrize("arguments", [["runn"], ["run"], ["run", "FILE", "--draws", "0"]])
def test_an_english_file_is_told_in_english(swedish, arguments, call):
    """As before; also where the system is Swedish, where there is a file."""
    swedish.write_text(written(DATA), encoding="utf-8")
    line = [str(swedish) if each == "FILE" else each for each in arguments]
    _, _, complained = call(*line, system="sv_SE.UTF-8" if "FILE" in arguments else "C.UTF-8")
    assert "Error: " in complained
    assert "Usage: " in complained


def test_warnings_are_named_as_on_the_page_with_their_place(swedish, call):
    """The label for who reads, the path for who edits."""
    _, said, _ = call("check", swedish)
    for line in said.split("\n")[1:-1]:
        assert re.match(r"  - (?:[A-ZÅÄÖ][^:\[]* \[[a-z_.0-9]+\]: )?\S", line), line
    assert " [" in said


@pytest.fixture(scope="module")
def norwegian(tmp_path_factory):
    """Give a way to run a copy of the package to which one file of terms is added."""
    folder = tmp_path_factory.mktemp("norwegian")
    shutil.copytree(ROOT / "sroi", folder / "sroi", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "tests/nb.yaml", folder / "sroi/terms/nb.yaml")

    def called(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "sroi", *map(str, arguments)],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(folder)},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return called


def test_a_language_is_one_file_of_words(norwegian):
    """A run in Norwegian: its twenty words, its numbers, and Swedish for the rest."""
    done = norwegian(
        "run", ROOT / "scenarios/varvaderstorget/grant_as_applied.yaml", "--language", "nb"
    )
    assert done.returncode == 0, done.stderr
    words = " ".join(done.stdout.split())
    assert "Effekten er ukjent, så ingenting hevdes. Kostnaden er " in words
    assert "mill. SEK for offentlig sektor, regnet i nåverdi." in words
    assert "Nollpunkt" in words  # not among the twenty


def test_a_file_may_say_that_language(norwegian, tmp_path):
    """Its problems are told in it, with the hints that it has."""
    file = tmp_path / "feil.yaml"
    data = DATA | {"language": "nb", "costs": {"rent": {"amount": 1, "payer": "soci"}}}
    file.write_text(written(data), encoding="utf-8")
    done = norwegian("check", file)
    assert done.returncode == 1
    assert "soci finnes ikke -> mente du social?" in done.stderr
