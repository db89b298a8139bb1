from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.coursework import services
from courses.coursework.errors import (
    InvalidAddressesError,
    InvalidAssignmentError,
    InvalidCohortError,
    NotPermittedError,
)
from courses.coursework.models import Assignment, Cohort, CohortInvitation, CohortMember
from courses.learning.models import Enrolment
from tests.courses_tree import lessons_of
from tests.coursework import factories

pytestmark = pytest.mark.django_db


def test_a_trainer_who_creates_a_group_is_its_trainer(lead):
    cohort = services.create_cohort(by=lead, name=" Gmina Zalesie ", course=factories.course())
    assert cohort.name == "Gmina Zalesie"
    assert list(cohort.trainers.all()) == [lead]


def test_a_coordinator_makes_a_group_for_trainers(lead):
    coordinator = factories.coordinator()
    cohort = services.create_cohort(by=coordinator, name="Gmina", course=factories.course(), trainers=[lead])
    assert list(cohort.trainers.all()) == [lead]
    with pytest.raises(InvalidCohortError):
        services.update_cohort(
            by=coordinator,
            cohort=cohort,
            name="Gmina",
            starts=None,
            ends=None,
            trainers=[factories.UserFactory.create()],
        )


def test_nobody_else_makes_one():
    with pytest.raises(NotPermittedError):
        services.create_cohort(by=factories.UserFactory.create(), name="Gmina", course=factories.course())
    assert not Cohort.objects.exists()


def test_a_trainer_names_no_other_trainers(lead, cohort):
    with pytest.raises(NotPermittedError):
        services.create_cohort(by=lead, name="Gmina", course=cohort.course, trainers=[factories.trainer()])
    with pytest.raises(NotPermittedError):
        services.update_cohort(by=lead, cohort=cohort, name="Gmina", starts=None, ends=None, trainers=[lead])


@pytest.mark.parametrize(
    "fields",
    [
        {"name": " "},
        {"starts": date(2026, 12, 2), "ends": date(2026, 12, 1)},
        {"course": None},
    ],
)
def test_a_group_that_makes_no_sense(lead, fields):
    with pytest.raises(InvalidCohortError):
        services.create_cohort(by=lead, **{"name": "Gmina", "course": factories.course(), **fields})


def test_a_course_that_is_not_published(lead):
    with pytest.raises(InvalidCohortError):
        services.create_cohort(by=lead, name="Gmina", course=factories.course(live=False))


