"""Services of quizzes: beginning an attempt, saving answers, closing."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.activities import services as activities
from courses.activities.bank.drawing import draw
from courses.activities.exercises.quiz import QuizExercise, percent
from courses.activities.given import Given
from courses.activities.models import Activity, ActivityVersion, Answer
from courses.activities.questions import known_parts, score_of
from courses.catalogue.models import Lesson
from courses.learning.errors import NotAllowedError, NotEnrolledError
from courses.learning.models import Enrolment, QuizAnswer, QuizAttempt
from courses.learning.quizzes.errors import AttemptClosedError
from courses.learning.release import check_open
from courses.learning.services import record_result

if TYPE_CHECKING:
    from people.models import User

AT_ONCE = 200
"""Attempts that the worker closes in one go."""


def start_attempt(*, user: "User", lesson: Lesson, activity_id: UUID, at: datetime | None = None) -> QuizAttempt:
    """Begins an attempt with questions drawn for it, or returns the one that is under way.

    Raises ``NotEnrolledError``, ``NotAllowedError`` while the lesson is locked, when no attempt is left or the bank has
    no question for it, and ``Activity.DoesNotExist`` if the lesson has no such quiz.
    """
    at = at or timezone.now()
    version = quiz_in(lesson, activity_id)
    for overdue in QuizAttempt.objects.of(user).filter(activity=activity_id).overdue(at):
        close_attempt(attempt=overdue, at=at)
    with transaction.atomic():
        rows = Enrolment.objects.of(user).covering(lesson)
        enrolment = rows.select_for_update(of=("self",)).first()
        if enrolment is None:
            raise NotEnrolledError
        check_open(enrolment, lesson)
        attempts = list(QuizAttempt.objects.of(user).filter(activity=activity_id))
        if attempts and attempts[-1].closed_at is None:
            return attempts[-1]
        return _begin(user, lesson, version, number=len(attempts) + 1, at=at)


def may_retake(attempt: QuizAttempt) -> bool:
    """Whether another attempt at this quiz may be begun after this one, as the quiz is now."""
    if attempt.lesson is None or not attempt.lesson.live:
        return False
    try:
        most = quiz_in(attempt.lesson, attempt.activity_id).tree["fields"].get("max_attempts")
    except Activity.DoesNotExist:
        return False
    attempts = QuizAttempt.objects.filter(user=attempt.user_id, activity=attempt.activity_id)
    return not attempts.under_way().exists() and (not most or attempts.count() < most)


def quiz_in(lesson: Lesson, activity_id: UUID) -> ActivityVersion:
    """The current version of a quiz of the lesson. Raises ``Activity.DoesNotExist``."""
    activity = lesson.answerable().get(activity_id)
    if activity is None or activity.current is None or activity.current.tree["type"] != QuizExercise.TYPE:
        raise Activity.DoesNotExist(activity_id)
    return activity.current


def _begin(user: "User", lesson: Lesson, version: ActivityVersion, *, number: int, at: datetime) -> QuizAttempt:
    fields = version.tree["fields"]
    if fields.get("max_attempts") and number > fields["max_attempts"]:
        raise NotAllowedError(_("All attempts at this quiz are used up. Your result stays."))
    drawn = draw(fields, language=lesson.language)
    if not drawn:
        raise NotAllowedError(_("This quiz has no questions at the moment. Tell the editors, and come back later."))
    attempt = QuizAttempt.objects.create(
        user=user,
        lesson=lesson,
        activity_id=version.activity_id,
        version=version,
        number=number,
        started_at=at,
        closes_at=at + timedelta(minutes=fields["minutes"]) if fields.get("minutes") else None,
    )
    QuizAnswer.objects.bulk_create(
        QuizAnswer(attempt=attempt, position=position, version=question)
        for position, question in enumerate(drawn, start=1)
    )
    activities.change_state(user=user, version=version, change=lambda block: block.begin())
    return attempt


def save_answers(*, attempt: QuizAttempt, given: Mapping[UUID, Given], at: datetime | None = None) -> QuizAttempt:
    """Keeps what was answered, by activity; a question that ``given`` has not stays as it was saved.

    Raises ``AttemptClosedError`` for an attempt that is closed, also because its time is over: then what had been saved
    counts.
    """
    at = at or timezone.now()
    with transaction.atomic():
        locked = _locked(attempt)
        if locked.closed_at is None and not locked.is_overdue(at):
            changed = []
            for row in locked.answers.select_related("version"):
                if row.version.activity_id in given:
                    row.given = known_parts(row.version.tree, given[row.version.activity_id]).as_json()
                    changed.append(row)
            QuizAnswer.objects.bulk_update(changed, ["given"])
            locked.saved_at = at
            locked.save(update_fields=["saved_at"])
            return locked
    if locked.closed_at is None:
        close_attempt(attempt=locked, at=at)
    raise AttemptClosedError


def close_attempt(*, attempt: QuizAttempt, at: datetime | None = None) -> QuizAttempt:
    """Scores an attempt by what was saved and records the result as an answer to the quiz. Idempotent.

    What a score means for the lesson is as with every exercise: passing completes it.
    """
    at = at or timezone.now()
    with transaction.atomic():
        locked = _locked(attempt)
        if locked.closed_at is not None:
            return locked
        rows = list(locked.answers.select_related("version"))
        for row in rows:
            row.score = score_of(row.version.tree, row.answer)
        QuizAnswer.objects.bulk_update(rows, ["score"])
        score = sum(row.score or 0.0 for row in rows) / len(rows) if rows else 0.0
        locked.closed_at, locked.score = min(at, locked.closes_at or at), min(1.0, score)
        locked.save(update_fields=["closed_at", "score"])
        _record(locked, score=locked.score)
    return locked


def _record(attempt: QuizAttempt, *, score: float) -> None:
    """An attempt in a lesson that is gone, or of someone who has left the course, is closed and counts nowhere."""
    if attempt.lesson is None:
        return
    results = Answer.objects.of(attempt.user).filter(activity=attempt.activity_id).graded()
    before = list(results.values_list("score", flat=True))
    try:
        record_result(
            user=attempt.user,
            lesson=attempt.lesson,
            version=attempt.version,
            key=attempt.key,
            response=f"{percent(score)}%",
            change=lambda block: block.finish(score, before=before),
        )
    except NotEnrolledError:
        return


def close_overdue(*, at: datetime | None = None) -> int:
    """Closes attempts whose time is over, at most ``AT_ONCE``; returns how many."""
    at = at or timezone.now()
    found = list(QuizAttempt.objects.overdue(at).order_by("closes_at")[:AT_ONCE])
    for attempt in found:
        close_attempt(attempt=attempt, at=at)
    return len(found)


def _locked(attempt: QuizAttempt) -> QuizAttempt:
    rows = QuizAttempt.objects.select_related("version__activity", "user", "lesson__locale")
    return rows.select_for_update(of=("self",)).get(pk=attempt.pk)
