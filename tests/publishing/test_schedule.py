"""Scheduled pages go live and expired ones are taken down, each by itself."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks
from structlog.testing import capture_logs
from wagtail.models import Page, PageLogEntry, Revision

from pomost.models import HomePage
from publishing import services
from publishing.models import StandardPage
from tests.builders import make_page
from tests.contention import at_once, needs_row_locks


def schedule(page: StandardPage, at: datetime) -> None:
    page.go_live_at = at
    page.save_revision(approved_go_live_at=at)


def expire(page: StandardPage, at: datetime) -> None:
    StandardPage.objects.filter(pk=page.pk).update(expire_at=at)


def ago(minutes: int) -> datetime:
    return timezone.now() - timedelta(minutes=minutes)


def live() -> set[str]:
    return set(StandardPage.objects.live().filter(url_path__contains="/proba/").values_list("title", flat=True))


def in_log(page: Page) -> list[str]:
    """The scheduled actions in the page's log, oldest first."""
    entries = PageLogEntry.objects.filter(page=page.pk, action__endswith=".scheduled").order_by("timestamp", "pk")
    return list(entries.values_list("action", flat=True))


@pytest.mark.django_db
def test_what_is_due_goes_live_and_what_has_expired_goes(home: HomePage) -> None:
    due, later = make_page(home, "Już", live=False), make_page(home, "Potem", live=False)
    schedule(due, ago(1))
    schedule(later, ago(-1))
    expired, lasting = make_page(home, "Po terminie"), make_page(home, "Jeszcze")
    expire(expired, ago(1))
    expire(lasting, ago(-1))
    assert services.run_schedule() == 0
    assert live() == {"Już", "Jeszcze"}
    assert Page.objects.get(pk=expired.pk).expired
    assert (in_log(due), in_log(expired)) == (["wagtail.publish.scheduled"], ["wagtail.unpublish.scheduled"])
    assert list(Revision.objects.filter(approved_go_live_at__isnull=False).values_list("object_id", flat=True)) == [
        str(later.pk)
    ]


@pytest.mark.django_db
def test_visitors_see_it_at_once(
    client: Client, caching: None, home: HomePage, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    due, expired = make_page(home, "Nowa", live=False, show_in_menus=True), make_page(home, "Dawna", show_in_menus=True)

    def shown() -> list[bool]:
        text = client.get(home.full_url).content.decode()
        return [title in text for title in ("Nowa", "Dawna")]

    assert shown() == [False, True]
    schedule(due, ago(1))
    expire(expired, ago(1))
    assert shown() == [False, True]
    with django_capture_on_commit_callbacks(execute=True):
        services.run_schedule()
    assert shown() == [True, False]
    assert [client.get(page.full_url).status_code for page in (due, expired)] == [200, 404]


@pytest.mark.django_db
def test_a_page_that_fails_is_logged_and_keeps_none_of_the_others(
    home: HomePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, title in enumerate(("Pierwsza", "Zepsuta", "Trzecia")):
        schedule(make_page(home, title, live=False), ago(9 - number))
    for title in ("Dawna", "Dawna zepsuta"):
        expire(make_page(home, title), ago(1))
    save = StandardPage.save

    def fail(self: StandardPage, *args: Any, **kwargs: Any) -> Any:
        saved = save(self, *args, **kwargs)
        if "epsuta" in self.title:
            raise ValueError
        return saved

    monkeypatch.setattr(StandardPage, "save", fail)
    with capture_logs() as lines:
        assert services.run_schedule() == 2
    assert [(line["event"], line["action"]) for line in lines if line["log_level"] == "error"] == [
        ("schedule.failed", "unpublish"),
        ("schedule.failed", "publish"),
    ]
    assert live() == {"Pierwsza", "Trzecia", "Dawna zepsuta"}
    monkeypatch.setattr(StandardPage, "save", save)
    assert services.run_schedule() == 0
    assert live() == {"Pierwsza", "Zepsuta", "Trzecia"}


@pytest.mark.django_db
def test_a_run_is_enqueued_once_a_minute_at_most_and_only_for_something_due(home: HomePage, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    page = make_page(home, "Strona", live=False)
    schedule(page, ago(-1))
    assert not services.enqueue_schedule()
    schedule(page, ago(1))
    assert [services.enqueue_schedule() for _beat in range(3)] == [True, False, False]
    DBTaskResult.objects.update(enqueued_at=ago(1))
    assert services.enqueue_schedule()
    services.run_schedule()
    DBTaskResult.objects.update(enqueued_at=ago(1))
    assert not services.enqueue_schedule()
    expire(page, ago(1))
    assert services.enqueue_schedule()


@pytest.fixture
def committed(transactional_db: None, tables_not_emptied: None) -> Iterator[list[StandardPage]]:
    """A page that is due and one that has expired, seen by every connection."""
    root = Page.objects.get(depth=2)
    due = root.add_child(instance=StandardPage(title="Zaplanowana", live=False))
    expired = root.add_child(instance=StandardPage(title="Wygasła"))
    schedule(due, ago(1))
    expire(expired, ago(1))
    yield [due, expired]
    for page in (due, expired):
        Page.objects.get(pk=page.pk).delete()


@needs_row_locks
def test_concurrent_workers_do_nothing_twice(committed: list[StandardPage]) -> None:
    due, expired = committed
    assert at_once(*[services.run_schedule] * 4) == [0] * 4
    assert (in_log(due), in_log(expired)) == (["wagtail.publish.scheduled"], ["wagtail.unpublish.scheduled"])
