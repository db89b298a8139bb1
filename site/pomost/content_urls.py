"""URLs of the content origin, which has no page of the site, not even for errors."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

handler400 = "pomost.content_urls.bad_request"
handler403 = "pomost.content_urls.forbidden"
handler404 = "pomost.content_urls.not_found"
handler500 = "pomost.content_urls.server_error"

urlpatterns = [path("", include("courses.activities.hosted.urls"))]


def _plain(status: int) -> HttpResponse:
    response = HttpResponse(status=status, content_type="text/plain; charset=utf-8")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def bad_request(_request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _plain(400)


def forbidden(_request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _plain(403)


def not_found(_request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _plain(404)


def server_error(_request: HttpRequest) -> HttpResponse:
    return _plain(500)
