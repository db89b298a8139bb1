"""Which lessons are locked for a learner, and the courses that they have to complete before they enrol."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.activities.runtime import StateStore
from courses.catalogue.lock_words import lock_text
from courses.catalogue.models import Course, CoursePrerequisite, Lesson, live_lesson_keys
from courses.catalogue.moving import names
from courses.catalogue.release import NO_LOCKS, Lock, activities_that_open, locks_kept
from courses.learning.errors import NotAllowedError
from courses.learning.models import Enrolment

if TYPE_CHECKING:
    from people.models import User


def locks_of(enrolment: Enrolment, *, completed: Collection[UUID]) -> Mapping[UUID, Lock]:
    """The locked lessons of a learner, by the rule in force and that of the pinned outline; one query where by score.

    A course whose lessons open at once takes none.
    """
    course = enrolment.course
    if course.release == Course.Release.AT_ONCE:
        return NO_LOCKS
    current, pinned = course.current_outline(), enrolment.outline.outline
    wanted = activities_that_open((current, pinned))
    solved = StateStore.load(user_id=enrolment.user_id, activities=wanted).completed() if wanted else set()
    return locks_kept(
        current,
        pinned,
        completed=completed,
        solved=solved,
        available=live_lesson_keys(course.path),
        today=timezone.localdate(),
    )


def check_open(enrolment: Enrolment, lesson: Lesson) -> None:
    """Raises ``NotAllowedError`` while ``lesson`` is locked for the learner."""
    if enrolment.course.release == Course.Release.AT_ONCE:
        return
    completed = enrolment.completions.values_list("lesson", flat=True)
    lock = locks_of(enrolment, completed=frozenset(completed)).get(lesson.key)
    if lock is not None:
        outline = enrolment.course.current_outline()
        previous = outline.lesson(lock.previous) if lock.previous else None
        raise NotAllowedError(lock_text(lock, previous.title if previous else ""))


def missing_prerequisites(*, user: "User", course: Course) -> list[str]:
    """The titles of the live courses that ``course`` requires and ``user`` has not completed; one query."""
    required = CoursePrerequisite.objects.filter(page=course, required=True, course__live=True)
    finished = Enrolment.objects.filter(user=user, completed_at__isnull=False).values("course")
    missing = required.exclude(course__in=finished).order_by("sort_order")
    return list(missing.values_list("course__title", flat=True))


def check_prerequisites(*, user: "User", course: Course) -> None:
    """Raises ``NotAllowedError`` with the names of the courses to complete first."""
    missing = missing_prerequisites(user=user, course=course)
    if missing:
        words = _("Before this course, complete: %(courses)s.")
        raise NotAllowedError(words % {"courses": names(missing)})
