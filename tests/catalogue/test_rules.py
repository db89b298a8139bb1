"""The rules that a programme has to meet before it is published, as facts and messages."""

from dataclasses import replace

import pytest

from courses.catalogue.rules import PlannedCourse, PlannedGroup, ProgrammeFacts, violations

STUDIES = ProgrammeFacts(
    postgraduate=True,
    prk_level=7,
    entry_level=6,
    ects=30,
    stages=2,
    courses=(
        PlannedCourse("Podstawy", live=True),
        PlannedCourse("Strategia", live=True, stage=2, group="Droga"),
        PlannedCourse("Spółdzielnia", live=True, stage=2, group="Droga"),
    ),
    groups=(PlannedGroup("Droga", 1),),
    outcome_codes=("W1", "U1"),
)


def places(facts: ProgrammeFacts) -> list[tuple[str, int | None, str]]:
    return [(item.place, item.row, item.field) for item in violations(facts)]


def test_studies_that_meet_every_rule_are_published() -> None:
    assert places(STUDIES) == []


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"prk_level": None}, ("prk_level", None, "")),
        ({"prk_level": 5}, ("prk_level", None, "")),
        ({"entry_level": 5}, ("entry_level", None, "")),
        ({"entry_level": None}, ("entry_level", None, "")),
        ({"ects": 29}, ("courses", None, "")),
        ({"groups": (PlannedGroup("Droga", 3),)}, ("elective_groups", 0, "choose")),
        ({"outcome_codes": ("W1", "W1")}, ("outcomes", 0, "code")),
        ({"courses": (PlannedCourse("Podstawy", live=False), *STUDIES.courses[1:])}, ("courses", 0, "course")),
        ({"courses": (*STUDIES.courses, *[PlannedCourse("Inny", True, id=7)] * 2)}, ("courses", 4, "course")),
        ({"courses": (*STUDIES.courses, PlannedCourse("Inny", True, 3))}, ("courses", 3, "stage")),
        ({"courses": (*STUDIES.courses, PlannedCourse("Inny", True, 1, "Drogi"))}, ("courses", 3, "group")),
        ({"courses": (*STUDIES.courses, PlannedCourse("Inny", True, 1, "Droga"))}, ("elective_groups", 0, "name")),
    ],
)
def test_a_broken_rule_names_the_field_to_correct(
    changes: dict[str, object], place: tuple[str, int | None, str]
) -> None:
    assert place in places(replace(STUDIES, **changes))  # type: ignore[arg-type]
    others = [item for item in places(replace(STUDIES, **changes)) if item != place]  # type: ignore[arg-type]
    assert others in ([], [("outcomes", 1, "code")])


def test_one_semester_is_too_few() -> None:
    facts = replace(STUDIES, stages=1, courses=tuple(replace(course, stage=1) for course in STUDIES.courses))
    assert places(facts) == [("stages", None, "")]


def test_a_training_programme_needs_neither_level_nor_points() -> None:
    assert places(replace(STUDIES, postgraduate=False, prk_level=None, entry_level=None, ects=None)) == []
