"""Editions: a guide kept as it was on one day, its validation, and what has changed since."""

from datetime import date
from pathlib import PurePosixPath

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from people import roles
from people.models import User
from pomost.models import HomePage
from publishing.impact import InUseError
from publishing.models import PomostDocument, StalePage
from publishing.services import render_stale_pages
from reference.models import LegalAct
from resources.guidance import services
from resources.guidance.change_notes import note_of_code
from resources.guidance.edition_errors import (
    AlreadyValidatedError,
    FileMissingError,
    GuideNotPublicError,
    PagesStaleError,
)
from resources.guidance.models import Chapter, EditionFile, EditionPage, Guide, GuideEdition, PublishedVersion
from tests.builders import downloads, heading, make_chapters, prose, signed_in
from tests.guidance.test_pages import requirement_block
from tests.reference.builders import make_act

pytestmark = pytest.mark.django_db

GUIDE = "/poradniki/poradnik/"
FIRST = f"{GUIDE}wydania/1/pierwszy-temat/"


@pytest.fixture
def editor(db: None) -> User:
    user = User.objects.create_user("zarzadza@example.org", is_superuser=True)
    assert isinstance(user, User)
    return user


@pytest.fixture
def act(db: None) -> LegalAct:
    return make_act()


@pytest.fixture
def document(db: None) -> PomostDocument:
    made: PomostDocument = PomostDocument.objects.create(
        title="Wzór", file=ContentFile(b"tekst wzoru", name="wzor.txt")
    )
    return made


@pytest.fixture
def guide(home: HomePage, act: LegalAct, document: PomostDocument) -> Guide:
    """A guide of two chapters; the first cites an act and offers a document."""
    first, _second = make_chapters(home, "Pierwszy temat", "Drugi temat")
    first = Chapter.objects.get(pk=first.pk)
    first.legal_state = date(2026, 3, 1)
    first.body = [
        *heading("Most"),
        *requirement_block("legal", "Zbuduj most.", [{"act": act.pk, "provision": "art. 5"}]),
        *downloads(document),
    ]
    first.save()
    made: Guide = Guide.objects.get(pk=first.get_parent().pk)
    return made


def edition_of(guide: Guide, editor: User) -> GuideEdition:
    return services.make_edition(by=editor, guide=guide)


def chapter(slug: str = "pierwszy-temat") -> Chapter:
    found: Chapter = Chapter.objects.get(slug=slug, url_path__contains="/poradnik/")
    return found


def republish(slug: str, text: str) -> None:
    page = chapter(slug)
    page.body = prose(text)
    page.save_revision().publish()


def validate(edition: GuideEdition, editor: User, document: PomostDocument | None = None) -> None:
    services.record_validation(
        by=editor, edition=edition, validated_by="Rada Próbna", validated_on=date(2026, 5, 3), document=document
    )


