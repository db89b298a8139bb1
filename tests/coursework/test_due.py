from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from courses.coursework import services
from courses.coursework.models import Submission
from courses.coursework.states import Decision, State
from courses.learning.services import mark_completed
from tests.courses_tree import lessons_of
from tests.coursework import factories
from tests.coursework.factories import handed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def my_learning(client, learner):
    client.force_login(learner)
    return lambda: client.get(reverse("learning:home"))


@pytest.fixture
def due(my_learning):
    return lambda: my_learning().context["due"]


@pytest.fixture
def settled(my_learning):
    return lambda: my_learning().context["handed_in"]


def reviewed(task, learner, lead, decision=Decision.ACCEPTED, **fields):
    return services.review(by=lead, round=handed_in(task, learner, **fields), decision=decision, comment="Uwaga.")


def test_a_written_assignment_in_every_state(due, settled, lead, learner, written):
    written.due_at = timezone.now() - timedelta(days=1)
    written.save()
    (item,) = due()
    assert (item.title, item.url) == (written.title, reverse("coursework:submission", args=[written.pk]))
    assert (item.state, item.overdue, item.context) == ("todo", True, written.cohort.course.title)
    services.save_draft(by=learner, assignment=written, text="Zaczynam")
    assert [(item.state, item.overdue) for item in due()] == [("draft", True)]
    assert settled() == []
    made = handed_in(written, learner)
    assert due() == []
    assert [(item.state, item.overdue, item.since) for item in settled()] == [("submitted", False, made.submitted_at)]
    services.review(by=lead, round=made, decision=Decision.RETURNED, comment="Popraw.")
    assert [(item.state, item.overdue) for item in due()] == [("returned", False)]
    assert settled() == []
    failed = reviewed(written, learner, lead, Decision.FAILED)
    assert due() == []
    assert [(item.state, item.since) for item in settled()] == [("failed", failed.created_at)]
    Submission.objects.update(state=State.ACCEPTED)
    assert [item.state for item in settled()] == ["accepted"]


def test_what_is_handed_in_is_found_after_the_group_has_ended(my_learning, settled, lead, learner, cohort, written):
    reviewed(written, learner, lead)
    cohort.ends = date(2026, 1, 1)
    cohort.save()
    (item,) = settled()
    assert (item.title, item.url) == (written.title, reverse("coursework:submission", args=[written.pk]))
    html = my_learning().content.decode()
    assert html.count(f'href="{item.url}"') == 1
    assert ("Oddane i\u00a0sprawdzone" in html, "Do zrobienia" in html) == (True, False)


def test_a_returned_submission_comes_first(due, lead, learner, cohort):
    now = timezone.now()
    factories.WrittenAssignmentFactory.create(cohort=cohort, title="Pilna", due_at=now - timedelta(days=1))
    back = factories.WrittenAssignmentFactory.create(cohort=cohort, title="Do poprawy", due_at=None)
    reviewed(back, learner, lead, Decision.RETURNED)
    assert [item.title for item in due()] == ["Do poprawy", "Pilna"]


def test_the_newest_first_and_ten_at_most_stand_open(my_learning, learner, lead, cohort):
    tasks = [factories.WrittenAssignmentFactory.create(cohort=cohort, title=f"Praca {number}") for number in range(12)]
    for number, task in enumerate(tasks[1:], start=1):
        handed_in(task, learner, days_ago=number)
    # Submitted long ago and reviewed now: the review is the latest event.
    reviewed(tasks[0], learner, lead, days_ago=30)
    response = my_learning()
    assert [item.title for item in response.context["handed_in"]] == [f"Praca {number}" for number in range(10)]
    assert [item.title for item in response.context["handed_in_before"]] == ["Praca 10", "Praca 11"]
    html = response.content.decode().replace("\u00a0", " ")
    shown, _summary, behind = html.partition("Pokaż jeszcze 2 wcześniejsze prace")
    assert [text in behind for text in ("Praca 9<", "Praca 10<", "Praca 11<")] == [False, True, True]
    assert [text in shown for text in ("Praca 9<", "Praca 10<")] == [True, False]


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
    lesson = lessons_of(cohort.course)[1]
    task = services.set_assignment(by=lead, cohort=cohort, lesson=lesson, due_at=timezone.now() + timedelta(days=1))
    (item,) = due()
    assert (item.title, item.url, item.due_at) == (lesson.title, lesson.url, task.due_at)
    assert (item.state, item.overdue) == ("todo", False)
    mark_completed(user=learner, lesson=lesson)
    assert due() == []


