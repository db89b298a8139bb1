"""Lists cost as many queries for many rows as for a few."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.coursework import services
from courses.coursework.due import due_items_of, groups_of
from courses.learning.dashboard import course_progress, enrolments_of
from courses.learning.services import mark_completed
from tests.courses_tree import lessons_of
from tests.coursework import factories
from tests.coursework.factories import handed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("caching")]


def queries_of(act):
    # The first request creates the footer settings, which invalidates the caches; the second caches outlines.
    act()
    act()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        act()
    return len(captured)


def fill(lead, cohort, number):
    """``number`` members of two groups, one over a programme, each with a submission to review and an assignment."""
    organisation = factories.OrganisationFactory.create()
    course = cohort.course
    task = cohort.assignments.get(kind="written")
    for index in range(number):
        user = factories.member(cohort, factories.UserFactory.create(organisation=organisation))
        handed_in(task, user, days_ago=index)
        factories.invited(cohort, f"zaproszona{user.pk}@example.com", by=lead)
        if index % 2:
            mark_completed(user=user, lesson=lessons_of(course)[0])


@pytest.fixture
def filled(lead, cohort):
    services.set_assignment(by=lead, cohort=cohort, title="Praca")
    lesson = lessons_of(cohort.course)[0]
    past = timezone.now() - timedelta(days=1)
    factories.overdue(services.set_assignment(by=lead, cohort=cohort, lesson=lesson), past)
    programme = factories.programme(cohort.course, factories.course("Drugi"))
    other = factories.CohortFactory.create(course=None, programme=programme, trainers=[lead])
    factories.member(other)
    return cohort


@pytest.mark.parametrize(("name", "most"), [("queue", 24), ("cohort", 20)])
def test_pages_of_trainers(client, lead, filled, name, most):
    client.force_login(lead)
    address = reverse(f"coursework:{name}", args=[filled.pk] if name == "cohort" else [])
    fill(lead, filled, 3)
    few = queries_of(lambda: client.get(address))
    fill(lead, filled, 27)
    many = queries_of(lambda: client.get(address))
    assert many == few
    assert many <= most


def test_what_is_due(lead, cohort, learner):
    request = RequestFactory().get("/")
    lessons = lessons_of(cohort.course)

    def add(number):
        for index in range(number):
            services.set_assignment(by=lead, cohort=cohort, lesson=lessons[index % 3])
            written = services.set_assignment(by=lead, cohort=cohort, title=f"Praca {index}")
            services.save_draft(by=learner, assignment=written, text="Zaczynam")

    add(1)
    progress = course_progress(enrolments_of(learner), request)
    few = queries_of(lambda: due_items_of(learner, request, progress=progress))
    add(19)
    many = queries_of(lambda: due_items_of(learner, request, progress=progress))
    assert len(due_items_of(learner, request, progress=progress)) == 40
    assert (few, many) == (2, 2)
    outsider = factories.UserFactory.create()
    assert queries_of(lambda: due_items_of(outsider, request, progress=[])) == 1


def test_groups_and_invitations(cohort, learner):
    def add(number):
        for _number in range(number):
            other = factories.CohortFactory.create(course=cohort.course)
            factories.member(other, learner)
            factories.invited(factories.CohortFactory.create(course=cohort.course), learner.email)

    add(1)
    few = queries_of(lambda: groups_of(learner))
    add(4)
    assert (few, queries_of(lambda: groups_of(learner))) == (2, 2)
    view = groups_of(learner)
    assert (len(view.groups), len(view.invitations)) == (6, 5)
