"""Answers to exercises as people read them."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest

from courses.activities.exercises import is_private, pass_mark_of, response_texts
from courses.activities.models import Answer, version_trees
from courses.activities.scores import is_right, scores_of
from courses.catalogue.cards import LessonItem
from courses.learning.history.cards import AnswerCard, OwnAnswer
from courses.learning.models import Enrolment
from publishing.access import is_closed

if TYPE_CHECKING:
    from people.models import User


def answer_cards(rows: Iterable[Answer], *, own: bool) -> list[AnswerCard]:
    """The answers, which must have their activities, as people read them; one query, and one where one is to a quiz.

    Unless they are the reader's ``own``, private ones are without their words.
    """
    rows = list(rows)
    trees = version_trees(row.version_id for row in rows)
    marks = {row.pk: pass_mark_of(trees[row.version_id], row.block) for row in rows}
    counting = _counting([row for row in rows if marks[row.pk] is not None])
    return [
        AnswerCard(
            exercise=row.activity.title,
            texts=response_texts(trees[row.version_id], row.block, row.response)
            if own or not is_private(trees[row.version_id], row.block)
            else (),
            right=is_right(row.score, row.max_score, pass_mark=marks[row.pk]),
            answered_at=row.created_at,
            changed=row.version_id != row.activity.current_id,
            quiz=marks[row.pk] is not None,
            counts=row.pk in counting,
        )
        for row in rows
    ]


def _counting(attempts: Sequence[Answer]) -> set[int]:
    """The ids of the answers that give the score of these quizzes; all attempts are read, also those not asked for."""
    if not attempts:
        return set()
    answers = Answer.objects.filter(
        user__in={row.user_id for row in attempts}, activity__in={row.activity_id for row in attempts}
    )
    return {score.answer for score in scores_of(answers).values()}


def own_answers(user: "User", rows: Sequence[Answer], request: HttpRequest) -> list[OwnAnswer]:
    """The learner's own answers with the places of their exercises; two queries."""
    places: dict[UUID, tuple[LessonItem, str]] = {}
    for enrolment in Enrolment.objects.of(user):
        for lesson in enrolment.course.lesson_list(request):
            places[lesson.key] = (lesson, enrolment.course.title)
            # A question of the bank has no lesson of its own: the first one that it stands in.
            for activity in lesson.activities:
                places.setdefault(activity, (lesson, enrolment.course.title))
    return [_own(row, card, places, request) for row, card in zip(rows, answer_cards(rows, own=True), strict=True)]


def _own(row: Answer, card: AnswerCard, places: dict[UUID, tuple[LessonItem, str]], request: HttpRequest) -> OwnAnswer:
    found = places.get(row.activity.container or row.activity_id)
    if found is None:
        return OwnAnswer(card, "", "", "")
    lesson, course_title = found
    there = row.activity_id in lesson.activities and not is_closed(lesson.path, request)
    url = f"{lesson.url}#cwiczenie-{lesson.activities.index(row.activity_id) + 1}" if there else ""
    return OwnAnswer(card, lesson.title, course_title, url)
