"""What is missing for a lesson and a course to be complete, as links to the places."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from courses.activities.models import LearnerState
from courses.catalogue.cards import LessonItem
from courses.catalogue.models import Lesson
from courses.catalogue.outline import OutlineLesson
from courses.learning.conditions import condition_between
from courses.learning.progress import missing_activities, spans
from publishing.access import is_closed
from publishing.links import Link

if TYPE_CHECKING:
    from courses.learning.dashboard import CourseProgress


def solved_activities(user_id: int, activities: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the activities that the user has answered rightly, in one query; none without activities."""
    wanted = list(activities)
    if not wanted:
        return frozenset()
    states = LearnerState.objects.filter(user=user_id, activity__in=wanted, root=True, completion__gte=1.0)
    return frozenset(states.values_list("activity_id", flat=True))


def missing_lessons(item: "CourseProgress", request: HttpRequest) -> tuple[Link, ...]:
    """The lessons of the course that are not completed, by their numbers; consecutive ones are one link."""
    links = []
    for first, last in spans(item.progress.missing):
        lesson = item.lessons[item.progress.counted[first - 1]]
        if first == last:
            text = _("lesson %(number)s") % {"number": first}
        else:
            text = _("lessons %(first)s–%(last)s") % {"first": first, "last": last}
        links.append(Link(text, "" if is_closed(lesson.path, request) else lesson.url))
    return tuple(links)


def missing_in_lessons(
    items: Iterable["CourseProgress"], request: HttpRequest
) -> list[Mapping[UUID, tuple[Link, ...]]]:
    """What is missing in the lessons that count and are not completed, by their keys, for each course of one user.

    At most one query.
    """
    items = list(items)
    left = [lesson for item in items for lesson in _left(item)]
    user_id = items[0].enrolment.user_id if items else 0
    solved = solved_activities(user_id, (activity for lesson in left for activity in lesson.activities))
    return [_by_lesson(item, solved, request) for item in items]


def _left(item: "CourseProgress") -> list[LessonItem]:
    return [] if item.finished else [item.lessons[key] for key in item.progress.left]


def _by_lesson(
    item: "CourseProgress", solved: Collection[UUID], request: HttpRequest
) -> Mapping[UUID, tuple[Link, ...]]:
    return {
        lesson.key: missing_in(
            lesson.activities,
            rule=lesson.rule,
            pinned=item.pinned.lesson(lesson.key),
            solved=solved,
            url="" if is_closed(lesson.path, request) else lesson.url,
            closed=is_closed(lesson.path, request),
        )
        for lesson in _left(item)
    }


def missing_in(
    activities: tuple[UUID, ...],
    *,
    rule: str,
    pinned: OutlineLesson | None,
    solved: Collection[UUID],
    url: str = "",
    closed: bool = False,
) -> tuple[Link, ...]:
    """What is missing in a lesson that is not completed: its exercises, or the learner's mark.

    ``url`` is that of the lesson; empty on its own page. A ``closed`` lesson has no links.
    """
    condition = condition_between(rule, activities, pinned)
    numbers = missing_activities(activities, wanted=condition.activities, solved=solved)
    if condition.rule != Lesson.CompletionRule.EXERCISES or not numbers:
        return (Link(_("marking the lesson as completed"), "" if closed else f"{url}#dalej"),)
    links = []
    for first, last in spans(numbers):
        if first == last:
            text = _("exercise %(number)s") % {"number": first}
        else:
            text = _("exercises %(first)s–%(last)s") % {"first": first, "last": last}
        links.append(Link(text, "" if closed else f"{url}#cwiczenie-{first}"))
    return tuple(links)
