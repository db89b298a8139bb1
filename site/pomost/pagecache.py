"""Two WSGI middlewares in front of Django: one caches pages for anonymous visitors, one logs every request.

Django's own cache middleware runs below the other middleware and reaches a quarter of the speed of a bare response;
here a cached page is served without calling Django. Only responses that their view marked as the same for every
anonymous visitor (``publishing.views.CACHEABLE``) are stored, under the cache version read before the request, so that
a page rendered during a publish is never served afterwards.

No part of a cache key can take arbitrary values: the site is the one that Django found for the host (all hosts of a
site share its entries), the scheme is computed as in Django, and only paths of existing pages are stored.
"""

import gzip
import hashlib
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.conf import settings

from pomost import logs
from pomost.logs import request_id
from publishing import public_cache
from publishing.views import CACHEABLE

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Key = tuple[public_cache.Version, bool, Hashable, str]
WSGIApplication = Callable[[Environ, StartResponse], Iterable[bytes]]

SMALLEST_COMPRESSED = 1024
MOST_HOSTS = 100
"""The most Host headers whose site is cached, because a request may give any port in it."""
_OWN_HEADERS = {"content-length", "vary", "cache-control", "etag"}
_VARY = ("Vary", "Accept-Encoding, Cookie")
_CACHE_CONTROL = ("Cache-Control", "public, max-age=0, must-revalidate")
_GZIP_REFUSED = re.compile(r"gzip\s*;\s*q=0(?:\.0*)?\s*(?:,|$)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A complete response, plain and compressed."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    compressed_headers: list[tuple[str, str]]
    compressed: bytes
    etag: str

    @property
    def size(self) -> int:
        return len(self.body) + len(self.compressed) + 1000


class PageCache:
    """Serves pages to anonymous visitors from memory until something is published."""

    def __init__(self, application: WSGIApplication, *, limit: int | None = None) -> None:
        self._application = application
        self._limit = settings.POMOST_PAGE_CACHE_BYTES if limit is None else limit
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._sites: OrderedDict[str, Hashable] = OrderedDict()
        self._size = 0
        self._version = public_cache.NEVER
        self._lock = Lock()
        # Requests with one of these cookies may get a personal response.
        self._personal = (f"{settings.SESSION_COOKIE_NAME}=", "messages=")

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        cookies = environ.get("HTTP_COOKIE", "")
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or environ.get("QUERY_STRING")
            or (cookies and any(name in cookies for name in self._personal))
        ):
            return self._application(environ, start_response)
        now = public_cache.version()
        if now != self._version:
            with self._lock:
                self._entries.clear()
                self._sites.clear()
                self._size, self._version = 0, now
        host = environ.get("HTTP_HOST", "")
        site = self._site_of(host)
        if site is not None:
            # The version is part of the key: another thread may store a response that it requested before a change.
            entry = self._entries.get((now, _is_secure(environ), site, environ.get("PATH_INFO", "")))
            if entry is not None:
                return _answer(entry, environ, start_response)
        return self._ask(now, host, environ, start_response)

    def _ask(
        self, now: public_cache.Version, host: str, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET":
            return self._application(environ, start_response)
        path, secure = environ.get("PATH_INFO", ""), _is_secure(environ)
        caught: list[Any] = []
        # Django calls start_response before it returns, so status and headers are known here.
        result = self._application(environ, lambda status, headers, exc_info=None: caught.extend((status, headers)))
        status, headers = caught
        site = environ.get(CACHEABLE)
        if site is None or not status.startswith("200") or not _same_for_everybody(headers):
            start_response(status, headers)
            return result
        try:
            body = b"".join(result)
        finally:
            if hasattr(result, "close"):
                result.close()
        entry = _entry_of(status, headers, body)
        with self._lock:
            if now == self._version:
                self._store_site(host, site)
                self._store((now, secure, site, path), entry)
        return _answer(entry, environ, start_response)

    def _site_of(self, host: str) -> Hashable:
        site = self._sites.get(host)
        if site is not None:
            with suppress(KeyError):  # dropped by another thread meanwhile
                self._sites.move_to_end(host)
        return site

    def _store_site(self, host: str, site: Hashable) -> None:
        self._sites[host] = site
        self._sites.move_to_end(host)
        while len(self._sites) > MOST_HOSTS:
            self._sites.popitem(last=False)

    def _store(self, key: Key, entry: Entry) -> None:
        if entry.size >= self._limit:
            return
        if (replaced := self._entries.pop(key, None)) is not None:
            self._size -= replaced.size
        self._entries[key] = entry
        self._size += entry.size
        while self._size > self._limit:
            _old, dropped = self._entries.popitem(last=False)
            self._size -= dropped.size


def _is_secure(environ: Environ) -> bool:
    """As Django's ``HttpRequest.is_secure``: only two values for any content of the header."""
    if settings.SECURE_PROXY_SSL_HEADER:
        header, secure = settings.SECURE_PROXY_SSL_HEADER
        value = environ.get(header)
        if value is not None:
            return bool(value.split(",", 1)[0].strip() == secure)
    return bool(environ.get("wsgi.url_scheme") == "https")


def _same_for_everybody(headers: list[tuple[str, str]]) -> bool:
    """Whether no header marks the response as personal: a cookie is set, or was read (``Vary``, as by a CSRF token)."""
    for name, value in headers:
        lowered = name.lower()
        if lowered in ("set-cookie", "content-encoding") or (lowered == "vary" and "cookie" in value.lower()):
            return False
    return True


def _entry_of(status: str, headers: list[tuple[str, str]], body: bytes) -> Entry:
    # From the content, so that all processes give the same tag; weak, because the response has two encodings.
    etag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    common = [(name, value) for name, value in headers if name.lower() not in _OWN_HEADERS]
    common += [_VARY, _CACHE_CONTROL, ("ETag", etag)]
    compressed = gzip.compress(body, 6, mtime=0) if len(body) >= SMALLEST_COMPRESSED else b""
    return Entry(
        status=status,
        headers=[*common, ("Content-Length", str(len(body)))],
        body=body,
        compressed_headers=[*common, ("Content-Encoding", "gzip"), ("Content-Length", str(len(compressed)))],
        compressed=compressed,
        etag=etag,
    )


def _answer(entry: Entry, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    # Compared without W/, because proxies that compress may add or remove it.
    if entry.etag[2:] in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", [("ETag", entry.etag), _VARY, _CACHE_CONTROL])
        return []
    if entry.compressed and _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
        start_response(entry.status, entry.compressed_headers[:])
        body = entry.compressed
    else:
        start_response(entry.status, entry.headers[:])
        body = entry.body
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _takes_gzip(accepted: str) -> bool:
    return "gzip" in accepted and not (";" in accepted and _GZIP_REFUSED.search(accepted))


def _path(environ: Environ) -> str:
    """The decoded path: WSGI passes its UTF-8 bytes as Latin-1 characters."""
    path: str = environ.get("PATH_INFO", "")
    return path if path.isascii() else path.encode("latin-1", "replace").decode("utf-8", "replace")


class RequestLog:
    """Logs one JSON line per request, with an id that is also in the response's ``X-Request-Id``."""

    def __init__(self, application: WSGIApplication, *, write: Callable[[bytes], Any]) -> None:
        self._application = application
        self._write = write

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        started = time.perf_counter()
        identity = secrets.token_hex(8)
        environ["pomost.request_id"] = identity
        token = request_id.set(identity)
        status = "500"

        def note(code: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            nonlocal status
            status = code
            headers.append(("X-Request-Id", identity))
            return start_response(code, headers, exc_info) if exc_info else start_response(code, headers)

        try:
            return self._application(environ, note)
        finally:
            request_id.reset(token)
            logs.write_line(
                self._write,
                {
                    "event": "request",
                    "timestamp": time.time(),
                    "request_id": identity,
                    "method": environ["REQUEST_METHOD"],
                    "path": logs.without_secrets(_path(environ)),
                    "status": int(status[:3]),
                    "milliseconds": round((time.perf_counter() - started) * 1000, 2),
                },
            )
