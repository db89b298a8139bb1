"""Users, courses, groups and submissions for the tests of coursework."""

import io
import zipfile
from datetime import timedelta
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F, QuerySet
from django.utils import timezone
from factory.declarations import LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from courses.catalogue.models import Course, Lesson, Topic
from courses.coursework import services
from courses.coursework.models import UNDO_TIME, Assignment, Cohort, CohortMember, Review, Submission
from courses.learning.services import enrol
from people.models import Organisation, User
from tests.courses_tree import catalogue, make_programme

PASSWORD = "most-nad-rzeka"
ready: list[int] = []
"""The keys of courses that were made beforehand, as ``course()`` makes them."""


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = Sequence(lambda number: f"Stowarzyszenie {number}")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = Sequence(lambda number: f"osoba{number}@example.com")
    first_name = "Anna"
    last_name = Sequence(lambda number: f"Lis{number}")

    @post_generation
    def confirmed(self, create, extracted, **kwargs):
        """The address is confirmed, which signing in requires."""
        EmailAddress.objects.create(user=self, email=self.email, primary=True, verified=extracted is not False)


def with_permission(codename, **fields):
    user = UserFactory.create(**fields)
    user.user_permissions.add(Permission.objects.get(content_type__app_label="coursework", codename=codename))
    return user


def trainer(**fields):
    return with_permission("run_cohorts", **fields)


def coordinator(**fields):
    return with_permission("manage_cohorts", **fields)


def course(title="Diagnoza potrzeb", lessons=3, **fields):
    """A live course of one topic whose lessons the learner marks as completed."""
    if ready and (title, lessons, fields) == ("Diagnoza potrzeb", 3, {}):
        return Course.objects.get(pk=ready.pop())
    number = Course.objects.count() + 1
    page = catalogue().add_child(instance=Course(title=title, slug=f"kurs-proby-{number}", **fields))
    topic = page.add_child(instance=Topic(title="Początek", slug="poczatek"))
    for index in range(1, lessons + 1):
        topic.add_child(instance=Lesson(title=f"Lekcja {index}", slug=f"lekcja-{index}", completion_rule="manual"))
    return Course.objects.get(pk=page.pk)


def programme(*courses, title="Model współpracy"):
    return make_programme(title, *courses)


class CohortFactory(DjangoModelFactory):
    class Meta:
        model = Cohort
        skip_postgeneration_save = True

    name = Sequence(lambda number: f"Grupa {number}")
    course = LazyFunction(course)

    @post_generation
    def trainers(self, create, extracted, **kwargs):
        self.trainers.add(*(extracted or ()))


class WrittenAssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    cohort = SubFactory(CohortFactory)
    kind = Assignment.Kind.WRITTEN
    title = "Diagnoza potrzeb gminy"
    instructions = "Opisz jedną potrzebę.\n\nNapisz, skąd o niej wiesz."


def member(cohort, user=None):
    user = user or UserFactory.create()
    CohortMember.objects.create(cohort=cohort, user=user)
    for item in cohort.courses():
        enrol(user=user, course=item)
    return user


def add(by, cohort, *users, text=""):
    """Adds users without an invitation, as a coordinator."""
    text = text or "\n".join(user.email for user in users)
    return services.add_members(by=by, cohort=cohort, text=text, may_send=lambda _address: True)


def invited(cohort, email, by=None):
    """A pending invitation."""
    by = by or coordinator()
    services.invite(by=by, cohort=cohort, text=email, may_send=lambda _address: True)
    return cohort.invitations.get(email=email, state="pending")


def handed_in(assignment, user=None, *, text="Moja praca", file=None, days_ago=0):
    """A round that waits for review, submitted ``days_ago`` days ago."""
    if user is None:
        user = member(assignment.cohort)
    made = services.hand_in(by=user, assignment=assignment, key=uuid4(), text=text, file=file)
    if days_ago:
        moment = timezone.now() - timedelta(days=days_ago)
        type(made).objects.filter(pk=made.pk).update(submitted_at=moment)
        Submission.objects.filter(pk=made.submission_id).update(submitted_at=moment)
        made.refresh_from_db()
    return made


def after_undo_time():
    """Moves all reviews back by the time in which they can be undone, so that they are final."""
    QuerySet.update(Review.objects.all(), created_at=F("created_at") - UNDO_TIME)


def overdue(assignment, moment):
    """Moves the due date of an assignment into the past."""
    Assignment.objects.filter(pk=assignment.pk).update(due_at=moment)
    assignment.refresh_from_db()
    return assignment


def text_of(response):
    """The content of the page with no-break spaces replaced by spaces."""
    return response.content.decode().replace("\xa0", " ")


def upload(name, content, content_type="application/octet-stream"):
    return SimpleUploadedFile(name, content, content_type=content_type)


def archive(method=zipfile.ZIP_STORED, **parts):
    """A zip; double underscores in names are slashes, the first part stands first."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as zipped:
        for name, content in parts.items():
            zipped.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def package(**parts):
    """An Office Open XML package with these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        for name, content in {"[Content_Types].xml": "<Types/>", **parts}.items():
            zipped.writestr(name, content)
    return buffer.getvalue()


PDF = b"%PDF-1.7\nstartxref\n0\n%%EOF\n"
