"""The content origin: the host that serves what is not the site's own code, without cookies.

What runs there in a frame can neither read the site's pages nor send requests as its user, whatever it does.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

LOOPBACK = "loopback"
PREFIX = "_aktywnosci/"
"""Before the paths of the content origin."""

_OTHER = {"localhost": "127.0.0.1", "127.0.0.1": "localhost"}


def origin_of(request: HttpRequest) -> str:
    """The origin that this request was sent to: ``https://pomost.example.org``."""
    return f"{request.scheme}://{request.get_host()}"


def content_origin(request: HttpRequest) -> str:
    """The content origin of the site that this request was sent to; "" where none is set up."""
    if settings.POMOST_CONTENT_ORIGIN != LOOPBACK:
        return str(settings.POMOST_CONTENT_ORIGIN).rstrip("/")
    host, colon, port = (
        request.get_host().rpartition(":") if ":" in request.get_host() else (request.get_host(), "", "")
    )
    other = _OTHER.get(host)
    return f"{request.scheme}://{other}{colon}{port}" if other else ""


def is_content_request(request: HttpRequest) -> bool:
    """Whether the request was sent to the content origin, and not to the site.

    In development the two are told apart by the path, and by the origin that each token is bound to.
    """
    if settings.POMOST_CONTENT_ORIGIN == LOOPBACK:
        return request.path_info.startswith(f"/{PREFIX}")
    host = urlsplit(settings.POMOST_CONTENT_ORIGIN).netloc
    return bool(host) and request.get_host() == host
