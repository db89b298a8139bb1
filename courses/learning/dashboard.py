"""What a learner is shown: where they were, what is due, how far each course is."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.activities.models import LearnerState
from courses.catalogue.cards import CourseLink, LessonItem
from courses.catalogue.models import catalogue_url, courses_after
from courses.learning.cards import LearningCard, LearningHome, ResumeCard
from courses.learning.models import Completion, Enrolment
from courses.learning.progress import Progress, compute
from courses.learning.signals import DueItem, GroupsView, due_requested, groups_requested
from publishing.access import is_closed
from publishing.links import Link

if TYPE_CHECKING:
    from people.models import User


MOST_HANDED_IN = 10
"""So many works stand open under what is handed in; the rest is behind a disclosure."""


@dataclass(frozen=True, slots=True)
class CourseProgress:
    """An enrolment with its progress and the live lessons of its course, by key, restricted or not.

    ``finished`` stays once it is so, whatever the progress says after an editor's change.
    """

    enrolment: Enrolment
    progress: Progress
    completed: frozenset[UUID]
    lessons: dict[UUID, LessonItem]

    @property
    def finished_at(self) -> datetime | None:
        """When the course was completed; None where it was not."""
        return self.enrolment.completed_at

    @property
    def finished(self) -> bool:
        return self.finished_at is not None

    @property
    def may_finish(self) -> bool:
        """Whether nothing is missing and the learner has not done anything since: an editor took the rest away."""
        return self.progress.finished and not self.finished

    @property
    def label(self) -> str:
        return label_of(self.progress)

    @property
    def started(self) -> bool:
        """Whether anything was done in the course yet, besides enrolling."""
        return self.enrolment.last_lesson is not None or bool(self.completed)


def label_of(progress: Progress) -> str:
    """The progress in words, as the text alternative of the drawing says it."""
    return _("Completed lessons: %(done)s of %(total)s") % {"done": progress.done, "total": progress.total}


def course_progress(enrolments: Iterable[Enrolment], request: HttpRequest) -> list[CourseProgress]:
    """The progress of each enrolment: one query for the completions of all of them."""
    enrolments = list(enrolments)
    completed: dict[int, set[UUID]] = {}
    rows = Completion.objects.filter(enrolment__in=enrolments).values_list("enrolment_id", "lesson")
    for enrolment_id, lesson in rows:
        completed.setdefault(enrolment_id, set()).add(lesson)
    return [progress_of(enrolment, completed.get(enrolment.pk, set()), request) for enrolment in enrolments]


def progress_of(enrolment: Enrolment, completed: Collection[UUID], request: HttpRequest) -> CourseProgress:
    """The progress of an enrolment of which these lessons are completed."""
    lessons = {lesson.key: lesson for lesson in enrolment.course.lesson_list(request)}
    progress = compute(
        enrolment.outline.outline, completed=completed, available=lessons.keys(), last=enrolment.last_lesson
    )
    return CourseProgress(enrolment, progress, frozenset(completed), lessons)


def progress_at(item: CourseProgress, lesson: UUID) -> Progress:
    """The same progress with the learner standing on ``lesson``, completed or not."""
    return compute(
        item.enrolment.outline.outline,
        completed=item.completed,
        available=item.lessons.keys(),
        last=item.enrolment.last_lesson,
        standing=lesson,
    )


def enrolments_of(user: "User") -> list[Enrolment]:
    """A person's enrolments, the last active first, with course and pinned outline."""
    return list(Enrolment.objects.of(user))


def next_lesson(item: CourseProgress, request: HttpRequest) -> LessonItem | None:
    """The lesson to go on with that this visitor can get to; None at the end, or when all that is left is closed."""
    left = (item.lessons[key] for key in item.progress.left)
    return next((lesson for lesson in left if not is_closed(lesson.path, request)), None)


def closed_title(item: CourseProgress, request: HttpRequest) -> str:
    """The title of the lesson that comes next where nothing that is left can be opened; "" otherwise."""
    key = item.progress.next
    return item.lessons[key].title if key and next_lesson(item, request) is None else ""


def resume(item: CourseProgress, *, user: "User", request: HttpRequest) -> ResumeCard | None:
    """Where to go on in a course: the lesson, and in it the first exercise not yet answered rightly."""
    lesson = next_lesson(item, request)
    if lesson is None:
        return None
    anchor = ""
    if lesson.activities:
        solved = set(
            LearnerState.objects.filter(
                user=user, activity__in=lesson.activities, root=True, completion__gte=1.0
            ).values_list("activity_id", flat=True)
        )
        place = next((n for n, key in enumerate(lesson.activities, start=1) if key not in solved), None)
        # At the top until something in the lesson is done: the text comes first.
        if place is not None and solved:
            anchor = f"#cwiczenie-{place}"
    return ResumeCard(
        course_title=item.enrolment.course.title,
        lesson_title=lesson.title,
        url=f"{lesson.url}{anchor}",
        progress_steps=item.progress.progress_steps,
        label=item.label,
        started=item.started,
    )


