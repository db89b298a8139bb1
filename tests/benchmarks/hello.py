"""The response that pages are compared with: a given number of bytes and headers, without any work."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any


@lru_cache
def _response(path: str) -> tuple[list[tuple[str, str]], bytes]:
    size, headers = (int(part) for part in path.strip("/").split("/"))
    body = b"Hello, world.\n" * (size // 14 + 1)
    filler = [(f"X-Filler-{number}", "x" * 30) for number in range(headers - 2)]
    return [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(size)), *filler], body[:size]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """``/<bytes of the body>/<number of headers>``; anything else is answered as ``/2/2``."""
    path = environ["PATH_INFO"]
    headers, body = _response(path if path.count("/") == 2 else "/2/2")
    start_response("200 OK", headers[:])
    return [body]
