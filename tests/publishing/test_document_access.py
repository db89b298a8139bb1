"""Access to documents: anybody may read one that a live public page refers to."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, ReferenceIndex

from people.roles import EDITOR, TRAINER
from pomost.models import HomePage
from publishing import document_access, references
from publishing.blocks import DownloadBlock
from publishing.models import PomostDocument, StandardPage
from resources.results.models import Project, ProjectDocument
from search.models import PromotedResult
from tests.builders import downloads, prose, signed_in

pytestmark = pytest.mark.django_db

Statuses = Callable[..., int]


@pytest.fixture(autouse=True)
def _tasks_wait(settings: Any) -> None:
    """Without a worker: public documents must not depend on background tasks."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def document(db: None) -> PomostDocument:
    made: PomostDocument = PomostDocument.objects.create(
        title="Wzór", file=ContentFile("Treść".encode(), name="wzor.txt"), extracted_text="Treść"
    )
    return made


@pytest.fixture
def status(client: Client, document: PomostDocument) -> Statuses:
    def ask(asking: Client = client) -> int:
        response = asking.get(document.url)
        response.getvalue()
        return response.status_code

    return ask


def page_with(home: Page, body: list[dict[str, Any]], *, slug: str = "wzory", live: bool = True) -> StandardPage:
    page: StandardPage = home.add_child(instance=StandardPage(title="Wzory", slug=slug, body=body, live=live))
    return page


def test_what_nothing_refers_to_is_the_staff_s(status: Statuses, document: PomostDocument) -> None:
    assert status() == 404
    assert status(signed_in()) == 404
    assert status(signed_in(TRAINER)) == 404
    for client in (signed_in(EDITOR), signed_in(is_superuser=True)):
        response = client.get(document.url)
        assert response.getvalue() == "Treść".encode()
        assert response["Cache-Control"] == "private, no-store"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert response["Content-Type"] == "text/plain"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Disposition"].startswith("attachment; filename=")


def test_odd_addresses_of_documents_are_not_there(client: Client, document: PomostDocument) -> None:
    for number in ("0", "9" * 18, "9" * 19, "9" * 5000):
        assert client.get(f"/dokumenty/{number}/wzor.txt").status_code == 404
        assert client.get(f"/dokumenty/authenticate_with_password/{number}/").status_code == 404
    assert signed_in(EDITOR).get(f"/dokumenty/{document.pk}/inny.txt").status_code == 404
    assert client.post(document.url).status_code == 405


def test_a_document_without_its_file_is_not_there(document: PomostDocument) -> None:
    document.file.storage.delete(document.file.name or "")
    assert signed_in(EDITOR).get(document.url).status_code == 404


def test_a_live_page_makes_its_documents_public_at_once_and_takes_them_with_it(
    status: Statuses, home: HomePage, document: PomostDocument
) -> None:
    page = page_with(home, downloads(document), live=False)
    assert status() == 404
    page.save_revision().publish()
    assert status() == 200
    page.refresh_from_db()
    page.unpublish()
    assert status() == 404
    page.get_latest_revision().publish()
    assert status() == 200
    page.refresh_from_db()
    page.body = page.body.stream_block.to_python(prose("Nic."))
    revision = page.save_revision()
    assert status() == 200
    revision.publish()
    assert status() == 404


def test_a_deleted_page_takes_its_documents_with_it(status: Statuses, home: HomePage, document: PomostDocument) -> None:
    page = page_with(home, downloads(document))
    assert status() == 200
    page.delete()
    assert status() == 404


def test_a_draft_that_refers_to_a_document_does_not_make_it_public(
    status: Statuses, home: HomePage, document: PomostDocument
) -> None:
    page = page_with(home, prose("Nic."))
    page.body = page.body.stream_block.to_python(downloads(document))
    page.save_revision()
    assert status() == 404


def test_references_in_rich_text_and_in_inline_children_count(
    status: Statuses, home: HomePage, document: PomostDocument
) -> None:
    linked = page_with(home, prose(f'<a linktype="document" id="{document.pk}">wzór</a>'))
    assert status() == 200
    linked.unpublish()
    assert status() == 404
    project = Project(title="Projekt", slug="projekt-proby")
    project.documents = [ProjectDocument(document=document)]
    home.add_child(instance=project)
    assert status() == 200


