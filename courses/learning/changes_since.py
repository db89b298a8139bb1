"""What has changed in the guides that a course refers to since the learner finished it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import ReferenceIndex

from courses.learning.cards import ChangedSince
from publishing.links import fields_of
from publishing.references import page_type
from publishing.significant_changes import SignificantChange, changes_of

if TYPE_CHECKING:
    from courses.learning.dashboard import CourseProgress

SHOWN_FOR = timedelta(days=365)
MOST_SHOWN = 10


def changed_since(finished: Iterable["CourseProgress"], request: HttpRequest) -> list[ChangedSince]:
    """The newest change of each guide or chapter that finished courses refer to, the newest first.

    Only changes after the course was finished count, for a year, and only those of public pages. At most three
    queries, none without a finished course.
    """
    items = [item for item in finished if item.finished_at is not None]
    if not items:
        return []
    referred = _referred(items)
    since = timezone.now() - SHOWN_FOR
    changes = changes_of({page for pages in referred.values() for page in pages}, since=since, request=request)
    newest: dict[int, tuple[SignificantChange, list[str]]] = {}
    for change in changes:
        courses = [
            item.enrolment.course.title
            for item in items
            if item.finished_at
            and item.finished_at < change.published_at
            and change.page_id in referred[item.enrolment.course_id]
        ]
        if courses:
            newest.setdefault(change.page_id, (change, courses))
    return [
        ChangedSince(**fields_of(change), courses=tuple(courses))
        for change, courses in list(newest.values())[:MOST_SHOWN]
    ]


def _referred(items: Iterable["CourseProgress"]) -> Mapping[int, set[int]]:
    """The ids of the pages that a course and its live lessons refer to, by the id of the course."""
    course_of: dict[str, int] = {}
    for item in items:
        course_of[str(item.enrolment.course_id)] = item.enrolment.course_id
        course_of.update((str(lesson.id), item.enrolment.course_id) for lesson in item.lessons.values())
    rows = ReferenceIndex.objects.filter(
        base_content_type=page_type(), object_id__in=course_of, to_content_type=page_type()
    ).values_list("object_id", "to_object_id")
    referred: defaultdict[int, set[int]] = defaultdict(set)
    for source, target in rows:
        referred[course_of[source]].add(int(target))
    return referred
