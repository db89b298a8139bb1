from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from courses.coursework import services
from courses.coursework.models import Submission
from courses.coursework.states import Decision, State
from courses.learning.services import mark_completed
from tests.coursework import factories
from tests.coursework.factories import handed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def due(client, learner):
    client.force_login(learner)
    return lambda: client.get(reverse("learning:home")).context["due"]


def test_a_written_work_in_every_state(due, lead, learner, written):
    written.due_at = timezone.now() - timedelta(days=1)
    written.save()
    (item,) = due()
    assert (item.title, item.url) == (written.title, reverse("coursework:work", args=[written.pk]))
    assert (item.state, item.overdue, item.context) == ("todo", True, written.cohort.course.title)
    services.save_draft(by=learner, assignment=written, text="Zaczynam")
    assert [(item.state, item.overdue) for item in due()] == [("draft", True)]
    made = handed_in(written, learner)
    assert [(item.state, item.overdue) for item in due()] == [("submitted", False)]
    services.review(by=lead, round=made, decision=Decision.RETURNED, comment="Popraw.")
    assert [(item.state, item.overdue) for item in due()] == [("returned", False)]
    services.review(by=lead, round=handed_in(written, learner), decision=Decision.FAILED, comment="Nie.")
    assert [item.state for item in due()] == ["failed"]
    Submission.objects.update(state=State.ACCEPTED)
    assert [item.state for item in due()] == ["accepted"]
    written.cohort.ends = date(2026, 1, 1)
    written.cohort.save()
    assert due() == []


def test_every_state_has_its_words(due, learner, written):
    services.save_draft(by=learner, assignment=written, text="Zaczynam")
    with translation.override("en"):
        assert {state: str(state.label) for state in State} == {
            State.DRAFT: "draft",
            State.SUBMITTED: "handed in",
            State.RETURNED: "to correct",
            State.ACCEPTED: "accepted",
            State.FAILED: "not passed",
        }


def test_a_lesson_until_it_is_completed(due, lead, cohort, learner):
    lesson = factories.lessons_of(cohort.course)[1]
    task = services.set_assignment(by=lead, cohort=cohort, lesson=lesson, due_at=timezone.now() + timedelta(days=1))
    (item,) = due()
    assert (item.title, item.url, item.due_at) == (lesson.title, lesson.url, task.due_at)
    assert (item.state, item.overdue) == ("todo", False)
    mark_completed(user=learner, lesson=lesson)
    assert due() == []


def test_a_lesson_that_was_taken_away_is_not_asked_for(due, lead, cohort):
    lesson = factories.lessons_of(cohort.course)[1]
    services.set_assignment(by=lead, cohort=cohort, lesson=lesson)
    lesson.unpublish()
    assert due() == []


def test_only_what_ones_own_groups_were_set(due, cohort, written):
    factories.WrittenFactory.create(cohort=factories.CohortFactory.create(course=cohort.course))
    assert [item.title for item in due()] == [written.title]
    cohort.members.all().delete()
    assert due() == []


def test_the_earliest_first_and_what_has_no_date_last(due, cohort):
    now = timezone.now()
    for title, days in (("Bez terminu", None), ("Druga", 2), ("Pierwsza", 1)):
        factories.WrittenFactory.create(cohort=cohort, title=title, due_at=now + timedelta(days=days) if days else None)
    assert [item.title for item in due()] == ["Pierwsza", "Druga", "Bez terminu"]
