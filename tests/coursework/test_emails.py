"""E-mails about submissions and reviews: recipients and content."""

import pytest
from django.core import mail
from django.urls import reverse

from courses.coursework import services
from courses.coursework.errors import WrongStateError
from courses.coursework.states import Decision
from tests.coursework import factories
from tests.coursework.factories import handed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        yield


def sent():
    return [(email.to, email.subject) for email in mail.outbox]


def test_the_trainers_of_the_group_get_an_email_of_a_hand_in(lead, cohort, written, learner):
    cohort.trainers.add(factories.trainer(email="druga@example.com"), factories.trainer(is_active=False))
    factories.trainer()
    made = handed_in(written, learner, text="Tajna treść")
    subject = "Pomost: Praca do sprawdzenia: „Diagnoza potrzeb gminy”"
    assert sorted(sent()) == [(["druga@example.com"], subject), ([lead.email], subject)]
    body = mail.outbox[0].body
    assert reverse("coursework:review", args=[made.submission_id]) in body
    assert cohort.name in body
    for words in ("Tajna", learner.first_name, learner.last_name, learner.email):
        assert words not in body


def test_the_same_form_twice_sends_one_email_and_an_error_none(written, learner):
    made = handed_in(written, learner)
    services.hand_in(by=learner, assignment=written, key=made.key, text=made.text)
    with pytest.raises(WrongStateError):
        handed_in(written, learner)
    assert len(mail.outbox) == 1


def test_a_trainer_gets_no_email_of_their_own_hand_in(lead, cohort, written):
    handed_in(written, factories.member(cohort, lead))
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (Decision.ACCEPTED, "Praca zaliczona"),
        (Decision.RETURNED, "Praca do poprawy"),
        (Decision.FAILED, "Praca jest sprawdzona"),
    ],
)
def test_the_learner_gets_an_email_of_a_review_without_its_comment(lead, written, learner, decision, said):
    made = handed_in(written, learner)
    mail.outbox.clear()
    services.review(by=lead, round=made, decision=decision, comment="Tajny komentarz")
    assert sent() == [([learner.email], f"Pomost: {said}: „Diagnoza potrzeb gminy”")]
    body = mail.outbox[0].body
    assert reverse("coursework:submission", args=[written.pk]) in body
    assert "Tajny" not in body


def test_a_new_task_is_told_to_every_member_with_a_link_to_it(lead, cohort, learner):
    second = factories.member(cohort, factories.UserFactory.create(email="druga@example.com"))
    for off in (factories.member(cohort, factories.UserFactory.create()), factories.member(cohort, lead)):
        off.email_opt_outs.create(kind="tasks")
    made = services.set_assignment(by=lead, cohort=cohort, title="Mapa potrzeb", instructions="Narysuj.")
    assert sorted(to for (to,), _subject in sent()) == sorted([learner.email, second.email])
    assert {subject for _to, subject in sent()} == {"Pomost: Nowe zadanie: „Mapa potrzeb”"}
    assert f"http://localhost:8000{reverse('coursework:submission', args=[made.pk])}" in mail.outbox[0].body
    mail.outbox.clear()
    services.set_assignment(by=lead, cohort=cohort, title="Mapa", instructions="Narysuj.", assignment=made)
    assert mail.outbox == []


def test_turned_off_emails_of_reviews_and_hand_ins_do_not_come(lead, written, learner):
    learner.email_opt_outs.create(kind="reviews")
    lead.email_opt_outs.create(kind="submissions")
    made = handed_in(written, learner)
    services.review(by=lead, round=made, decision=Decision.ACCEPTED)
    assert mail.outbox == []
