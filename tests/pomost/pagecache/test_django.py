"""The page cache in front of the real site."""

from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Page, Site, get_page_models

from courses.catalogue.models import Catalogue, Course, Programme, Topic
from people.models import User
from pomost.models import HomePage
from pomost.pagecache import PageCache
from publishing.models import AccessibilityStatement, StandardPage
from resources.guidance.models import DocumentTemplateList, QuestionsPage
from resources.news.models import NewsIndex, NewsItem
from resources.results.models import Project, ProjectIndex, Result
from tests.builders import make_chapters, make_page
from tests.courses_tree import choice, make_lesson
from tests.pomost.wsgi import Counting, ask
from tests.publishing.test_statement import LEAST as STATEMENT
from tests.reference.builders import make_lists


def test_the_home_page_is_stored_in_each_language(django: Counting, home: HomePage) -> None:
    cache = PageCache(django)
    polish, english = ask(cache, "/"), ask(cache, "/en/")
    assert (polish.status, english.status) == (200, 200)
    assert b'<html lang="pl">' in polish.body
    assert b'<html lang="en">' in english.body
    assert ask(cache, "/").body == polish.body
    assert ask(cache, "/en/").body == english.body
    assert django.asked == 2
    assert "content-security-policy" in ask(cache, "/").headers


@pytest.fixture
def page_of_each_type(home: HomePage) -> list[Page]:
    guide = make_chapters(home, "Rozdział")[0].get_parent().specific
    catalogue = home.add_child(instance=Catalogue(title="Szkolenia"))
    course = catalogue.add_child(instance=Course(title="Kurs"))
    topic = course.add_child(instance=Topic(title="Temat"))
    news = home.add_child(instance=NewsIndex(title="Aktualności"))
    projects = home.add_child(instance=ProjectIndex(title="Projekty"))
    return [
        home,
        make_page(home, "Strona"),
        guide.get_parent().specific,
        guide,
        guide.get_children().get().specific,
        catalogue,
        catalogue.add_child(instance=Programme(title="Cykl")),
        course,
        topic,
        make_lesson(topic, "Lekcja", choice()),
        news,
        news.add_child(instance=NewsItem(title="Wiadomość", date=date(2026, 3, 1))),
        projects,
        projects.add_child(instance=Project(title="Projekt")),
        projects.add_child(instance=Result(title="Rezultat")),
        *make_lists(home),
        home.add_child(instance=AccessibilityStatement(**STATEMENT)),
        home.add_child(instance=DocumentTemplateList(title="Wzory")),
        home.add_child(instance=QuestionsPage(title="Pytania")),
    ]


def test_every_kind_of_page_is_stored(django: Counting, page_of_each_type: list[Page]) -> None:
    cache = PageCache(django)
    stored = {model for model in get_page_models() if getattr(model, "same_for_everybody", True)}
    assert {type(page) for page in page_of_each_type} == stored - {Page}
    for page in page_of_each_type:
        first = ask(cache, page.url)
        assert first.status == 200
        assert ask(cache, page.url).body == first.body
    assert django.asked == len(page_of_each_type)


@pytest.mark.parametrize("address", ["/szukaj/", "/konto/login/", "/healthz", "/nie-ma/", "/admin/"])
def test_these_are_never_stored(django: Counting, home: HomePage, address: str) -> None:
    cache = PageCache(django)
    ask(cache, address)
    ask(cache, address)
    assert django.asked == 2


def test_somebody_signed_in_sees_their_own(django: Counting, home: HomePage, client: Client) -> None:
    cache = PageCache(django)
    anonymous = ask(cache, "/")
    client.force_login(
        User.objects.create_user(email="osoba@example.org"), backend="django.contrib.auth.backends.ModelBackend"
    )
    own = ask(cache, "/", cookie=f"sessionid={client.cookies['sessionid'].value}")
    assert own.body != anonymous.body
    assert ask(cache, "/").body == anonymous.body


def test_a_publish_is_seen_by_the_next_request(
    django: Counting, home: HomePage, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    processes = [PageCache(django), PageCache(django)]
    page = make_page(home, "Stary tytuł")
    for process in processes:
        assert "Stary tytuł".encode() in ask(process, page.url).body
    page.title = "Nowy tytuł"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    for process in processes:
        assert "Nowy tytuł".encode() in ask(process, page.url).body


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("tables_not_emptied")
def test_a_page_is_cached_until_a_publish_is_committed(django: Counting) -> None:
    """As in production: the test runs in no transaction, and what is published is there for good."""
    cache = PageCache(django)
    page = make_page(Site.objects.get(is_default_site=True).root_page, "Stary tytuł")

    def publish_as(title: str) -> None:
        changed = StandardPage.objects.get(pk=page.pk)
        changed.title = title
        changed.save_revision().publish()

    try:
        for _time in range(2):
            assert "Stary tytuł".encode() in ask(cache, page.url).body
        with transaction.atomic():
            publish_as("Nowy tytuł")
            transaction.set_rollback(True)
        assert "Stary tytuł".encode() in ask(cache, page.url).body
        with transaction.atomic():
            publish_as("Nowy tytuł")
            assert "Stary tytuł".encode() in ask(cache, page.url).body
        assert django.asked == 1
        assert "Nowy tytuł".encode() in ask(cache, page.url).body
        assert django.asked == 2
    finally:
        Page.objects.get(pk=page.pk).delete()
