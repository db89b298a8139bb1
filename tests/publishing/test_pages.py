"""Pages: what is kept at publish, aliases, links that follow moves, children that are drafted with their page."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Page

from publishing.models import PomostImage, StandardPage
from resources.guidance.models import Chapter, Guide
from resources.news.models import NewsItem

pytestmark = pytest.mark.django_db


def prose(html: str) -> list[dict[str, str]]:
    return [{"type": "prose", "value": html, "id": "1"}]


def test_a_page_made_live_by_code_has_its_html() -> None:
    home = Page.objects.get(depth=2)
    page = StandardPage(title="Nowa", slug="nowa", body=prose("<p>Treść strony</p>"))
    home.add_child(instance=page)
    assert "Treść strony" in StandardPage.objects.get(slug="nowa").body_html


def test_an_alias_has_its_html_and_follows_its_source(client: Client) -> None:
    source = StandardPage.objects.get(slug="regulamin")
    alias = source.create_alias(update_slug="regulamin-alias", parent=source.get_parent())
    assert StandardPage.objects.get(pk=alias.pk).body_html == source.body_html != ""
    source.body = prose("<p>Nowe brzmienie</p>")
    source.save_revision().publish()
    assert "Nowe brzmienie" in client.get("/regulamin-alias/").content.decode()


def test_a_draft_changes_nothing_that_is_served(client: Client) -> None:
    page = StandardPage.objects.get(slug="regulamin")
    before = page.body_html
    page.body = prose("<p>Tylko szkic</p>")
    page.save_revision()
    assert StandardPage.objects.get(slug="regulamin").body_html == before
    assert "Tylko szkic" not in client.get("/regulamin/").content.decode()


def test_links_follow_a_page_that_moves_and_the_old_address_redirects(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    target = Chapter.objects.get(slug="wolontariusze")
    page = StandardPage.objects.get(slug="o-serwisie")
    page.body = prose(f'<p><a linktype="page" id="{target.pk}">Wolontariusze</a></p>')
    page.save_revision().publish()
    old = target.get_url()
    assert f'href="{old}"' in client.get("/o-serwisie/").content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        target.move(Guide.objects.get(slug="metodologia"), pos="last-child")

    new = "/metodologia/wolontariusze/"
    assert f'href="{new}"' in client.get("/o-serwisie/").content.decode()
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, new)


def test_links_follow_the_children_of_a_page_whose_address_changes(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    target = Chapter.objects.get(slug="wolontariusze")
    page = StandardPage.objects.get(slug="o-serwisie")
    page.body = prose(f'<p><a linktype="page" id="{target.pk}">Wolontariusze</a></p>')
    page.save_revision().publish()
    guide = target.get_parent().specific
    guide.slug = "praca"
    with django_capture_on_commit_callbacks(execute=True):
        guide.save_revision().publish()
    assert 'href="/poradniki/praca/wolontariusze/"' in client.get("/o-serwisie/").content.decode()


def test_children_are_drafted_previewed_and_restored_with_their_page(client: Client) -> None:
    chapter = Chapter.objects.get(slug="wolontariusze")
    first = chapter.save_revision()
    names = [person.name for person in chapter.authors.all()]
    chapter.authors = [chapter.authors.model(name="Maria Nowa", sort_order=0)]
    chapter.save_revision()
    assert [person.name for person in Chapter.objects.get(pk=chapter.pk).authors.all()] == names
    draft = chapter.get_latest_revision_as_object()
    assert [person.name for person in draft.authors.all()] == ["Maria Nowa"]
    preview = draft.make_preview_request().content.decode()
    assert "Maria Nowa" in preview
    assert "Maria Nowa" not in client.get(chapter.get_url()).content.decode()

    draft.save_revision().publish()
    assert "Maria Nowa" in client.get(chapter.get_url()).content.decode()

    first.publish()
    assert [person.name for person in Chapter.objects.get(pk=chapter.pk).authors.all()] == names


def test_a_page_says_what_it_is_to_search_engines_and_where_it_is_shared(client: Client) -> None:
    png = PomostImage(title="Most", width=2, height=2)
    png.file.save("most.png", ImageFile(ContentFile(_png()), name="most.png"))
    page = NewsItem.objects.first()
    assert page is not None
    page.share_image = png
    page.save_revision().publish()
    html = client.get(page.get_url()).content.decode()
    assert '<meta property="og:image" content="http' in html
    assert '"@type": "NewsArticle"' in html
    assert f'"datePublished": "{page.date.isoformat()}"' in html
    assert page.date <= date(2026, 12, 31)


def _png() -> bytes:
    import io

    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "#0F5C57").save(buffer, "PNG")
    return buffer.getvalue()
