"""Rows that are made once for several tests: each test finds them as they were made, and those without find none."""

import pytest
from django.contrib.auth.models import Group

from tests.prepared import prepared

pytestmark = pytest.mark.django_db

made: list[str] = []


@pytest.fixture
@prepared
def group(db: None) -> Group:
    made.append("group")
    return Group.objects.create(name="Przęsło")


@pytest.fixture
@prepared
def groups(group: Group) -> list[Group]:
    """Changes the row of the fixture below it."""
    made.append("groups")
    Group.objects.filter(pk=group.pk).update(name="Przyczółek")
    return [group, Group.objects.create(name="Filar")]


@pytest.mark.parametrize("_time", range(3))
def test_rows_are_made_once_and_changes_are_undone(group: Group, _time: int) -> None:
    assert (group.name, Group.objects.filter(name="Filar").count()) == ("Przęsło", 0)
    assert Group.objects.get(name="Przęsło") == group
    group.delete()
    assert made.count("group") == 1


@pytest.mark.parametrize("_time", range(2))
def test_one_level_stands_on_another(groups: list[Group], group: Group, _time: int) -> None:
    assert [each.name for each in groups] == ["Przyczółek", "Filar"]
    assert (group, group.name) == (groups[0], "Przyczółek")
    Group.objects.filter(name="Filar").delete()


def test_the_level_below_is_as_it_was(group: Group) -> None:
    assert (group.name, Group.objects.filter(name="Filar").count()) == ("Przęsło", 0)


def test_without_the_fixture_there_are_no_rows() -> None:
    assert Group.objects.filter(name__in=["Przęsło", "Przyczółek", "Filar"]).count() == 0
