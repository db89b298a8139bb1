"""Groups over a restricted course: assignments and progress do not depend on the restriction."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import PageViewRestriction

from courses.coursework import services
from courses.learning.services import mark_completed
from tests.courses_tree import lessons_of
from tests.coursework import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def insiders(cohort):
    """The group of accounts that may open the last lesson of the course; the trainer is not in it."""
    group = Group.objects.create(name="Uczestnicy kursu")
    restriction = PageViewRestriction.objects.create(page=lessons_of(cohort.course)[2], restriction_type="groups")
    restriction.groups.add(group)
    return group


def test_the_trainer_sees_the_figures_of_the_learner(client, lead, cohort, learner, insiders):
    for lesson in lessons_of(cohort.course)[:2]:
        mark_completed(user=learner, lesson=lesson)
    client.force_login(lead)
    (member,) = client.get(reverse("coursework:cohort", args=[cohort.pk])).context["members"]
    client.force_login(learner)
    (course,) = client.get(reverse("learning:home")).context["courses"]
    assert (member.label, member.progress_steps) == (course.label, course.progress_steps)
    assert member.short_label == "2 z\xa03"


def test_a_restricted_lesson_is_set_and_linked_for_those_who_may_open_it(client, lead, cohort, learner, insiders):
    lesson = lessons_of(cohort.course)[2]
    client.force_login(lead)
    create = reverse("coursework:assignment_create_lesson", args=[cohort.pk])
    assert client.post(create, {"lesson": lesson.pk}).status_code == 302
    learner.groups.add(insiders)
    client.force_login(learner)
    assert [item.url for item in client.get(reverse("learning:home")).context["due"]] == [lesson.url]
    mark_completed(user=learner, lesson=lesson)
    client.force_login(lead)
    (task,) = client.get(reverse("coursework:cohort", args=[cohort.pk])).context["assignments"]
    assert (task.done_count, task.members_count) == (1, 1)


def test_a_set_lesson_that_is_closed_to_the_learner_says_so_without_a_link(client, lead, cohort, learner, insiders):
    lesson = lessons_of(cohort.course)[2]
    services.set_assignment(by=lead, cohort=cohort, lesson=lesson)
    client.force_login(learner)
    response = client.get(reverse("learning:home"))
    assert [(item.title, item.url) for item in response.context["due"]] == [(lesson.title, "")]
    assert lesson.url not in response.text
    assert "Ta lekcja nie jest teraz dla ciebie dostępna." in response.text.replace("\xa0", " ")


def test_people_are_put_on_a_course_that_is_restricted(cohort):
    PageViewRestriction.objects.create(page=cohort.course, restriction_type="login")
    user = factories.UserFactory.create()
    factories.add(factories.coordinator(), cohort, user)
    assert cohort.courses() == [cohort.course]
    assert user.enrolments.get().course == cohort.course
