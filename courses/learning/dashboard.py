"""A learner's courses, progress, next lesson and due assignments."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.catalogue.cards import Additions, CourseLink, LessonItem
from courses.catalogue.models import catalogue_url, courses_after
from courses.catalogue.outline import OutlineData
from courses.learning.cards import LearningCard, LearningHome, ResumeCard
from courses.learning.changes_since import changed_since
from courses.learning.goals.standing import goal_card, goal_of
from courses.learning.missing import missing_lessons, solved_activities
from courses.learning.models import Completion, Enrolment
from courses.learning.places import anchor_in
from courses.learning.plans.cards import PlanCard
from courses.learning.plans.planning import plan_cards
from courses.learning.programmes import standings_of
from courses.learning.progress import Progress, added_since, compute
from courses.learning.services import settle_lessons
from courses.learning.signals import (
    CertificatesView,
    DueItem,
    GroupsView,
    certificates_requested,
    due_requested,
    groups_requested,
    result_requested,
)
from publishing.access import is_closed
from publishing.links import Link

if TYPE_CHECKING:
    from people.models import User


MOST_HANDED_IN = 10
"""The number of submissions listed openly under "handed in"; the others are in a ``<details>``."""


@dataclass(frozen=True, slots=True)
class CourseProgress:
    """An enrolment with its progress and the live lessons of its course by key, restricted ones included.

    While the course is unpublished, ``lessons`` has the pinned ones as well, without a URL. ``finished`` does not
    change back, even if an editor's change makes the progress incomplete.
    """

    enrolment: Enrolment
    progress: Progress
    completed: frozenset[UUID]
    lessons: dict[UUID, LessonItem]

    @property
    def pinned(self) -> OutlineData:
        """The outline that the progress counts against."""
        return self.enrolment.pinned

    @property
    def finished_at(self) -> datetime | None:
        """The time of completion of the course, or None."""
        return self.enrolment.completed_at

    @property
    def finished(self) -> bool:
        return self.finished_at is not None

    @property
    def may_finish(self) -> bool:
        """Whether no lesson is missing in an unfinished course, because an editor removed the remaining ones."""
        return self.progress.finished and not self.finished and self.enrolment.course.live

    @property
    def label(self) -> str:
        return label_of(self.progress)

    @property
    def started(self) -> bool:
        """Whether the learner has done anything in the course besides enrolling."""
        return self.enrolment.last_lesson is not None or bool(self.completed)


def label_of(progress: Progress) -> str:
    """The progress in words, as in the text alternative of the drawing."""
    return _("Completed lessons: %(done)s of %(total)s") % {"done": progress.done, "total": progress.total}


def course_progress(enrolments: Iterable[Enrolment], request: HttpRequest) -> list[CourseProgress]:
    """The progress of each enrolment, with one query for all completions.

    Before a figure is shown, lessons that have been withdrawn are recorded as such, so that it never falls again.
    """
    enrolments = list(enrolments)
    completed: dict[int, set[UUID]] = {}
    rows = Completion.objects.filter(enrolment__in=enrolments).values_list("enrolment_id", "lesson")
    for enrolment_id, lesson in rows:
        completed.setdefault(enrolment_id, set()).add(lesson)
    return _progress([(enrolment, completed.get(enrolment.pk, set())) for enrolment in enrolments], request)


def progress_of(enrolment: Enrolment, completed: Collection[UUID], request: HttpRequest) -> CourseProgress:
    """The progress of an enrolment; ``completed`` are the keys of its completed lessons."""
    (item,) = _progress([(enrolment, completed)], request)
    return item


def _progress(learning: Iterable[tuple[Enrolment, Collection[UUID]]], request: HttpRequest) -> list[CourseProgress]:
    """The progress of each enrolment with its completed lessons, after what was withdrawn is recorded."""
    shown = [(enrolment, completed, _lessons_of(enrolment, request)) for enrolment, completed in learning]
    settle_lessons(shown)
    return [
        CourseProgress(
            enrolment,
            compute(
                enrolment.pinned,
                completed=completed,
                available=enrolment.available(lessons),
                last=enrolment.last_lesson,
            ),
            frozenset(completed),
            lessons,
        )
        for enrolment, completed, lessons in shown
    ]


def _lessons_of(enrolment: Enrolment, request: HttpRequest) -> dict[UUID, LessonItem]:
    course = enrolment.course
    live = {lesson.key: lesson for lesson in course.lesson_list(request)}
    if course.live:
        return live
    return {lesson.key: LessonItem.without_page(lesson, course.path) for lesson in enrolment.pinned.lessons} | live


def progress_at(item: CourseProgress, lesson: UUID) -> Progress:
    """The same progress with ``lesson`` as the current step, completed or not."""
    return compute(
        item.pinned,
        completed=item.completed,
        available=item.enrolment.available(item.lessons),
        last=item.enrolment.last_lesson,
        standing=lesson,
    )


def enrolments_of(user: "User") -> list[Enrolment]:
    """A user's enrolments with course and pinned outline, the last active first."""
    return list(Enrolment.objects.of(user).telling_of_programmes())


def next_lesson(item: CourseProgress, request: HttpRequest) -> LessonItem | None:
    """The next lesson that this user may open; None at the end, or if all remaining lessons are closed to them."""
    left = (item.lessons[key] for key in item.progress.left)
    return next((lesson for lesson in left if lesson.url and not is_closed(lesson.path, request)), None)


