"""Whose headings an attachment stands under: our own, or those of a funder's form."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from sroi.errors import Text, UsageError, nearest
from sroi.loader.document import read
from sroi.model.checks import notices
from sroi.report.blocks import Attachment, Gap, Section
from sroi.report.brief import front_page
from sroi.report.content import SECTIONS, Content
from sroi.tables.cells import years_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sroi.model.comparison import Comparison
    from sroi.report.blocks import Block
    from sroi.wording import Wording


@lru_cache(maxsize=1)
def forms() -> Mapping[str, Any]:
    """Return the forms by name: a title, and headings with the sections that go under each."""
    with resources.as_file(resources.files("sroi") / "templates" / "forms.yaml") as file:
        return dict(read(file).sound.data)


def attachment(content: Content, form: str | None) -> Attachment:
    """Return the attachment, its one page first, in our order or under the headings of a form.

    Raises ``UsageError`` for a form that is not known.
    """
    if form is None:
        sections = tuple(content.section(name) for name in SECTIONS)
    elif form in forms():
        sections = tuple(_sections(content, forms()[form]))
    else:
        raise UsageError(Text("no form {form}; {advice}", form=form, advice=nearest(form, forms())))
    return Attachment(
        title=content.scenario.name,
        subtitle=years_in_words(content.scenario, content.wording),
        language=content.wording.language,
        sections=tuple(s for s in sections if s.blocks or s.parts),
        keywords=" ".join(p.scenario.digest for p in content.comparison.projections.values()),
        front=front_page(content.comparison, content.wording),
    )


def _sections(content: Content, form: Mapping[str, Any]) -> list[Section]:
    """Return the form's headings, with gaps for what only the applicant can write."""
    sections = []
    for part in form["headings"].values():
        blocks: list[Block] = [Gap(part["gap"])] if "gap" in part else []
        named = [content.section(name) for name in part.get("sections", [])]
        filled = tuple(section for section in named if section.blocks)
        sections.append(Section(part["heading"], tuple(blocks), filled))
    return sections


def attachment_of(compared: Comparison, form: str | None, wording: Wording) -> Attachment:
    """Return the attachment about the reference of a comparison, under the headings of a form."""
    first = compared.projections[compared.reference]
    warnings = notices(first.scenario, first.base, first.totals)
    return attachment(Content(compared, warnings, wording), form)
