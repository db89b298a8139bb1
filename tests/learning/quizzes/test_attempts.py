"""Attempts at quizzes: drawing, saving, closing, and what the result means for the lesson."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.activities.bank.errors import QuestionInUseError
from courses.activities.bank.models import BankQuestion
from courses.activities.errors import InvalidAnswerError
from courses.activities.exercises.quiz import LAST
from courses.activities.given import WHOLE, Given
from courses.activities.models import Activity, Answer, LearnerState
from courses.catalogue.models import Lesson
from courses.learning import services
from courses.learning.errors import NotAllowedError, NotEnrolledError
from courses.learning.models import Completion, LearningEvent, QuizAnswer, QuizAttempt
from courses.learning.quizzes.errors import AttemptClosedError
from courses.learning.quizzes.models import GRACE
from courses.learning.quizzes.services import close_attempt, close_overdue, save_answers, start_attempt
from courses.learning.verification import differences
from people.models import User
from publishing.signals import housekeeping
from tests.activities.bank.builders import make_question
from tests.learning.quizzes.builders import TAG, answers, course_of, make_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(learner: User) -> Callable[..., QuizAttempt]:
    """Begins an attempt of an enrolled learner at a new quiz."""

    def begin(**fields: Any) -> QuizAttempt:
        lesson = make_quiz(**fields)
        services.enrol(user=learner, course=course_of(lesson))
        return start(learner, lesson)

    return begin


def start(learner: User, lesson: Lesson | None) -> QuizAttempt:
    assert lesson is not None
    return start_attempt(user=learner, lesson=lesson, activity_id=lesson.activities[0])


def take(learner: User, lesson: Lesson | None, *, right: int) -> QuizAttempt:
    attempt = start(learner, lesson)
    save_answers(attempt=attempt, given=answers(attempt, right=right))
    return close_attempt(attempt=attempt)


def drawn(attempt: QuizAttempt) -> list[UUID]:
    return list(attempt.answers.values_list("version__activity", flat=True))


def state(attempt: QuizAttempt) -> dict[str, Any]:
    fields: dict[str, Any] = LearnerState.objects.get(user=attempt.user, activity=attempt.activity).fields
    return fields


def test_an_attempt_draws_by_the_rules_and_pins_the_versions(begun: Callable[..., QuizAttempt]) -> None:
    attempt = begun(rules=[{"number": 2, "tags": TAG, "outcomes": "W1"}, {"number": 2, "tags": TAG, "outcomes": ""}])
    first, second = drawn(attempt)[:2], drawn(attempt)
    about = set(BankQuestion.objects.about(tags=[TAG], outcomes=["W1"]).values_list("uuid", flat=True))
    assert len(set(second)) == 4
    assert len(about & set(second)) == 2
    question = BankQuestion.objects.get(uuid=first[0])
    question.content[0].value["question"] = "Inaczej?"
    question.save()
    row = attempt.answers.select_related("version").get(version__activity=first[0])
    assert row.version.tree["fields"]["question"] != "Inaczej?"


def test_beginning_twice_is_one_attempt(begun: Callable[..., QuizAttempt], learner: User) -> None:
    attempt = begun()
    assert start(learner, attempt.lesson) == attempt
    assert state(attempt)["under_way"] is True
    assert Answer.objects.filter(user=learner).count() == 0


def test_drafts_and_what_cannot_be_scored_are_not_drawn(begun: Callable[..., QuizAttempt]) -> None:
    make_question("Szkic?", tags=[TAG], live=False)
    attempt = begun(bank=1)
    assert len(drawn(attempt)) == 1


def test_passing_completes_the_lesson_and_the_course(begun: Callable[..., QuizAttempt], learner: User) -> None:
    attempt = begun()
    save_answers(attempt=attempt, given=answers(attempt, right=2))
    closed = close_attempt(attempt=attempt)
    assert closed.score == pytest.approx(2 / 3)
    answer = Answer.objects.get(user=learner)
    assert (answer.activity_id, answer.score, answer.max_score) == (attempt.activity_id, closed.score, 1.0)
    assert Completion.objects.get(enrolment__user=learner).source == Completion.Source.EXERCISES
    enrolment = learner.enrolments.get()
    assert enrolment.completed_at is not None
    kinds = LearningEvent.objects.filter(actor=learner.pseudonym.uuid).values_list("record", flat=True)
    assert {record.partition(":")[0] for record in kinds} == {"enrolment", "answer", "completion", "course"}
    assert list(differences()) == []


def test_closing_twice_counts_once(begun: Callable[..., QuizAttempt], learner: User) -> None:
    attempt = begun()
    save_answers(attempt=attempt, given=answers(attempt, right=3))
    assert close_attempt(attempt=attempt).score == close_attempt(attempt=attempt).score == 1.0
    assert Answer.objects.filter(user=learner).count() == 1


def test_not_passing_completes_nothing_and_a_retake_starts_clean(
    begun: Callable[..., QuizAttempt], learner: User
) -> None:
    first = begun(bank=20)
    save_answers(attempt=first, given=answers(first, right=1))
    close_attempt(attempt=first)
    assert Completion.objects.filter(enrolment__user=learner).count() == 0
    second = start(learner, first.lesson)
    assert (second.number, [row.given for row in second.answers.all()]) == (2, [{}, {}, {}])
    assert second.answers.count() == 3


@pytest.mark.parametrize(("counts", "score"), [("best", 1.0), (LAST, 0.0)])
def test_the_best_or_the_last_attempt_counts(
    counts: str, score: float, begun: Callable[..., QuizAttempt], learner: User
) -> None:
    lesson = begun(counts=counts).lesson
    take(learner, lesson, right=3)
    last = take(learner, lesson, right=0)
    assert (state(last)["score"], state(last)["passed"], state(last)["attempts"]) == (score, True, 2)
    assert Completion.objects.filter(enrolment__user=learner).count() == 1


def test_attempts_end(begun: Callable[..., QuizAttempt], learner: User) -> None:
    lesson = begun(max_attempts=2).lesson
    take(learner, lesson, right=0)
    take(learner, lesson, right=0)
    with pytest.raises(NotAllowedError):
        start(learner, lesson)
    assert QuizAttempt.objects.filter(user=learner).count() == 2


def test_an_answer_after_closing_is_refused(begun: Callable[..., QuizAttempt]) -> None:
    attempt = begun()
    close_attempt(attempt=attempt)
    with pytest.raises(AttemptClosedError):
        save_answers(attempt=attempt, given=answers(attempt, right=3))
    attempt.refresh_from_db()
    assert (attempt.score, [row.given for row in attempt.answers.all()]) == (0.0, [{}, {}, {}])


def test_time_over_closes_with_what_was_saved(begun: Callable[..., QuizAttempt]) -> None:
    attempt = begun(minutes=10)
    assert attempt.closes_at is not None
    save_answers(attempt=attempt, given=answers(attempt, right=1))
    on_its_way = attempt.closes_at + GRACE
    save_answers(attempt=attempt, given=answers(attempt, right=2), at=on_its_way)
    with pytest.raises(AttemptClosedError):
        save_answers(attempt=attempt, given=answers(attempt, right=3), at=on_its_way + timedelta(seconds=1))
    attempt.refresh_from_db()
    assert attempt.score == pytest.approx(2 / 3)
    assert attempt.closed_at == attempt.closes_at


def test_the_worker_closes_what_is_overdue(begun: Callable[..., QuizAttempt], learner: User) -> None:
    attempt = begun(minutes=10)
    save_answers(attempt=attempt, given=answers(attempt, right=3))
    assert close_overdue() == 0
    QuizAttempt.objects.update(
        started_at=timezone.now() - timedelta(hours=1), closes_at=timezone.now() - timedelta(minutes=5)
    )
    housekeeping.send(sender=None)
    attempt.refresh_from_db()
    assert attempt.score == 1.0
    assert Completion.objects.filter(enrolment__user=learner).count() == 1


def test_a_new_attempt_closes_the_one_whose_time_is_over(begun: Callable[..., QuizAttempt], learner: User) -> None:
    attempt = begun(minutes=10)
    later = timezone.now() + timedelta(hours=1)
    assert attempt.lesson is not None
    second = start_attempt(user=learner, lesson=attempt.lesson, activity_id=attempt.activity_id, at=later)
    attempt.refresh_from_db()
    assert (attempt.score, second.number) == (0.0, 2)


def test_only_enrolled_learners_begin(learner: User) -> None:
    lesson = make_quiz()
    with pytest.raises(NotEnrolledError):
        start(learner, lesson)


def test_a_locked_lesson_refuses(learner: User) -> None:
    lesson = make_quiz()
    course = course_of(lesson)
    topic = lesson.get_parent().specific
    course.release = course.Release.BY_DATE
    course.save_revision().publish()
    topic.opens_on = timezone.localdate() + timedelta(days=3)
    topic.save_revision().publish()
    services.enrol(user=learner, course=course)
    with pytest.raises(NotAllowedError):
        start(learner, lesson)


def test_only_a_quiz_of_the_lesson_is_begun(learner: User) -> None:
    lesson = make_quiz()
    services.enrol(user=learner, course=course_of(lesson))
    for activity in (uuid4(), BankQuestion.objects.live()[0].uuid):
        with pytest.raises(Activity.DoesNotExist):
            start_attempt(user=learner, lesson=lesson, activity_id=activity)


def test_no_score_can_be_sent_from_outside(begun: Callable[..., QuizAttempt], learner: User) -> None:
    attempt = begun()
    assert attempt.lesson is not None
    with pytest.raises(InvalidAnswerError):
        services.answer_exercise(
            user=learner,
            lesson=attempt.lesson,
            activity_id=attempt.activity_id,
            form=[("answer", "100%"), ("score", "1")],
            key=uuid4(),
        )


def test_what_does_not_belong_to_a_question_is_not_kept(begun: Callable[..., QuizAttempt]) -> None:
    attempt = begun()
    (first, *_others) = drawn(attempt)
    given = {first: Given({WHOLE: ("x" * 5000,), "obce": ("1",)}), uuid4(): Given({WHOLE: ("1",)})}
    save_answers(attempt=attempt, given=given)
    row = attempt.answers.get(version__activity=first)
    assert row.given == {WHOLE: ["x" * 2000]}


def test_the_database_keeps_one_attempt_under_way(begun: Callable[..., QuizAttempt]) -> None:
    attempt = begun()
    with pytest.raises(IntegrityError), transaction.atomic():
        QuizAttempt.objects.create(
            user=attempt.user,
            activity=attempt.activity,
            version=attempt.version,
            number=2,
            started_at=timezone.now(),
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        QuizAttempt.objects.filter(pk=attempt.pk).update(score=0.5)
    with pytest.raises(IntegrityError), transaction.atomic():
        QuizAnswer.objects.filter(attempt=attempt).update(score=1.5)


def test_a_question_that_was_asked_is_kept(begun: Callable[..., QuizAttempt]) -> None:
    question = BankQuestion.objects.get(uuid=drawn(begun())[0])
    with pytest.raises(QuestionInUseError) as refused:
        question.delete()
    assert [(impact.about, impact.count) for impact in refused.value.impacts] == [("quizzes", 1)]
