"""Services of the test at the start of a course."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from courses.activities.errors import InvalidAnswerError
from courses.activities.exercises import is_testable
from courses.activities.given import Given
from courses.activities.models import Activity
from courses.activities.services import is_solved_by
from courses.catalogue.models import Course, Lesson, live_lesson_keys
from courses.learning.errors import NotAllowedError
from courses.learning.placement.questions import Answers
from courses.learning.services.enrolments import complete_as_known

if TYPE_CHECKING:
    from people.models import User


def take_test(*, user: "User", course: Course, lessons: Sequence[Lesson], given: Answers) -> list[Lesson]:
    """Completes as known those of ``lessons`` of which every exercise is answered rightly; returns them.

    ``lessons`` are those of ``lessons_to_test``. The test is taken once: its answers are checked, not recorded, and a
    lesson with a wrong or a missing one stays to be learned. Raises ``NotEnrolledError``, and ``NotAllowedError`` for
    a second time and where nothing was answered.
    """
    if not given:
        raise NotAllowedError(_("Answer the exercises of at least one lesson."))
    # Read before the transaction, because the cache is not used inside one.
    live = live_lesson_keys(course.path)
    wanted = {activity for lesson in lessons for activity in lesson.activities}
    activities = Activity.objects.select_related("current").filter(current__isnull=False).in_bulk(wanted)
    known = [lesson for lesson in lessons if _is_known(lesson, activities, given)]
    complete_as_known(user=user, course=course, lessons=known, live=live)
    return known


def _is_known(lesson: Lesson, activities: Mapping[UUID, Activity], given: Answers) -> bool:
    """Whether every exercise that the test asks about is answered rightly; one that is gone cannot be."""
    if not all(activity in activities for activity in lesson.activities):
        return False
    asked = [activities[key] for key in lesson.activities if _is_asked(activities[key])]
    return bool(asked) and all(item.pk in given and _is_right(item, given[item.pk]) for item in asked)


def _is_asked(activity: Activity) -> bool:
    return activity.current is not None and is_testable(activity.current.tree["type"])


def _is_right(activity: Activity, given: Given) -> bool:
    try:
        return is_solved_by(activity=activity, form=given.pairs())
    except InvalidAnswerError:
        return False
