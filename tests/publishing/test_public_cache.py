"""Values cached in a process, and their invalidation in all processes."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from pomost.models import HomePage
from publishing import public_cache
from publishing.models import PomostDocument, PomostImage, StandardPage
from publishing.services import extract_document_text
from resources.guidance.models import Chapter, Guide
from tests.builders import make_page, signed_in
from tests.courses_tree import lessons_of, make_course

BACKEND = "django.contrib.auth.backends.ModelBackend"
CHANGE = """
import sys; from pathlib import Path
path = Path(sys.argv[1]); new = path.with_suffix(".new"); new.touch(); new.replace(path)
"""

ANOTHER = """
import itertools, sys
import django; django.setup()
from publishing import public_cache
public_cache.MAX_AGE = 10**12  # a minute may end during the test
values = itertools.count(1)
for _line in sys.stdin:
    print(public_cache.cached("key", lambda: next(values)), flush=True)
"""


@pytest.fixture
def watched(settings: Settings, tmp_path: Path) -> Path:
    settings.POMOST_CACHE_VERSION_FILE = tmp_path / "cache-version"
    return tmp_path / "cache-version"


@pytest.mark.django_db
def test_a_value_is_computed_once_until_the_generation_advances(
    caching: None, watched: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    calls: list[int] = []

    def compute() -> int:
        calls.append(1)
        return len(calls)

    assert [public_cache.cached("key", compute) for _ in range(3)] == [1, 1, 1]
    with django_capture_on_commit_callbacks(execute=True):
        public_cache.invalidate()
    assert public_cache.cached("key", compute) == 2


@pytest.mark.django_db
def test_another_process_makes_this_one_forget(caching: None, watched: Path) -> None:
    values = iter([1, 2])
    assert public_cache.cached("key", lambda: next(values)) == 1
    subprocess.run([sys.executable, "-c", CHANGE, str(watched)], check=True)
    assert public_cache.cached("key", lambda: next(values)) == 2


@pytest.mark.django_db
def test_nothing_is_kept_inside_a_transaction(watched: Path) -> None:
    values = iter([1, 2])
    with transaction.atomic():
        assert public_cache.cached("key", lambda: next(values)) == 1
        assert public_cache.cached("key", lambda: next(values)) == 2


@pytest.mark.django_db
def test_the_file_is_not_replaced_before_the_commit(
    watched: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    before = public_cache.version()[:2]
    with django_capture_on_commit_callbacks(execute=True):
        public_cache.invalidate()
        assert public_cache.version()[:2] == before
    assert public_cache.version()[:2] != before


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["publish", "unpublish", "move", "delete"])
def test_every_way_of_changing_a_page_advances_the_generation(
    action: str,
    watched: Path,
    home: HomePage,
    chapters: list[Chapter],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    page = chapters[0]
    other = home.add_child(instance=Guide(title="Inny"))
    before = public_cache.version()[:2]
    with django_capture_on_commit_callbacks(execute=True):
        if action == "publish":
            page.save_revision().publish()
        elif action == "unpublish":
            page.unpublish()
        elif action == "move":
            page.move(other, pos="last-child")
        else:
            page.delete()
    assert public_cache.version()[:2] != before


def saves_a_draft(page: Page) -> None:
    page.title = "Szkic"
    revision = page.save_revision()
    page.save_revision(overwrite_revision=revision)


def uploads_files(page: Page) -> None:
    PomostImage.objects.create(title="Obraz", file=get_test_image_file())
    PomostDocument.objects.create(title="Wzór", file=ContentFile(b"x", name="wzor.txt"))


def has_the_text_of_a_document_read(page: Page) -> None:
    document = PomostDocument.objects.earliest("pk")
    extract_document_text(document_id=document.pk)


def makes_and_deletes_a_draft_of_a_new_page(page: Page) -> None:
    new = page.get_parent().add_child(instance=Chapter(title="Nowy", live=False))
    new.save()
    new.delete()


def locks_a_page(page: Page) -> None:
    page.locked = True
    page.save(update_fields=["locked", "locked_at", "locked_by"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        saves_a_draft,
        uploads_files,
        has_the_text_of_a_document_read,
        makes_and_deletes_a_draft_of_a_new_page,
        locks_a_page,
    ],
)
def test_what_no_visitor_sees_invalidates_nothing(
    change: Callable[[Page], None],
    watched: Path,
    chapters: list[Chapter],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    before = public_cache.version()[:2]
    with django_capture_on_commit_callbacks(execute=True):
        change(chapters[0])
    assert public_cache.version()[:2] == before


@pytest.mark.django_db
def test_a_draft_leaves_the_outline_of_its_course_alone() -> None:
    (lesson,) = lessons_of(make_course(lessons=1))
    lesson.title = "Szkic"
    with CaptureQueriesContext(connection) as captured:
        lesson.save_revision()
    assert not [query for query in captured if "courseoutline" in query["sql"]]


@pytest.mark.django_db
def test_a_published_title_is_seen_by_the_next_request(
    client: Client,
    caching: None,
    chapters: list[Chapter],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    page, other = chapters
    assert "<h1>Pierwszy temat</h1>" in client.get(page.full_url).content.decode()
    assert "Pierwszy temat" in client.get(other.full_url).content.decode()
    page.title = "Zmieniony tytuł"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert "<h1>Zmieniony tytuł</h1>" in client.get(page.full_url).content.decode()
    contents = client.get(other.full_url).content.decode()
    assert "Zmieniony tytuł" in contents
    assert "Pierwszy temat" not in contents


@pytest.fixture
def another(watched: Path) -> Iterator[Callable[[], int]]:
    """The cached value of another process, which computes a greater number each time."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "pomost.settings.test", "POMOST_VAR": str(watched.parent)}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    command = [sys.executable, "-c", ANOTHER]
    process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask() -> int:
        assert process.stdin
        assert process.stdout
        process.stdin.write("\n")
        process.stdin.flush()
        return int(process.stdout.readline())

    with process:
        yield ask
        process.kill()


