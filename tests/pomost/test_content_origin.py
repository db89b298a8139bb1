"""The origin of what is not the site's own code: which one it is, and what the system checks say of it."""

from typing import Any

import pytest
from django.test import RequestFactory

from courses.activities.hosted.origin import content_origin, is_content_request
from pomost.checks import content_origin_apart


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1:8000", "http://localhost:8000"),
        ("localhost:8000", "http://127.0.0.1:8000"),
        ("localhost", "http://127.0.0.1"),
        ("testserver", ""),
    ],
)
def test_on_one_machine_it_is_the_other_name_of_it(host: str, expected: str, settings: Any) -> None:
    settings.POMOST_CONTENT_ORIGIN = "loopback"
    request = RequestFactory().get("/", headers={"host": host})
    assert content_origin(request) == expected
    assert not is_content_request(request)


def test_elsewhere_it_is_the_one_that_is_set(settings: Any) -> None:
    settings.POMOST_CONTENT_ORIGIN = "https://tresci.example.org/"
    settings.ALLOWED_HOSTS = ["*"]
    for host, own in (("tresci.example.org", True), ("pomost.example.org", False)):
        request = RequestFactory().get("/_aktywnosci/x/ramka/", headers={"host": host})
        assert content_origin(request) == "https://tresci.example.org"
        assert is_content_request(request) is own


@pytest.mark.parametrize(
    ("origin", "xblocks", "secure", "expected"),
    [
        ("", [], True, []),
        ("", ["poll"], True, ["pomost.W002"]),
        ("loopback", ["poll"], False, []),
        ("loopback", ["poll"], True, ["pomost.E003"]),
        ("https://tresci.example.org", ["poll"], True, []),
        ("https://pomost.example.org", ["poll"], True, ["pomost.E002"]),
        ("https://www.pomost.example.org", [], True, ["pomost.E002"]),
        ("tresci.example.org", ["poll"], True, ["pomost.E004"]),
        ("https://tresci.example.org/x", ["poll"], True, ["pomost.E004"]),
    ],
)
def test_it_must_not_be_the_site(
    origin: str, xblocks: list[str], secure: bool, expected: list[str], settings: Any
) -> None:
    settings.POMOST_CONTENT_ORIGIN, settings.POMOST_XBLOCKS, settings.SESSION_COOKIE_SECURE = origin, xblocks, secure
    settings.WAGTAILADMIN_BASE_URL = "https://pomost.example.org"
    settings.CSRF_TRUSTED_ORIGINS = ["https://pomost.example.org", "https://www.pomost.example.org"]
    assert [found.id for found in content_origin_apart(None)] == expected
