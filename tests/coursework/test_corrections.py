"""A decision is corrected by another review; the earlier one stays."""

from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from courses.coursework import services
from courses.coursework.errors import (
    AlreadyReviewedError,
    CommentRequiredError,
    NotPermittedError,
    ReasonRequiredError,
    WrongStateError,
)
from courses.coursework.models import Review, Submission
from courses.coursework.states import Decision, State
from tests.coursework import factories
from tests.coursework.factories import handed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(lead, written, learner):
    return services.review(by=lead, round=handed_in(written, learner), decision=Decision.FAILED, comment="Brak źródeł.")


def corrected(lead, review, decision=Decision.ACCEPTED, **fields):
    return services.correct_review(
        by=lead, review=review, decision=decision, **{"reason": "Źródła są w pliku.", **fields}
    )


def state():
    return Submission.objects.get().state


@pytest.mark.parametrize("decision", [Decision.ACCEPTED, Decision.RETURNED])
def test_a_correction_is_another_review(lead, failed, decision):
    other = factories.trainer()
    failed.round.submission.assignment.cohort.trainers.add(other)
    made = corrected(other, failed, decision, comment="Jednak dobrze.")
    assert list(Review.objects.values_list("reviewer", "decision", "comment", "reason", "corrects")) == [
        (lead.pk, "failed", "Brak źródeł.", "", None),
        (other.pk, decision.value, "Jednak dobrze.", "Źródła są w pliku.", failed.pk),
    ]
    assert state() == decision.value
    assert made.created_at > failed.created_at


def test_the_comment_alone_is_corrected(lead, failed):
    corrected(lead, failed, Decision.FAILED, comment="Brak trzech źródeł.")
    assert state() == State.FAILED
    with pytest.raises(WrongStateError):
        corrected(lead, Review.objects.last(), Decision.FAILED, comment="Brak trzech źródeł.")


def test_the_same_correction_twice_is_one(lead, failed):
    assert corrected(lead, failed) == corrected(lead, failed)
    assert Review.objects.count() == 2
    with pytest.raises(AlreadyReviewedError, match="zaliczona"):
        corrected(lead, failed, Decision.RETURNED, comment="Popraw.")
    assert (Review.objects.count(), state()) == (2, State.ACCEPTED)


def test_the_decision_on_a_returned_round_is_final_after_the_next_round(lead, written, learner):
    first = services.review(by=lead, round=handed_in(written, learner), decision=Decision.RETURNED, comment="Popraw.")
    handed_in(written, learner)
    with pytest.raises(AlreadyReviewedError):
        corrected(lead, first)
    assert state() == State.SUBMITTED


def test_what_a_correction_needs(lead, failed):
    with pytest.raises(ReasonRequiredError):
        corrected(lead, failed, reason=" ")
    with pytest.raises(CommentRequiredError):
        corrected(lead, failed, Decision.RETURNED)
    assert (Review.objects.get(), state()) == (failed, State.FAILED)


def test_only_trainers_of_the_group_correct_and_nobody_their_own(lead, failed, learner, cohort):
    for by in (factories.trainer(), factories.coordinator(), learner):
        with pytest.raises(NotPermittedError):
            corrected(by, failed)
    own = services.hand_in(
        by=factories.member(cohort, lead), assignment=failed.round.submission.assignment, key=uuid4(), text="Moja"
    )
    colleague = factories.trainer()
    cohort.trainers.add(colleague)
    decided = services.review(by=colleague, round=own, decision=Decision.FAILED, comment="Nie.")
    with pytest.raises(NotPermittedError):
        corrected(lead, decided)
    assert Review.objects.count() == 2


@pytest.mark.parametrize(
    ("correcting", "reason"),
    [(False, ""), (False, "Bo tak"), (True, "")],
)
def test_the_database_keeps_one_chain(lead, failed, correcting, reason):
    fields = {"round": failed.round, "reviewer": lead, "decision": "accepted", "reason": reason}
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(corrects=failed if correcting else None, **fields)


def test_the_trainer_corrects_on_a_page(client, lead, failed):
    submission = failed.round.submission
    client.force_login(lead)
    page = reverse("coursework:review_correct", args=[submission.pk])
    assert page in client.get(reverse("coursework:review", args=[submission.pk])).content.decode()
    form = client.get(page).context["form"]
    assert form.initial == {"decision": "failed", "comment": "Brak źródeł.", "review": failed.pk}
    sent = {"decision": "accepted", "comment": "", "reason": "", "review": failed.pk}
    answer = client.post(page, sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["reason"]
    assert client.post(page, {**sent, "decision": "returned", "reason": "x"}).context["form"].errors.keys() == {
        "comment"
    }
    answer = client.post(page, {**sent, "reason": "Źródła są w pliku."})
    assert answer.url == reverse("coursework:review", args=[submission.pk])
    assert state() == State.ACCEPTED
    answer = client.post(page, {**sent, "decision": "returned", "comment": "Popraw.", "reason": "Inaczej"})
    assert answer.status_code == 409
    assert answer.context["form"].data["comment"] == "Popraw."
    assert Review.objects.count() == 2


def test_there_is_nothing_to_correct_before_a_decision(client, lead, written, learner, cohort):
    client.force_login(lead)
    submission = handed_in(written, learner).submission
    review_page = reverse("coursework:review", args=[submission.pk])
    page = reverse("coursework:review_correct", args=[submission.pk])
    assert page not in client.get(review_page).content.decode()
    assert client.get(page).url == review_page
    for other in (factories.trainer(), factories.coordinator()):
        client.force_login(other)
        assert client.get(page).status_code == 404


def test_both_sides_read_what_was_corrected(client, lead, failed, learner):
    corrected(lead, failed, comment="Jednak dobrze.")
    submission = failed.round.submission
    for user, name, pk in ((learner, "submission", submission.assignment_id), (lead, "review", submission.pk)):
        client.force_login(user)
        answer = client.get(reverse(f"coursework:{name}", args=[pk]))
        (round_,) = answer.context["rounds"]
        assert (round_.review.decision, round_.review.reason) == ("accepted", "Źródła są w pliku.")
        assert [(item.decision, item.comment) for item in round_.corrected] == [("failed", "Brak źródeł.")]
        text = answer.content.decode()
        for words in ("Jednak dobrze.", "Źródła są w pliku.", "Brak źródeł.", "Decyzję poprawiono:"):
            assert words in text


def test_the_learner_gets_an_email_of_a_correction(lead, failed, learner, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        corrected(lead, failed)
        corrected(lead, failed)
    (email,) = mail.outbox
    assert email.to == [learner.email]
    assert f"/prace/{failed.round.submission.assignment_id}/" in email.body
    assert "Źródła" not in email.body
