"""What changes state in learning."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.activities import services as activities
from courses.activities.models import Activity
from courses.activities.runtime import StateStore
from courses.catalogue.models import Course, Lesson
from courses.catalogue.services import renew_outline
from courses.learning.conditions import condition_of
from courses.learning.errors import NotAllowedError, NotEnrolledError
from courses.learning.models import Completion, Enrolment

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def enrol(*, user: "User", course: Course) -> Enrolment:
    """Puts a person on a live course, pinning its present outline. Twice is the same as once.

    Raises ``NotAllowedError`` when the course is not published.
    """
    if not course.live:
        raise NotAllowedError(_("This course is not published."))
    if known := Enrolment.objects.filter(user=user, course=course).first():
        return known
    outline = course.outlines.order_by("-number").first() or renew_outline(course=course)
    enrolment, _created = Enrolment.objects.get_or_create(user=user, course=course, defaults={"outline": outline})
    return enrolment


def _locked_enrolment(*, user: "User", lesson: Lesson) -> Enrolment:
    """The enrolment that covers ``lesson``, locked: one person's work on one course happens one thing at a time."""
    enrolment = Enrolment.objects.select_for_update(of=("self",)).of(user).covering(lesson).first()
    if enrolment is None:
        raise NotEnrolledError
    return enrolment


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of an answer, and what was read on the way: the enrolment, and what the learner has in the lesson
    now (None when the answer had been recorded before)."""

    outcome: activities.Outcome
    enrolment: Enrolment

    @property
    def store(self) -> StateStore | None:
        return self.outcome.store


def answer_exercise(
    *, user: "User", lesson: Lesson, activity_id: UUID, form: list[tuple[str, str]], key: UUID
) -> Answered:
    """Records an answer of somebody on the course, and the completion of the lesson if it was the last one missing.

    Raises ``NotEnrolledError``, ``Activity.DoesNotExist`` when the lesson holds no such exercise, and
    ``InvalidAnswerError`` when the form is no answer. Nothing is recorded then.
    """
    container = lesson.key  # asked for before the transaction: in one, nothing remembered is used
    with transaction.atomic():
        enrolment = _locked_enrolment(user=user, lesson=lesson)
        activity = Activity.objects.select_related("current").get(pk=activity_id, container=container)
        outcome = activities.submit_answer(
            user=user, activity=activity, form=form, key=key, beside=[UUID(item) for item in lesson.exercises]
        )
        if not outcome.repeated:
            if outcome.completion >= 1.0:
                complete_by_exercises(enrolment=enrolment, lesson=lesson, store=outcome.store)
            _touch(enrolment, lesson)
    return Answered(outcome, enrolment)


def complete_by_exercises(*, enrolment: Enrolment, lesson: Lesson, store: StateStore | None = None) -> bool:
    """Completes ``lesson`` when every exercise of it has been answered rightly. Returns whether it is so.

    What counts is the pinned outline; see ``conditions.condition_of``. ``store`` is what the learner has in the
    lesson, where it has been read already.
    """
    condition = condition_of(lesson, enrolment.outline.outline.lesson(lesson.key))
    wanted = condition.activities
    if condition.rule != Lesson.CompletionRule.EXERCISES or not wanted:
        return False
    if store is None:
        store = StateStore.load(user_id=enrolment.user_id, activities=wanted)
    if not wanted <= store.completed():
        return False
    _complete(enrolment, lesson, Completion.Source.EXERCISES)
    return True


@transaction.atomic
def mark_completed(*, user: "User", lesson: Lesson) -> Completion:
    """The learner's own "Ukończone". Raises ``NotEnrolledError``, and ``NotAllowedError`` where exercises decide."""
    enrolment = _locked_enrolment(user=user, lesson=lesson)
    condition = condition_of(lesson, enrolment.outline.outline.lesson(lesson.key))
    by_exercises = condition.rule == Lesson.CompletionRule.EXERCISES
    if by_exercises and not complete_by_exercises(enrolment=enrolment, lesson=lesson):
        raise NotAllowedError(_("This lesson is completed by its exercises."))
    _touch(enrolment, lesson)
    return _complete(enrolment, lesson, Completion.Source.MANUAL)


@transaction.atomic
def unmark_completed(*, user: "User", lesson: Lesson) -> None:
    """Takes the learner's own "Ukończone" back; a completion earned by exercises stays."""
    enrolment = _locked_enrolment(user=user, lesson=lesson)
    enrolment.completions.filter(lesson=lesson.key, source=Completion.Source.MANUAL).delete()
    _touch(enrolment, lesson)


def _complete(enrolment: Enrolment, lesson: Lesson, source: Completion.Source) -> Completion:
    Completion.objects.bulk_create(
        [Completion(enrolment=enrolment, lesson=lesson.key, source=source)], ignore_conflicts=True
    )
    return Completion(enrolment=enrolment, lesson=lesson.key, source=source)


def _touch(enrolment: Enrolment, lesson: Lesson) -> None:
    Enrolment.objects.filter(pk=enrolment.pk).update(last_lesson=lesson.key, active_at=timezone.now())
