"""Courses made by tests."""

from typing import Any

from wagtail.models import Page, Site

from courses.catalogue.models import Catalogue, Course, Lesson, Programme, ProgrammeCourse, Topic
from pomost.models import HomePage
from tests.builders import make_home


def catalogue() -> Catalogue:
    """The catalogue of the default site; made where there is none, with a home page where the site has none."""
    roots = Site.objects.filter(is_default_site=True).values("root_page")
    home = HomePage.objects.filter(pk__in=roots).first() or make_home()
    found: Catalogue | None = Catalogue.objects.child_of(home).first()
    if found is None:
        found = home.add_child(instance=Catalogue(title="Szkolenia i studia", slug="szkolenia"))
    return found


def choice(
    question: str = "Pytanie?", *, right: tuple[int, ...] = (0,), options: int = 3, block: str = ""
) -> dict[str, Any]:
    """A raw choice block whose options at the positions ``right`` are correct; ids are stable."""
    block = block or f"block-{question}"
    return {
        "type": "choice",
        "id": block,
        "value": {
            "kind": "single" if len(right) == 1 else "multiple",
            "question": question,
            "hint": "",
            "options": [
                {
                    "type": "item",
                    "id": f"{block}-{n}",
                    "value": {"text": f"Odpowiedź {n}", "correct": n in right, "feedback": f"Dlaczego {n}"},
                }
                for n in range(options)
            ],
        },
    }


def make_lesson(topic: Page, title: str, *blocks: dict[str, Any], rule: str = "exercises") -> Lesson:
    lesson = Lesson(
        title=title, completion_rule=rule, body=[{"type": "prose", "value": "<p>Tekst</p>", "id": "t"}, *blocks]
    )
    topic.add_child(instance=lesson)
    saved: Lesson = Lesson.objects.get(pk=lesson.pk)
    return saved


def make_course(title: str = "Kurs próbny", *, lessons: int = 2) -> Course:
    """A live course of one topic whose lessons have one exercise each."""
    course = Course(title=title)
    catalogue().add_child(instance=course)
    topic = Topic(title=f"Temat: {title}")
    course.add_child(instance=topic)
    for number in range(lessons):
        make_lesson(topic, f"Lekcja {number}", choice(f"Pytanie {number}?"))
    saved: Course = Course.objects.get(pk=course.pk)
    return saved


def make_programme(title: str, *courses: Course) -> Programme:
    """A live programme of these courses, in this order."""
    programme: Programme = catalogue().add_child(instance=Programme(title=title))
    for order, course in enumerate(courses):
        ProgrammeCourse.objects.create(programme=programme, course=course, sort_order=order)
    return programme


def lessons_of(course: Course) -> list[Lesson]:
    return list(Lesson.objects.descendant_of(course).order_by("path"))
