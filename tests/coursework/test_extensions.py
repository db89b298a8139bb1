"""A later due date for one person holds wherever a due date or lateness is counted."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from courses.coursework import services
from courses.coursework.due import due_items_of
from courses.coursework.errors import InvalidAssignmentError, NotPermittedError
from courses.coursework.models import Extension, Submission
from courses.coursework.queue import queue_of
from courses.coursework.support import needing_support
from courses.coursework.task_states import task_states
from courses.learning.dashboard import course_progress, enrolments_of
from tests.coursework import factories
from tests.coursework.factories import handed_in, overdue, text_of

pytestmark = pytest.mark.django_db


def in_days(days):
    return (timezone.now() + timedelta(days=days)).replace(second=0, microsecond=0)


@pytest.fixture
def past_due(written):
    return overdue(written, in_days(-3))


def give(lead, assignment, user, *, days=2, **fields):
    return services.give_extension(by=lead, assignment=assignment, user=user, due_at=in_days(days), **fields)


def test_it_holds_for_this_person_everywhere(client, lead, cohort, past_due, learner):
    other = factories.member(cohort)
    request = RequestFactory().get("/")

    def item_of(user):
        (item,) = due_items_of(user, request, progress=course_progress(enrolments_of(user), request))
        return item

    assert {card.user for card in needing_support(lead, request)} == {learner, other}
    made = give(lead, past_due, learner)
    assert {card.user for card in needing_support(lead, request)} == {other}
    assert (item_of(learner).due_at, item_of(learner).overdue, item_of(learner).extended) == (made.due_at, False, True)
    assert (item_of(other).due_at, item_of(other).overdue, item_of(other).extended) == (past_due.due_at, True, False)
    states = task_states([cohort])
    (own,), (theirs,) = states.of(cohort.pk, learner.pk), states.of(cohort.pk, other.pk)
    assert (own.overdue, own.due_at, own.extended) == (False, made.due_at, True)
    assert (theirs.overdue, theirs.late_days, theirs.extended) == (True, 3, False)

    for user in (learner, other):
        handed_in(past_due, user)
    assert [(row.submission.user, row.late, row.late_days) for row in queue_of(lead).rows] == [
        (learner, False, 0),
        (other, True, 3),
    ]
    assert [item.user for item in Submission.objects.late()] == [other]
    client.force_login(learner)
    assert "Termin dla ciebie:" in text_of(client.get(reverse("coursework:submission", args=[past_due.pk])))
    client.force_login(lead)
    page = client.get(reverse("coursework:review", args=[Submission.objects.get(user=learner).pk]))
    assert page.context["submission"].person_due_at == made.due_at


def test_it_never_shortens_the_time_and_needs_a_due_date(lead, cohort, written, learner):
    overdue(written, in_days(1))
    made = give(lead, written, learner, days=3)
    overdue(written, in_days(5))
    (state,) = task_states([cohort]).of(cohort.pk, learner.pk)
    assert (state.due_at, state.extended) == (written.due_at, False)
    overdue(written, None)
    (state,) = task_states([cohort]).of(cohort.pk, learner.pk)
    assert (state.due_at, state.extended) == (None, False)
    with pytest.raises(InvalidAssignmentError):
        give(lead, written, learner)
    assert Extension.objects.get() == made


@pytest.mark.parametrize("days", [-4, -1, 5 * 367])
def test_dates_that_make_no_sense(lead, past_due, learner, days):
    with pytest.raises(InvalidAssignmentError) as refused:
        give(lead, past_due, learner, days=days)
    assert refused.value.field == "due_at"


def test_not_later_than_for_everyone(lead, written, learner):
    overdue(written, in_days(3))
    with pytest.raises(InvalidAssignmentError) as refused:
        give(lead, written, learner, days=3)
    assert refused.value.field == "due_at"
    with pytest.raises(InvalidAssignmentError) as refused:
        give(lead, written, learner, days=4, reason="a" * 501)
    assert refused.value.field == "reason"


def test_only_a_trainer_of_the_group_gives_one_to_a_member(lead, past_due, learner):
    for by in (factories.trainer(), factories.coordinator(), learner):
        with pytest.raises(NotPermittedError):
            give(by, past_due, learner)
        with pytest.raises(NotPermittedError):
            services.withdraw_extension(by=by, assignment=past_due, user=learner)
    with pytest.raises(NotPermittedError):
        give(lead, past_due, factories.UserFactory.create())
    assert not Extension.objects.exists()


def test_the_form_gives_changes_and_takes_back(client, lead, cohort, past_due, learner):
    client.force_login(lead)
    page = reverse("coursework:extension", args=[cohort.pk, past_due.pk, learner.pk])
    refused = client.post(page, {"due_at": in_days(-9).strftime("%Y-%m-%dT%H:%M"), "reason": "Choroba"})
    assert refused.status_code == 422
    assert "Choroba" in refused.text
    for days, reason in ((2, "Choroba"), (4, "")):
        due_at = timezone.localtime(in_days(days))
        client.post(page, {"due_at": due_at.strftime("%Y-%m-%dT%H:%M"), "reason": reason})
        made = Extension.objects.get()
        assert (made.due_at, made.reason, made.given_by) == (due_at, reason, lead)
    client.get(f"{page}?action=withdraw")
    assert Extension.objects.exists()
    client.post(page, {"action": "withdraw"})
    assert not Extension.objects.exists()
