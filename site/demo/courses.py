"""Programmes and courses from the front matter of their files."""

from collections.abc import Iterable, Iterator
from typing import Any

from courses.catalogue.models import (
    Course,
    CourseOutcome,
    CoursePrerequisite,
    Lesson,
    Programme,
    ProgrammeCourse,
    ProgrammeElectiveGroup,
    ProgrammeOutcome,
    ProgrammeStage,
)

Meta = dict[str, Any]

_PROGRAMME_TEXTS = ("entry", "final_work", "audience")
_COURSE_TEXTS = ("code", "level", "audience", "completion", "responsible", "goals", "methods", "assessment")
_COURSE_NUMBERS = ("hours", "contact_hours", "own_hours", "ects")


def programme_fields(meta: Meta) -> Meta:
    """The fields of a ``Programme``, without its rows."""
    return {
        "kind": meta.get("kind") or Programme.Kind.TRAINING,
        "grading": meta.get("grading") or Programme.Grading.PASSED,
        "prk_level": meta.get("prk_level"),
        "entry_level": meta.get("entry_level"),
        **_texts(meta, _PROGRAMME_TEXTS),
    }


def course_fields(meta: Meta) -> Meta:
    """The fields of a ``Course``, without its rows."""
    return {
        "release": meta.get("release") or Course.Release.AT_ONCE,
        "reading": meta.get("reading") or Course.Reading.OPEN,
        **{name: meta.get(name) for name in _COURSE_NUMBERS},
        **_texts(meta, _COURSE_TEXTS),
    }


def _texts(meta: Meta, names: Iterable[str]) -> Meta:
    return {name: str(meta.get(name) or "").strip() for name in names}


def fill_programme(page: Programme, meta: Meta) -> None:
    """Adds the stages with their courses and elective groups, and the outcomes."""
    page.outcomes = [ProgrammeOutcome(sort_order=order, **row) for order, row in enumerate(_outcomes(meta))]
    stages = meta.get("stages") or []
    page.stages = [ProgrammeStage(sort_order=order, title=stage["title"]) for order, stage in enumerate(stages)]
    plans = [stage.get("courses") or [] for stage in stages] or [meta.get("courses") or []]
    page.elective_groups = [
        ProgrammeElectiveGroup(sort_order=order, name=item["group"], choose=item.get("choose", 1))
        for order, item in enumerate(item for plan in plans for item in plan if isinstance(item, dict))
    ]
    page.courses = [
        ProgrammeCourse(sort_order=order, course=Course.objects.get(slug=slug), stage=stage, group=group)
        for order, (slug, stage, group) in enumerate(_places(plans))
    ]


def _places(plans: list[list[Any]]) -> Iterator[tuple[str, int, str]]:
    """Each course with the number of its stage and the name of its elective group, in order."""
    for stage, plan in enumerate(plans, start=1):
        for item in plan:
            if isinstance(item, dict):
                yield from ((slug, stage, item["group"]) for slug in item["courses"])
            else:
                yield item, stage, ""


def fill_course(page: Course, meta: Meta) -> None:
    """Adds the outcomes, with the lessons that teach them, and the prerequisites."""
    outcomes = []
    for order, row in enumerate(_outcomes(meta)):
        covers, lessons = row.pop("covers", []), row.pop("lessons", [])
        outcome = CourseOutcome(sort_order=order, covers=", ".join(covers), **row)
        outcome.lessons = [Lesson.objects.descendant_of(page).get(slug=slug) for slug in lessons]
        outcomes.append(outcome)
    page.outcomes = outcomes
    page.prerequisites = [
        CoursePrerequisite(
            sort_order=order, course=Course.objects.get(slug=row["course"]), required=bool(row.get("required"))
        )
        for order, row in enumerate(meta.get("prerequisites") or [])
    ]


def _outcomes(meta: Meta) -> Iterator[Meta]:
    """The rows of outcomes; one that is only a text has neither kind nor code."""
    for row in meta.get("outcomes") or []:
        yield {"text": row} if isinstance(row, str) else dict(row)
