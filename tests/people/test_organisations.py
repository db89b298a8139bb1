"""Organisations are unique by name, whatever its case and spaces, also in concurrent requests."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from pytest_django import DjangoDbBlocker

from people.models import Organisation, User, organisation_key
from people.services import change_profile

AT_ONCE = 12
EQUAL = ["Świetlica Żółw", "świetlica żółw", "ŚWIETLICA  ŻÓŁW", " Świetlica\u00a0Żółw ", "S\u0301wietlica Żółw"]


@pytest.mark.parametrize("written", EQUAL)
def test_case_spaces_and_composition_make_no_other_name(written: str) -> None:
    assert organisation_key(written) == "świetlica żółw"


def test_polish_letters_make_another_name() -> None:
    assert organisation_key("Fundacja Łąka") != organisation_key("Fundacja Laka")


@pytest.mark.django_db
def test_people_who_write_a_name_differently_are_of_one_organisation(make_user: Callable[..., User]) -> None:
    for number, written in enumerate(EQUAL):
        change_profile(
            user=make_user(f"o{number}@example.org"),
            first_name="O",
            last_name="D",
            organisation=written,
            kind="company",
        )
    organisation = Organisation.objects.get(name_key="świetlica żółw")
    assert organisation.name == "Świetlica Żółw"
    assert organisation.people.count() == len(EQUAL)


@pytest.mark.django_db
def test_the_longest_name_has_a_key_too() -> None:
    """U+0390 becomes the longest text by case folding."""
    assert len(Organisation.objects.create(name="\u0390" * 250).name_key) <= 750


@pytest.mark.django_db
def test_a_duplicate_name_is_an_error_of_its_field() -> None:
    known = Organisation.objects.create(name="Świetlica Żółw")
    known.full_clean()
    with pytest.raises(ValidationError, match="nazwie już jest") as refused:
        Organisation(name="ŚWIETLICA żółw").full_clean()
    assert list(refused.value.message_dict) == ["name"]
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        Organisation.objects.create(name="ŚWIETLICA żółw")


@pytest.mark.django_db
def test_a_changed_name_has_another_key() -> None:
    organisation = Organisation.objects.create(name="Świetlica Żółw")
    organisation.name = "Klub Ćma"
    organisation.save(update_fields=["name"])
    organisation.refresh_from_db()
    assert organisation.name_key == "klub ćma"


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Commits to the database, without the transaction of a test; existing rows stay."""
    with django_db_blocker.unblock():
        users, organisations = (set(model.objects.values_list("pk", flat=True)) for model in (User, Organisation))
        try:
            yield
        finally:
            User.objects.exclude(pk__in=users).delete()
            Organisation.objects.exclude(pk__in=organisations).delete()
            connections.close_all()


@pytest.mark.usefixtures("committed")
def test_many_at_once_make_one_organisation() -> None:
    people = [User.objects.create_user(f"razem{number}@example.org") for number in range(AT_ONCE)]
    together = Barrier(AT_ONCE)

    def name(number: int) -> None:
        try:
            together.wait(20)
            change_profile(user=people[number], first_name="O", last_name="D", organisation=EQUAL[number % len(EQUAL)])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(name, range(AT_ONCE)))
    organisation = Organisation.objects.get(name__icontains="wietlica")
    assert organisation.people.count() == AT_ONCE


@pytest.mark.usefixtures("committed")
def test_the_migration_makes_one_of_equal_organisations_and_moves_their_people() -> None:
    before = ("people", "0002_organisation_name_key")
    executor = MigrationExecutor(connection)
    after = executor.loader.graph.leaf_nodes("people")
    executor.migrate([before])
    try:
        apps = executor.loader.project_state([before]).apps
        old = apps.get_model("people", "Organisation")
        kinds = ("university", "ngo", "ngo")
        rows = [old.objects.create(name=name, kind=kind) for name, kind in zip(EQUAL[:3], kinds, strict=True)]
        other = old.objects.create(name="Klub Ćma", kind="ngo")
        people = [
            apps.get_model("people", "User").objects.create(email=f"stara{number}@example.org", organisation=row)
            for number, row in enumerate([*rows, other])
        ]
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(after)
    merged = Organisation.objects.get(name_key="świetlica żółw")
    assert (merged.pk, merged.name, merged.kind) == (rows[0].pk, "Świetlica Żółw", "university")
    organisations = User.objects.filter(email__startswith="stara").order_by("pk").values_list("organisation", flat=True)
    assert list(organisations) == [merged.pk] * 3 + [other.pk]
    assert len(people) == 4
    assert not Organisation.objects.filter(name_key="").exists()
