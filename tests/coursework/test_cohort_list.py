"""Coordinators see all groups: who runs them, how far they are, what waits."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.coursework.cohort_list import A_PAGE, all_cohorts
from courses.coursework.members import finished_members, members_progress
from courses.learning.services import mark_completed
from tests.courses_tree import lessons_of
from tests.coursework import factories
from tests.coursework.factories import handed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def overseer(client):
    client.force_login(factories.coordinator())
    return client


def card_of(cohort):
    return next(card for card in all_cohorts().cohorts if card.name == cohort.name)


def test_a_group_with_its_trainers_progress_and_what_waits(overseer, cohort, written, learner, rf):
    handed_in(written, learner, days_ago=5)
    handed_in(written, days_ago=2)
    for lesson in lessons_of(cohort.course):
        mark_completed(user=learner, lesson=lesson)
    card = card_of(cohort)
    assert (card.trainers, card.members_count, card.finished_count) == (("Maria Wrona",), 2, 1)
    assert (card.waiting_count, card.oldest_days) == (2, 5)
    page = text_of(overseer.get(reverse("coursework:queue")))
    assert "Prowadzą: Maria Wrona" in page or "Maria Wrona" in page
    assert "ukończyło 1 z 2" in page
    assert "najstarsza od 5 dni" in page
    assert "Moja praca" not in page
    assert sum(person.finished for person in members_progress([cohort], rf.get("/"))) == 1


def test_a_programme_is_finished_with_all_its_courses(lead, rf):
    first, second = factories.course("Pierwszy", lessons=1), factories.course("Drugi", lessons=1)
    cohort = factories.CohortFactory.create(course=None, programme=factories.programme(first, second), trainers=[lead])
    user = factories.member(cohort)
    for course, finished in ((first, 0), (second, 1)):
        mark_completed(user=user, lesson=lessons_of(course)[0])
        assert finished_members([cohort]) == {cohort.pk: finished}
        assert sum(person.finished for person in members_progress([cohort], rf.get("/"))) == finished


@pytest.mark.parametrize("why", ["none", "inactive", "without the role"])
def test_a_group_that_nobody_can_run_is_warned_of(overseer, lead, cohort, why):
    other = factories.CohortFactory.create(course=cohort.course, trainers=[factories.trainer()])
    if why == "none":
        cohort.trainers.clear()
    elif why == "inactive":
        lead.is_active = False
        lead.save()
    else:
        lead.user_permissions.clear()
    assert (card_of(cohort).trainers, bool(card_of(other).trainers)) == ((), True)
    page = overseer.get(reverse("coursework:cohorts"), {"pokaz": "bez-prowadzacych"})
    assert [card.name for card in page.context["cohorts"]] == [cohort.name]
    assert page.context["unled_count"] == 1
    text = text_of(page)
    assert "Nikt nie prowadzi tej grupy" in text
    assert reverse("coursework:cohort_edit", args=[cohort.pk]) in text
    assert "Nikt nie prowadzi tej grupy" in text_of(overseer.get(reverse("coursework:cohort", args=[cohort.pk])))


def test_running_groups_and_pages_of_the_list(overseer, cohort):
    past = timezone.localdate() - timedelta(days=1)
    for _number in range(A_PAGE):
        factories.CohortFactory.create(course=cohort.course, ends=past)
    first = overseer.get(reverse("coursework:cohorts"))
    second = overseer.get(reverse("coursework:cohorts"), {"strona": "2"})
    assert (len(first.context["cohorts"]), len(second.context["cohorts"])) == (A_PAGE, 1)
    assert "strona=2" in first.context["paging"].next_url
    running = overseer.get(reverse("coursework:cohorts"), {"pokaz": "trwajace"})
    assert [card.name for card in running.context["cohorts"]] == [cohort.name]
    assert [item.count for item in running.context["filters"]] == [A_PAGE + 1, 1, A_PAGE]
