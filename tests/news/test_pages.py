"""News as readers meet them: in their list, on the home page and by themselves."""

from datetime import date

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from pomost.models import HomePage
from resources.news.cards import NewsEntry
from resources.news.models import NewsIndex, NewsItem
from tests.builders import hide_other_pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(home: HomePage) -> NewsIndex:
    """The index of a site of its own, with nothing in it."""
    hide_other_pages(home)
    made: NewsIndex = home.add_child(instance=NewsIndex(title="Aktualności", slug="nowiny"))
    return made


def add(index: NewsIndex, day: date, *, live: bool = True, summary: str = "") -> NewsItem:
    item: NewsItem = index.add_child(
        instance=NewsItem(title=f"Z dnia {day}", slug=day.isoformat(), date=day, summary=summary, live=live)
    )
    return item


def test_the_list_has_what_everybody_may_read_newest_first(client: Client, index: NewsIndex) -> None:
    older = add(index, date(2026, 10, 1))
    newest = add(index, date(2026, 11, 3), summary="Nowy cykl.")
    add(index, date(2026, 11, 4), live=False)
    closed = add(index, date(2026, 11, 5))
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    response = client.get("/nowiny/")
    assert response.context["news"] == [
        NewsEntry("Z dnia 2026-11-03", "/nowiny/2026-11-03/", "Nowy cykl.", newest.date),
        NewsEntry("Z dnia 2026-10-01", "/nowiny/2026-10-01/", "", older.date),
    ]
    assert '<time class="aside meta" datetime="2026-11-03">3\u00a0listopada 2026</time>' in response.content.decode()


def test_the_home_page_has_the_three_newest(client: Client, index: NewsIndex) -> None:
    for month in (1, 4, 2, 3):
        add(index, date(2026, month, 1))
    assert [entry.date.month for entry in client.get("/").context["news"]] == [4, 3, 2]


def test_an_empty_list_says_so(client: Client, index: NewsIndex) -> None:
    assert "Nie ma jeszcze aktualności" in client.get("/nowiny/").content.decode()


def test_a_piece_of_news_has_one_heading_and_its_day(client: Client, index: NewsIndex) -> None:
    html = client.get(add(index, date(2026, 11, 3)).get_url() or "").content.decode()
    assert html.count("<h1") == 1
    assert '<time datetime="2026-11-03">3\u00a0listopada 2026</time>' in html
    assert '"@type": "NewsArticle"' in html
    assert '"datePublished": "2026-11-03"' in html