def test_a_course_or_a_programme_and_never_both(lead):
    course = factories.course()
    programme = factories.programme(course)
    with pytest.raises(InvalidCohortError):
        services.create_cohort(by=lead, name="Gmina", course=course, programme=programme)
    for fields in ({"course": course, "programme": programme}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Cohort.objects.create(name="Gmina", **fields)


def test_dates_are_changed_by_its_trainer_only(lead, cohort):
    services.update_cohort(by=lead, cohort=cohort, name="Nowa", starts=date(2026, 12, 1), ends=None)
    assert Cohort.objects.get().name == "Nowa"
    for other in (factories.trainer(), factories.UserFactory.create()):
        with pytest.raises(NotPermittedError):
            services.update_cohort(by=other, cohort=cohort, name="Cudza", starts=None, ends=None)


def test_a_coordinator_adds_people_who_are_enrolled_once(cohort):
    anna = factories.UserFactory.create(email="anna@example.com")
    marek = factories.UserFactory.create(email="marek@example.com")
    text = "Anna@Example.com, marek@example.com\nnikt@example.com;anna@example.com"
    result = factories.add(factories.coordinator(), cohort, text=text)
    assert (result.added, result.invited.present, result.invited.sent) == ([anna, marek], [], ["nikt@example.com"])
    again = factories.add(factories.coordinator(), cohort, text=text)
    assert (again.added, again.invited.present) == ([], ["anna@example.com", "marek@example.com"])
    assert (again.invited.sent, again.invited.waiting) == ([], ["nikt@example.com"])
    assert CohortMember.objects.count() == 2
    assert set(Enrolment.objects.filter(course=cohort.course).values_list("user", "course")) == {
        (anna.pk, cohort.course_id),
        (marek.pk, cohort.course_id),
    }


def test_a_wrong_line_adds_nobody(cohort):
    factories.UserFactory.create(email="anna@example.com")
    with pytest.raises(InvalidAddressesError) as error:
        factories.add(factories.coordinator(), cohort, text="anna@example.com\nmarek(at)example.com")
    assert error.value.lines == [(2, "marek(at)example.com")]
    assert not CohortMember.objects.exists()
    assert not CohortInvitation.objects.exists()


def test_nobody_is_added_to_a_course_that_is_not_published(cohort):
    cohort.course.unpublish()
    with pytest.raises(InvalidCohortError):
        factories.add(factories.coordinator(), Cohort.objects.get(), factories.UserFactory.create())
    with pytest.raises(InvalidCohortError):
        factories.invited(Cohort.objects.get(), "anna@example.com")


@pytest.mark.parametrize("fields", [{"is_active": False}, {"confirmed": False}])
def test_accounts_that_are_closed_or_not_confirmed_are_invited_as_any_address(cohort, fields):
    user = factories.UserFactory.create(email="dawna@example.com", **fields)
    result = factories.add(factories.coordinator(), cohort, user)
    assert (result.added, result.invited.sent) == ([], ["dawna@example.com"])


def test_an_account_is_found_by_each_address_that_it_has_confirmed(cohort):
    user = factories.UserFactory.create()
    EmailAddress.objects.create(user=user, email="Druga@Example.com", verified=True)
    result = factories.add(factories.coordinator(), cohort, text=f"druga@example.com\n{user.email}")
    assert (result.added, result.invited.sent) == ([user], [])


def test_a_programme_enrols_in_all_its_published_courses(lead):
    first, second, hidden = factories.course("A"), factories.course("B"), factories.course("C", live=False)
    cohort = factories.CohortFactory.create(
        course=None, programme=factories.programme(second, first, hidden), trainers=[lead]
    )
    user = factories.UserFactory.create()
    factories.add(factories.coordinator(), cohort, user)
    assert cohort.courses() == [second, first]
    assert set(user.enrolments.values_list("course", flat=True)) == {first.pk, second.pk}


def test_only_who_organises_the_group_invites_and_removes_and_only_a_coordinator_adds(lead, cohort, learner):
    for other in (factories.trainer(), factories.UserFactory.create(), learner):
        with pytest.raises(NotPermittedError):
            factories.invited(cohort, "anna@example.com", by=other)
        with pytest.raises(NotPermittedError):
            services.remove_member(by=other, cohort=cohort, user=learner)
    for other in (lead, factories.trainer(), factories.UserFactory.create(), learner):
        with pytest.raises(NotPermittedError):
            factories.add(other, cohort, factories.UserFactory.create())
    assert not cohort.invitations.exists()
    assert cohort.members.count() == 1


def test_who_leaves_a_group_keeps_what_they_did(lead, cohort, written, learner):
    factories.handed_in(written, learner)
    services.remove_member(by=lead, cohort=cohort, user=learner)
    assert not cohort.members.exists()
    assert learner.enrolments.count() == 1
    assert learner.submissions.get().rounds.count() == 1


def test_a_lesson_or_a_written_assignment_is_set(lead, cohort):
    lesson = lessons_of(cohort.course)[0]
    assert services.set_assignment(by=lead, cohort=cohort, lesson=lesson).name == lesson.title
    written = services.set_assignment(by=lead, cohort=cohort, title=" Diagnoza ", instructions="Opisz.")
    assert (written.kind, written.name) == ("written", "Diagnoza")
    services.set_assignment(by=lead, cohort=cohort, assignment=written, title="Diagnoza gminy")
    assert Assignment.objects.get(kind="written").title == "Diagnoza gminy"
    with pytest.raises(InvalidAssignmentError):
        services.set_assignment(by=lead, cohort=cohort, assignment=written, lesson=lesson)


def test_an_assignment_that_makes_no_sense(lead, cohort):
    lesson = lessons_of(cohort.course)[0]
    foreign = lessons_of(factories.course("Inny"))[0]
    for fields in ({}, {"title": " "}, {"lesson": lesson, "title": "Praca"}, {"lesson": foreign}):
        with pytest.raises(InvalidAssignmentError):
            services.set_assignment(by=lead, cohort=cohort, **fields)
    for fields in (
        {"kind": "lesson"},
        {"kind": "written"},
        {"kind": "lesson", "lesson": lesson, "title": "Praca"},
        {"kind": "written", "lesson": lesson, "title": "Praca"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.create(cohort=cohort, **fields)


def test_only_a_trainer_of_the_group_sets_assignments(lead, cohort, written):
    other = factories.trainer()
    for person in (other, factories.coordinator(), factories.UserFactory.create()):
        with pytest.raises(NotPermittedError):
            services.set_assignment(by=person, cohort=cohort, title="Praca")
    foreign = factories.CohortFactory.create(trainers=[other], course=cohort.course)
    with pytest.raises(NotPermittedError):
        services.set_assignment(by=other, cohort=foreign, assignment=written, title="Przejęta")


def test_a_new_group_does_not_end_before_today(lead, cohort):
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(InvalidCohortError) as refused:
        services.create_cohort(by=lead, name="Grupa", course=cohort.course, ends=yesterday)
    assert refused.value.field == "ends"
    assert services.create_cohort(by=lead, name="Grupa", course=cohort.course, ends=timezone.localdate()).pk
    assert services.update_cohort(by=lead, cohort=cohort, name="Grupa", starts=None, ends=yesterday).ends == yesterday


@pytest.mark.parametrize("due", [timedelta(seconds=-1), timedelta(days=5 * 366 + 1)])
def test_a_new_due_date_lies_ahead_and_not_too_far(lead, cohort, written, due):
    moment = timezone.now() + due
    for task in (None, written):
        with pytest.raises(InvalidAssignmentError) as refused:
            services.set_assignment(by=lead, cohort=cohort, title="Praca", due_at=moment, assignment=task)
        assert refused.value.field == "due_at"
    factories.overdue(written, moment)
    services.set_assignment(
        by=lead, cohort=cohort, title="Inny tytuł", due_at=moment.replace(second=0, microsecond=0), assignment=written
    )
    assert Assignment.objects.get().title == "Inny tytuł"


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("title", {"title": " "}),
        ("title", {"title": "a" * 201}),
        ("instructions", {"title": "Praca", "instructions": "a" * 20_001}),
    ],
)
def test_texts_of_a_task_have_their_lengths(lead, cohort, field, fields):
    with pytest.raises(InvalidAssignmentError) as refused:
        services.set_assignment(by=lead, cohort=cohort, **fields)
    assert refused.value.field == field
    assert not Assignment.objects.exists()


def test_the_date_of_a_closed_task_can_be_changed(lead, cohort):
    lesson = lessons_of(cohort.course)[0]
    task = services.set_assignment(by=lead, cohort=cohort, lesson=lesson)
    lesson.unpublish()
    due = timezone.now() + timedelta(days=1)
    task.refresh_from_db()
    assert (
        services.set_assignment(by=lead, cohort=cohort, lesson=task.lesson, due_at=due, assignment=task).due_at == due
    )
    with pytest.raises(InvalidAssignmentError):
        services.set_assignment(by=lead, cohort=cohort, lesson=task.lesson)
