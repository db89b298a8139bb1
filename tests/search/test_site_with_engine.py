"""The site with a search engine: what is sent to it and when, what happens while it does not answer, rebuilds."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client, RequestFactory
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from structlog.testing import capture_logs
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.index import get_indexed_models

from polish.analysis import version
from pomost.models import HomePage
from pomost.setup import database as setup
from publishing.models import StandardPage
from search import rebuilding, services, updates
from search.backends import engine
from search.backends.engine import EngineBackend
from search.finder import find
from search.models import Action, IndexVersion, PendingUpdate, Section
from search.tasks import send_updates
from tests.builders import make_page, prose
from tests.search.engines import elasticsearch
from tests.search.with_engine import engine_at, sync

pytestmark = pytest.mark.django_db

Capture = Callable[..., Any]


@pytest.fixture(params=["elasticsearch", "opensearch"])
def backend(request: pytest.FixtureRequest, settings: Any, home: HomePage) -> Iterator[Any]:
    with engine_at(request.getfixturevalue(f"{request.param}_url"), request.param, settings) as made:
        yield made


@pytest.fixture
def titles(rf: RequestFactory) -> Callable[[str], list[str]]:
    def ask(text: str) -> list[str]:
        return [result.title for result in find(text, request=rf.get("/szukaj/")).results]

    return ask


Titles = Callable[[str], list[str]]


@pytest.fixture
def strictly(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From its call on, only the engine may answer."""

    def answered(self: EngineBackend, model: Any, ask: Callable[[], Any], otherwise: Callable[[], Any]) -> Any:
        assert not PendingUpdate.objects.of_model(model).sendable().exists()
        return ask()

    return lambda: monkeypatch.setattr(EngineBackend, "answered", answered)


