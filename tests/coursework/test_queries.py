"""Lists cost as many queries for many rows as for a few."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.coursework import services
from courses.coursework.due import due_items_of, groups_of
from courses.coursework.models import Assignment, CohortMember, Extension, Submission, SubmissionRound
from courses.learning.dashboard import course_progress, enrolments_of
from courses.learning.models import Completion, Enrolment
from courses.learning.services import mark_completed
from people.models import User
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


@pytest.mark.parametrize(("name", "most"), [("queue", 31), ("cohort", 24)])
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


@pytest.mark.sqlite_only
def test_what_is_due_reads_no_assignments_of_other_groups(lead, cohort, learner):
    services.set_assignment(by=lead, cohort=cohort, title="Praca")
    other = factories.CohortFactory.create(course=cohort.course)
    steps = []

    def read():
        steps.append(0)
        connection.connection.set_progress_handler(lambda: steps.append(steps.pop() + 1), 1)
        titles = [item.title for item in Assignment.objects.listed_for(learner)]
        connection.connection.set_progress_handler(None, 1)
        assert titles == ["Praca"]

    read()
    others = [Assignment(cohort=other, kind="written", title=f"Inna {number}") for number in range(50)]
    Assignment.objects.bulk_create(others)
    read()
    assert steps[1] < steps[0] + len(others)  # SQLite executes several instructions for each row that it reads


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


def people(cohort, number):
    """``number`` more members who have completed a lesson and handed in every second work, made at once."""
    task = cohort.assignments.get(kind="written")
    course, before = cohort.course, User.objects.count()
    User.objects.bulk_create(
        User(email=f"wiele{before + index}@example.com", first_name="Jan", last_name=f"Kos{before + index:04}")
        for index in range(number)
    )
    users = list(User.objects.filter(email__startswith="wiele", cohort_memberships=None))
    now = timezone.now()
    CohortMember.objects.bulk_create(CohortMember(cohort=cohort, user=user) for user in users)
    outline = course.outlines.latest("pk")
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(user=user, course=course, outline=outline, active_at=now) for user in users
    )
    key = lessons_of(course)[0].key
    Completion.objects.bulk_create(Completion(enrolment=item, lesson=key, source="manual") for item in enrolments)
    works = Submission.objects.bulk_create(
        Submission(assignment=task, user=user, state="submitted", submitted_at=now) for user in users[::2]
    )
    SubmissionRound.objects.bulk_create(
        SubmissionRound(
            submission=work, number=1, text="Praca", submitted_at=now, receipt=f"P-{work.pk:09}", key=uuid4()
        )
        for work in works
    )
    Extension.objects.bulk_create(
        Extension(assignment=task, user=user, due_at=now + timedelta(days=9)) for user in users[::3]
    )


def test_group_person_table_and_file_of_30_and_of_700_people(client, lead, filled):
    fill(lead, filled, 1)
    member = filled.members.first().user
    client.force_login(lead)
    pages = {
        "cohort": reverse("coursework:cohort", args=[filled.pk]),
        "member": reverse("coursework:member", args=[filled.pk, member.pk]),
        "cohort_tasks": reverse("coursework:cohort_tasks", args=[filled.pk]),
        "cohort_export": reverse("coursework:cohort_export", args=[filled.pk]),
        "message": reverse("coursework:message", args=[filled.pk]) + "?wszyscy=1",
    }

    def counted():
        return {name: queries_of(lambda address=address: client.get(address)) for name, address in pages.items()}

    people(filled, 29)
    few = counted()
    people(filled, 670)
    assert filled.members.count() == 700
    assert counted() == few
    most = {"cohort": 24, "member": 24, "cohort_tasks": 14, "cohort_export": 17, "message": 8}
    assert {name for name in pages if few[name] > most[name]} == set(), few


def test_all_groups(client, lead, cohort):
    client.force_login(factories.coordinator())

    def add(number):
        for _number in range(number):
            other = factories.CohortFactory.create(course=cohort.course, trainers=[lead])
            handed_in(factories.WrittenAssignmentFactory.create(cohort=other))

    add(1)
    few = queries_of(lambda: client.get(reverse("coursework:cohorts")))
    add(27)
    assert queries_of(lambda: client.get(reverse("coursework:cohorts"))) == few
    assert few <= 16
