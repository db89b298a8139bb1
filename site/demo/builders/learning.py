"""The catalogue: programmes, courses, topics and lessons."""

from courses.catalogue.models import Catalogue, Course, Lesson, Programme, Topic
from demo.builders.pages import Pages
from demo.courses import course_fields, programme_fields
from demo.registry import Registry
from pomost.models import HomePage


def build(pages: Pages, home: HomePage, registry: Registry) -> None:
    """Everything below the home page that is taught."""
    catalogue = pages.make(
        home,
        Catalogue,
        slug="szkolenia",
        title="Szkolenia i studia",
        summary="Kursy we własnym tempie. Przed zapisem zobaczysz, ile trwają, czego uczą i co trzeba zrobić.",
        show_in_menus=True,
    )
    for source in registry.programmes:
        pages.make_of(catalogue, Programme, source, **programme_fields(source.meta))
    for section in registry.courses:
        course = pages.make_of(catalogue, Course, section.source, **course_fields(section.source.meta))
        for topic_section in section.children:
            opens_on = topic_section.source.meta.get("opens_on")
            topic = pages.make_of(course, Topic, topic_section.source, opens_on=opens_on)
            for lesson in topic_section.children:
                meta = lesson.source.meta
                pages.make_of(
                    topic,
                    Lesson,
                    lesson.source,
                    duration=meta.get("minutes"),
                    completion_rule=meta.get("completion_rule", "exercises"),
                )
