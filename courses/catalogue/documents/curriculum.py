"""The curriculum of a programme as a document."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.catalogue.curriculum import curriculum_of
from courses.catalogue.documents.shared import hours_in_words, outcomes, sources, text_of
from courses.catalogue.models import Programme
from courses.catalogue.syllabus_cards import CurriculumCourse, CurriculumData, StageData
from publishing.publications import Document, Node
from publishing.publications import nodes as n

TEMPLATE = "document"


def curriculum_document(programme: Programme, request: HttpRequest) -> Document:
    """The programme as its page shows it to this user."""
    data = curriculum_of(programme, request)
    entry = [
        _("You need a full qualification of at least PRK level %(level)s.") % {"level": data.entry_level}
        if data.entry_level
        else "",
        data.entry,
    ]
    facts = [
        (_("Time"), hours_in_words(data.totals.contact_hours, data.totals.own_hours, data.totals.hours)),
        (_("ECTS points"), str(data.totals.ects or "")),
        (_("Level"), _level(data)),
        (_("Who it is for"), data.audience),
        (_("Who may enter"), "\n".join(filter(None, entry))),
        (_("What it takes to finish"), " ".join(data.finish)),
        (_("Grading"), data.grading_label),
        (_("Address"), data.address),
    ]
    return Document(
        kind=_("Curriculum: %(kind)s") % {"kind": data.kind_label},
        title=data.title,
        summary=data.summary,
        facts=n.facts(facts),
        body=[
            *text_of(data.text_html, request),
            n.heading(capfirst(pgettext("of a programme", "Plan"))),
            *(node for stage in data.stages for node in _stage(stage)),
            *outcomes(data.outcomes, with_courses=True, codes={course.title: course.code for course in data.courses}),
            *([n.heading(_("Final work")), *n.paragraphs(data.final_work)] if data.final_work else []),
            *sources(data.sources),
        ],
    )


def _level(data: CurriculumData) -> str:
    if not data.prk_level:
        return ""
    return f"{_('PRK %(level)s (EQF %(level)s)') % {'level': data.prk_level}}. {data.level_note}"


def _stage(stage: StageData) -> Iterable[Node]:
    if stage.title:
        yield n.heading(stage.title, 3)
    if stage.courses:
        yield _courses(stage.courses)
    for group in stage.groups:
        choice = _("choose %(choose)s of %(members)s") % {"choose": group.choose, "members": len(group.courses)}
        yield n.paragraph(f"{group.name}: {choice}", strong=True)
        yield _courses(group.courses)


def _courses(courses: Iterable[CurriculumCourse]) -> Node:
    header = [
        _("Code"),
        _("Course"),
        pgettext("hours", "With a trainer"),
        pgettext("hours", "Own work"),
        _("ECTS"),
    ]
    rows = [
        [course.code, course.title, *(_number(value) for value in (load.contact_hours, load.own_hours, load.ects))]
        for course in courses
        for load in (course.load,)
    ]
    return n.table(header, rows, widths=[14, 48, 14, 14, 10])


def _number(value: int | None) -> str:
    return "–" if value is None else str(value)