@pytest.fixture
def committed_page(transactional_db: None, tables_not_emptied: None) -> Iterator[StandardPage]:
    """A live page that every connection sees."""
    page = Page.objects.get(depth=2).add_child(instance=StandardPage(title="Stary tytuł"))
    yield page
    Page.objects.get(pk=page.pk).delete()


def test_a_commit_is_seen_by_every_process(
    watched: Path, committed_page: StandardPage, another: Callable[[], int]
) -> None:
    """As in production: the test runs without a transaction, so values are cached."""
    titles = Page.objects.filter(pk=committed_page.pk).values_list("title", flat=True)
    assert [(public_cache.cached("key", titles.get), another()) for _time in range(2)] == [("Stary tytuł", 1)] * 2
    committed_page.title = "Nowy tytuł"
    with transaction.atomic():
        committed_page.save_revision().publish()
        assert another() == 1
    assert (public_cache.cached("key", titles.get), another()) == ("Nowy tytuł", 2)


def test_other_threads_use_what_is_cached_until_the_commit(watched: Path, committed_page: StandardPage) -> None:
    computed: list[str | None] = []

    def compute() -> str | None:
        try:
            computed.append(Page.objects.filter(pk=committed_page.pk).values_list("title", flat=True).get())
        finally:
            connection.close()
        return computed[-1]

    def read() -> str | None:
        return public_cache.cached("key", compute)

    committed_page.title = "Nowy tytuł"
    with ThreadPoolExecutor(max_workers=1) as thread:
        assert thread.submit(read).result() == "Stary tytuł"
        with transaction.atomic():
            committed_page.save_revision().publish()
            assert thread.submit(read).result() == "Stary tytuł"
            assert computed == ["Stary tytuł"]
        assert thread.submit(read).result() == "Nowy tytuł"
    assert computed == ["Stary tytuł", "Nowy tytuł"]


def test_a_publish_that_is_rolled_back_invalidates_nothing(
    watched: Path, committed_page: StandardPage, another: Callable[[], int]
) -> None:
    assert another() == 1
    before = public_cache.version()[:2]
    committed_page.title = "Nowy tytuł"
    with transaction.atomic():
        committed_page.save_revision().publish()
        transaction.set_rollback(True)
    assert (public_cache.version()[:2], another()) == (before, 1)


@pytest.fixture
def unwritable(settings: Settings, tmp_path: Path) -> None:
    """A file that cannot be replaced, not even by root: there is a folder in its place."""
    (tmp_path / "cache-version").mkdir()
    settings.POMOST_CACHE_VERSION_FILE = tmp_path / "cache-version"


@pytest.mark.django_db
def test_a_change_stands_where_the_file_cannot_be_replaced_and_this_process_sees_it(
    caching: None, unwritable: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    values = iter([1, 2])
    assert public_cache.cached("key", lambda: next(values)) == 1
    failures = public_cache.failures()
    with django_capture_on_commit_callbacks(execute=True):
        public_cache.invalidate()
    assert public_cache.failures() == failures + 1
    assert public_cache.cached("key", lambda: next(values)) == 2


def test_nothing_is_remembered_longer_than_its_greatest_age(
    caching: None, watched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, values = 1_800_000_000.0, iter([1, 2])
    monkeypatch.setattr("publishing.public_cache.time.time", lambda: now)
    assert [public_cache.cached("key", lambda: next(values)) for _time in range(2)] == [1, 1]
    now += public_cache.MAX_AGE
    assert public_cache.cached("key", lambda: next(values)) == 2


def test_whether_the_file_can_be_replaced_is_tried_without_replacing_it(watched: Path) -> None:
    watched.touch()
    before = public_cache.version()
    public_cache.check_can_invalidate()
    assert public_cache.version()[:2] == before[:2]
    assert [path.name for path in watched.parent.iterdir()] == ["cache-version"]


def test_a_file_that_cannot_be_replaced_is_found_out(unwritable: None) -> None:
    with pytest.raises(IsADirectoryError):
        public_cache.check_can_invalidate()


@pytest.mark.django_db
def test_an_editor_whose_change_visitors_do_not_see_yet_is_told_so(
    unwritable: None, home: HomePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_page(home, "Strona")
    # As outside of the test's own transaction, where a commit comes before the answer.
    monkeypatch.setattr("publishing.public_cache.transaction.on_commit", lambda callback: callback())
    client = signed_in(is_superuser=True)
    response = client.post(f"/admin/pages/{page.pk}/unpublish/")
    assert response.status_code == 302
    assert not Page.objects.get(pk=page.pk).live
    assert "do minuty" in client.get("/admin/").content.decode()
