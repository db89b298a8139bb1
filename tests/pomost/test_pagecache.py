"""The page cache in front of Django: on a made-up application first, then on the real one."""

import gzip
import io
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from wagtail.models import Page

from demo.people import LEARNER
from pomost.pagecache import MOST_HOSTS, PageCache
from publishing import generation
from publishing.models import StandardPage
from publishing.views import CACHEABLE

TEXT = "Treść strony, która jest dość długa, żeby warto było ją ścisnąć. " * 40


class Answer:
    """What came back: status, headers (names in small letters) and body."""

    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.body = int(status[:3]), body
        self.headers = {name.lower(): value for name, value in headers}


class FakeSite:
    """A WSGI application that counts what it is asked and answers with its current text."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.closed = 0
        self.text = TEXT
        self.status = "200 OK"
        self.headers: list[tuple[str, str]] = [("Content-Type", "text/html; charset=utf-8")]
        self.mark = True
        self.site_of: Callable[[str], object] = lambda _host: 1
        self.meanwhile: Callable[[], None] = lambda: None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.asked.append(environ["PATH_INFO"])
        if self.mark:
            environ[CACHEABLE] = self.site_of(environ["HTTP_HOST"])
        body = self.text.encode()
        self.meanwhile()
        start_response(self.status, [*self.headers, ("Content-Length", str(len(body)))])
        return _Body(body, self)


class _Body:
    def __init__(self, body: bytes, site: FakeSite) -> None:
        self._body, self._site = body, site

    def __iter__(self) -> Iterator[bytes]:
        yield self._body

    def close(self) -> None:
        self._site.closed += 1


def ask(application: Any, path: str = "/", method: str = "GET", query: str = "", **headers: str) -> Answer:
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "testserver",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.version": (1, 0),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    caught: list[Any] = []
    result = application(environ, lambda status, given, exc_info=None: caught.extend((status, given)))
    body = b"".join(result)
    if hasattr(result, "close"):
        result.close()
    return Answer(caught[0], caught[1], body)


@pytest.fixture(autouse=True)
def generation_file(settings: Any, tmp_path: Path) -> Path:
    settings.POMOST_GENERATION_FILE = tmp_path / "generation"
    return tmp_path / "generation"


def publish() -> None:
    generation._replace_file()


@pytest.fixture
def site() -> FakeSite:
    return FakeSite()


@pytest.fixture
def cache(site: FakeSite) -> PageCache:
    return PageCache(site, limit=1_000_000)


def test_a_marked_page_is_asked_for_once(site: FakeSite, cache: PageCache) -> None:
    first, second = ask(cache), ask(cache)
    assert site.asked == ["/"]
    assert first.body == second.body == TEXT.encode()
    assert first.headers == second.headers
    assert second.headers == {
        "content-type": "text/html; charset=utf-8",
        "vary": "Accept-Encoding, Cookie",
        "cache-control": "public, max-age=0, must-revalidate",
        "etag": first.headers["etag"],
        "content-length": str(len(TEXT.encode())),
    }
    assert site.closed == 1


def test_a_page_without_the_mark_is_never_kept(site: FakeSite, cache: PageCache) -> None:
    site.mark = False
    ask(cache)
    answer = ask(cache)
    assert site.asked == ["/", "/"]
    assert "etag" not in answer.headers
    assert site.closed == 2


@pytest.mark.parametrize(
    "header",
    [
        ("Set-Cookie", "csrftoken=abc"),
        ("set-cookie", "x=1"),
        ("Vary", "Accept-Language, Cookie"),
        ("vary", "cookie"),
        ("Content-Encoding", "br"),
    ],
)
def test_what_may_be_somebodys_own_is_never_kept(site: FakeSite, cache: PageCache, header: tuple[str, str]) -> None:
    site.headers.append(header)
    ask(cache)
    assert ask(cache).headers[header[0].lower()] == header[1]
    assert len(site.asked) == 2


@pytest.mark.parametrize("status", ["404 Not Found", "302 Found", "500 Internal Server Error", "206 Partial Content"])
def test_only_whole_pages_are_kept(site: FakeSite, cache: PageCache, status: str) -> None:
    site.status = status
    ask(cache)
    assert ask(cache).status == int(status[:3])
    assert len(site.asked) == 2


@pytest.mark.parametrize("cookie", ["sessionid=abc", "a=b; sessionid=abc", "messages=abc", "csrftoken=x; messages=abc"])
def test_whoever_carries_a_session_or_a_message_passes_by(site: FakeSite, cache: PageCache, cookie: str) -> None:
    ask(cache)
    site.text = "Twoje"
    assert ask(cache, cookie=cookie).body == b"Twoje"
    assert ask(cache).body == TEXT.encode()


def test_other_cookies_do_not_matter(site: FakeSite, cache: PageCache) -> None:
    ask(cache, cookie="csrftoken=abc")
    ask(cache, cookie="theme=dark")
    assert site.asked == ["/"]


def test_the_session_cookie_is_known_by_its_name_in_production(site: FakeSite, settings: Any) -> None:
    settings.SESSION_COOKIE_NAME = "__Host-sessionid"
    cache = PageCache(site, limit=1_000_000)
    ask(cache, cookie="__Host-sessionid=abc")
    ask(cache, cookie="__Host-sessionid=abc")
    assert len(site.asked) == 2


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_what_changes_something_passes_by(site: FakeSite, cache: PageCache, method: str) -> None:
    ask(cache)
    ask(cache, method=method)
    ask(cache, method=method)
    assert len(site.asked) == 3


def test_a_query_passes_by(site: FakeSite, cache: PageCache) -> None:
    ask(cache, query="q=1")
    ask(cache, query="q=1")
    assert len(site.asked) == 2


def test_head_has_the_headers_and_no_body(site: FakeSite, cache: PageCache) -> None:
    assert ask(cache, method="HEAD").status == 200
    got = ask(cache)
    head = ask(cache, method="HEAD")
    assert (head.status, head.body, head.headers) == (200, b"", got.headers)
    assert len(site.asked) == 2


def test_who_has_the_page_is_not_sent_it_again(site: FakeSite, cache: PageCache) -> None:
    etag = ask(cache).headers["etag"]
    for tag in (etag, etag.removeprefix("W/"), f'"other", {etag}'):
        answer = ask(cache, if_none_match=tag)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers == {
            "etag": etag,
            "vary": "Accept-Encoding, Cookie",
            "cache-control": "public, max-age=0, must-revalidate",
        }
    assert ask(cache, if_none_match='"other"').status == 200
    assert len(site.asked) == 1


def test_every_process_names_the_same_page_alike(site: FakeSite) -> None:
    first, second = (ask(PageCache(site, limit=1_000_000)).headers["etag"] for _process in range(2))
    assert first == second
    site.text += "zmiana"
    assert ask(PageCache(site, limit=1_000_000)).headers["etag"] != first


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.8", "gzip;q=1.0, *;q=0.5"])
def test_a_page_goes_out_compressed_to_those_who_take_it(cache: PageCache, accepted: str) -> None:
    ask(cache)
    answer = ask(cache, accept_encoding=accepted)
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-length"] == str(len(answer.body))
    assert gzip.decompress(answer.body) == TEXT.encode()


@pytest.mark.parametrize("accepted", ["", "br", "identity", "gzip;q=0", "gzip; q=0.0, br"])
def test_and_plain_to_others(cache: PageCache, accepted: str) -> None:
    ask(cache)
    answer = ask(cache, accept_encoding=accepted)
    assert "content-encoding" not in answer.headers
    assert answer.body == TEXT.encode()


def test_a_short_page_is_not_compressed(site: FakeSite, cache: PageCache) -> None:
    site.text = "krótka"
    assert "content-encoding" not in ask(cache, accept_encoding="gzip").headers


def test_languages_and_sites_are_apart(site: FakeSite, cache: PageCache) -> None:
    site.site_of = lambda host: 2 if host == "inny.example.org" else 1
    ask(cache, "/poradniki/")
    ask(cache, "/en/poradniki/")
    ask(cache, "/poradniki/", host="inny.example.org")
    assert len(site.asked) == 3
    for path, host in (
        ("/poradniki/", "testserver"),
        ("/en/poradniki/", "testserver"),
        ("/poradniki/", "inny.example.org"),
    ):
        ask(cache, path, host=host)
    assert len(site.asked) == 3


def test_hosts_that_lead_to_one_site_share_its_pages(site: FakeSite, cache: PageCache) -> None:
    """A visitor may add any port to the host: that must not fill the memory with copies."""
    for port in range(300):
        ask(cache, host=f"testserver:{port}")
    assert (len(cache._kept), len(cache._sites)) == (1, MOST_HOSTS)


def test_a_host_that_is_asked_for_stays_known_among_made_up_ones(site: FakeSite, cache: PageCache) -> None:
    for port in range(300):
        ask(cache)
        ask(cache, host=f"testserver:{port}")
    assert len(site.asked) == 301


@pytest.mark.parametrize("behind_proxy", [True, False])
def test_the_scheme_is_one_of_two_whatever_the_header_says(site: FakeSite, settings: Any, behind_proxy: bool) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if behind_proxy else None
    cache = PageCache(site, limit=1_000_000)
    for value in ("https", "http", "gopher", "https, http", "HTTPS", "x" * 50):
        ask(cache, x_forwarded_proto=value)
    assert len(cache._kept) == len(site.asked) == (2 if behind_proxy else 1)


def test_nothing_is_kept_longer_than_its_greatest_age(
    site: FakeSite, cache: PageCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_800_000_000.0
    monkeypatch.setattr("publishing.generation.time.time", lambda: now)
    ask(cache)
    site.text = "Zdjęta ze strony"
    now += generation.GREATEST_AGE
    assert ask(cache).body == "Zdjęta ze strony".encode()


def test_a_publish_empties_every_process(site: FakeSite) -> None:
    processes = [PageCache(site, limit=1_000_000) for _number in range(2)]
    for process in processes:
        ask(process)
    site.text = "Nowe wydanie"
    assert [ask(process).body for process in processes] == [TEXT.encode()] * 2
    publish()
    assert [ask(process).body for process in processes] == [b"Nowe wydanie"] * 2
    assert len(site.asked) == 4


def test_what_was_made_while_something_was_published_is_not_kept(site: FakeSite, cache: PageCache) -> None:
    def publish_meanwhile() -> None:
        site.text, site.meanwhile = "Nowe", lambda: None
        publish()

    site.meanwhile = publish_meanwhile
    assert ask(cache).body == TEXT.encode()
    assert ask(cache).body == b"Nowe"


def test_what_another_thread_asked_before_a_publish_is_not_found_after_it(site: FakeSite, cache: PageCache) -> None:
    """The late answer arrives when a newer page has been kept already."""

    def newer_page_meanwhile() -> None:
        old, site.text, site.meanwhile = site.text, "Nowe", lambda: None
        publish()
        assert ask(cache).body == b"Nowe"
        site.text = old

    site.meanwhile = newer_page_meanwhile
    ask(cache)
    assert ask(cache).body == b"Nowe"


def test_the_size_is_bounded(site: FakeSite) -> None:
    cache = PageCache(site, limit=20_000)
    for number in range(30):
        ask(cache, f"/{number}/")
    assert cache._size <= 20_000
    assert cache._size == sum(kept.size for kept in cache._kept.values())
    assert 0 < len(cache._kept) < 30
    ask(cache, "/29/")
    assert len(site.asked) == 30
    ask(cache, "/0/")
    assert len(site.asked) == 31


def test_a_page_larger_than_the_whole_is_not_kept(site: FakeSite) -> None:
    cache = PageCache(site, limit=1_000)
    assert ask(cache).body == TEXT.encode()
    ask(cache)
    assert len(site.asked) == 2


def test_two_who_ask_at_once_count_once(site: FakeSite, cache: PageCache) -> None:
    def ask_too() -> None:
        site.meanwhile = lambda: None
        ask(cache)

    site.meanwhile = ask_too
    ask(cache)
    assert len(cache._kept) == 1
    assert cache._size == next(iter(cache._kept.values())).size


def test_what_is_given_out_cannot_be_changed_from_outside(cache: PageCache) -> None:
    def with_mark(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def mark(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            headers.append(("X-Request-Id", os.urandom(4).hex()))
            return start_response(status, headers)

        return cache(environ, mark)

    ask(with_mark)
    ask(with_mark)
    assert "x-request-id" not in ask(cache).headers


class Counting:
    """Django, and how often it was asked."""

    def __init__(self) -> None:
        self.django = WSGIHandler()
        self.asked = 0

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        self.asked += 1
        return self.django(environ, start_response)


@pytest.fixture
def django(db: None) -> Iterator[Counting]:
    # The connection is the test's own: Django must not close it between requests.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Counting()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_home_page_is_kept_in_each_language(django: Counting) -> None:
    cache = PageCache(django)
    polish, english = ask(cache, "/"), ask(cache, "/en/")
    assert (polish.status, english.status) == (200, 200)
    assert b'<html lang="pl">' in polish.body
    assert b'<html lang="en">' in english.body
    assert ask(cache, "/").body == polish.body
    assert ask(cache, "/en/").body == english.body
    assert django.asked == 2
    assert "content-security-policy" in ask(cache, "/").headers


@pytest.mark.django_db
def test_every_kind_of_page_is_kept(django: Counting) -> None:
    cache = PageCache(django)
    of_each_kind = {type(page): page for page in Page.objects.live().filter(depth__gt=1).specific()}
    assert len(of_each_kind) > 10
    for page in of_each_kind.values():
        first = ask(cache, page.url)
        assert first.status == 200
        assert ask(cache, page.url).body == first.body
    assert django.asked == len(of_each_kind)


@pytest.mark.parametrize("address", ["/szukaj/", "/konto/login/", "/healthz", "/nie-ma/", "/admin/"])
def test_these_are_never_kept(django: Counting, address: str) -> None:
    cache = PageCache(django)
    ask(cache, address)
    ask(cache, address)
    assert django.asked == 2


def test_somebody_signed_in_sees_their_own(django: Counting, client_of: Any) -> None:
    cache = PageCache(django)
    anonymous = ask(cache, "/")
    session = client_of(LEARNER).cookies["sessionid"].value
    own = ask(cache, "/", cookie=f"sessionid={session}")
    assert own.body != anonymous.body
    assert ask(cache, "/").body == anonymous.body


def test_a_publish_is_seen_by_the_next_request(django: Counting, django_capture_on_commit_callbacks: Any) -> None:
    processes = [PageCache(django), PageCache(django)]
    page = StandardPage.objects.live().get(slug="o-serwisie")
    for process in processes:
        assert "Zupełnie nowy tytuł".encode() not in ask(process, page.url).body
    page.title = "Zupełnie nowy tytuł"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    for process in processes:
        assert "Zupełnie nowy tytuł".encode() in ask(process, page.url).body


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("tables_not_emptied")
def test_a_page_is_cached_until_a_publish_is_committed(django: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in production: the test runs in no transaction, and what is published is there for good."""
    monkeypatch.setattr(generation, "GREATEST_AGE", 10**12)  # a minute may end during the test
    cache = PageCache(django)
    page = Page.objects.get(depth=2).add_child(instance=StandardPage(title="Stary tytuł"))

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
