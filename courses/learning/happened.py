"""Builds the statements of learning events, one function for each kind of event."""

from typing import Any
from uuid import UUID

from courses.activities.exercises import interaction_of, is_private, pass_mark_of
from courses.activities.scores import is_right
from courses.activities.services import Outcome
from courses.catalogue.models import Course, Lesson
from courses.learning import statements
from courses.learning.models import Completion, Enrolment
from courses.learning.statements import ActivityObject, Kind, StatementData, Verb


def course_object(course: Course) -> ActivityObject:
    """The xAPI Activity of a course."""
    return ActivityObject(course.key, Kind.COURSE, course.title, course.language)


def lesson_object(lesson: Lesson) -> ActivityObject:
    """The xAPI Activity of a lesson."""
    return ActivityObject(lesson.key, Kind.LESSON, lesson.title, lesson.language)


def enrolled(enrolment: Enrolment, *, actor: UUID) -> StatementData:
    course = course_object(enrolment.course)
    return StatementData(
        record=f"enrolment:{enrolment.pk}",
        actor=actor,
        verb=Verb.REGISTERED,
        object=course,
        happened_at=enrolment.created_at,
        course=course,
        registration=enrolment.registration,
    )


def answered(outcome: Outcome, enrolment: Enrolment, lesson: Lesson, *, actor: UUID) -> StatementData:
    answer = outcome.answer
    interaction = interaction_of(answer.version.tree, answer.block)
    return StatementData(
        record=f"answer:{answer.pk}",
        actor=actor,
        verb=Verb.ANSWERED,
        object=ActivityObject(
            answer.activity_id, Kind.EXERCISE, answer.activity.title, lesson.language, interaction=interaction
        ),
        happened_at=answer.created_at,
        course=course_object(enrolment.course),
        parent=lesson_object(lesson),
        registration=enrolment.registration,
        result=result_of_answer(
            answer,
            interaction=interaction,
            completion=outcome.completion >= 1.0,
            private=is_private(answer.version.tree, answer.block),
            pass_mark=pass_mark_of(answer.version.tree, answer.block),
        ),
        extensions={statements.ACTIVITY_VERSION: answer.version.number, statements.BLOCK: answer.block},
    )


def result_of_answer(
    answer: Any, *, interaction: str, completion: bool | None, private: bool = False, pass_mark: int | None = None
) -> dict[str, Any]:
    """The Result of an answer; ``completion`` is that of the whole exercise, None where it is unknown.

    The words of a ``private`` answer are the learner's alone, so no event repeats them. ``pass_mark`` in percent is
    that of a quiz, which succeeds by passing.
    """
    return statements.result(
        score=answer.score,
        max_score=answer.max_score,
        success=is_right(answer.score, answer.max_score, pass_mark=pass_mark),
        completion=completion,
        response=None if private else statements.response_of(answer.response, interaction=interaction),
    )


def lesson_completed(completion: Completion, enrolment: Enrolment, lesson: Lesson, *, actor: UUID) -> StatementData:
    course = course_object(enrolment.course)
    return StatementData(
        record=f"completion:{completion.pk}",
        actor=actor,
        verb=Verb.COMPLETED,
        object=lesson_object(lesson),
        happened_at=completion.completed_at,
        course=course,
        parent=course,
        registration=enrolment.registration,
        result=statements.result(completion=True, extensions={statements.SOURCE: str(completion.source)}),
    )


def course_completed(enrolment: Enrolment, *, actor: UUID) -> StatementData:
    """The statement of a completed course. Raises ``ValueError`` unless ``completed_at`` is set."""
    if enrolment.completed_at is None:
        raise ValueError("The course is not completed.")
    course = course_object(enrolment.course)
    return StatementData(
        record=f"course:{enrolment.pk}",
        actor=actor,
        verb=Verb.COMPLETED,
        object=course,
        happened_at=enrolment.completed_at,
        course=course,
        registration=enrolment.registration,
        result=statements.result(completion=True),
    )
