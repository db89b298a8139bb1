"""The site behind a TLS proxy, with a response header that identifies the process."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from pomost.wsgi import application as pomost


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    environ.setdefault("HTTP_X_FORWARDED_PROTO", "https")

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        headers.append(("X-Process", str(os.getpid())))
        return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

    return pomost(environ, start)