def resume_of(*, user: "User", request: HttpRequest) -> ResumeCard | None:
    """Where to go on in the course last worked in that is not finished; None when there is none."""
    return _first_resume(course_progress(enrolments_of(user), request), user=user, request=request)


def _first_resume(items: Iterable[CourseProgress], *, user: "User", request: HttpRequest) -> ResumeCard | None:
    """Where to go on in the first of the courses that has a lesson to go to."""
    going = (item for item in items if not item.finished and next_lesson(item, request))
    item = next(going, None)
    return resume(item, user=user, request=request) if item else None


def _next(after: Iterable[CourseLink], *, finished: Collection[int]) -> Link | None:
    """The first of the courses ``after`` that is not among ``finished`` (ids)."""
    following = next((course for course in after if course.id not in finished), None)
    return Link(following.title, following.url) if following else None


def next_course(item: CourseProgress, *, user: "User", request: HttpRequest) -> Link:
    """Where to go from a course that is finished.

    To the next course of its programme that is not finished; without one to "Moja nauka", and the title is empty.
    After the answer that finishes the course it is the next one, finished or not: an answer has its bound of queries.
    """
    after = courses_after(item.enrolment.course, request)
    others: list[CourseProgress] = []
    if after and request.method != "POST":
        enrolments = Enrolment.objects.of(user).filter(course__in=[course.id for course in after])
        others = course_progress(enrolments, request)
    finished = {other.enrolment.course_id for other in others if other.finished}
    return _next(after, finished=finished) or Link("", reverse("learning:home"))


def due_items(
    *, user: "User", request: HttpRequest, progress: list[CourseProgress]
) -> tuple[list[DueItem], list[DueItem]]:
    """What is to be done and what is handed in, as the apps above tell it.

    First comes what is urgent, then the earliest due; what has no date comes last. What is handed in: newest first.
    """
    answers: list[tuple[Any, Any]] = due_requested.send(sender=Enrolment, user=user, request=request, progress=progress)
    items: list[DueItem] = [item for _receiver, answer in answers for item in answer]
    due = sorted(
        (item for item in items if item.since is None),
        key=lambda item: (not item.urgent, item.due_at is None, item.due_at, item.title),
    )
    settled = [(item.since, item) for item in items if item.since is not None]
    settled.sort(key=lambda pair: pair[0], reverse=True)
    return due, [item for _since, item in settled]


def home(*, user: "User", request: HttpRequest) -> LearningHome:
    """Everything on "Moja nauka"."""
    items = course_progress(enrolments_of(user), request)
    going = [item for item in items if not item.finished]
    ends = [(item.finished_at, item) for item in items if item.finished_at is not None]
    ends.sort(key=lambda pair: pair[0], reverse=True)
    finished = [item for _moment, item in ends]
    due, handed_in = due_items(user=user, request=request, progress=items)
    answers: list[tuple[Any, Any]] = groups_requested.send(sender=Enrolment, user=user)
    views: list[GroupsView] = [answer for _receiver, answer in answers]
    return LearningHome(
        invitations=[item for view in views for item in view.invitations],
        groups=[item for view in views for item in view.groups],
        resume=_first_resume(going, user=user, request=request),
        due=due,
        handed_in=handed_in[:MOST_HANDED_IN],
        handed_in_before=handed_in[MOST_HANDED_IN:],
        courses=[_card(item, request) for item in going],
        finished_courses=[_card(item, request) for item in finished],
        next_course=None if going else _what_to_begin(finished, request),
    )


def _card(item: CourseProgress, request: HttpRequest) -> LearningCard:
    course = item.enrolment.course
    following = next_lesson(item, request)
    return LearningCard(
        title=course.title,
        url="" if is_closed(course.path, request) else course.get_url(request) or "",
        progress_steps=item.progress.progress_steps,
        label=item.label,
        started=item.started,
        finish_url=reverse("learning:finish", args=[course.pk]) if item.may_finish else "",
        finished_at=item.finished_at,
        resume_url=following.url if following else "",
        closed_title=closed_title(item, request),
    )


def _what_to_begin(finished: list[CourseProgress], request: HttpRequest) -> Link:
    """The next course after those ``finished``, the last one first, else all courses, whose title is empty."""
    passed = {item.enrolment.course_id for item in finished}
    for item in finished:
        if following := _next(courses_after(item.enrolment.course, request), finished=passed):
            return following
    return Link("", catalogue_url(request) or "/")
