"""Records follow their pages, and stay as marks when these are gone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from resources.results.models import ProjectIndex, Record, Theme
from tests.builders import prose
from tests.results.builders import make_project, make_result

pytestmark = pytest.mark.django_db


def long_ago() -> None:
    """As if every record had last changed a day ago."""
    Record.objects.update(changed_at=timezone.now().replace(microsecond=0) - timedelta(days=1))


def changed(base: ProjectIndex) -> set[str]:
    """The titles of the records that changed since."""
    since = timezone.now() - timedelta(hours=1)
    return {str(record.data.get("title", "")) for record in Record.objects.of(base).filter(changed_at__gt=since)}


def test_a_record_has_what_the_page_says(base: ProjectIndex) -> None:
    project = make_project(base, "Żuraw", number="D0001", body=prose("Pierwszy &amp; jedyny akapit.", "Drugi."))
    result = make_result(base, "Model", project)
    record, other = Record.objects.get(page=project.pk), Record.objects.get(page=result.pk)
    assert (record.key, record.kind, record.deleted) == (project.key, "project", False)
    assert record.data["description"] == "Pierwszy & jedyny akapit.\nDrugi."
    assert record.data["results"] == [{"id": str(result.key), "title": "Model"}]
    assert other.data["project"] == {"id": str(project.key), "title": "Żuraw", "number": "D0001"}
    assert other.data["number"] == "D0001"


def test_only_a_change_of_what_is_public_changes_a_record(base: ProjectIndex) -> None:
    project = make_project(base, "Żuraw")
    long_ago()
    project.save_revision().publish()
    assert changed(base) == set()
    project.title = "Żuraw biały"
    project.save_revision()
    assert changed(base) == set()
    project.save_revision().publish()
    assert changed(base) == {"Żuraw biały"}


def test_a_change_reaches_what_belongs_together(base: ProjectIndex) -> None:
    theme = Theme.objects.create(name="Temat")
    project = make_project(base, "Żuraw", theme=theme)
    other = make_project(base, "Bocian")
    result = make_result(base, "Model", project)
    long_ago()
    project.number = "D0002"
    project.save()
    assert changed(base) == {"Żuraw", "Model"}
    long_ago()
    result.of_project = other
    result.save()
    assert changed(base) == {"Żuraw", "Bocian", "Model"}
    assert Record.objects.get(page=project.pk).data["results"] == []


@pytest.mark.parametrize("way", ["unpublished", "deleted", "deleted among others"])
def test_what_is_public_no_more_leaves_a_mark(base: ProjectIndex, way: str) -> None:
    project = make_project(base, "Żuraw", region="24")
    key = project.key
    long_ago()
    if way == "unpublished":
        project.unpublish()
    elif way == "deleted":
        project.delete()
    else:
        Page.objects.filter(pk=project.pk).delete()
    record = Record.objects.get(pk=key)
    assert (record.deleted, record.data, record.words) == (True, {}, " ")
    assert record.changed_at > timezone.now() - timedelta(hours=1)
    assert set(record.values.values_list("facet", flat=True)) == {"rodzaj", "region"}


def test_what_comes_back_has_its_record_again(base: ProjectIndex) -> None:
    project = make_project(base, "Żuraw")
    project.unpublish()
    project.save_revision().publish()
    record = Record.objects.get(pk=project.key)
    assert (record.deleted, record.data["title"]) == (False, "Żuraw")
