from courses.catalogue.models.course import (
    Course,
    CourseOutcome,
    CourseOutline,
    CourseRequirement,
    CourseSource,
    Topic,
    lessons_counts,
)
from courses.catalogue.models.lesson import Lesson
from courses.catalogue.models.programme import (
    Catalogue,
    Programme,
    ProgrammeCourse,
    ProgrammeOutcome,
    ProgrammeSource,
    cards_for,
    catalogue_url,
    courses_after,
    openable,
    programme_cards,
)

__all__ = [
    "Catalogue",
    "Course",
    "CourseOutcome",
    "CourseOutline",
    "CourseRequirement",
    "CourseSource",
    "Lesson",
    "Programme",
    "ProgrammeCourse",
    "ProgrammeOutcome",
    "ProgrammeSource",
    "Topic",
    "cards_for",
    "catalogue_url",
    "courses_after",
    "lessons_counts",
    "openable",
    "programme_cards",
]
