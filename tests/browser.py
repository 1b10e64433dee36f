"""A form as a browser fills it in and posts it, and the page it is on without a server."""

import re
import tempfile
from html.parser import HTMLParser
from pathlib import Path

from starlette.requests import Request

from sroi.loader.document import written
from sroi.web.app import site_of
from sroi.web.buttons import act
from sroi.web.drafts import opened_draft
from sroi.web.form import DraftForm
from sroi.web.site import LANGUAGE
from sroi.wording import Wording

ROOT = Path(__file__).parent.parent
SHIPPED = sorted([*ROOT.glob("scenarios/*/*.yaml"), *ROOT.glob("docs/examples/*.yaml")])
LANGUAGES = ("sv", "en")
SITE = site_of(ROOT, Path(tempfile.mkdtemp()))


def name_of(path):
    """Return how a shipped file is called in the report of a test."""
    return path.relative_to(ROOT).as_posix()


class _Reader(HTMLParser):
    """Collects what a browser would submit of one form: its successful controls."""

    def __init__(self, ident):
        super().__init__()
        self.ident, self.inside = ident, ident is None
        self.given, self.select, self.option, self.area = {}, None, None, None

    def handle_starttag(self, tag, attrs):
        has = dict(attrs)
        if tag == "form" and self.ident:
            self.inside = has.get("id") == self.ident
        if not self.inside:
            return
        if tag == "input" and has.get("name"):
            chosen = has.get("type") not in ("radio", "checkbox") or "checked" in has
            if chosen:
                value = re.sub("[\r\n]", "", has.get("value") or "")
                self.given.setdefault(has["name"], []).append(value)
        elif tag == "select":
            self.select = (has["name"], [])
        elif tag == "option" and self.select:
            self.option = [has.get("value"), "selected" in has, ""]
        elif tag == "textarea":
            self.area = [has["name"], ""]

    def handle_data(self, data):
        if self.area:
            self.area[1] += data
        if self.option:
            self.option[2] += data

    def handle_endtag(self, tag):
        if tag == "form" and self.ident:
            self.inside = False
        if tag == "option" and self.option:
            value, selected, shown = self.option
            self.select[1].append((shown if value is None else value, selected))
            self.option = None
        if tag == "select" and self.select:
            name, options = self.select
            chosen = [value for value, selected in options if selected] or [options[0][0]]
            self.given.setdefault(name, []).append(chosen[-1])
            self.select = None
        if tag == "textarea" and self.area:
            name, text = self.area
            lines = text.removeprefix("\n").replace("\r\n", "\n").replace("\r", "\n")
            self.given.setdefault(name, []).append(lines.replace("\n", "\r\n"))
            self.area = None


def submitted(html, ident=None):
    """Return the fields of a form, or of a whole piece of a page, as a browser submits them."""
    reader = _Reader(ident)
    reader.feed(html)
    return reader.given


def wording(draft, language):
    """Return the words of the page of a draft."""
    return Wording(language, str(draft.data.get("currency", "")))


def rendered(draft, language):
    """Return the form of a draft as the page shows it."""
    cookie = (b"cookie", f"{LANGUAGE}={language}".encode())
    request = Request(
        {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": [cookie]}
    )
    return SITE.part(request, "fields", **DraftForm(draft, wording(draft, language)).context())


def shown(draft, language="sv"):
    """Return what a browser would submit of the form of a draft."""
    return submitted(rendered(draft, language))


def post(draft, language="sv", action="change", **typed):
    """Submit the form with some fields typed in; ``__`` stands for a dot, ``___`` for a bar."""
    given = shown(draft, language)
    for name, value in typed.items():
        key = name.replace("___", "|").replace("__", ".")
        given[key] = value if isinstance(value, list) else [value]
    return act(draft, action, given, wording(draft, language))


def draft_of(data, folder, name="scenario.yaml"):
    """Return a draft of a file that says some data, or is some text."""
    file = Path(folder) / name
    file.write_text(data if isinstance(data, str) else written(data), encoding="utf-8")
    return opened_draft(file, name, writable=True)
