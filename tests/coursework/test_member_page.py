"""The page of a member: the learner's own figures; answers and reviews for trainers of the group only."""

from uuid import uuid4

import pytest
from django.urls import reverse
from structlog.testing import capture_logs

from courses.activities.models import Activity
from courses.coursework import services
from courses.coursework.states import Decision
from courses.learning.dashboard import course_progress, enrolments_of
from courses.learning.services import answer_exercise
from tests.courses_tree import lessons_of, make_course
from tests.coursework import factories
from tests.coursework.factories import handed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(lead):
    """A group on a course of two lessons with one exercise each."""
    return factories.CohortFactory.create(course=make_course("Ćwiczenia", lessons=2), trainers=[lead])


def answered(user, lesson, option):
    activity = Activity.objects.get(container=lesson.key)
    assert activity.current is not None
    chosen = activity.current.tree["fields"]["options"][option]["id"]
    answer_exercise(user=user, lesson=lesson, activity_id=activity.pk, form=[("answer", chosen)], key=uuid4())


@pytest.fixture
def learner(group):
    user = factories.member(group)
    lesson = lessons_of(group.course)[0]
    answered(user, lesson, 1)
    answered(user, lesson, 0)
    return user


def page_of(client, by, group, user):
    client.force_login(by)
    return client.get(reverse("coursework:member", args=[group.pk, user.pk]))


def test_progress_is_what_the_learner_sees(client, lead, group, learner, rf):
    page = page_of(client, lead, group, learner)
    (course,) = page.context["courses"]
    (own,) = course_progress(enrolments_of(learner), rf.get("/"))
    assert (course.label, course.progress_steps) == (own.label, own.progress.progress_steps)
    assert [(lesson.title, lesson.completed_at is not None) for lesson in course.lessons] == [
        ("Lekcja 0", True),
        ("Lekcja 1", False),
    ]


def test_a_trainer_reads_each_answer_in_words(client, lead, group, learner):
    (course,) = page_of(client, lead, group, learner).context["courses"]
    answers = course.lessons[0].answers
    assert [(answer.texts, answer.right, answer.changed) for answer in answers] == [
        (("Odpowiedź 0",), True, False),
        (("Odpowiedź 1",), False, False),
    ]


def test_a_trainer_reads_works_with_rounds_and_reviews(client, lead, group, learner):
    task = services.set_assignment(by=lead, cohort=group, title="Diagnoza")
    made = handed_in(task, learner)
    services.review(by=lead, round=made, decision=Decision.RETURNED, comment="Brakuje źródeł.")
    handed_in(task, learner, text="Druga wersja")
    page = page_of(client, lead, group, learner)
    (record,) = page.context["tasks"]
    assert (record.task.state, record.rounds_count, len(record.reviews)) == ("submitted", 2, 1)
    assert record.url == reverse("coursework:review", args=[made.submission_id])
    assert "Brakuje źródeł." in page.text


def test_a_coordinator_sees_progress_and_neither_answers_nor_works(client, lead, group, learner):
    task = services.set_assignment(by=lead, cohort=group, title="Diagnoza")
    made = handed_in(task, learner)
    services.review(by=lead, round=made, decision=Decision.RETURNED, comment="Brakuje źródeł.")
    page = page_of(client, factories.coordinator(), group, learner)
    (course,) = page.context["courses"]
    assert course.label == "Ukończone lekcje: 1 z\xa02"
    text = text_of(page)
    assert [word in text for word in ("Odpowiedź 0", "Brakuje źródeł", "Moja praca")] == [False] * 3
    (record,) = page.context["tasks"]
    assert (record.task.state, record.url, record.reviews, record.extend_url) == ("returned", "", (), "")


def test_access_is_logged_without_names(client, lead, group, learner):
    addresses = {
        "member": reverse("coursework:member", args=[group.pk, learner.pk]),
        "table": reverse("coursework:cohort_tasks", args=[group.pk]),
        "file": reverse("coursework:cohort_export", args=[group.pk]),
    }
    other = factories.trainer()
    with capture_logs() as lines:
        for user in (lead, other):
            client.force_login(user)
            for address in addresses.values():
                client.get(address)
    noted = [(line["user"], line["path"], line["status"]) for line in lines if line["event"] == "staff.access"]
    assert noted == [
        (user.pk, address, status) for user, status in ((lead, 200), (other, 404)) for address in addresses.values()
    ]


def test_only_members_have_a_page(client, lead, group, learner):
    services.remove_member(by=lead, cohort=group, user=learner)
    assert page_of(client, lead, group, learner).status_code == 404
