"""Concurrent requests: exactly one wins and the others get an error."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.core import mail

from courses.coursework import services
from courses.coursework.errors import AlreadyReviewedError, DraftChangedError, WrongStateError
from courses.coursework.models import Review, Submission, SubmissionRound
from courses.coursework.states import Decision, State
from people.models import User
from tests.contention import PEOPLE, at_once, needs_row_locks, winners_and_errors
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
    return factories.WrittenAssignmentFactory.create(cohort=cohort)


@pytest.fixture
def learner(cohort):
    return factories.member(cohort)


def test_one_of_many_hand_ins_wins(task, learner, private_files):
    def hand_in(number):
        file = upload("praca.pdf", PDF)
        return lambda: services.hand_in(by=learner, assignment=task, key=uuid4(), text=f"Praca {number}", file=file)

    services.save_draft(by=learner, assignment=task, text="")  # the row exists already, so creating it locks nothing
    mail.outbox.clear()
    (winner,), refused = winners_and_errors(at_once(*map(hand_in, range(PEOPLE))), WrongStateError)
    assert refused == PEOPLE - 1
    stored = SubmissionRound.objects.get(submission__assignment=task)
    assert (stored.pk, stored.text, stored.number) == (winner.pk, winner.text, 1)
    assert Submission.objects.get(assignment=task).state == State.SUBMITTED
    assert len([path for path in Path(private_files).rglob("*") if path.is_file()]) == 1
    assert len({tuple(email.to) for email in mail.outbox}) == len(mail.outbox) == PEOPLE


def test_the_same_form_many_times_is_one_round(task, learner):
    key = uuid4()
    act = lambda: services.hand_in(by=learner, assignment=task, key=key, text="Praca")  # noqa: E731
    winners, refused = winners_and_errors(at_once(*[act] * PEOPLE), WrongStateError)
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
    (winner,), refused = winners_and_errors(at_once(*acts), AlreadyReviewedError)
    assert refused == PEOPLE - 1
    assert Review.objects.get(round=made).pk == winner.pk
    assert Submission.objects.get(assignment=task).state == winner.decision


def test_one_of_many_corrections_wins(cohort, task, learner):
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
    (winner,), refused = winners_and_errors(at_once(*acts), AlreadyReviewedError)
    assert refused == PEOPLE - 1
    assert list(Review.objects.filter(round=first.round)) == [first, winner]
    assert Submission.objects.get(assignment=task).state == State.ACCEPTED


@pytest.mark.parametrize("rival", ["hand in", "correct"])
def test_an_undo_and_what_rules_it_out_have_one_winner(cohort, task, learner, rival):
    first, second = cohort.trainers.all()[:2]
    made = services.review(by=first, round=handed_in(task, learner), decision=Decision.RETURNED, comment="Popraw.")
    acts = {
        "hand in": lambda: services.hand_in(by=learner, assignment=task, key=uuid4(), text="Nowsza"),
        "correct": lambda: services.correct_review(by=second, review=made, decision=Decision.ACCEPTED, reason="Dobra"),
    }
    (winner,), refused = winners_and_errors(
        at_once(lambda: services.undo_review(by=first, review=made), acts[rival]), WrongStateError
    )
    assert refused == 1
    submission = Submission.objects.get(assignment=task)
    undone = winner == made.round
    if undone:
        assert (submission.state, submission.rounds.count()) == (State.SUBMITTED, 1)
        assert not Review.objects.filter(round__submission=submission).exists()
    else:
        expected = State.SUBMITTED if rival == "hand in" else State.ACCEPTED
        assert (submission.state, Review.objects.filter(pk=made.pk).count()) == (expected, 1)


def test_one_of_many_windows_saves_its_draft(task, learner):
    services.save_draft(by=learner, assignment=task, text="Początek")
    acts = [
        lambda number=number: services.save_draft(by=learner, assignment=task, text=f"Okno {number}", draft_version=1)
        for number in range(PEOPLE)
    ]
    (winner,), refused = winners_and_errors(at_once(*acts), DraftChangedError)
    assert refused == PEOPLE - 1
    stored = Submission.objects.get(assignment=task)
    assert (stored.draft_text, stored.draft_version) == (winner.draft_text, 2)