def closed_title(item: CourseProgress, request: HttpRequest) -> str:
    """The title of the next lesson if the user may open none of the remaining ones; otherwise ""."""
    key = item.progress.next
    return item.lessons[key].title if key and next_lesson(item, request) is None else ""


def resume(item: CourseProgress, *, user: "User", request: HttpRequest) -> ResumeCard | None:
    """Where to continue in a course: the next lesson, at the place where the learner stopped."""
    lesson = next_lesson(item, request)
    if lesson is None:
        return None
    anchor = anchor_in(lesson, item.enrolment, solved=solved_activities(user.pk, lesson.activities))
    return ResumeCard(
        course_title=item.enrolment.course.title,
        lesson_title=lesson.title,
        url=f"{lesson.url}#{anchor}" if anchor else lesson.url,
        progress_steps=item.progress.progress_steps,
        label=item.label,
        started=item.started,
    )


def resume_of(*, user: "User", request: HttpRequest) -> ResumeCard | None:
    """Where to continue in the last active course that is not finished; None if there is none."""
    return _first_resume(course_progress(enrolments_of(user), request), user=user, request=request)


def _first_resume(items: Iterable[CourseProgress], *, user: "User", request: HttpRequest) -> ResumeCard | None:
    """Where to continue in the first of the courses with a next lesson."""
    going = (item for item in items if not item.finished and next_lesson(item, request))
    item = next(going, None)
    return resume(item, user=user, request=request) if item else None


def _next(after: Iterable[CourseLink], *, finished: Collection[int]) -> Link | None:
    """The first of the courses ``after`` that is not among ``finished`` (ids)."""
    following = next((course for course in after if course.id not in finished), None)
    return Link(following.title, following.url) if following else None


def result_url(item: CourseProgress) -> str:
    """The URL of the page of the result of a finished course, which an app above has; empty without one."""
    if not item.finished:
        return ""
    answers: list[tuple[Any, Any]] = result_requested.send(sender=Enrolment, enrolment=item.enrolment)
    return next((url for _receiver, url in answers), "")


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
    """The items to do and the submitted ones, from the apps above.

    To do: urgent ones first, then by due date, those without a date last. Submitted: newest first.
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
    planned = plan_cards(going, request)
    goal = goal_of(user) if items else None
    answers: list[tuple[Any, Any]] = groups_requested.send(sender=Enrolment, user=user)
    views: list[GroupsView] = [answer for _receiver, answer in answers]
    told: list[tuple[Any, Any]] = certificates_requested.send(sender=Enrolment, user=user)
    certificates: list[CertificatesView] = [answer for _receiver, answer in told]
    return LearningHome(
        invitations=[item for view in views for item in view.invitations],
        groups=[item for view in views for item in view.groups],
        resume=_first_resume(going, user=user, request=request),
        due=due,
        handed_in=handed_in[:MOST_HANDED_IN],
        handed_in_before=handed_in[MOST_HANDED_IN:],
        courses=[_card(item, request, plan=planned.get(item.enrolment.pk)) for item in going],
        programmes=standings_of(items, request),
        finished_courses=[_card(item, request) for item in finished],
        certificates=[item for view in certificates for item in view.certificates],
        awaited_certificates=[item for view in certificates for item in view.programmes],
        changed_since=changed_since(finished, request),
        next_course=None if going else _what_to_begin(finished, request),
        goal=goal_card(goal, items) if goal else None,
    )


def additions(item: CourseProgress, request: HttpRequest) -> Additions | None:
    """The lessons added since the learner enrolled, or since they last took additions in; None without any.

    With those that were withdrawn and have come back.
    """
    withdrawn = item.enrolment.withdrawn - item.completed
    added = [item.lessons[key] for key in added_since(item.pinned, item.lessons, withdrawn=withdrawn)]
    if not added:
        return None
    return Additions(
        lessons=tuple(Link(lesson.title, "" if is_closed(lesson.path, request) else lesson.url) for lesson in added),
        url=reverse("learning:additions", args=[item.enrolment.course_id]),
        finished=item.finished,
    )


def summary_url(item: CourseProgress) -> str:
    """The page about a course that is finished; "" while it is not."""
    return reverse("learning:summary", args=[item.enrolment.course_id]) if item.finished else ""


def _card(item: CourseProgress, request: HttpRequest, *, plan: PlanCard | None = None) -> LearningCard:
    course = item.enrolment.course
    following = next_lesson(item, request)
    return LearningCard(
        title=course.title,
        url="" if not course.live or is_closed(course.path, request) else course.get_url(request) or "",
        progress_steps=item.progress.progress_steps,
        label=item.label,
        started=item.started,
        finish_url=reverse("learning:finish", args=[course.pk]) if item.may_finish else "",
        finished_at=item.finished_at,
        resume_url=following.url if following else "",
        closed_title=closed_title(item, request) if course.live else "",
        missing=() if item.finished else missing_lessons(item, request),
        additions=additions(item, request),
        plan=plan,
        plan_url="" if item.finished or not course.live else reverse("learning:plan", args=[course.pk]),
        summary_url=summary_url(item),
        away=not course.live,
    )


def _what_to_begin(finished: list[CourseProgress], request: HttpRequest) -> Link:
    """The next course after those ``finished``, the last one first, else all courses, whose title is empty."""
    passed = {item.enrolment.course_id for item in finished}
    for item in finished:
        if following := _next(courses_after(item.enrolment.course, request), finished=passed):
            return following
    return Link("", catalogue_url(request) or "/")
