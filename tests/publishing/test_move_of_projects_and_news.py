"""Migrating projects and news from publishing to their new apps without loss of data."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client, TransactionTestCase
from wagtail.models import Page, PageLogEntry, ReferenceIndex

from publishing.models import BasePage, PomostDocument
from resources.news.models import NewsIndex, NewsItem
from resources.results.models import (
    Project,
    ProjectDocument,
    ProjectIndex,
    ProjectPart,
    ProjectPartner,
    ProjectSource,
)
from tests import databases

BEFORE: list[tuple[str, Any]] = [("news", None), ("results", None), ("publishing", "0003_stale_pages")]
COPY = "moved"
TEXT = [{"type": "prose", "value": "<p>Treść strony</p>"}]
MODELS = {
    "news": {"newsindex", "newsitem"},
    "results": {"project", "projectdocument", "projectindex", "projectpart", "projectsource"},
}
MOVED = {model for models in MODELS.values() for model in models}


@pytest.fixture(scope="module", autouse=True)
def _tables_not_emptied() -> Iterator[None]:
    """Prevents Django's flush after such a test, which would delete the demo that later tests need."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: None)
        yield


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """A copy of the database without a transaction, because migrations use their own.

    Migrating back drops the tables and columns of all that came later, with the demo in them.
    """
    connection.close()
    connection.creation.clone_test_db(COPY, verbosity=0, autoclobber=True)
    own = {**connection.settings_dict}
    connection.settings_dict.update(NAME=connection.creation.get_test_db_clone_settings(COPY)["NAME"])
    documents = set(PomostDocument.objects.values_list("pk", flat=True))
    try:
        yield
    finally:
        for document in PomostDocument.objects.exclude(pk__in=documents):
            document.file.delete(save=False)  # the files of the copy are those of all tests
        connection.close()
        connection.settings_dict.update(own)
        connection.creation.destroy_test_db(suffix=COPY, verbosity=0)


def migrate_back() -> Callable[[str], Any]:
    """Puts the database back to what it was before; gives publishing's models of then by their names."""
    executor = MigrationExecutor(connection)
    with databases.classes_kept():
        executor.migrate(BEFORE)
    return partial(executor.loader.project_state([BEFORE[-1]]).apps.get_model, "publishing")


def migrate() -> None:
    executor = MigrationExecutor(connection)
    with databases.classes_kept():
        executor.migrate(executor.loader.graph.leaf_nodes())


def content_types() -> dict[str, tuple[str, int]]:
    rows = ContentType.objects.filter(app_label__in=["publishing", *MODELS], model__in=MOVED)
    return {row.model: (row.app_label, row.pk) for row in rows}


def tables() -> set[str]:
    return set(connection.introspection.table_names())


def with_draft(page: BasePage) -> BasePage:
    """A page with a published revision and a newer draft."""
    page.save_revision().publish()
    page.title = f"{page.title}, poprawiony"
    page.save_revision()
    return page


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("committed")
def test_pages_revisions_permissions_and_references_are_there_after_the_migration(client: Client) -> None:
    document = PomostDocument.objects.create(title="Wzór", file=ContentFile(b"Wz\xc3\xb3r", name="wzor-projektu.txt"))
    project = Project(title="Żuraw", slug="zuraw", body=TEXT)
    project.partnership = [
        ProjectPartner(name="Fundacja Żuraw", role="leader", sort_order=0),
        ProjectPartner(name="Gmina Ćma", sort_order=1),
    ]
    project.parts = [ProjectPart(title="Rekrutacja", text="<p>Nabór</p>")]
    project.sources = [ProjectSource(title="Wniosek")]
    project.documents = [ProjectDocument(document=document)]
    ProjectIndex.objects.get().add_child(instance=project)
    news = NewsItem(title="Wieść", slug="wiesc", date=date(2026, 11, 2), body=TEXT)
    NewsIndex.objects.get().add_child(instance=news)
    for page in (project, news):
        with_draft(page)
    group = Group.objects.create(name="Projekty")
    group.permissions.set(Permission.objects.filter(codename="change_project", content_type__app_label="results"))
    logged = PageLogEntry.objects.for_instance(project).count()
    referring = ReferenceIndex.get_references_to(document).count()
    known = content_types()
    assert {model: app for model, (app, _pk) in known.items()} == {
        model: app for app, models in MODELS.items() for model in models
    }

    old = migrate_back()
    try:
        assert content_types() == {model: ("publishing", pk) for model, (_app, pk) in known.items()}
        assert tables() >= {f"publishing_{model}" for model in MOVED}
        assert not tables() & {f"{app}_{model}" for app, models in MODELS.items() for model in models}
        assert old("NewsItem").objects.get(pk=news.pk).date == date(2026, 11, 2)
        then = old("Project").objects.get(pk=project.pk)
        assert (then.leader, then.partners) == ("Fundacja Żuraw", "Gmina Ćma")
        part = old("ProjectPart")
        part.objects.create(project_id=project.pk, title="Ewaluacja", text="<p>Ankieta</p>", sort_order=1)
        # As a process with the new code leaves it that asks for the type of a model before the migration.
        ContentType.objects.create(app_label="news", model="newsitem")
    finally:
        migrate()

    assert content_types() == known
    assert not tables() & {f"publishing_{model}" for model in MOVED}
    assert Page.objects.get(pk=project.pk).specific_class is Project
    assert Page.objects.get(pk=news.pk).specific_class is NewsItem
    assert group.permissions.get().content_type.app_label == "results"
    assert PageLogEntry.objects.for_instance(project).count() == logged > 0
    assert ReferenceIndex.get_references_to(document).count() == referring > 0
    response = client.get(document.url)
    assert (response.status_code, response.getvalue()) == (200, b"Wz\xc3\xb3r")

    html = client.get("/projekty/zuraw/").content.decode()
    for words in (
        "<h1>Żuraw</h1>",
        "Fundacja Żuraw",
        "Gmina Ćma",
        "Treść strony",
        "Rekrutacja",
        "Ewaluacja",
        "Wniosek",
        "Wzór",
    ):
        assert words in html
    assert "Treść strony" in client.get("/aktualnosci/wiesc/").content.decode()
    assert {"Żuraw", "Wieść"} <= {
        result.title
        for words in ("żuraw", "wieść")
        for result in client.get("/szukaj/", {"q": words}).context["results"]
    }

    for model, address, page in ((Project, "/projekty/zuraw/", project), (NewsItem, "/aktualnosci/wiesc/", news)):
        migrated = model.objects.get(pk=page.pk)
        assert migrated.revisions.count() == 2
        migrated.get_latest_revision().publish()
        assert f"{page.title}</h1>" in client.get(address).content.decode()
    project = Project.objects.get(pk=project.pk)
    assert [part.title for part in project.parts.all()] == ["Rekrutacja"]
    partners = [("Fundacja Żuraw", "leader"), ("Gmina Ćma", "partner")]
    assert [(partner.name, partner.role) for partner in project.partnership.all()] == partners
