"""A course whose learner has completed it, and a rule of its certificate."""

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from courses.catalogue.models import Course, CourseOutcome
from courses.credentials.models import Certificate, CourseCertificateRule
from courses.learning import services as learning
from people.models import User
from tests.courses_tree import lessons_of, make_course
from tests.coursework.factories import UserFactory
from tests.learning.steps import answer


@pytest.fixture
def course(db: None) -> Course:
    ModelLogEntry.objects.filter(content_type__model="certificate").delete()
    Certificate.objects.all().delete()  # those of the demo
    made = make_course("Diagnoza potrzeb", lessons=2)
    Course.objects.filter(pk=made.pk).update(hours=8, level="podstawowy")
    CourseOutcome.objects.create(page=made, text="Nazywa potrzeby swojej gminy", sort_order=0)
    CourseCertificateRule.objects.create(page=made)
    saved: Course = Course.objects.get(pk=made.pk)
    return saved


@pytest.fixture
def learner(db: None) -> User:
    user: User = UserFactory.create(first_name="Anna", last_name="Lis-Wrona")
    return user


@pytest.fixture
def graduate(course: Course, learner: User) -> User:
    """A learner who has completed the course by its exercises."""
    complete(learner, course)
    return learner


def complete(user: User, course: Course) -> None:
    learning.enrol(user=user, course=course)
    for lesson in lessons_of(course):
        answer(user, lesson)


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
