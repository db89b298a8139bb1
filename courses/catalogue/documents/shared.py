"""Parts that a curriculum and a module card have in common."""

from collections.abc import Iterable, Mapping

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.catalogue.syllabus_cards import OutcomeData, OutcomesOfKind, SourceData
from publishing.publications import Node, below_heading, document_tree
from publishing.publications import nodes as n


def hours_in_words(contact: int | None, own: int | None, hours: int | None) -> str:
    """Such as "50 godzin, w tym 12 z osobą prowadzącą i 38 pracy własnej"; empty where nothing is stated."""
    total = hours if hours is not None else (contact or 0) + (own or 0)
    if not total:
        return ""
    words = ngettext("%(counter)s hour", "%(counter)s hours", total) % {"counter": total}
    if not contact or not own:
        return words
    parts = _("of them %(contact)d with a trainer and %(own)d of own work") % {"contact": contact, "own": own}
    return f"{words}, {parts}"


def text_of(markup: str, request: HttpRequest, *, level: int = 1) -> list[Node]:
    """The text of a page, its headings below ``level``; pictures are left out."""
    return below_heading(document_tree(markup, base=request.build_absolute_uri("/").rstrip("/")), level)


def outcomes(
    groups: Iterable[OutcomesOfKind], *, with_courses: bool = False, codes: Mapping[str, str] | None = None
) -> list[Node]:
    """The learning outcomes by kind: those of a programme with the courses, those of a course with what they cover.

    ``codes`` are those of courses by their titles; they stand for the titles.
    """
    found: list[Node] = []
    last = _("Taught in") if with_courses else _("Covers")
    for group in groups:
        if group.label:
            found.append(n.heading(group.label, 3))
        rows = [
            [outcome.code, outcome.text, ", ".join(_names(outcome, codes or {}) if with_courses else outcome.covers)]
            for outcome in group.outcomes
        ]
        known = any(row[2] for row in rows)
        header = [_("Code"), _("Outcome"), *([last] if known else [])]
        cells = rows if known else [row[:2] for row in rows]
        found.append(n.table(header, cells, widths=[10, 55, 35] if known else [12, 88]))
    return [n.heading(_("What you will learn")), *found] if found else []


def _names(outcome: OutcomeData, codes: Mapping[str, str]) -> Iterable[str]:
    return (codes.get(course.title) or course.title for course in outcome.courses)


def sources(items: Iterable[SourceData]) -> list[Node]:
    """The sources, with their addresses as text, which paper can show."""
    lines = [" ".join(filter(None, (f"{item.title}.", item.note, item.url))) for item in items]
    return [n.heading(_("Sources")), *n.bullets(lines)] if lines else []
