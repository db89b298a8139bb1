"""What readers and editors see of sections that were not checked yet after a change of the law."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.admin import messages
from wagtail.models import Page

from editing.content_checks import CheckedPage, Finding, TextCheck, register
from publishing.blocks import anchor_of
from publishing.models import BasePage
from publishing.public_cache import cached
from resources.guidance.law_changes.models import SectionToCheck


@dataclass(frozen=True, slots=True)
class LawNotice:
    """The sentence at a section; ``anchor`` is empty for the text before the first heading."""

    anchor: str
    text: str


def connect() -> None:
    """Called once, when Django is ready."""
    register(
        TextCheck(
            key="law_changes",
            order=30,
            heading=gettext_lazy("Sections to check after a change of the law"),
            advice=gettext_lazy("Correct the section if needed, then mark it as checked in the list of the change."),
            find=sections_to_check,
        )
    )


def notices_on(page: BasePage) -> list[LawNotice]:
    """The notices of a page in the order of its sections, in its language: they stand in its text.

    One query for each page that has some, and one that says which these are, cached for all.
    """
    marked = cached(
        ("pages with sections to check",),
        lambda: frozenset(SectionToCheck.objects.waiting().values_list("page", flat=True)),
    )
    if page.pk not in marked:
        return []
    rows = SectionToCheck.objects.waiting().on(page)
    with override(page.language):
        return [LawNotice(row.anchor, row.change.notice) for row in rows]


def with_notices(html: SafeString, notices: Sequence[LawNotice]) -> SafeString:
    """The stored HTML of a page with each notice below its heading."""
    by_anchor: dict[str, list[str]] = {}
    for notice in notices:
        by_anchor.setdefault(notice.anchor, []).append(notice.text)
    text = str(html)
    for anchor, sentences in by_anchor.items():
        shown = render_to_string("guidance/law_changes/notice.html", {"sentences": sentences})
        heading = re.search(rf'<h([2-4]) id="{re.escape(anchor)}".*?</h\1>', text, re.DOTALL) if anchor else None
        place = heading.end() if heading else 0
        text = text[:place] + shown + text[place:]
    return mark_safe(text)  # noqa: S308 - the stored HTML and a template that escapes


def sections_to_check(checked: CheckedPage) -> Iterator[Finding]:
    """The marked sections of a page, each with a link to its heading in the form. One query."""
    rows = list(SectionToCheck.objects.waiting().on(checked.page))
    if not rows:
        return
    blocks = {
        anchor_of(child.value.get("anchor") or child.value["text"]): str(child.id or "")
        for child in checked.page.body
        if child.block_type == "heading"
    }
    first = next((str(child.id or "") for child in checked.page.body), "")
    for row in rows:
        where = row.heading or _("beginning of the text")
        block = blocks.get(row.anchor, "") if row.anchor else first
        yield Finding(row.change.label, row.change.what, where=where, block_id=block)


def tell_editor(request: HttpRequest, page: Page) -> None:
    """Adds a message to the edit form that names the marked sections of the page, with links to their changes."""
    if request.method != "GET":
        return
    rows = SectionToCheck.objects.waiting().on(page)
    items = [
        (row.heading or _("beginning of the text"), reverse("law_change", args=[row.change_id]), row.change.label)
        for row in rows
    ]
    if items:
        listed = format_html_join("", '<li>{}: <a href="{}">{}</a></li>', items)
        lead = _("The law has changed. Check these sections, then mark them as checked:")
        messages.warning(request, format_html("{}<ul>{}</ul>", lead, listed))
