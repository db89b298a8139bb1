from courses.catalogue.models.course import Course, Topic, course_at
from courses.catalogue.models.course_outline import CourseOutline
from courses.catalogue.models.lesson import Lesson
from courses.catalogue.models.live_lessons import in_live_topics, lessons_counts, live_lesson_keys
from courses.catalogue.models.plan import (
    ProgrammeCourse,
    ProgrammeElectiveGroup,
    ProgrammeOutcome,
    ProgrammeSource,
    ProgrammeStage,
)
from courses.catalogue.models.programme import (
    Catalogue,
    Programme,
    cards_for,
    catalogue_url,
    courses_after,
    modules_of,
    openable,
    programme_cards,
)
from courses.catalogue.models.syllabus import (
    CourseOutcome,
    CoursePrerequisite,
    CourseRequirement,
    CourseSource,
    OutcomeKind,
)

__all__ = [
    "Catalogue",
    "Course",
    "CourseOutcome",
    "CourseOutline",
    "CoursePrerequisite",
    "CourseRequirement",
    "CourseSource",
    "Lesson",
    "OutcomeKind",
    "Programme",
    "ProgrammeCourse",
    "ProgrammeElectiveGroup",
    "ProgrammeOutcome",
    "ProgrammeSource",
    "ProgrammeStage",
    "Topic",
    "cards_for",
    "catalogue_url",
    "course_at",
    "courses_after",
    "in_live_topics",
    "lessons_counts",
    "live_lesson_keys",
    "modules_of",
    "openable",
    "programme_cards",
]
