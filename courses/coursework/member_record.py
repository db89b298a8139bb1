"""What the page of a member of a group shows."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from courses.activities.models import Answer
from courses.coursework import rules
from courses.coursework.cards import CourseRecord, LessonRecord, MemberRecord, TaskRecord
from courses.coursework.members import MemberProgress, members_progress
from courses.coursework.models import Cohort, Review, Submission
from courses.coursework.states import DONE
from courses.coursework.task_states import TaskState, task_states
from courses.coursework.task_table import submission_url
from courses.learning.dashboard import CourseProgress
from courses.learning.history.answers import answer_cards
from courses.learning.history.cards import AnswerCard
from courses.learning.missing import missing_in_lessons, missing_lessons
from courses.learning.models import Completion
from publishing.links import Link

if TYPE_CHECKING:
    from people.models import User


def member_record(cohort: Cohort, user: "User", request: HttpRequest, *, reader: "User") -> MemberRecord:
    """Everything about a member of the group that ``reader`` may see, in a constant number of queries.

    A trainer of the group sees answers to exercises and reviews; a coordinator sees progress and states only.
    """
    trains = rules.trains(reader, cohort)
    (person,) = members_progress([cohort], request, users=[user.pk])
    tasks = task_states([cohort], users=[user.pk]).of(cohort.pk, user.pk)
    return MemberRecord(
        courses=_course_records(person, request, with_answers=trains),
        tasks=_task_records(cohort, user, tasks, trains=trains),
        messages_sent=list(cohort.messages.filter(recipients=user).select_related("sender")),
    )


def _course_records(person: MemberProgress, request: HttpRequest, *, with_answers: bool) -> tuple[CourseRecord, ...]:
    completions = {
        (enrolment, lesson): (moment, source)
        for enrolment, lesson, moment, source in Completion.objects.filter(
            enrolment__in=[item.enrolment for item in person.courses]
        ).values_list("enrolment", "lesson", "completed_at", "source")
    }
    missing = {
        (item.enrolment.pk, key): parts
        for item, lessons in zip(person.courses, missing_in_lessons(person.courses, request), strict=True)
        for key, parts in lessons.items()
    }
    answers = _answers(person) if with_answers else {}
    return tuple(
        CourseRecord(
            title=item.enrolment.course.title,
            progress_steps=item.progress.progress_steps,
            label=item.label,
            finished_at=item.finished_at,
            missing=() if item.finished else missing_lessons(item, request),
            lessons=tuple(
                _lesson_record(
                    title,
                    completions.get((item.enrolment.pk, key)),
                    answers.get(key, []),
                    extra=key not in item.progress.counted,
                    missing=missing.get((item.enrolment.pk, key), ()),
                )
                for key, title in _lessons(item).items()
            ),
        )
        for item in person.courses
    )


def _lessons(item: CourseProgress) -> dict[UUID, str]:
    """The titles of the lessons that progress counts, then of extra ones that are completed, by key."""
    pinned = {lesson.key: lesson.title for lesson in item.enrolment.pinned.lessons}
    counted = {key: item.lessons[key].title if key in item.lessons else pinned[key] for key in item.progress.counted}
    return counted | {key: lesson.title for key, lesson in item.lessons.items() if key in item.completed}


def _lesson_record(
    title: str,
    completion: tuple[datetime, str] | None,
    answers: list[AnswerCard],
    *,
    extra: bool,
    missing: tuple[Link, ...],
) -> LessonRecord:
    moment, source = completion or (None, "")
    return LessonRecord(
        title=title,
        completed_at=moment,
        self_reported=source == Completion.Source.MANUAL,
        known=source == Completion.Source.KNOWN,
        answers=tuple(answers),
        extra=extra,
        missing=missing,
    )


def _answers(person: MemberProgress) -> dict[UUID, list[AnswerCard]]:
    """The answers of the person to exercises of their lessons, the newest first, by the key of the lesson.

    Those to a question of the bank stand with every lesson that has it.
    """
    keys = {key for item in person.courses for key in _lessons(item)}
    places: dict[UUID, list[UUID]] = {}
    for item in person.courses:
        for key in keys & item.lessons.keys():
            for activity in item.lessons[key].activities:
                places.setdefault(activity, []).append(key)
    rows = list(
        Answer.objects.of(person.user)
        .filter(Q(activity__container__in=keys) | Q(activity__container=None, activity__in=places))
        .select_related("activity")
        .order_by("-created_at", "-pk")
    )
    found: dict[UUID, list[AnswerCard]] = {}
    for row, card in zip(rows, answer_cards(rows, own=False), strict=True):
        for key in [row.activity.container] if row.activity.container else places[row.activity_id]:
            found.setdefault(key, []).append(card)
    return found


def _task_records(cohort: Cohort, user: "User", tasks: list[TaskState], *, trains: bool) -> tuple[TaskRecord, ...]:
    ids = [task.submission_id for task in tasks if task.submission_id]
    rounds = dict(
        Submission.objects.filter(pk__in=ids).order_by().values_list("pk", "rounds__number").order_by("rounds__number")
    )
    reviews: dict[int, list[Review]] = {}
    if trains:
        given = Review.objects.filter(round__submission__in=ids).select_related("reviewer", "round").order_by("-pk")
        for review in given:
            reviews.setdefault(review.round.submission_id, []).append(review)
    return tuple(
        TaskRecord(
            task=task,
            url=submission_url(task) if trains else "",
            rounds_count=rounds.get(task.submission_id, 0) if task.submission_id else 0,
            reviews=tuple(reviews.get(task.submission_id, ())) if task.submission_id else (),
            extend_url=reverse("coursework:extension", args=[cohort.pk, task.assignment.pk, user.pk])
            if trains and task.assignment.due_at and task.state != DONE and not task.assignment.is_closed
            else "",
        )
        for task in tasks
    )
