"""Trainers confirm attendance; what they say of a learner in each group."""

import pytest
from django.urls import reverse

from courses.coursework import services
from courses.coursework.errors import NotPermittedError
from courses.coursework.models import CohortMember
from courses.coursework.trainers_word import trainers_word
from courses.learning.signals import TrainersWord
from tests.coursework import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer():
    return factories.trainer()


@pytest.fixture
def cohort(trainer):
    return factories.CohortFactory.create(name="Jesień", trainers=[trainer])


def test_a_trainer_of_the_group_confirms_and_takes_back(cohort, trainer, client):
    person = factories.member(cohort)
    client.force_login(trainer, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("coursework:attendance", args=[cohort.pk, person.pk])
    client.post(page, {"action": "confirm"})
    member = CohortMember.objects.get(cohort=cohort, user=person)
    assert (member.attended_by, member.attended_at is not None) == (trainer, True)
    client.post(page, {"action": "withdraw"})
    member.refresh_from_db()
    assert (member.attended_by, member.attended_at) == (None, None)


@pytest.mark.parametrize("who", ["another trainer", "coordinator", "the learner"])
def test_nobody_else_does(cohort, trainer, who):
    person = factories.member(cohort)
    by = {"another trainer": factories.trainer(), "coordinator": factories.coordinator()}.get(who, person)
    with pytest.raises(NotPermittedError):
        services.confirm_attendance(by=by, cohort=cohort, user=person, confirmed=True)


def test_a_trainer_does_not_confirm_their_own(cohort, trainer):
    factories.member(cohort, trainer)
    with pytest.raises(NotPermittedError):
        services.confirm_attendance(by=trainer, cohort=cohort, user=trainer, confirmed=True)


def test_what_is_said_is_of_the_groups_that_take_this_course(cohort, trainer, django_assert_num_queries):
    person = factories.member(cohort)
    factories.member(factories.CohortFactory.create(course=factories.course("Inny")), person)
    factories.WrittenAssignmentFactory.create(cohort=cohort, title="Diagnoza")
    services.confirm_attendance(by=trainer, cohort=cohort, user=person, confirmed=True)
    with django_assert_num_queries(3):
        said = trainers_word(person, cohort.course)
    assert said == [TrainersWord("Jesień", (("Diagnoza", False),), attendance=True)]
