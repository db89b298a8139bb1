"""Reads what a learner has done, for ``decision.decide``."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q

from courses.activities.models import Answer
from courses.activities.scores import Score, gradable, scores_of
from courses.catalogue.models import Course, Lesson, Programme, in_live_topics
from courses.catalogue.models.plan import grouped
from courses.credentials.decision import Choice, CourseEvidence, Evidence, GroupEvidence, Work
from courses.learning.models import Completion, Enrolment, ProgrammeEnrolment
from courses.learning.progress import compute
from courses.learning.signals import TrainersWord, trainers_word_requested

if TYPE_CHECKING:
    from people.models import User

# What the site has graded itself. Completions of other sources count towards completing a course and never alone.
VERIFIED = frozenset({str(Completion.Source.EXERCISES)})
KNOWN = frozenset({str(Completion.Source.KNOWN)})


@dataclass(frozen=True, slots=True)
class Done:
    """What a learner has done in a course: ``sources`` of completed lessons, the ``graded`` exercises with ``scores``.

    ``again``: of the lessons that exercises completed, only those count in which one was answered rightly since.
    """

    sources: dict[UUID, str]
    graded: list[UUID]
    scores: dict[UUID, Score]
    again: bool


def evidence_of(*, user: "User", subject: Course | Programme, since: datetime | None = None) -> Evidence:
    """What ``user`` has done in a course, or in the courses of a programme; a constant number of queries.

    With ``since``, what others than the learner have seen counts only from then on: answers, and groups joined later.
    """
    groups = _groups(user, subject, since)
    if isinstance(subject, Course):
        only = Choice(tuple(_of_courses(user, [subject], since)), 1)
        return Evidence((only,), groups, renewal=since is not None)
    choices, as_begun = _choices(user, subject, since)
    return Evidence(choices, groups, as_begun, renewal=since is not None)


def _choices(user: "User", programme: Programme, since: datetime | None) -> tuple[tuple[Choice, ...], bool]:
    """The compulsory courses, all of them, and those of each elective group; and whether as the learner began.

    A certificate takes what the programme asks for now, or what it asked for when the learner began it, whichever is
    nearer. Either way only courses that are completed count, never that the programme is shown as completed.
    """
    rows = [row for row in programme.rows() if row.course.live]
    courses = {row.course_id: row.course for row in rows}
    begun = ProgrammeEnrolment.objects.filter(user=user, programme=programme).first()
    pinned = begun.groups if begun else ()
    gone = {key for group in pinned for key in (*group.courses, *group.others)} - courses.keys()
    if gone:
        done = Course.objects.filter(enrolments__user=user, enrolments__completed_at__isnull=False, pk__in=gone)
        courses.update((course.pk, course) for course in done.select_related("locale"))
    evidence = dict(zip(courses, _of_courses(user, list(courses.values()), since), strict=True))
    now = _choices_of(
        (([row.course_id for row in choice], number) for number, choice in grouped(rows, programme.choose_by_group())),
        evidence,
    )
    # A course that was withdrawn is not asked for; one that came back is.
    then = _choices_of((([*group.courses, *group.others], group.choose) for group in pinned), evidence)
    if then and sum(choice.left for choice in now) > sum(choice.left for choice in then):
        return then, True
    return now or (Choice((), 1),), False


def _choices_of(
    groups: Iterable[tuple[list[int], int | None]], evidence: dict[int, CourseEvidence]
) -> tuple[Choice, ...]:
    """A choice of each group of courses (ids) that there is evidence of; None asks for all of them."""
    return tuple(
        Choice(members, len(members) if number is None else min(number, len(members)))
        for keys, number in groups
        for members in (tuple(evidence[key] for key in dict.fromkeys(keys) if key in evidence),)
        if members
    )


def _groups(user: "User", subject: Course | Programme, since: datetime | None) -> tuple[GroupEvidence, ...]:
    answers: list[tuple[Any, Any]] = trainers_word_requested.send(
        sender=Enrolment, user=user, subject=subject, since=since
    )
    said: list[TrainersWord] = [word for _receiver, words in answers for word in words]
    return tuple(
        GroupEvidence(
            name=word.group,
            works=tuple(Work(title, accepted=accepted) for title, accepted in word.works),
            attendance=word.attendance,
        )
        for word in said
    )


def _of_courses(user: "User", courses: list[Course], since: datetime | None) -> Iterable[CourseEvidence]:
    enrolments = {item.course_id: item for item in Enrolment.objects.of(user).filter(course__in=courses)}
    completions: dict[int, dict[UUID, str]] = {}
    rows = Completion.objects.filter(enrolment__in=enrolments.values())
    for enrolment_id, lesson, source in rows.values_list("enrolment_id", "lesson", "source"):
        completions.setdefault(enrolment_id, {})[lesson] = source
    lessons = _live_lessons(courses)
    exercises = {
        course.pk: _counting(enrolments[course.pk], completions.get(enrolments[course.pk].pk, {}), lessons[course.pk])
        for course in courses
        if course.pk in enrolments
    }
    graded = gradable({key for keys in exercises.values() for key in keys})
    scores = _scores(user, graded, since)
    for course in courses:
        enrolment = enrolments.get(course.pk)
        if enrolment is None:
            yield CourseEvidence(course.title, load=course.load)
            continue
        counted = [key for key in exercises[course.pk] if key in graded]
        done = Done(completions.get(enrolment.pk, {}), counted, scores, again=since is not None)
        yield _evidence(course, enrolment, done, lessons[course.pk])


def _evidence(course: Course, enrolment: Enrolment, done: Done, live: dict[UUID, Lesson]) -> CourseEvidence:
    outline, sources = enrolment.pinned, done.sources
    verified = {lesson for lesson, source in sources.items() if source in VERIFIED}
    if done.again:
        right = {key for key, score in done.scores.items() if score.right}
        verified &= {lesson.key for lesson in outline.lessons if right.intersection(lesson.activities)}
    titles = {lesson.key: lesson.title for lesson in outline.lessons}
    progress = compute(outline, completed=sources.keys(), available=enrolment.available(live.keys()))
    return CourseEvidence(
        title=course.title,
        lessons=progress.total,
        enrolled=True,
        completed=enrolment.completed_at is not None,
        missing=tuple(titles[key] for key in progress.counted if key not in sources),
        known=tuple(titles[key] for key in progress.counted if sources.get(key) in KNOWN),
        load=course.load,
        verified=len(verified),
        graded=len(done.graded),
        points=sum((done.scores[key].share for key in done.graded if key in done.scores), Fraction(0)),
    )


def _live_lessons(courses: list[Course]) -> dict[int, dict[UUID, Lesson]]:
    """The live lessons of each course by their keys, in one query for all."""
    found: dict[str, dict[UUID, Lesson]] = {course.path: {} for course in courses}
    lessons = in_live_topics(Lesson.objects.live()).select_related("locale").defer("body", "body_html", "search_text")
    below = reduce(or_, (Q(path__startswith=course.path) for course in courses), Q(pk=None))
    for lesson in lessons.filter(below).order_by("path"):
        found[lesson.course_path][lesson.key] = lesson
    return {course.pk: found[course.path] for course in courses}


def _counting(enrolment: Enrolment, completed: Collection[UUID], live: dict[UUID, Lesson]) -> list[UUID]:
    """The exercises that count: those of the lessons that count, as pinned, that are still in their lessons."""
    found = []
    counted = enrolment.available(live.keys()).union(completed)
    for lesson in enrolment.pinned.lessons:
        now = live.get(lesson.key) if lesson.key in counted else None
        there = set(now.activities) if now else set()
        found += [activity for activity in lesson.activities if activity in there]
    return found


def _scores(user: "User", activities: frozenset[UUID], since: datetime | None) -> dict[UUID, Score]:
    """The score of ``user`` in each activity that was answered, ``since`` then if it is given."""
    answers = Answer.objects.of(user).filter(activity__in=activities)
    if since is not None:
        answers = answers.filter(created_at__gt=since)
    return {activity: score for (_user, activity), score in scores_of(answers).items()}
