"""Many at the same moment: exactly one wins and the others are told."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.core import mail

from courses.coursework import services
from courses.coursework.errors import AlreadyReviewedError, DraftChangedError, WrongStateError
from courses.coursework.models import Review, Submission, SubmissionRound
from courses.coursework.states import Decision, State
from people.models import User
from tests.contention import PEOPLE, at_once, needs_row_locks, parted
from tests.coursework import factories
from tests.coursework.factories import PDF, handed_in, upload

pytestmark = [
    needs_row_locks,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("tables_not_emptied"),
]


@pytest.fixture
def cohort(transactional_db):
    known = set(User.objects.values_list("pk", flat=True))
    made = factories.CohortFactory.create(trainers=[factories.trainer() for _ in range(PEOPLE)])
    yield made
    course = made.course
    made.delete()
    User.objects.exclude(pk__in=known).delete()
    course.delete()


@pytest.fixture
def task(cohort):
    return factories.WrittenFactory.create(cohort=cohort)


@pytest.fixture
def learner(cohort):
    return factories.member(cohort)


def test_one_of_many_hand_ins_is_the_work(task, learner, private_files):
    def hand_in(number):
        file = upload("praca.pdf", PDF)
        return lambda: services.hand_in(by=learner, assignment=task, key=uuid4(), text=f"Praca {number}", file=file)

    services.save_draft(
        by=learner, assignment=task, text=""
    )  # a row that is there already, which nothing locks by itself
    mail.outbox.clear()
    (winner,), refused = parted(at_once(*map(hand_in, range(PEOPLE))), WrongStateError)
    assert refused == PEOPLE - 1
    kept = SubmissionRound.objects.get(submission__assignment=task)
    assert (kept.pk, kept.text, kept.number) == (winner.pk, winner.text, 1)
    assert Submission.objects.get(assignment=task).state == State.SUBMITTED
    assert len([path for path in Path(private_files).rglob("*") if path.is_file()]) == 1
    assert len({tuple(letter.to) for letter in mail.outbox}) == len(mail.outbox) == PEOPLE


def test_the_same_form_many_times_is_one_round(task, learner):
    key = uuid4()
    act = lambda: services.hand_in(by=learner, assignment=task, key=key, text="Praca")  # noqa: E731
    winners, refused = parted(at_once(*[act] * PEOPLE), WrongStateError)
    assert refused == 0
    assert {item.receipt for item in winners} == {SubmissionRound.objects.get(submission__assignment=task).receipt}


def test_one_of_many_reviews_decides(cohort, task, learner):
    made = handed_in(task, learner)
    decisions = [list(Decision)[number % 3] for number in range(PEOPLE)]
    acts = [
        lambda trainer=trainer, decision=decision: services.review(
            by=trainer, round=made, decision=decision, comment="Uwaga."
        )
        for trainer, decision in zip(cohort.trainers.all(), decisions, strict=True)
    ]
    (winner,), refused = parted(at_once(*acts), AlreadyReviewedError)
    assert refused == PEOPLE - 1
    assert Review.objects.get(round=made).pk == winner.pk
    assert Submission.objects.get(assignment=task).state == winner.decision


def test_one_of_many_corrections_holds(cohort, task, learner):
    trainers = list(cohort.trainers.all())
    first = services.review(
        by=trainers[0], round=handed_in(task, learner), decision=Decision.FAILED, comment="Brak źródeł."
    )
    acts = [
        lambda trainer=trainer: services.correct_review(
            by=trainer, review=first, decision=Decision.ACCEPTED, reason=f"Są: {trainer.pk}."
        )
        for trainer in trainers
    ]
    (winner,), refused = parted(at_once(*acts), AlreadyReviewedError)
    assert refused == PEOPLE - 1
    assert list(Review.objects.filter(round=first.round)) == [first, winner]
    assert Submission.objects.get(assignment=task).state == State.ACCEPTED


def test_one_of_many_windows_saves_its_draft(task, learner):
    services.save_draft(by=learner, assignment=task, text="Początek")
    acts = [
        lambda number=number: services.save_draft(by=learner, assignment=task, text=f"Okno {number}", draft_version=1)
        for number in range(PEOPLE)
    ]
    (winner,), refused = parted(at_once(*acts), DraftChangedError)
    assert refused == PEOPLE - 1
    kept = Submission.objects.get(assignment=task)
    assert (kept.draft_text, kept.draft_version) == (winner.draft_text, 2)
