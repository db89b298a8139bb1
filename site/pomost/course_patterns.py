"""Samples of programmes and module cards for the pattern library."""

from typing import Any

from courses.catalogue.syllabus_cards import CurriculumCourse, OutcomeData, OutcomesOfKind
from courses.catalogue.totals import Load
from publishing.links import Link


def samples() -> dict[str, Any]:
    """Courses of a plan, with and without lessons, and outcomes of each kind."""
    course, lesson = Link("Podstawy gospodarki społecznej", "#"), Link("Otwarty konkurs ofert", "#")
    return {
        "plan_courses": [
            CurriculumCourse(
                id=number,
                path="",
                number=number,
                title=title,
                url="#",
                summary="Skąd wzięła się gospodarka społeczna i kto do niej należy.",
                code=f"ZGS-0{number}",
                level="podstawowy",
                load=Load(24, 54, 78, ects),
                lessons_count=lessons,
            )
            for number, (title, lessons, ects) in enumerate(
                (("Podstawy gospodarki społecznej", 0, 3), ("Od potrzeby do usługi", 4, None)), start=1
            )
        ],
        "outcomes": (
            OutcomesOfKind(
                "knowledge", "Wiedza", (OutcomeData("W1", "Wyjaśniać, czym jest gospodarka społeczna.", (course,)),)
            ),
            OutcomesOfKind(
                "skills",
                "Umiejętności",
                (OutcomeData("U1", "Przygotowywać ofertę.", lessons=(lesson,), covers=("U1", "U3")),),
            ),
            OutcomesOfKind("", "", (OutcomeData("", "Efekt bez rodzaju i bez kodu."),)),
        ),
    }
