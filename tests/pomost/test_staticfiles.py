"""Static files in front of Django: served from disk with the headers of a page; other requests are passed on."""

from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from pomost.staticfiles import StaticFiles

SHEET = "body { color: black; }"
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=3600",
}


class Site:
    """A WSGI application that records the requests that reach it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.asked.append(environ["PATH_INFO"])
        start_response("200 OK", [])
        return [b"the site"]


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def static(site: Site, settings: Any, tmp_path: Path) -> StaticFiles:
    (tmp_path / "css").mkdir()
    (tmp_path / "css/pomost.css").write_text(SHEET)
    settings.STATIC_ROOT = str(tmp_path)
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    settings.SECURE_HSTS_SECONDS = 3600
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    return StaticFiles(site)


def ask(static: StaticFiles, path: str, method: str = "GET", **environ: str) -> tuple[int, dict[str, str], bytes]:
    noted: list[Any] = []
    answer = static(
        {"REQUEST_METHOD": method, "PATH_INFO": path, "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), **environ},
        lambda status, headers: noted.extend((status, headers)),
    )
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    return int(noted[0][:3]), dict(noted[1]), body


def test_a_file_is_answered_before_the_site_is_asked(static: StaticFiles, site: Site) -> None:
    status, headers, body = ask(static, "/static/css/pomost.css", HTTP_X_FORWARDED_PROTO="https")
    assert (status, body.decode()) == (200, SHEET)
    assert {name: headers[name] for name in SECURITY} == SECURITY
    assert headers["Content-Type"] == 'text/css; charset="utf-8"'
    assert site.asked == []


@pytest.mark.parametrize("path", ["/static/css/missing.css", "/static/", "/", "/static/../secret", "/static/css/"])
def test_everything_else_goes_on_to_the_site(static: StaticFiles, site: Site, path: str) -> None:
    status, _headers, body = ask(static, path, HTTP_X_FORWARDED_PROTO="https")
    assert (status, body, site.asked) == (200, b"the site", [path])


@pytest.mark.parametrize("forwarded", [None, "http", "http, https"])
def test_without_tls_the_site_redirects(static: StaticFiles, site: Site, forwarded: str | None) -> None:
    environ = {} if forwarded is None else {"HTTP_X_FORWARDED_PROTO": forwarded}
    ask(static, "/static/css/pomost.css", **environ)
    assert site.asked == ["/static/css/pomost.css"]


def test_a_forwarded_header_counts_only_where_it_is_trusted(static: StaticFiles, site: Site, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = None
    ask(static, "/static/css/pomost.css", HTTP_X_FORWARDED_PROTO="https")
    assert site.asked == ["/static/css/pomost.css"]


def test_a_file_cannot_be_posted_to(static: StaticFiles, site: Site) -> None:
    status, _headers, _body = ask(static, "/static/css/pomost.css", method="POST", HTTP_X_FORWARDED_PROTO="https")
    assert (status, site.asked) == (405, [])