def prose_at(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(BeautifulSoup(response.content, "html.parser").select_one(".prose")).replace("\xa0", " ")


def html_at(client: Client, address: str) -> str:
    return client.get(address).text.replace("\xa0", " ")


def status_of(client: Client, file: EditionFile) -> int:
    response = client.get(f"/pliki-wydan/{file.pk}/{file.name}")
    if response.streaming:
        response.getvalue()  # which closes the file
    return response.status_code


def test_an_edition_is_read_as_it_was(
    client: Client, guide: Guide, editor: User, act: LegalAct, document: PomostDocument
) -> None:
    edition = edition_of(guide, editor)
    before = {address: prose_at(client, address) for address in (f"{GUIDE}wydania/1/", FIRST)}
    file = BeautifulSoup(before[FIRST], "html.parser").select_one(".file a")
    assert file is not None
    assert "art. 5 ustawy o mostach" in before[FIRST]
    act.title_genitive = "innej ustawy"
    act.save()
    republish("pierwszy-temat", "Wszystko inaczej.")
    document.delete()
    chapter("drugi-temat").unpublish()
    assert {address: prose_at(client, address) for address in before} == before
    copy = client.get(str(file["href"]))
    assert (copy.getvalue(), copy["Content-Disposition"]) == (
        b"tekst wzoru",
        f'attachment; filename="{PurePosixPath(str(file["href"])).name}"',
    )
    assert all(page.content_checksum() == page.checksum for page in edition.pages.all())
    html = client.get(FIRST).text
    assert '<meta name="robots" content="noindex">' in html
    assert f'href="{GUIDE}pierwszy-temat/"' in html
    assert client.get(f"{GUIDE}wydania/1/drugi-temat/").status_code == 200


def test_an_edition_holds_revisions_and_what_was_used(guide: Guide, editor: User, act: LegalAct) -> None:
    revision = chapter().save_revision()
    revision.publish()
    pages = edition_of(guide, editor).pages.all()
    assert [(page.position, page.slug, page.revision) for page in pages] == [
        (0, "poradnik", None),
        (1, "pierwszy-temat", revision.pk),
        (2, "drugi-temat", None),
    ]
    assert ["reference.legalact", str(act.pk), "Ustawa o mostach"] in pages[1].uses


def test_drafts_and_restricted_chapters_are_in_no_edition(client: Client, guide: Guide, editor: User) -> None:
    draft = chapter()
    draft.title = "Tajny tytuł"
    draft.save_revision()
    PageViewRestriction.objects.create(page=chapter("drugi-temat"), restriction_type=PageViewRestriction.LOGIN)
    assert [page.title for page in edition_of(guide, editor).pages.all()] == ["Poradnik", "Pierwszy temat"]


def test_what_is_restricted_later_is_read_no_more(client: Client, guide: Guide, editor: User) -> None:
    edition = edition_of(guide, editor)
    file = edition.files.get()
    assert status_of(client, file) == 200
    PageViewRestriction.objects.create(page=chapter(), restriction_type=PageViewRestriction.LOGIN)
    assert client.get(FIRST).status_code == 404
    assert status_of(client, file) == 404
    assert "Pierwszy temat" not in client.get(f"{GUIDE}wydania/1/").text
    assert client.get(f"{GUIDE}wydania/2/").status_code == 404


def test_only_a_whole_public_guide_is_frozen(guide: Guide, editor: User, document: PomostDocument) -> None:
    reader = User.objects.create_user("czyta@example.org")
    with pytest.raises(PermissionDenied):
        services.make_edition(by=reader, guide=guide)
    stale = StalePage.objects.create(page=chapter(), marked_at=timezone.now())
    with pytest.raises(PagesStaleError):
        edition_of(guide, editor)
    stale.delete()
    document.file.storage.delete(document.file.name)
    with pytest.raises(FileMissingError):
        edition_of(guide, editor)
    guide.unpublish()
    with pytest.raises(GuideNotPublicError):
        edition_of(guide, editor)
    assert not guide.editions.exists()


def test_a_guide_with_editions_is_not_deleted(guide: Guide, editor: User) -> None:
    edition_of(guide, editor)
    with pytest.raises(InUseError):
        guide.delete()


def test_validation_says_by_whom_when_and_with_what_document(
    client: Client, guide: Guide, editor: User, document: PomostDocument
) -> None:
    edition = edition_of(guide, editor)
    assert "W walidacji" in html_at(client, GUIDE)
    validate(edition, editor, document)
    for address in (GUIDE, FIRST):
        html = client.get(address).text
        assert 'Rada Próbna</span>, <time datetime="2026-05-03">' in html
        assert "W walidacji" not in html
    edition.refresh_from_db()
    assert edition.document is not None
    assert status_of(client, edition.document) == 200
    with pytest.raises(AlreadyValidatedError):
        validate(edition, editor)


def test_a_guide_names_what_was_changed_after_its_validation(client: Client, guide: Guide, editor: User) -> None:
    edition = edition_of(guide, editor)
    republish("drugi-temat", "Inaczej.")
    assert client.get(GUIDE).context["since"] is None
    validate(edition, editor)
    guide.add_child(instance=Chapter(title="Trzeci temat", slug="trzeci-temat"))
    since = client.get(GUIDE).context["since"]
    assert [item[:2] for item in since.changed] == [(2, "Drugi temat")]
    assert [item[:2] for item in since.added] == [(3, "Trzeci temat")]
    assert "Zmienione po walidacji wydania 1" in html_at(client, GUIDE)
    republish("drugi-temat", "O tym: Drugi temat.")
    chapter("drugi-temat").unpublish()
    assert client.get(GUIDE).context["since"].removed == ["Drugi temat"]


def test_editors_make_editions_and_record_validations(client: Client, guide: Guide) -> None:
    editor = signed_in(roles.EDITOR)
    address = f"/admin/guides/{guide.pk}/editions/"
    assert f'href="{address}"' in editor.get(f"/admin/pages/{guide.pk}/edit/").text
    assert editor.post(address).status_code == 302
    form = f"{address}1/validation/"
    assert editor.get(form).status_code == 200
    refused = editor.post(form, {"validated_by": "", "validated_on": "nigdy"})
    assert (refused.status_code, sorted(refused.context["form"].errors)) == (422, ["validated_by", "validated_on"])
    assert editor.post(form, {"validated_by": "Rada", "validated_on": "2026-05-03"}).status_code == 302
    assert "Rada" in editor.get(address).text
    assert signed_in(roles.REVIEWER).post(address).status_code == 302
    assert guide.editions.count() == 1


OPERATIONS = st.sampled_from(["edit", "publish", "publish draft", "unpublish", "restore", "act", "edition", "move"])


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=st.lists(st.tuples(OPERATIONS, st.integers(0, 1), st.integers(0, 4)), max_size=8))
def test_whatever_is_done_editions_stay_and_every_republication_has_its_note(
    guide: Guide, editor: User, act: LegalAct, steps: list[tuple[str, int, int]]
) -> None:
    kept: dict[int, tuple[str, str]] = {}
    slugs = ("pierwszy-temat", "drugi-temat")
    for name, which, number in steps:
        page = chapter(slugs[which])
        if name == "edit":
            draft = page.get_latest_revision_as_object()
            draft.body = prose(f"Tekst {number}")
            draft.save_revision()
        elif name == "publish":
            with note_of_code(kind="minor", note=f"Zmiana {number}"):
                republish(slugs[which], f"Tekst {number}")
        elif name == "publish draft" and page.latest_revision_id:
            page.get_latest_revision().publish()
        elif name == "unpublish":
            page.unpublish()
        elif name == "restore" and page.revisions.exists():
            page.revisions.order_by("created_at")[number % page.revisions.count()].publish()
        elif name == "act":
            act.title_genitive = f"ustawy {number}"
            act.save()
            render_stale_pages()
        elif name == "move":
            page.move(page.get_parent(), pos="first-child")
        elif name == "edition":
            made = services.make_edition(by=editor, guide=guide)
            kept |= {item.pk: (item.body_html, item.title) for item in made.pages.all()}
    assert {item.pk: (item.body_html, item.title) for item in EditionPage.objects.filter(pk__in=kept)} == kept
    assert all(item.content_checksum() == item.checksum for item in EditionPage.objects.filter(pk__in=kept))
    versions = PublishedVersion.objects.filter(page__in=[chapter(slug).pk for slug in slugs]).order_by("page", "number")
    for version in versions:
        assert (version.number > 1) == bool(version.kind and version.note)
    for slug in slugs:
        page = chapter(slug)
        if page.live:
            assert page.last_version is not None
            assert not page.content_differs()
