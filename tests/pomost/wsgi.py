"""WSGI applications to be asked: a made-up site and the real one."""

import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.handlers.wsgi import WSGIHandler

from publishing import public_cache
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


class Counting:
    """Django, and how often it was asked."""

    def __init__(self) -> None:
        self.django = WSGIHandler()
        self.asked = 0

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        self.asked += 1
        return self.django(environ, start_response)


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


def publish() -> None:
    """Changes the cache version, as a publish does after its commit."""
    public_cache._replace_file()
