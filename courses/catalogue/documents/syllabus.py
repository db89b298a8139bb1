"""The module card of a course as a document ("karta przedmiotu", "sylabus")."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from courses.catalogue.curriculum import syllabus_of
from courses.catalogue.documents.shared import hours_in_words, outcomes, sources, text_of
from courses.catalogue.models import Course
from courses.catalogue.syllabus_cards import PrerequisiteData, SyllabusTopic
from publishing.publications import Document, Node
from publishing.publications import nodes as n

TEMPLATE = "document"


def syllabus_document(course: Course, request: HttpRequest) -> Document:
    """The course as its page shows it to this user."""
    data = syllabus_of(course, request)
    facts = [
        (_("Code"), data.code),
        (_("Time"), hours_in_words(data.load.contact_hours, data.load.own_hours, data.load.hours)),
        (_("ECTS points"), str(data.load.ects or "")),
        (_("Level"), data.level),
        (_("Who it is for"), data.audience),
        (_("Programmes"), "\n".join(link.title for link in data.programmes)),
        (_("Who runs it"), data.responsible),
        (_("What it takes to finish"), data.completion),
        (_("When lessons open"), "\n".join(data.lesson_rules)),
        (_("Address"), data.address),
    ]
    before = [*data.requirements, *(_prerequisite(item) for item in data.prerequisites)]
    sections = [
        (_("Goals"), n.paragraphs(data.goals)),
        (_("What you need"), n.bullets(before)),
        ("", outcomes(data.outcomes)),
        (_("How you work"), n.paragraphs(data.methods)),
        (_("What it takes to pass"), n.paragraphs(data.assessment)),
        ("", _topics(data.topics)),
        (_("About the course"), text_of(data.text_html, request, level=2)),
        ("", sources(data.sources)),
    ]
    return Document(
        kind=_("Module card"),
        title=data.title,
        summary=data.summary,
        facts=n.facts(facts),
        body=[
            node for title, blocks in sections if blocks for node in ([n.heading(title), *blocks] if title else blocks)
        ],
    )


def _prerequisite(item: PrerequisiteData) -> str:
    if item.required:
        return _("Completed before: %(course)s") % {"course": item.title}
    return _("Good to have completed: %(course)s") % {"course": item.title}


def _topics(topics: tuple[SyllabusTopic, ...]) -> list[Node]:
    found: list[Node] = []
    for topic in (topic for topic in topics if topic.lessons):
        found += [n.paragraph(topic.title, strong=True), *n.bullets(topic.lessons)]
    return [n.heading(_("Outline of the course")), *found] if found else []
