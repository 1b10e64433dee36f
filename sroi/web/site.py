"""What every page shares: the folder, the drafts, the gate, the words, the templates."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from sroi.errors import SroiError, refusal
from sroi.report.plain import printable
from sroi.tables.cells import columns_of_words
from sroi.web.drafts import opened_draft
from sroi.web.gate import Gate
from sroi.wording import wording_chosen, wordings

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from sroi.errors import ScenarioError
    from sroi.languages import Language
    from sroi.web.bin import Bin
    from sroi.web.drafts import Draft
    from sroi.web.folder import Folder
    from sroi.web.sessions import Drafts
    from sroi.wording import Wording

LANGUAGE = "sroi-language"
MAX_FIELD = 10_000


class FieldTooLongError(Exception):
    """A field holds more than any scenario needs."""


@dataclass
class Site:
    """The page as it runs."""

    folder: Folder
    examples: Folder
    drafts: Drafts
    bin: Bin
    papers: Callable[[], tuple[str, ...]]
    gate: Gate = field(default_factory=Gate)

    @cached_property
    def templates(self) -> jinja2.Environment:
        """Return the templates, which escape everything put into them."""
        environment = jinja2.Environment(
            loader=jinja2.PackageLoader("sroi", "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            finalize=lambda x: printable(x) if isinstance(x, str) and not _safe(x) else x,
            trim_blocks=True,
        )
        environment.globals |= {"words": columns_of_words, "papers": self.papers}
        return environment

    def wording(self, request: Request, currency: str = "SEK") -> Wording:
        """Return the words of the language chosen, Swedish at first."""
        return wording_chosen(request.cookies.get(LANGUAGE), currency)

    def part(self, request: Request, name: str, **values: Any) -> str:  # noqa: ANN401
        """Return a piece of a page."""
        wording = self.wording(request)
        shared = {
            "t": wording.term,
            "said": wording.typed,
            "language": wording.language,
            "languages": _others(wording),
            "told": (),
            "untold": 0,
            "here": "",
            "ident": "",
            "text": "",
        }
        back = request.url.path if request.method == "GET" else "/"
        query = f"?{request.url.query}" if request.url.query and back != "/" else ""
        template = self.templates.get_template(f"web/{name}.html.j2")
        return template.render(**{**shared, "back": back + query, **values})

    def page(self, request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401
        """Return a whole page."""
        return HTMLResponse(self.part(request, name, **values), status)

    def message(
        self,
        request: Request,
        key: str,
        status: int,
        error: ScenarioError | None = None,
        **words: str,
    ) -> HTMLResponse:
        """Return a page that says what happened and what to do next."""
        term = self.wording(request).term
        problems, more = (error.listed, error.more) if error else ((), 0)
        return self.page(
            request,
            "message",
            status,
            title=term(f"web.{key}", **words),
            told=problems,
            untold=more,
            text=term(f"web.{key}_text", **words),
            next="/",
            next_text=term("web.to_list"),
        )

    def reason(self, request: Request, error: SroiError | OSError) -> str:
        """Return what went wrong, in the reader's words."""
        text = error.text if isinstance(error, SroiError) else refusal(error)
        return self.plainly(self.wording(request).typed(text))

    def plainly(self, text: str) -> str:
        """Return what is said of files without the folders they are in."""
        for folder in (self.folder, self.examples):
            text = text.replace(f"{folder.root}/", "")
        return text

    def open(self, name: str, example: bool) -> Draft:
        """Return a new draft of a listed scenario; ``UnlistedError`` for what is not listed."""
        folder = self.examples if example else self.folder
        return opened_draft(folder.path(name), name, not example)


def _safe(text: str) -> bool:
    return isinstance(text, Markup)


async def posted(request: Request) -> dict[str, list[str]]:
    """Return the fields of a form, each with its values; files are left out."""
    form = await request.form(max_files=1, max_fields=5_000)
    fields: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if not isinstance(value, str):
            continue
        if len(value) > MAX_FIELD or len(name) > MAX_FIELD:
            raise FieldTooLongError(name[:100])
        fields.setdefault(name, []).append(value)
    return fields


def _others(wording: Wording) -> list[tuple[Language, str]]:
    """Return the languages that the page may be read in instead, with what to press for each."""
    others = [other for other in wordings("") if other.language != wording.language]
    return [(other.language, other.term("web.in_this_language")) for other in others]


def draft_of(site: Site, request: Request) -> tuple[str, Draft]:
    """Return the draft asked for; ``ForgottenError`` where it is gone."""
    ident = request.path_params["ident"]
    return ident, site.drafts.draft(ident)


def words(site: Site, request: Request, draft: Draft) -> Wording:
    """Return the words of the page, with the scenario's money."""
    return site.wording(request, draft.currency)


def download(content: bytes, name: str) -> Response:
    """Return a file to keep."""
    kinds = {
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "html": "text/html; charset=utf-8",
        "pdf": "application/pdf",
        "yaml": "application/yaml",
    }
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kinds[name.rpartition(".")[2]], headers=headers)
