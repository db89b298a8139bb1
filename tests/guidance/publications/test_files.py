"""The files of guides: made once for a change, replaced in one step, kept when making fails, open as the pages are."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pypdf
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from people import roles
from people.models import User
from pomost.models import HomePage
from publishing import public_cache
from publishing.publications import PdfError, Publication
from publishing.signals import housekeeping
from resources.guidance import services as guidance_services
from resources.guidance.models import Chapter, Guide, GuideEdition, PublicationFile
from resources.guidance.models.editions import edition_storage
from resources.guidance.publications import services
from resources.guidance.publications.downloads import chapter_downloads
from resources.guidance.publications.formats import FORMATS
from tests.builders import make_chapters, prose, signed_in
from tests.prepared import prepared
from tests.publishing.test_publications import text_of

pytestmark = pytest.mark.django_db

GUIDE = "/poradniki/poradnik/"
State = PublicationFile.State
Committing = Callable[..., Any]


@pytest.fixture
@prepared
def chapter(home: HomePage) -> Chapter:
    return make_chapters(home, "Pierwszy temat", "Drugi temat")[0]


@pytest.fixture
@prepared
def guide(chapter: Chapter) -> Guide:
    found: Guide = Guide.objects.parent_of(chapter).get()
    return found


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Publication]:
    """What was made; the files hold the titles of the parts, not a PDF, which takes longer."""
    calls: list[Publication] = []

    def make(publication: Publication) -> bytes:
        calls.append(publication)
        return "; ".join(part.html for part in publication.parts).encode()

    monkeypatch.setitem(FORMATS, "pdf", make)
    monkeypatch.setattr(services, "pages_in", lambda _content, _name: 3)
    return calls


@pytest.fixture
def at_once(guide: Guide, settings: Any) -> None:
    """From now on: what asked before would wait for a commit that no test makes."""
    settings.POMOST_PUBLICATIONS_AT_ONCE = True


def publish(chapter: Chapter, text: str) -> None:
    page = Chapter.objects.get(pk=chapter.pk)
    page.body = prose(text)
    page.save_revision().publish()


def status_of(path: str) -> int:
    response = Client().get(path)
    response.getvalue()  # which closes the file
    return int(response.status_code)


def file_of(guide: Guide) -> PublicationFile:
    return PublicationFile.objects.of_guide(guide.pk).get(format="pdf")


def content_of(row: PublicationFile) -> bytes:
    with row.file.open("rb") as file:
        return bytes(file.read())


@pytest.mark.usefixtures("at_once")
def test_a_publish_makes_the_file_after_the_commit_and_replaces_the_last_one(
    guide: Guide, chapter: Chapter, made: list[Publication], django_capture_on_commit_callbacks: Committing
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        publish(chapter, "Nowe zdanie.")
        assert (file_of(guide).state, made) == (State.WAITING, [])
    first = file_of(guide)
    assert (first.state, first.pages, b"Nowe zdanie." in content_of(first)) == (State.READY, 3, True)
    with django_capture_on_commit_callbacks(execute=True):
        publish(chapter, "Jeszcze nowsze.")
    assert b"Jeszcze nowsze." in content_of(file_of(guide))
    assert not edition_storage().exists(str(first.file.name))


@pytest.mark.usefixtures("at_once")
def test_several_publishes_in_a_row_make_one_file(
    guide: Guide, chapter: Chapter, made: list[Publication], django_capture_on_commit_callbacks: Committing
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(3):
            publish(chapter, f"Zdanie {number}.")
    assert len(made) == 1
    before = file_of(guide).file.name
    with django_capture_on_commit_callbacks(execute=True):
        publish(chapter, "Zdanie 2.")
    assert (len(made), file_of(guide).file.name, file_of(guide).state) == (1, before, State.READY)


def test_a_change_while_a_file_is_made_makes_it_again(
    guide: Guide, chapter: Chapter, made: list[Publication], django_capture_on_commit_callbacks: Committing,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    fake = FORMATS["pdf"]

    def publishing_meanwhile(publication: Publication) -> bytes:
        if not made:
            services.make_file(file_id=file_of(guide).pk)  # somebody else is at it, so that nothing happens
            publish(chapter, "Zmienione tymczasem.")
        return fake(publication)

    monkeypatch.setitem(FORMATS, "pdf", publishing_meanwhile)
    with django_capture_on_commit_callbacks(execute=True):
        services.ask_for(guide=guide)
    assert [b"Zmienione tymczasem." in "".join(p.html for p in one.parts).encode() for one in made] == [False, True]
    assert file_of(guide).state == State.READY


def test_a_failure_keeps_the_last_good_file_and_is_told_to_editors(
    guide: Guide, chapter: Chapter, made: list[Publication], monkeypatch: pytest.MonkeyPatch
) -> None:
    services.ask_for(guide=guide)
    services.make_file(file_id=file_of(guide).pk)
    good = content_of(file_of(guide))
    publish(chapter, "Tego Typst nie złoży.")

    def fail(_publication: Publication) -> bytes:
        raise PdfError("publication: nie da się")

    monkeypatch.setitem(FORMATS, "pdf", fail)
    services.make_file(file_id=file_of(guide).pk)
    row = file_of(guide)
    assert (row.state, row.error, content_of(row)) == (State.FAILED, "PdfError: publication: nie da się", good)
    assert Client().get(f"{GUIDE}plik.pdf").getvalue() == good
    shown = signed_in(roles.EDITOR).get("/admin/waiting/publications/").content.decode()
    assert ("Poradnik (PDF)" in shown, "nie da się" in shown) == (True, True)


def test_files_of_lost_tasks_are_made_by_housekeeping(guide: Guide, made: list[Publication]) -> None:
    long_ago = timezone.now() - services.LOST - timedelta(minutes=1)
    for state in (State.BEING_MADE, State.WAITING):
        PublicationFile.objects.update_or_create(
            guide=guide, format="pdf", defaults={"state": state, "asked_at": long_ago, "started_at": long_ago}
        )
        housekeeping.send(sender=None)
        assert file_of(guide).state == State.READY


def test_an_edition_keeps_its_own_file(
    guide: Guide, chapter: Chapter, django_capture_on_commit_callbacks: Committing
) -> None:
    user = User.objects.create_user("zarzadza@example.org", is_superuser=True)
    assert isinstance(user, User)
    edition = guidance_services.make_edition(by=user, guide=guide)
    publish(chapter, "Zmienione po wydaniu.")
    with django_capture_on_commit_callbacks(execute=True):
        assert status_of(f"{GUIDE}wydania/1/plik.pdf") == 202
    response = Client().get(f"{GUIDE}wydania/1/plik.pdf")
    assert response.headers["Content-Disposition"] == 'inline; filename="poradnik-1.pdf"'
    text = text_of(response.getvalue())
    assert ("Wydanie 1" in text, "Zmienione po wydaniu" in text) == (True, False)
    with django_capture_on_commit_callbacks(execute=True):
        guidance_services.record_validation(
            by=user, edition=edition, validated_by="Rada", validated_on=timezone.localdate(), document=None
        )
    assert "Rada" in text_of(Client().get(f"{GUIDE}wydania/1/plik.pdf").getvalue())
    page = BeautifulSoup(Client().get(f"{GUIDE}wydania/1/").content, "lxml")
    assert "Wydanie 1" in page.select_one("#edition-files + ul").get_text()  # type: ignore[union-attr]


def test_the_first_to_ask_is_told_that_the_file_is_being_made(
    guide: Guide, django_capture_on_commit_callbacks: Committing
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = Client().get(f"{GUIDE}plik.pdf")
        assert (response.status_code, "Przygotowujemy plik" in response.text) == (202, True)
        assert "Przygotowujemy" in listed(GUIDE)
    response = Client().get(f"{GUIDE}plik.pdf")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")
    content = response.getvalue()
    pages = len(pypdf.PdfReader(io.BytesIO(content)).pages)
    assert file_of(guide).pages == pages
    row = listed(GUIDE)
    assert ("PDF" in row, f"{pages} strony" in row, "kB" in row, "wersja z" in row) == (True, True, True, True)


def listed(path: str) -> str:
    """The list of files on a page, as text."""
    found = BeautifulSoup(Client().get(path).content, "lxml").select_one(".rail-list")
    assert found is not None
    return " ".join(found.get_text().split())


def test_a_chapter_is_made_when_asked_for_and_again_only_after_a_change(
    chapter: Chapter, made: list[Publication]
) -> None:
    path = f"{GUIDE}pierwszy-temat/plik.pdf"
    for _time in range(2):
        assert status_of(path) == 200
    assert len(made) == 1
    publish(chapter, "Inaczej.")
    assert status_of(path) == 200
    assert len(made) == 2
    assert "3 strony" in listed(f"{GUIDE}pierwszy-temat/")


@pytest.mark.parametrize("path", ["plik.pdf", "wydania/1/plik.pdf", "pierwszy-temat/plik.pdf"])
def test_restricted_and_draft_pages_have_no_files(guide: Guide, path: str, made: list[Publication]) -> None:
    user = User.objects.create_user("zarzadza@example.org", is_superuser=True)
    assert isinstance(user, User)
    guidance_services.make_edition(by=user, guide=guide)
    services.ask_for(guide=guide)
    services.ask_for(guide=guide, edition=GuideEdition.objects.get(guide=guide.pk))
    for file in PublicationFile.objects.all():
        services.make_file(file_id=file.pk)
    assert status_of(f"{GUIDE}{path}") == 200
    PageViewRestriction.objects.create(page=guide, restriction_type=PageViewRestriction.LOGIN)
    assert status_of(f"{GUIDE}{path}") == 404
    PageViewRestriction.objects.all().delete()
    guide.unpublish()
    Chapter.objects.get(title="Pierwszy temat").unpublish()
    assert status_of(f"{GUIDE}{path}") == 404


def test_a_chapter_that_is_restricted_since_is_given_to_nobody_in_the_old_file(
    guide: Guide, chapter: Chapter, made: list[Publication], django_capture_on_commit_callbacks: Committing
) -> None:
    services.ask_for(guide=guide)
    services.make_file(file_id=file_of(guide).pk)
    assert b"Pierwszy temat" in Client().get(f"{GUIDE}plik.pdf").getvalue()
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=chapter, restriction_type=PageViewRestriction.LOGIN)
        assert status_of(f"{GUIDE}plik.pdf") == 202  # before it is made anew
    assert b"Pierwszy temat" not in Client().get(f"{GUIDE}plik.pdf").getvalue()


@pytest.mark.usefixtures("at_once")
def test_deleting_a_chapter_makes_the_file_again_and_deleting_the_guide_deletes_it(
    guide: Guide, chapter: Chapter, made: list[Publication], django_capture_on_commit_callbacks: Committing
) -> None:
    PageViewRestriction.objects.create(page=chapter, restriction_type=PageViewRestriction.LOGIN)
    with django_capture_on_commit_callbacks(execute=True):
        Chapter.objects.get(title="Drugi temat").delete()
    name = str(file_of(guide).file.name)
    assert (len(made), made[0].parts, edition_storage().exists(name)) == (1, (), True)
    with django_capture_on_commit_callbacks(execute=True):
        Guide.objects.get(pk=guide.pk).delete()
    assert (PublicationFile.objects.exists(), edition_storage().exists(name)) == (False, False)


@pytest.mark.usefixtures("caching")
def test_the_files_cost_a_guide_page_one_query_whatever_their_number(guide: Guide, made: list[Publication]) -> None:
    user = User.objects.create_user("zarzadza@example.org", is_superuser=True)
    assert isinstance(user, User)

    def queries() -> list[str]:
        public_cache.clear()
        with CaptureQueriesContext(connection) as captured:
            Client().get(GUIDE)
        return [query["sql"] for query in captured.captured_queries]

    before = queries()
    for _number in range(3):
        services.ask_for(guide=guide, edition=guidance_services.make_edition(by=user, guide=guide))
    services.ask_for(guide=guide)
    after = queries()
    assert sum("publicationfile" in sql for sql in before) == sum("publicationfile" in sql for sql in after) == 1


@pytest.mark.parametrize("path", ["plik.odt", "pierwszy-temat/plik.exe", "wydania/7/plik.pdf"])
def test_what_is_not_offered_is_not_found(guide: Guide, path: str) -> None:
    assert status_of(f"{GUIDE}{path}") == 404


def test_a_new_chapter_is_previewed_before_it_has_files(guide: Guide) -> None:
    draft = Chapter(title="Jeszcze nieopublikowany", slug="jeszcze")
    request = RequestFactory().get("/")
    assert chapter_downloads(draft, guide, request) == []


def test_an_edition_without_a_chapter_that_was_restricted_since_is_still_given(
    guide: Guide, chapter: Chapter, made: list[Publication], django_capture_on_commit_callbacks: Committing
) -> None:
    user = User.objects.create_user("zarzadza@example.org", is_superuser=True)
    assert isinstance(user, User)
    edition = guidance_services.make_edition(by=user, guide=guide)
    with django_capture_on_commit_callbacks(execute=True):
        services.ask_for(guide=guide, edition=edition)
    assert status_of(f"{GUIDE}wydania/1/plik.pdf") == 200
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=chapter, restriction_type=PageViewRestriction.LOGIN)
    assert status_of(f"{GUIDE}wydania/1/plik.pdf") == 200
    assert [part.title for part in made[-1].parts] == ["Drugi temat"]
