"""A task is closed, opened again, or deleted where nothing was handed in."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from courses.coursework import services
from courses.coursework.due import due_items_of
from courses.coursework.errors import (
    AssignmentClosedError,
    NotPermittedError,
    SubmissionsExistError,
    WrongStateError,
)
from courses.coursework.models import Assignment, Review, Submission
from courses.coursework.states import Decision
from courses.coursework.support import needing_support
from courses.learning.dashboard import course_progress, enrolments_of
from tests.courses_tree import lessons_of
from tests.coursework import factories
from tests.coursework.factories import handed_in, overdue, text_of

pytestmark = pytest.mark.django_db


def due_of(user):
    request = RequestFactory().get("/")
    items = due_items_of(user, request, progress=course_progress(enrolments_of(user), request))
    return [(item.state, item.state_label, item.overdue, item.urgent) for item in items]


def test_a_closed_task_takes_nothing_and_keeps_everything(client, lead, cohort, written, learner):
    fellow = factories.member(cohort)
    made = handed_in(written, fellow)
    services.save_draft(by=learner, assignment=written, text="Zaczynam")
    overdue(written, timezone.now() - timedelta(days=1))
    services.close_assignment(by=lead, assignment=written)
    for act in (services.save_draft, lambda **fields: services.hand_in(**fields, key=uuid4())):
        with pytest.raises(AssignmentClosedError):
            act(by=learner, assignment=written, text="Nowe")
    assert Submission.objects.get(user=learner).draft_text == "Zaczynam"
    assert due_of(learner) == [("closed", "zamknięte", False, False)]
    assert due_of(fellow) == [("submitted", "oddana", False, False)]
    assert needing_support(lead, RequestFactory().get("/")) == []
    assert services.review(by=lead, round=made, decision=Decision.ACCEPTED).decision == "accepted"

    client.force_login(learner)
    address = reverse("coursework:submission", args=[written.pk])
    page = client.get(address)
    assert page.context["form"] is None
    assert "To zadanie jest zamknięte" in text_of(page)
    assert "Zaczynam" in text_of(page)
    late = client.post(address, {"text": "Napisane wcześniej", "key": uuid4(), "draft_version": 1, "action": "hand_in"})
    assert late.status_code == 409
    assert "Napisane wcześniej" in late.text

    services.reopen_assignment(by=lead, assignment=written)
    assert handed_in(written, learner).number == 1


def test_a_returned_work_of_a_closed_task_is_not_urgent(lead, written, learner):
    made = handed_in(written, learner)
    services.review(by=lead, round=made, decision=Decision.RETURNED, comment="Popraw.")
    assert due_of(learner) == [("returned", "do poprawy", False, True)]
    services.close_assignment(by=lead, assignment=written)
    assert due_of(learner) == [("closed", "zamknięte", False, False)]


def test_a_closed_lesson_is_not_to_do_and_can_be_completed(lead, cohort, learner):
    task = services.set_assignment(by=lead, cohort=cohort, lesson=lessons_of(cohort.course)[0])
    assert [state for state, *_rest in due_of(learner)] == ["todo"]
    services.close_assignment(by=lead, assignment=task)
    assert due_of(learner) == [("closed", "zamknięte", False, False)]


def test_a_task_with_submissions_is_not_deleted(client, lead, cohort, written, learner):
    made = handed_in(written, learner)
    services.review(by=lead, round=made, decision=Decision.ACCEPTED)
    services.remove_member(by=lead, cohort=cohort, user=learner)
    with pytest.raises(SubmissionsExistError):
        services.delete_assignment(by=lead, assignment=written)
    client.force_login(lead)
    address = reverse("coursework:assignment_delete", args=[cohort.pk, written.pk])
    assert address not in client.get(reverse("coursework:assignment_edit", args=[cohort.pk, written.pk])).text
    page = client.post(address, follow=True)
    assert "Zadania „Diagnoza potrzeb gminy” nie można usunąć" in text_of(page)
    assert reverse("coursework:assignment_close", args=[cohort.pk, written.pk]) in page.text
    assert Review.objects.count() == 1


def test_deleting_names_what_it_touches(client, lead, cohort, written, learner):
    services.save_draft(by=learner, assignment=written, text="Zaczynam")
    client.force_login(lead)
    address = reverse("coursework:assignment_delete", args=[cohort.pk, written.pk])
    assert address in client.get(reverse("coursework:assignment_edit", args=[cohort.pk, written.pk])).text
    text = text_of(client.get(address))
    assert "To zadanie ma 1 osoba." in text
    assert "Nie oddano 1 wersji roboczej." in text
    assert Assignment.objects.exists()
    assert client.post(address).status_code == 302
    assert not Assignment.objects.exists()


def test_pages_close_and_open_again_by_post_only(client, lead, cohort, written):
    client.force_login(lead)
    close, reopen = (
        reverse(f"coursework:assignment_{name}", args=[cohort.pk, written.pk]) for name in ("close", "reopen")
    )
    assert "Zamknąć zadanie" in text_of(client.get(close))
    assert Assignment.objects.get().closed_at is None
    client.post(close)
    assert Assignment.objects.get().closed_at is not None
    assert client.get(reopen).status_code == 405
    client.post(reopen)
    assert Assignment.objects.get().closed_at is None


def test_only_a_trainer_of_the_group(cohort, written, learner):
    for by in (factories.trainer(), factories.coordinator(), learner):
        for act in (services.close_assignment, services.reopen_assignment, services.delete_assignment):
            with pytest.raises(NotPermittedError):
                act(by=by, assignment=written)
    assert Assignment.objects.get().closed_at is None


def test_a_work_is_not_returned_while_its_task_is_closed(lead, written, learner):
    made = handed_in(written, learner)
    services.close_assignment(by=lead, assignment=written)
    with pytest.raises(WrongStateError):
        services.review(by=lead, round=made, decision=Decision.RETURNED, comment="Popraw.")
    given = services.review(by=lead, round=made, decision=Decision.FAILED, comment="Nie na temat.")
    with pytest.raises(WrongStateError):
        services.correct_review(by=lead, review=given, decision=Decision.RETURNED, comment="Popraw.", reason="Pomyłka.")
    assert Submission.objects.get().state == "failed"