def test_a_publish_is_found_at_once_and_sent_in_one_request(
    backend: Any,
    titles: Titles,
    strictly: Callable[[], None],
    django_capture_on_commit_callbacks: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    requests: list[str] = []
    perform = type(backend).perform

    def counted(self: Any, method: str, path: str, *args: Any, **kwargs: Any) -> Any:
        requests.append(path)
        return perform(self, method, path, *args, **kwargs)

    monkeypatch.setattr(type(backend), "perform", counted)
    with django_capture_on_commit_callbacks(execute=True):
        page = make_page(backend_home(), "Żaglowce", "O żaglach.")
        assert requests == []  # nothing before the commit, which may fail
    assert requests == ["/_bulk"]
    assert not PendingUpdate.objects.exists()
    strictly()
    assert titles("żaglowiec") == ["Żaglowce"]
    with django_capture_on_commit_callbacks(execute=True):
        page.delete()
    assert not PendingUpdate.objects.exists()
    assert titles("żaglowiec") == []


def backend_home() -> HomePage:
    home: HomePage = HomePage.objects.get(slug="proba")
    return home


def test_the_database_answers_until_the_engine_knows_of_a_change(
    backend: Any, home: HomePage, titles: Titles, django_assert_num_queries: Any
) -> None:
    make_page(home, "Żaglowce")
    with capture_logs() as lines:
        assert titles("żaglowiec") == ["Żaglowce"]
        assert list(get_search_backend().search("żaglowiec", Page.objects.all())) == list(
            backend.database.search("żaglowiec", Page.objects.all())
        )
    assert lines == []
    sync()
    with django_assert_num_queries(1):  # is there something to be sent
        backend.answered(Section, lambda: 1, lambda: pytest.fail("the engine knows"))


def test_a_change_while_it_is_sent_is_sent_as_well(
    backend: Any, home: HomePage, titles: Titles, strictly: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_page(home, "Żaglowce")
    perform = type(backend).perform

    def meanwhile(self: Any, *args: Any, **kwargs: Any) -> Any:
        answer = perform(self, *args, **kwargs)
        if page.title != "Kutry":
            page.title = "Kutry"
            page.save()
        return answer

    monkeypatch.setattr(type(backend), "perform", meanwhile)
    assert updates.send(timeout=30).left is False
    strictly()
    assert (titles("żaglowce"), titles("kuter")) == ([], ["Kutry"])


def test_what_is_too_long_for_one_request_is_sent_in_several(
    backend: Any, home: HomePage, titles: Titles, strictly: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        make_page(home, f"Kuter {number}")
    requests: list[int] = []
    perform = type(backend).perform

    def counted(self: Any, method: str, path: str, body: Any, **kwargs: Any) -> Any:
        requests.append(len(body))
        return perform(self, method, path, body, **kwargs)

    monkeypatch.setattr(updates, "MOST_CHARACTERS", 1)
    monkeypatch.setattr(type(backend), "perform", counted)
    sync()
    monkeypatch.undo()
    assert requests == [2] * 6  # three pages and their sections, each the action and the document
    strictly()
    assert sorted(titles("kutry")) == ["Kuter 0", "Kuter 1", "Kuter 2"]


def test_what_comes_too_late_changes_nothing_and_a_clock_that_is_behind_loses_nothing(
    backend: Any, home: HomePage
) -> None:
    page = make_page(home, "Żaglowce")
    sync()
    index, pk = backend.index_name(Page), str(page.pk)
    late = updates.action(index, pk, None, version=rebuilding.BUILT)
    (item,) = backend.perform("POST", "/_bulk", late, timeout=30, refresh="true")["items"]
    assert item["delete"]["status"] == 409

    def found(text: str) -> int:
        return int(get_search_backend().search(text, Page.objects.child_of(home)).count())

    page.title = "Kutry"
    page.save()
    PendingUpdate.objects.update(version=5)
    sync()
    assert (found("żaglowce"), found("kutry")) == (0, 1)


def test_an_object_that_the_engine_refuses_holds_up_no_other(
    backend: Any, home: HomePage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = make_page(home, "Żaglowce"), make_page(home, "Kutry")
    of_page = backend.mapping_class.get_document

    def document(self: Any, obj: Any) -> dict[str, Any]:
        made: dict[str, Any] = of_page(self, obj)
        return {**made, "first_published_at_filter": "wczoraj"} if obj == bad else made

    monkeypatch.setattr(backend.mapping_class, "get_document", document)
    with capture_logs() as lines:
        assert updates.send(timeout=30).left
    refused = PendingUpdate.objects.get()
    assert (refused.object_id, refused.action, refused.refusals) == (str(bad.pk), Action.ADD, 2)
    assert {line["event"] for line in lines} == {"search_engine.refused"}
    assert backend.database.search("kutry", StandardPage.objects.filter(pk=good.pk)).count() == 1
    for _more in range(2):
        updates.send_in_background()
    assert not updates.send(timeout=30).left
    assert [page.pk for page in get_search_backend().search("kutry", Page.objects.child_of(home))] == [good.pk]
    assert client.get("/readyz").json()["checks"]["search_engine"] == "failed: RefusedUpdatesError"
    monkeypatch.setattr(backend.mapping_class, "get_document", of_page)
    bad.save()  # a change is a new chance
    sync()
    assert client.get("/readyz").json()["checks"]["search_engine"] == "ok"


def test_an_engine_that_goes_and_comes_back(
    request: pytest.FixtureRequest,
    settings: Any,
    home: HomePage,
    titles: Titles,
    client: Client,
    strictly: Callable[[], None],
    django_capture_on_commit_callbacks: Capture,
) -> None:
    request.getfixturevalue("elasticsearch_url")  # says whether there is an engine at all
    with elasticsearch() as cluster, engine_at(cluster.url, "elasticsearch", settings):
        make_page(home, "Żaglowce")
        sync()

        def timed(text: str) -> list[str]:
            started = time.monotonic()
            found = titles(text)
            assert time.monotonic() - started < 1.0
            return found

        titles("żaglowce")  # once, for the words that are then in memory
        with capture_logs() as lines:
            cluster.nodes[0].pause()
            assert [timed("żaglowce") for _time in range(5)] == [["Żaglowce"]] * 5
            cluster.nodes[0].resume()
            engine.availability._next_try = 0.0
            assert timed("żaglowce") == ["Żaglowce"]
            cluster.nodes[0].kill()
            assert [timed("żaglowce") for _time in range(5)] == [["Żaglowce"]] * 5
            with django_capture_on_commit_callbacks(execute=True):
                make_page(home, "Kutry")
            assert timed("kuter") == ["Kutry"]
            pages = get_search_backend().search("kuter", Page.objects.child_of(home))
            assert [page.title for page in pages] == ["Kutry"]
        assert [(line["event"], line["reason"]) for line in lines if line["event"] != "search_engine.back"] == [
            ("search_engine.gone", "ConnectionTimeout"),
            ("search_engine.gone", "ConnectionError"),
        ]
        assert lines[1]["event"] == "search_engine.back"
        assert client.get("/readyz").json()["checks"]["search_engine"] == "failed: ConnectionError"
        assert updates.send_in_background() == 0
        assert set(PendingUpdate.objects.values_list("model", flat=True)) == {
            "wagtailcore.page",
            "pomost_search.section",
        }

        cluster.restart(cluster.nodes[0])
        wait_until_ready(client)
        engine.availability._next_try = 0.0
        assert send_updates.enqueue().return_value == 2
        strictly()
        assert (titles("kuter"), titles("żaglowce")) == (["Kutry"], ["Żaglowce"])


def wait_until_ready(client: Client) -> None:
    """A node answers before it has read its indices."""
    give_up = time.monotonic() + 30
    while client.get("/readyz").json()["checks"]["search_engine"] != "ok":
        assert time.monotonic() < give_up
        time.sleep(0.1)


def test_a_rebuild_replaces_the_index_at_its_end_and_keeps_changes(
    backend: Any, home: HomePage, titles: Titles, strictly: Callable[[], None]
) -> None:
    edited, deleted = make_page(home, "Żaglowce"), make_page(home, "Kutry")
    sync()
    strictly()
    seen: list[tuple[int, int]] = []

    def meanwhile(done: int, total: int) -> None:
        if not seen:
            assert (titles("żaglowiec"), titles("kuter")) == (["Żaglowce"], ["Kutry"])
            edited.title = "Galeony"
            edited.save()
            deleted.delete()
            make_page(home, "Kanu")
            sync()
            assert (titles("galeon"), titles("kuter"), titles("kanu")) == (["Galeony"], [], ["Kanu"])
        seen.append((done, total))

    done = rebuilding.rebuild_engine(meanwhile)
    assert seen[-1][0] == done
    assert done >= Page.objects.count()
    assert (titles("galeon"), titles("żaglowiec"), titles("kuter")) == (["Galeony"], [], [])
    assert titles("kanu") == ["Kanu"]
    built = backend.perform("GET", f"/{backend.address.prefix}-*/_alias", timeout=30)
    assert sorted(name for index in built.values() for name in index["aliases"]) == sorted(
        {backend.index_name(model) for model in get_indexed_models()}
    )
    row = IndexVersion.objects.get(backend=backend.engine)
    assert (row.building, row.analyser) == ("", version())


def test_a_rebuild_that_was_stopped_is_started_again(
    backend: Any,
    home: HomePage,
    titles: Titles,
    strictly: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = make_page(home, "Żaglowce")
    sync()
    strictly()

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuilding.rebuild_engine(stop)
    assert IndexVersion.objects.get(backend=backend.engine).building
    page.title = "Kutry"
    page.save()
    sync()  # to both, finished or not
    assert (titles("żaglowce"), titles("kuter")) == ([], ["Kutry"])
    monkeypatch.setattr(services, "rebuild", lambda **_progress: 0)  # the database's index is as it was
    assert setup.reindex(print) == 0
    assert re.fullmatch(r"Search engine: \d+ pages, sections and others indexed\.", last_line(capsys))
    assert titles("kuter") == ["Kutry"]
    built = backend.perform("GET", f"/{backend.address.prefix}-*/_alias", timeout=30)
    assert len(built) == len({backend.index_name(model) for model in get_indexed_models()})


def test_reindexing_without_the_engine_says_so(
    backend: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_arguments: Any, **_options: Any) -> Any:
        raise rebuilding.RebuildError("not now")

    monkeypatch.setattr(services, "rebuild", lambda **_progress: 0)
    monkeypatch.setattr(type(backend), "perform", fail)
    assert setup.reindex(print) == 1
    assert last_line(capsys).endswith("not now. What it had before goes on; start this again.")
    monkeypatch.undo()


def last_line(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out.splitlines()[-1]


def test_an_index_of_another_analyser_and_one_that_was_never_built_are_told(
    backend: Any, home: HomePage, client: Client
) -> None:
    def warnings() -> list[str]:
        found = run_checks(tags=["database"], databases=["default"])
        return [warning.id or "" for warning in found if str(warning.id).startswith("search.")]

    IndexVersion.objects.update_or_create(backend=backend.engine, defaults={"analyser": version()})
    assert warnings() == []
    assert client.get("/readyz").json()["checks"]["search_index"] == "ok"
    IndexVersion.objects.filter(backend=backend.engine).update(analyser="0 of old")
    assert warnings() == ["search.W001"]
    assert client.get("/readyz").json()["checks"]["search_index"] == "failed"
    IndexVersion.objects.filter(backend=backend.engine).delete()
    assert warnings() == ["search.W002"]
    assert client.get("/readyz").json()["checks"]["search_engine"] == "ok"


def test_an_engine_without_an_index_leaves_searching_to_the_database(
    elasticsearch_url: str, settings: Any, home: HomePage, titles: Titles
) -> None:
    with engine_at(elasticsearch_url, "elasticsearch", settings):
        settings.WAGTAILSEARCH_BACKENDS["default"]["URL"] += "-elsewhere"
        page = make_page(home, "Żaglowce")
        page.body = page.body.stream_block.to_python(prose("Maszty."))
        page.save()
        with pytest.raises(updates.EngineNotReadyError):
            updates.send(timeout=30)
        assert titles("maszt") == ["Żaglowce"]
        PendingUpdate.objects.all().delete()
        with capture_logs() as lines:
            assert [titles("maszt") for _time in range(3)] == [["Żaglowce"]] * 3
        assert [(line["event"], line["reason"]) for line in lines] == [("search_engine.gone", "NotFoundError")]
        # So the test leaves no index: bulk requests make none by themselves.
        settings.WAGTAILSEARCH_BACKENDS["default"]["URL"] = settings.WAGTAILSEARCH_BACKENDS["default"]["URL"].replace(
            "-elsewhere", ""
        )


def test_one_task_waits_longer_after_each_attempt(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    waiting = DBTaskResult.objects.filter(task_path=send_updates.module_path)
    for tries, seconds in ((0, 0), (1, 5), (2, 10), (4, 40), (50, 60)):
        before = timezone.now()
        updates.send_later(tries=tries)
        updates.send_later(tries=0)  # one is there already
        task = waiting.get()
        assert task.args_kwargs == {"args": [], "kwargs": {"tries": tries}}
        assert timedelta() <= task.run_after - before - timedelta(seconds=seconds) < timedelta(seconds=5)
        task.delete()


def test_without_an_engine_nothing_is_queued(home: HomePage) -> None:
    make_page(home, "Żaglowce").delete()
    assert not PendingUpdate.objects.exists()
    assert updates.send_in_background() == 0
    assert rebuilding.rebuild_engine() == 0
