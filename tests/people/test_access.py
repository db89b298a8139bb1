"""Every page on which staff see the record of somebody writes one row a day, which that person can read."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.coursework import services
from courses.coursework.models import SubmissionRound
from courses.coursework.states import Decision
from people import access, roles
from people.models import PersonalDataAccess, User
from tests.coursework import factories

pytestmark = pytest.mark.django_db

Row = tuple[int | None, int, str, int]


def rows() -> list[Row]:
    return list(PersonalDataAccess.objects.order_by("whose", "kind").values_list("by", "whose", "kind", "count"))


class Place:
    """A group of a trainer with two learners, of whom the first has handed in a file."""

    def __init__(self) -> None:
        self.trainer = factories.trainer()
        self.cohort = factories.CohortFactory.create(trainers=[self.trainer])
        self.learner, self.other = (factories.member(self.cohort) for _number in range(2))
        self.task = factories.WrittenAssignmentFactory.create(cohort=self.cohort)
        upload = SimpleUploadedFile("praca.txt", b"Gmina.")
        self.round: SubmissionRound = services.hand_in(by=self.learner, assignment=self.task, key=uuid4(), file=upload)
        self.client = Client()
        self.client.force_login(self.trainer)

    def get(self, name: str, *args: object) -> None:
        response = self.client.get(reverse(f"coursework:{name}", args=args))
        assert response.status_code == 200, name
        b"".join(response)  # reads a file to its end, which closes it


def test_the_pages_of_a_trainer_write_whose_record_they_show() -> None:
    place = Place()
    me, one, two, group = place.trainer.pk, place.learner.pk, place.other.pk, place.cohort.pk
    submission = place.round.submission_id
    pages: list[tuple[str, tuple[object, ...], dict[str, set[int]]]] = [
        ("queue", (), {"coursework.queue": {one}}),
        ("cohort", (group,), {"coursework.group": {one, two}}),
        ("cohort_tasks", (group,), {"coursework.tasks": {one, two}}),
        ("cohort_export", (group,), {"coursework.export": {one, two}}),
        ("member", (group, two), {"coursework.member": {two}}),
        ("extension", (group, place.task.pk, one), {"coursework.member": {one}}),
        ("review", (submission,), {"coursework.submission": {one}}),
        ("file", (place.round.pk,), {"coursework.file": {one}}),
        ("cohort_edit", (group,), {}),
        ("handbook", (), {}),
    ]
    for name, args, expected in pages:
        PersonalDataAccess.objects.all().delete()
        place.get(name, *args)
        wanted = sorted((me, pk, kind, 1) for kind, whose in expected.items() for pk in whose)
        assert sorted(rows()) == wanted, name


def test_correcting_a_review_is_an_access_too() -> None:
    place = Place()
    services.review(by=place.trainer, round=place.round, decision=Decision.ACCEPTED, comment="Dobrze.")
    place.get("review_correct", place.round.submission_id)
    assert rows() == [(place.trainer.pk, place.learner.pk, "coursework.submission", 1)]


def test_the_admin_writes_whose_account_it_shows(administrator: Client, confirmed: User) -> None:
    me = int(administrator.session["_auth_user_id"])
    PersonalDataAccess.objects.all().delete()
    assert administrator.get(reverse("wagtailusers_users:index"), {"q": confirmed.email}).status_code == 200
    for name in ("wagtailusers_users:edit", "wagtailusers_users:delete", "people_admin:anonymise"):
        assert administrator.get(reverse(name, args=[confirmed.pk])).status_code == 200
    assert rows() == [
        (me, confirmed.pk, "people.account", 3),
        (me, confirmed.pk, "people.account_list", 1),
    ]


def test_a_day_is_one_row_and_counts_the_visits(make_user: Callable[..., User]) -> None:
    trainer, learner = make_user("t@example.org", roles.TRAINER), make_user("u@example.org")
    for _visit in range(3):
        access.record(by=trainer, whose=[learner.pk, trainer.pk], kind=access.ACCOUNT)
    PersonalDataAccess.objects.update(day=timezone.localdate() - timedelta(days=1))
    access.record(by=trainer, whose=[learner.pk], kind=access.ACCOUNT)
    today = timezone.localdate()
    assert [(card.role, card.day, card.count) for card in access.accesses_of(learner)] == [
        (roles.TRAINER, today, 1),
        (roles.TRAINER, today - timedelta(days=1), 3),
    ]
    assert access.accesses_of(trainer) == []


def test_a_table_costs_two_queries_however_long(make_user: Callable[..., User]) -> None:
    trainer = make_user("t@example.org", roles.TRAINER)
    learners = [make_user(f"u{number}@example.org").pk for number in range(30)]
    for number in (1, 30, 30):
        with CaptureQueriesContext(connection) as captured:
            access.record(by=trainer, whose=learners[:number], kind=access.ACCOUNT)
        assert len(captured) == 2
    assert sorted(PersonalDataAccess.objects.values_list("count", flat=True)) == [2] * 29 + [3]


def test_an_unknown_kind_is_refused(make_user: Callable[..., User]) -> None:
    with pytest.raises(KeyError):
        access.record(by=make_user(), whose=[1], kind="nothing")


def test_the_learner_reads_who_looked_also_after_that_account_is_gone(client: Client, confirmed: User) -> None:
    trainer = User.objects.create_user("t@example.org", first_name="Tomasz", last_name="Zych")
    client.force_login(confirmed)
    page = reverse("people:own_data")
    assert "Tomasz Zych" not in client.get(page).content.decode()
    access.record(by=trainer, whose=[confirmed.pk], kind="coursework.member")
    assert "Tomasz Zych" in client.get(page).content.decode()
    trainer.delete()
    html = client.get(page).content.decode()
    assert "Tomasz" not in html
    assert [card.count for card in access.accesses_of(confirmed)] == [1]
