"""A guide, a chapter and an edition on one page for printing."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import PageViewRestriction

from people.models import User
from pomost.models import HomePage
from resources.guidance import services
from resources.guidance.models import Chapter, Guide
from tests.builders import heading, make_chapters, make_page, prose
from tests.prepared import prepared

pytestmark = pytest.mark.django_db

GUIDE = "/poradniki/poradnik/"
FIRST, SECOND = f"{GUIDE}pierwszy-temat/", f"{GUIDE}drugi-temat/"
SITE = "http://localhost:8000"


@pytest.fixture
@prepared
def guide(home: HomePage) -> Guide:
    """A guide of two chapters with the same heading, which link to each other."""
    first, second = make_chapters(home, "Pierwszy temat", "Drugi temat")
    for chapter, other in ((first, SECOND), (second, FIRST)):
        chapter.body = [
            *heading("Most"),
            *prose(f'<a href="{other}#most">Tam</a>, <a href="{other}">cały</a>, <a href="#most">tu</a>.'),
            *heading("Przęsło", 3),
        ]
        chapter.save_revision().publish()
    found: Guide = Guide.objects.get(pk=first.get_parent().pk)
    return found


def shown(address: str, client: Client | None = None) -> BeautifulSoup:
    response = (client or Client()).get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def links(page: BeautifulSoup) -> list[str]:
    return [str(link["href"]) for link in page.select("main .prose a")]


def test_a_guide_is_on_one_page_with_levels_and_anchors_of_its_own(guide: Guide) -> None:
    page = shown(f"{GUIDE}druk/")
    headings = [(tag.name, tag.get("id"), tag.get_text()) for tag in page.select("h1, article :is(h2, h3, h4)")]
    assert headings == [
        ("h1", "part.0", "Poradnik"),
        ("h2", "part.1", "Pierwszy temat"),
        ("h3", "1.most", "Most"),
        ("h4", "1.przeslo", "Przęsło"),
        ("h2", "part.2", "Drugi temat"),
        ("h3", "2.most", "Most"),
        ("h4", "2.przeslo", "Przęsło"),
    ]
    assert links(page) == ["#2.most", "#part.2", "#1.most", "#1.most", "#part.1", "#2.most"]
    assert [link["href"] for link in page.select(".booklet-contents a")] == ["#part.1", "#part.2"]
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    assert page.select("script") == []


def test_search_engines_are_sent_to_the_guide(guide: Guide) -> None:
    page = shown(f"{GUIDE}druk/")
    assert page.select_one('meta[name="robots"]')["content"] == "noindex"  # type: ignore[index]
    assert [link["href"] for link in page.select('link[rel="canonical"]')] == [f"{guide.get_full_url()}"]


def test_a_chapter_alone_has_whole_addresses(guide: Guide) -> None:
    page = shown(f"{FIRST}druk/")
    assert [(tag.name, tag.get("id")) for tag in page.select("h1, .prose h2, .prose h3")] == [
        ("h1", "part.0"),
        ("h2", "0.most"),
        ("h3", "0.przeslo"),
    ]
    assert links(page) == [f"{SITE}{SECOND}#most", f"{SITE}{SECOND}", "#0.most"]


def test_an_edition_stays_as_it_was(guide: Guide) -> None:
    user = User.objects.create_user("zarzadza@example.org", is_superuser=True)
    assert isinstance(user, User)
    services.make_edition(by=user, guide=guide)
    chapter = Chapter.objects.get(title="Drugi temat")
    chapter.title, chapter.body = "Nowy tytuł", prose("Zmieniony.")
    chapter.save_revision().publish()
    page = shown(f"{GUIDE}wydania/1/druk/")
    assert [tag.get_text() for tag in page.select("article h2")] == ["Pierwszy temat", "Drugi temat"]
    assert links(page) == ["#2.most", "#part.2", "#1.most", "#1.most", "#part.1", "#2.most"]
    assert f'href="{GUIDE}wydania/1/druk/"' in str(shown(f"{GUIDE}wydania/1/"))
    assert Client().get(f"{GUIDE}wydania/2/druk/").status_code == 404


def test_pages_lead_to_it(guide: Guide) -> None:
    for address in (GUIDE, FIRST):
        assert f'href="{address}druk/"' in str(shown(address))


def test_what_is_not_public_is_not_printed(guide: Guide) -> None:
    user = User.objects.create_user("zarzadza@example.org", is_superuser=True)
    assert isinstance(user, User)
    services.make_edition(by=user, guide=guide)
    first, second = Chapter.objects.child_of(guide).order_by("path")
    second.unpublish()
    PageViewRestriction.objects.create(page=first, restriction_type=PageViewRestriction.LOGIN)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for address in (f"{FIRST}druk/", f"{SECOND}druk/"):
        assert (Client().get(address).status_code, client.get(address).status_code) == (404, 404)
    for address in (f"{GUIDE}druk/", f"{GUIDE}wydania/1/druk/"):
        assert "Pierwszy temat" not in str(shown(address, client))
    PageViewRestriction.objects.create(page=guide, restriction_type=PageViewRestriction.LOGIN)
    for address in (f"{GUIDE}druk/", f"{GUIDE}wydania/1/druk/"):
        assert (Client().get(address).status_code, client.get(address).status_code) == (404, 404)


def test_other_pages_may_have_the_address(home: HomePage, guide: Guide) -> None:
    parent = make_page(home, "Firma")
    make_page(parent, "Druk", "Drukarnia.")
    assert "Drukarnia." in str(shown("/firma/druk/"))
    assert Client().get("/poradniki/druk/").status_code == 404
    with pytest.raises(ValidationError, match="Ten adres"):
        guide.add_child(instance=Chapter(title="Druk", slug="druk"))


def test_it_is_read_once(
    caching: None, guide: Guide, django_assert_num_queries: DjangoAssertNumQueries, client: Client
) -> None:
    client.get(f"{GUIDE}druk/")
    with django_assert_num_queries(0):
        client.get(f"{GUIDE}druk/")