def test_a_lesson_that_is_withdrawn_stays_as_a_closed_task(due, my_learning, lead, cohort):
    lesson = lessons_of(cohort.course)[1]
    factories.overdue(services.set_assignment(by=lead, cohort=cohort, lesson=lesson), timezone.now())
    lesson.unpublish()
    (item,) = due()
    assert (item.title, item.url, item.state, item.overdue) == (lesson.title, "", "closed", False)
    text = text_of(my_learning())
    assert "Zamknięte: lekcja jest wycofana z publikacji" in text
    assert "Nie musisz nic robić" in text
    lesson.save_revision().publish()
    assert [(item.state, item.overdue) for item in due()] == [("todo", True)]


def test_a_completed_lesson_that_is_withdrawn_stays_done(due, client, lead, learner, cohort):
    lesson = lessons_of(cohort.course)[1]
    services.set_assignment(by=lead, cohort=cohort, lesson=lesson)
    factories.member(cohort)
    mark_completed(user=learner, lesson=lesson)
    lesson.unpublish()
    assert due() == []
    client.force_login(lead)
    page = client.get(reverse("coursework:cohort", args=[cohort.pk]))
    (task,) = page.context["assignments"]
    assert (task.done_count, task.members_count) == (1, 2)
    assert "Zamknięte: lekcja jest wycofana z publikacji" in text_of(page)


def test_nobody_is_late_with_a_closed_assignment(client, lead, learner, cohort):
    lesson = lessons_of(cohort.course)[1]
    factories.overdue(
        services.set_assignment(by=lead, cohort=cohort, lesson=lesson), timezone.now() - timedelta(days=2)
    )
    client.force_login(lead)
    assert len(client.get(reverse("coursework:queue")).context["stuck"]) == 1
    lesson.unpublish()
    assert client.get(reverse("coursework:queue")).context["stuck"] == []


def test_what_is_handed_in_stays_with_a_person_who_was_removed(due, settled, lead, learner, cohort, written):
    returned = reviewed(written, learner, lead, Decision.RETURNED)
    draft = factories.WrittenAssignmentFactory.create(cohort=cohort, title="Szkic")
    services.save_draft(by=learner, assignment=draft, text="Zaczynam")
    empty = factories.WrittenAssignmentFactory.create(cohort=cohort, title="Pusta", due_at=timezone.now())
    services.save_draft(by=learner, assignment=empty, text="")
    services.remove_member(by=lead, cohort=cohort, user=learner)
    with translation.override("pl"):
        assert [(item.title, item.state, item.state_label, item.url, item.overdue) for item in due()] == [
            (
                "Szkic",
                "closed",
                "wersja robocza; nie jesteś już w\u00a0tej grupie",
                reverse("coursework:submission", args=[draft.pk]),
                False,
            )
        ]
    assert [(item.title, item.state, item.since, item.urgent) for item in settled()] == [
        (written.title, "returned", returned.created_at, False)
    ]


def test_only_what_ones_own_groups_were_set(due, cohort, written):
    factories.WrittenAssignmentFactory.create(cohort=factories.CohortFactory.create(course=cohort.course))
    assert [item.title for item in due()] == [written.title]
    cohort.members.all().delete()
    assert due() == []


def test_the_earliest_first_and_what_has_no_date_last(due, cohort):
    now = timezone.now()
    for title, days in (("Bez terminu", None), ("Druga", 2), ("Pierwsza", 1)):
        factories.WrittenAssignmentFactory.create(
            cohort=cohort, title=title, due_at=now + timedelta(days=days) if days else None
        )
    assert [item.title for item in due()] == ["Pierwsza", "Druga", "Bez terminu"]
