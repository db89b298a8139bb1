"""Programmes and module cards made by tests."""

from collections.abc import Sequence
from typing import Any

from courses.catalogue.models import (
    Course,
    CourseOutcome,
    Programme,
    ProgrammeCourse,
    ProgrammeElectiveGroup,
    ProgrammeOutcome,
    ProgrammeStage,
)
from tests.courses_tree import catalogue


def make_module(title: str, *outcomes: tuple[str, str, str, str], **fields: Any) -> Course:
    """A live course without lessons; an outcome is its kind, code, text and the codes that it covers."""
    course: Course = catalogue().add_child(instance=Course(title=title, **fields))
    CourseOutcome.objects.bulk_create(
        CourseOutcome(page=course, sort_order=order, kind=kind, code=code, text=text, covers=covers)
        for order, (kind, code, text, covers) in enumerate(outcomes)
    )
    return course


def make_studies(title: str = "Zarządzanie", *, live: bool = True, **fields: Any) -> Programme:
    """Postgraduate studies of two semesters and 30 ECTS points, with a group of two modules to choose one of."""
    first = make_module(
        "Podstawy",
        ("knowledge", "W1", "Wyjaśniać, czym jest ekonomia społeczna.", "W1"),
        code="ZGS-01",
        contact_hours=40,
        own_hours=360,
        ects=15,
    )
    second = make_module("Projekt", contact_hours=30, own_hours=300, ects=13)
    choices = [make_module(name, contact_hours=10, own_hours=40, ects=2) for name in ("Strategia", "Spółdzielnia")]
    programme = Programme(
        title=title,
        live=live,
        **{"kind": "postgraduate", "grading": "academic", "prk_level": 7, "entry_level": 6, **fields},
    )
    catalogue().add_child(instance=programme)
    fill(
        programme,
        stages=["Semestr 1", "Semestr 2"],
        groups={"Droga do projektu": 1},
        courses=[(first, 1, ""), (second, 2, ""), *((choice, 2, "Droga do projektu") for choice in choices)],
        outcomes=[("knowledge", "W1", "Wyjaśniać podstawy."), ("social", "K1", "Współpracować z samorządem.")],
    )
    return programme


def fill(
    programme: Programme,
    *,
    stages: Sequence[str] = (),
    groups: dict[str, int] | None = None,
    courses: Sequence[tuple[Course, int, str]] = (),
    outcomes: Sequence[tuple[str, str, str]] = (),
) -> None:
    """Adds rows to a programme: a course with the number of its stage and its group, an outcome with kind and code."""
    ProgrammeStage.objects.bulk_create(
        ProgrammeStage(programme=programme, sort_order=order, title=title) for order, title in enumerate(stages)
    )
    ProgrammeElectiveGroup.objects.bulk_create(
        ProgrammeElectiveGroup(programme=programme, sort_order=order, name=name, choose=choose)
        for order, (name, choose) in enumerate((groups or {}).items())
    )
    ProgrammeCourse.objects.bulk_create(
        ProgrammeCourse(programme=programme, sort_order=order, course=course, stage=stage, group=group)
        for order, (course, stage, group) in enumerate(courses)
    )
    ProgrammeOutcome.objects.bulk_create(
        ProgrammeOutcome(page=programme, sort_order=order, kind=kind, code=code, text=text)
        for order, (kind, code, text) in enumerate(outcomes)
    )
