from courses.catalogue.models.course import (
    Course,
    CourseOutcome,
    CourseOutline,
    CourseRequirement,
    CourseSource,
    Topic,
)
from courses.catalogue.models.lesson import Lesson
from courses.catalogue.models.programme import (
    Catalogue,
    Programme,
    ProgrammeCourse,
    ProgrammeOutcome,
    ProgrammeSource,
    catalogue_url,
    courses_after,
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
    "catalogue_url",
    "courses_after",
    "programme_cards",
]