def test_an_alias_keeps_a_document_public(status: Statuses, home: HomePage, document: PomostDocument) -> None:
    page = page_with(home, downloads(document))
    alias = page.create_alias(parent=home, update_slug="alias")
    assert {alias.pk, page.pk} == document_access._referring_pages()[document.pk]
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert status() == 404


def test_a_page_moved_below_a_restricted_one_takes_its_documents_with_it(
    status: Statuses, home: HomePage, document: PomostDocument
) -> None:
    page = page_with(home, downloads(document))
    closed = page_with(home, [], slug="zamkniete")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    assert status() == 200
    MovePageAction(page, closed, pos="last-child").execute(skip_permission_checks=True)
    assert status() == 404


def test_whoever_may_open_a_restricted_page_may_open_its_documents(
    status: Statuses, home: HomePage, document: PomostDocument
) -> None:
    page = page_with(home, downloads(document))
    group = Group.objects.create(name="Grupa")
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.set([group])
    outsider, insider = signed_in(), signed_in("Grupa")
    assert (status(), status(outsider), status(insider)) == (404, 404, 200)
    restriction.restriction_type = PageViewRestriction.LOGIN
    restriction.save()
    assert (status(), status(outsider)) == (404, 200)
    page.unpublish()
    assert status(outsider) == 404


def test_the_password_of_a_page_opens_its_documents(
    client: Client, status: Statuses, home: HomePage, document: PomostDocument
) -> None:
    page = page_with(home, downloads(document))
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="most"
    )
    assert status() == 404
    session = client.session
    session[PageViewRestriction.passed_view_restrictions_session_key] = [restriction.pk]
    session.save()
    assert status() == 200


def test_all_restrictions_above_a_page_must_let_in(status: Statuses, home: HomePage, document: PomostDocument) -> None:
    closed = page_with(home, [], slug="zamkniete")
    page = page_with(closed, downloads(document))
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.GROUPS)
    assert status(signed_in()) == 404


def test_a_restricted_collection_asks_only_for_what_a_page_refers_to(
    client: Client, home: HomePage, document: PomostDocument
) -> None:
    CollectionViewRestriction.objects.create(
        collection=Collection.objects.get(depth=1), restriction_type=CollectionViewRestriction.LOGIN
    )
    assert client.get(document.url).status_code == 404
    page_with(home, downloads(document))
    assert client.get(document.url).status_code == 302
    assert list(PomostDocument.objects.public()) == []


def test_a_snippet_that_a_page_refers_to_leads_to_its_documents() -> None:
    page, snippet, inner, document = ((references.page_type(), "7"), (-2, "1"), (-3, "1"), (-4, "1"))
    referring = {document: {inner}, inner: {snippet, inner}, snippet: {page, inner}}
    assert references.pages_above(document, referring) == {7}


def test_a_page_that_links_to_a_page_does_not_lead_to_its_documents(
    status: Statuses, home: HomePage, document: PomostDocument
) -> None:
    draft = page_with(home, downloads(document), live=False)
    page_with(home, prose(f'<a linktype="page" id="{draft.pk}">strona</a>'), slug="link")
    assert status() == 404


@pytest.mark.usefixtures("caching")
def test_what_is_public_is_read_in_a_few_queries_and_kept(home: HomePage, document: PomostDocument) -> None:
    page_with(home, downloads(document))
    with CaptureQueriesContext(connection) as first:
        assert document.pk in document_access.public_documents()
    assert len(first) <= 3
    with CaptureQueriesContext(connection) as again:
        assert document.pk in document_access.public_documents()
    assert len(again) == 0


def test_what_a_snippet_refers_to_is_known_without_a_worker(home: HomePage) -> None:
    PromotedResult.objects.create(phrases="zebranie założycielskie", page=home, reason="Opis zebrania.")
    assert ReferenceIndex.get_references_to(home).filter(base_content_type__model="promotedresult").count() == 1


def test_a_download_shows_its_document_and_nothing_once_that_is_deleted(document: PomostDocument) -> None:
    block = DownloadBlock()
    html = block.render(block.to_python({"document": document.pk, "title": "Wzór i pismo"}))
    assert re.findall(r'<a href="([^"]+)">([^<]+)</a>', html) == [(document.url, "Wzór i\u00a0pismo")]
    assert document.title in block.render(block.to_python({"document": document.pk, "title": ""}))
    document.delete()
    assert block.render(block.to_python({"document": document.pk, "title": "Wzór i pismo"})).strip() == ""
