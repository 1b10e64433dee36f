"""Words and numbers: both languages say the same things, as their readers write them."""

import ast
import re
from pathlib import Path

import pytest

from sroi.arithmetic import quantities
from sroi.errors import Text, joined
from sroi.loader.terms import terms
from sroi.wording import Wording

SV, EN = Wording("sv", "SEK"), Wording("en", "SEK")


def keys(language):
    """Return every term with the placeholders it takes."""
    return {
        f"{section}.{name}": set(re.findall(r"{(\w+)}", text))
        for section, words in terms(language).items()
        if section != "problem"  # in English the key says it
        for name, text in words.items()
    }


def test_both_languages_have_the_same_terms_and_placeholders():
    """A term that one language lacks would fail only when it is needed."""
    assert keys("sv") == keys("en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SV.number(1250000), "1\u00a0250\u00a0000"),
        (EN.number(1250000), "1,250,000"),
        (SV.number(-0.5, 1), "\u22120,5"),
        (SV.number(-0.0001), "0"),
        (SV.money(1250000), "1,25\u00a0mkr"),
        (SV.money(999_400), "999\u00a0400\u00a0kr"),
        (EN.money(1250000), "SEK\u00a01.25\u00a0million"),
        (Wording("sv", "EUR").money(2e6), "2,00\u00a0miljoner EUR"),
        (SV.percent(0.25), "25\u00a0%"),
        (EN.percent(0.031), "3.1%"),
        (SV.percent(4e-6), "0\u00a0%"),
        (SV.significant(1234.5), "1\u00a0234"),
        (SV.significant(0.491), "0,491"),
        (SV.significant(0.0), "0"),
        (SV.significant(1e-200), "0"),
        (EN.significant(2.3e31), "over 10^15"),
        (SV.number(-1e300, 2), "under \u221210^15"),
        (SV.money(1e30), "över 10^15\u00a0mkr"),
        (SV.percent(1e200), "över 10^15\u00a0%"),
        (EN.number(float("inf")), "over 10^15"),
        (SV.unit(1e3), "tkr"),
        (EN.unit(1e3), "SEK thousand"),
        (Wording("sv", "EUR").unit(1e3), "tusen EUR"),
        (SV.view("public"), "Offentlig sektor"),
        (SV.view("own_view"), "own_view"),
    ],
)
def test_numbers_are_written_as_they_are_read(text, expected):
    """Groups, decimals, minus and units of each language."""
    assert text == expected


PACKAGE = Path(__file__).parents[1] / "sroi"
RAISED = ("Problem", "Found", "UsageError", "SroiError", "wrong", "_stop", "Text")
FROM_THE_MACHINE = {  # what an operating system says, in lower case
    "permission denied", "no such file or directory", "is a directory", "not a directory",
    "no space left on device", "read-only file system", "file name too long", "file exists",
    "address already in use", "cannot assign requested address", "too many open files",
    "input/output error", "failed", "price_year", "currency",
}  # fmt: skip
NO_MESSAGES = re.compile(
    r"[A-Z].*\.$|sroi new FILE.*|mapping values are not allowed|.* \| None|text/html; .*|.*{}.*"
    r"|share of salary|risk ratio|per year, real"  # units of the library
    r"|@echo off|chcp 65001 >nul|title sroi|pause >nul|if %errorlevel%.*|sroi serve --shortcut"
)


def message_modules():
    """Return the syntax of every module that says something of a mistake."""
    texts = {file: file.read_text("utf-8") for file in PACKAGE.rglob("*.py")}
    says = re.compile(r"sroi\.errors import (?!Raw$)", re.MULTILINE)
    modules = {f: text for f, text in texts.items() if says.search(text)}
    modules[PACKAGE / "errors.py"] = texts[PACKAGE / "errors.py"]
    return {file: ast.parse(text) for file, text in modules.items()}


def templates(tree):
    """Yield the sentences in a module's code, but for docstrings and descriptions."""
    aside = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):  # a docstring
            aside.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            aside |= {id(inner) for inner in ast.walk(node) if isinstance(inner, ast.Constant)}
        if isinstance(node, ast.keyword) and node.arg in ("description", "help", "epilog"):
            aside.add(id(node.value))
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in aside else None
        if isinstance(text, str) and " " in text.strip() and re.search("[a-z]{2}", text):
            yield text


def test_every_message_has_its_swedish_and_nothing_else_has():
    """A template is the key of its Swedish: it is looked up, and never searched for."""
    said = {text for tree in message_modules().values() for text in templates(tree)}
    said |= {quantity.words for quantity in vars(quantities).values() if hasattr(quantity, "words")}
    swedish = terms("sv")["problem"]
    assert {text for text in said - swedish.keys() if not NO_MESSAGES.fullmatch(text)} == set()
    assert {key for key in swedish if " " in key} - said - FROM_THE_MACHINE == set()


def test_no_message_is_put_together_before_it_is_said():
    """An f-string has lost its template, and with it every other language."""
    for file, tree in message_modules().items():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in RAISED:
                sentences = [arg for arg in call.args if isinstance(arg, ast.JoinedStr)]
                assert not any(len(ast.unparse(arg)) > 40 for arg in sentences), (file, call.lineno)


def test_what_a_message_holds_stands_in_its_swedish_too():
    """A placeholder that the template lacks would fail only when the message is needed."""
    for english, swedish in terms("sv")["problem"].items():
        given, used = (set(re.findall(r"(?<!{){(\w+)}", text)) for text in (english, swedish))
        assert used <= given, english


def test_a_message_is_said_in_the_language_of_its_reader():
    """The words of a message are looked up, those within it too; somebody's own text stays."""
    message = Text("{key}: {given} is not {expected}", key="text", given=0.5, expected=Text("text"))
    assert str(message) == "text: 0.5 is not text"
    assert SV.said(Text("{given} is not {expected}", given="money", expected=Text("a number"))) == (
        "money är inte ett tal"
    )
    assert SV.typed(message) == "text: 0,5 är inte text"
    assert EN.said("keep one of them") == "keep one of them"
    both = joined(["write {0: 1, 5: 0}, say", Text("write at most {n}", n=3)])
    assert str(both) == "write {0: 1, 5: 0}, say; write at most 3"
    assert SV.said(both) == "skriv till exempel {0: 1, 5: 0}; skriv högst 3"


def test_a_message_is_given_what_its_template_asks_for():
    """A value that is not given would fail only when the message is needed."""
    for file, tree in message_modules().items():
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call) or getattr(call.func, "id", "") != "Text":
                continue
            template = call.args[0].value if isinstance(call.args[0], ast.Constant) else ""
            given = {keyword.arg for keyword in call.keywords}
            assert set(re.findall(r"(?<!{){(\w+)}", template)) <= given, (file, call.lineno)
