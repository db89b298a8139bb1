"""A decision can be undone for a minute; the e-mail about it waits for that."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from courses.coursework import services
from courses.coursework.errors import NotPermittedError, UndoRefusedError, WrongStateError
from courses.coursework.models import UNDO_TIME, Review, Submission
from courses.coursework.queue import undo_of
from courses.coursework.states import Decision, State
from courses.learning.models import LearningEvent
from courses.learning.statements import Verb
from courses.learning.verification import differences
from tests.coursework import factories
from tests.coursework.factories import after_undo_time, handed_in, text_of
from tests.learning.xapi import problems

pytestmark = pytest.mark.django_db


@pytest.fixture
def returned(lead, written, learner):
    made = handed_in(written, learner)
    return services.review(by=lead, round=made, decision=Decision.RETURNED, comment="Dopisz źródła.")


def test_an_undone_decision_leaves_a_voided_event_and_no_review(lead, returned):
    submission = returned.round.submission
    event = LearningEvent.objects.get(record=f"review:{returned.pk}")
    assert services.undo_review(by=lead, review=returned) == returned.round
    assert not Review.objects.exists()
    assert Submission.objects.get().state == State.SUBMITTED
    assert list(Submission.objects.waiting_for(lead)) == [submission]
    voiding = LearningEvent.objects.get(voids=event)
    assert (voiding.verb, voiding.statement["object"]) == (
        Verb.VOIDED.iri,
        {"objectType": "StatementRef", "id": str(event.pk)},
    )
    assert problems(voiding.statement) == []
    assert list(differences()) == []
    again = services.review(by=lead, round=returned.round, decision=Decision.ACCEPTED)
    assert (list(Review.objects.all()), list(differences())) == ([again], [])


def test_a_decision_is_final_after_a_minute(lead, returned):
    assert undo_of(lead) is not None
    after_undo_time()
    assert undo_of(lead) is None
    with pytest.raises(UndoRefusedError):
        services.undo_review(by=lead, review=returned)
    assert (Review.objects.get(), Submission.objects.get().state) == (returned, State.RETURNED)


def test_a_decision_is_final_once_handed_in_again_corrected_or_undone(lead, written, learner, returned):
    handed_in(written, learner)
    with pytest.raises(UndoRefusedError, match="nowszą wersję"):
        services.undo_review(by=lead, review=returned)
    other = services.review(by=lead, round=handed_in(written), decision=Decision.ACCEPTED)
    corrected = services.correct_review(
        by=lead, review=other, decision=Decision.FAILED, comment="Nie.", reason="Pomyłka"
    )
    for review in (other, corrected):
        with pytest.raises(UndoRefusedError):
            services.undo_review(by=lead, review=review)
    third = services.review(by=lead, round=handed_in(written), decision=Decision.ACCEPTED)
    services.undo_review(by=lead, review=third)
    with pytest.raises(UndoRefusedError, match="już cofnięta"):
        services.undo_review(by=lead, review=Review(pk=third.pk or 0, round=third.round, reviewer=lead))
    assert list(Review.objects.all()) == [returned, other, corrected]


def test_nobody_undoes_the_decision_of_somebody_else(cohort, lead, returned, learner):
    colleague = factories.trainer()
    cohort.trainers.add(colleague)
    for by in (colleague, factories.trainer(), factories.coordinator(), learner):
        with pytest.raises(NotPermittedError):
            services.undo_review(by=by, review=returned)
    cohort.trainers.remove(lead)
    with pytest.raises(NotPermittedError):
        services.undo_review(by=lead, review=returned)
    assert Review.objects.get() == returned


class TestWithTheWorker:
    """The e-mail is a task that waits; the queue is that of production."""

    @pytest.fixture(autouse=True)
    def _queue(self, settings):
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    def run_waiting(self):
        """Runs the waiting tasks of e-mails about reviews; returns whether each queued an e-mail."""
        waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
        return [
            item.task.call(*item.task_result.args, **item.task_result.kwargs)
            for item in waiting.filter(task_path="courses.coursework.tasks.send_review_email")
        ]

    def test_the_email_waits_until_the_decision_is_final(self, returned):
        (task,) = DBTaskResult.objects.filter(task_path="courses.coursework.tasks.send_review_email")
        assert task.run_after == returned.created_at + UNDO_TIME
        assert self.run_waiting() == [True]

    def test_an_undone_or_corrected_decision_sends_no_email_of_its_own(self, lead, written, returned):
        services.undo_review(by=lead, review=returned)
        other = services.review(by=lead, round=handed_in(written), decision=Decision.ACCEPTED)
        services.correct_review(by=lead, review=other, decision=Decision.FAILED, comment="Nie.", reason="Pomyłka")
        assert self.run_waiting() == [False, False]
        assert mail.outbox == []

    def test_a_learner_who_has_handed_in_again_is_not_told_to_correct(self, written, learner, returned):
        handed_in(written, learner)
        assert self.run_waiting() == [False]


def test_the_trainer_undoes_on_the_next_page(client, lead, written, learner):
    client.force_login(lead)
    first, second = handed_in(written, learner, days_ago=2), handed_in(written, days_ago=1)
    sent = {"round": 1, "decision": "returned", "comment": "Dopisz źródła."}
    page = reverse("coursework:review", args=[first.submission_id])
    shown = client.post(page, sent, follow=True)
    assert shown.redirect_chain == [(reverse("coursework:review", args=[second.submission_id]) + "#praca", 302)]
    undo = shown.context["undo"]
    assert learner.display_name in undo.said
    text = text_of(shown)
    until = timezone.localtime(Review.objects.get().created_at + UNDO_TIME).strftime("%H:%M:%S")
    assert f"Możesz to cofnąć przez minutę, do {until}." in text
    assert undo.said in text_of(client.get(reverse("coursework:queue")))
    assert client.get(undo.url).url == f"{page}#praca"
    assert Review.objects.count() == 1
    shown = client.post(undo.url, {"review": undo.review_id}, follow=True)
    assert shown.redirect_chain == [(f"{page}#praca", 302)]
    assert shown.context["form"]["comment"].value() == "Dopisz źródła."
    assert not Review.objects.exists()
    # Kept until the next decision on it.
    assert client.get(page).context["form"]["comment"].value() == "Dopisz źródła."
    assert "już cofnięta" in text_of(client.post(undo.url, {"review": undo.review_id}, follow=True))
    client.post(page, {**sent, "decision": "accepted", "comment": "Dobrze."})
    assert "undone_review" not in client.session
    after_undo_time()
    undo_late = client.post(undo.url, {"review": Review.objects.get().pk}, follow=True)
    assert "można ją tylko poprawić" in text_of(undo_late)
    assert reverse("coursework:review_correct", args=[first.submission_id]) in text_of(undo_late)
    assert Review.objects.get().comment == "Dobrze."


def test_a_correction_of_an_undone_decision_is_refused(lead, returned):
    stale = Review.objects.get()
    services.undo_review(by=lead, review=returned)
    with pytest.raises(WrongStateError):
        services.correct_review(by=lead, review=stale, decision=Decision.ACCEPTED, reason="Pomyłka")
    assert not Review.objects.exists()


def test_the_time_is_a_minute():
    assert timedelta(minutes=1) == UNDO_TIME
