"""Pages: HTML stored at publish, aliases, links after moves, children that are drafted with their page."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from pomost.models import HomePage
from publishing.models import PomostImage, StandardPage
from resources.guidance.models import Chapter, Guide
from resources.news.models import NewsIndex, NewsItem
from tests.builders import make_page, prose

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(home: HomePage) -> StandardPage:
    return make_page(home, "Strona", "Pierwsze brzmienie")


def test_a_page_made_live_by_code_has_its_html(home: HomePage) -> None:
    home.add_child(instance=StandardPage(title="Nowa", slug="nowa", body=prose("Treść strony")))
    assert "Treść strony" in StandardPage.objects.get(slug="nowa").body_html


def test_a_slug_made_from_a_title_keeps_every_polish_letter(home: HomePage) -> None:
    title = "Składki: zażółć gęślą jaźń, ŁÓDŹ"
    pages = [home.add_child(instance=StandardPage(title=title)) for _time in range(2)]
    assert [page.slug for page in pages] == [f"skladki-zazolc-gesla-jazn-lodz{end}" for end in ("", "-2")]


def test_a_slug_that_a_page_has_is_never_made_anew(home: HomePage) -> None:
    page = home.add_child(instance=StandardPage(title="Składki", slug="skadki"))
    page.title = "Składki i wypłaty"
    page.save_revision().publish()
    assert StandardPage.objects.get(pk=page.pk).slug == "skadki"


def test_an_alias_has_its_html_and_follows_its_source(client: Client, page: StandardPage) -> None:
    alias = page.create_alias(update_slug="alias", parent=page.get_parent())
    assert StandardPage.objects.get(pk=alias.pk).body_html == page.body_html != ""
    page.body = prose("Nowe brzmienie")
    page.save_revision().publish()
    assert "Nowe brzmienie" in client.get("/alias/").content.decode()


def test_a_draft_changes_nothing_that_is_served(client: Client, page: StandardPage) -> None:
    before = page.body_html
    page.body = prose("Tylko szkic")
    page.save_revision()
    assert StandardPage.objects.get(pk=page.pk).body_html == before
    served = client.get("/strona/").content.decode()
    assert "Pierwsze brzmienie" in served
    assert "Tylko szkic" not in served


def test_links_follow_a_page_that_moves_and_the_old_address_redirects(
    client: Client,
    home: HomePage,
    chapters: list[Chapter],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    target = chapters[0]
    make_page(home, "Strona", f'<a linktype="page" id="{target.pk}">Dalej</a>')
    old = f"/poradniki/poradnik/{target.slug}/"
    assert f'href="{old}"' in client.get("/strona/").content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        target.move(home.add_child(instance=Guide(title="Inny", slug="inny")), pos="last-child")

    new = "/inny/pierwszy-temat/"
    assert f'href="{new}"' in client.get("/strona/").content.decode()
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, new)


def test_links_follow_the_children_of_a_page_whose_address_changes(
    client: Client,
    home: HomePage,
    chapters: list[Chapter],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    target = chapters[0]
    make_page(home, "Strona", f'<a linktype="page" id="{target.pk}">Dalej</a>')
    guide = target.get_parent().specific
    guide.slug = "praca"
    with django_capture_on_commit_callbacks(execute=True):
        guide.save_revision().publish()
    assert 'href="/poradniki/praca/pierwszy-temat/"' in client.get("/strona/").content.decode()


def test_children_are_drafted_previewed_and_restored_with_their_page(client: Client, chapters: list[Chapter]) -> None:
    chapter = chapters[0]
    names = ["Anna Dawna"]
    chapter.authors = [chapter.authors.model(name=names[0], sort_order=0)]
    first = chapter.save_revision()
    first.publish()
    chapter.authors = [chapter.authors.model(name="Maria Nowa", sort_order=0)]
    chapter.save_revision()
    assert [person.name for person in Chapter.objects.get(pk=chapter.pk).authors.all()] == names
    draft = chapter.get_latest_revision_as_object()
    assert [person.name for person in draft.authors.all()] == ["Maria Nowa"]
    preview = draft.make_preview_request().content.decode()
    assert "Maria Nowa" in preview
    assert "Maria Nowa" not in client.get(chapter.full_url).content.decode()

    draft.save_revision().publish()
    assert "Maria Nowa" in client.get(chapter.full_url).content.decode()

    first.publish()
    assert [person.name for person in Chapter.objects.get(pk=chapter.pk).authors.all()] == names


def test_a_page_says_what_it_is_to_search_engines_and_where_it_is_shared(client: Client, home: HomePage) -> None:
    png = PomostImage(title="Most", width=2, height=2)
    png.file.save("most.png", ImageFile(ContentFile(_png()), name="most.png"))
    index = home.add_child(instance=NewsIndex(title="Aktualności"))
    page = index.add_child(instance=NewsItem(title="Wiadomość", date=date(2026, 3, 1)))
    page.share_image = png
    page.save_revision().publish()
    html = client.get(page.full_url).content.decode()
    assert '<meta property="og:image" content="http' in html
    assert '"@type": "NewsArticle"' in html
    assert '"datePublished": "2026-03-01"' in html


def _png() -> bytes:
    import io

    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "#0F5C57").save(buffer, "PNG")
    return buffer.getvalue()
