"""Log entries are JSON lines with the id of their request."""

import io
import json
import logging
import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest
import structlog
from django.test import Client
from django.urls import URLResolver, get_resolver
from structlog.testing import capture_logs

from people.models import User
from people.roles import EDITOR
from pomost.logs import configure, json_formatter, request_id
from pomost.pagecache import RequestLog
from tests.builders import signed_in
from tests.pomost.wsgi import ask


class Lines:
    """The lines written, one write for each."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def __call__(self, line: bytes) -> None:
        self.written.append(line)

    @property
    def only(self) -> dict[str, Any]:
        (line,) = self.written
        assert line.endswith(b"\n")
        assert line.count(b"\n") == 1
        fields: dict[str, Any] = json.loads(line)
        return fields


def plain(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [request_id.get().encode()]


def test_a_request_is_one_line_whose_id_the_answer_carries() -> None:
    lines = Lines()
    answer = ask(RequestLog(plain, write=lines), "/poradniki/", method="GET", query="q=tajne")
    line = lines.only
    assert line["event"] == "request"
    assert line["request_id"] == answer.headers["x-request-id"] == answer.body.decode()
    assert (line["method"], line["path"], line["status"]) == ("GET", "/poradniki/", 200)
    assert line["milliseconds"] >= 0
    assert "tajne" not in str(line)
    assert request_id.get() == ""


def test_every_request_has_its_own_id() -> None:
    lines = Lines()
    log = RequestLog(plain, write=lines)
    ids = {ask(log).headers["x-request-id"] for _request in range(5)}
    assert len(ids) == 5


@pytest.mark.parametrize("path", ["/za\u0142\u0105cznik/", '/"quote"\n/', "/🙂/"])
def test_no_path_breaks_the_line(path: str) -> None:
    lines = Lines()
    as_wsgi = path.encode().decode("latin-1")  # WSGI passes bytes as Latin-1 characters
    ask(RequestLog(plain, write=lines), as_wsgi)
    assert lines.only["path"] == path


def test_a_path_that_is_no_text_is_logged_all_the_same() -> None:
    lines = Lines()
    ask(RequestLog(plain, write=lines), "/\xff\xfe/")
    assert lines.only["path"] == "/\ufffd\ufffd/"


def test_a_failure_is_logged_too() -> None:
    def broken(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        raise RuntimeError

    lines = Lines()
    with pytest.raises(RuntimeError):
        ask(RequestLog(broken, write=lines))
    assert lines.only["status"] == 500
    assert request_id.get() == ""


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), BrokenPipeError()])
def test_a_log_that_cannot_be_written_takes_no_answer_away(error: OSError) -> None:
    def full(_line: bytes) -> None:
        raise error

    assert ask(RequestLog(plain, write=full)).status == 200


def addresses_with_keys() -> list[str]:
    """Every URL of the site whose pattern contains a key or a token, with a sample value."""
    found = []

    def walk(resolver: URLResolver, before: str) -> None:
        for pattern in resolver.url_patterns:
            route = before + re.sub(r"^\^|\$$", "", str(pattern.pattern))
            if isinstance(pattern, URLResolver):
                if "admin/" not in route:
                    walk(pattern, route)
            elif re.search("<(?:\\w+:)?(?:key|token|uidb36)>", route):
                found.append("/" + re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]*>", SECRET, route))

    walk(get_resolver(), "")
    return found


SECRET = "tajny2klucz"


def test_no_key_in_an_address_is_logged(written: io.StringIO) -> None:
    addresses = addresses_with_keys()
    assert len(addresses) > 1
    for address in addresses:
        lines = Lines()
        ask(RequestLog(plain, write=lines), address)
        assert SECRET in address
        assert SECRET not in lines.only["path"]
        logging.getLogger("pomost.tests").warning("Not Found: %s", address)
    assert SECRET not in written.getvalue()


@pytest.fixture
def written() -> Iterable[io.StringIO]:
    """The output of a handler with the project's formatter."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(json_formatter())
    logger = logging.getLogger("pomost.tests")
    logger.addHandler(handler)
    logger.setLevel("INFO")
    logger.propagate = False
    token = request_id.set("abc123")
    yield stream
    request_id.reset(token)
    logger.removeHandler(handler)
    logger.propagate = True


@pytest.mark.parametrize("ours", [True, False])
def test_our_lines_and_those_of_libraries_look_alike(written: io.StringIO, ours: bool) -> None:
    configure()
    logger = structlog.get_logger("pomost.tests") if ours else logging.getLogger("pomost.tests")
    logger.info("zażółć\ngęślą")
    (text,) = written.getvalue().splitlines()
    line = json.loads(text)
    assert set(line) == {"event", "level", "logger", "timestamp", "request_id"}
    assert (line["event"], line["level"], line["logger"]) == ("zażółć\ngęślą", "info", "pomost.tests")
    assert line["request_id"] == "abc123"


def test_an_exception_stays_in_its_line(written: io.StringIO) -> None:
    try:
        raise ValueError("powód")
    except ValueError:
        logging.getLogger("pomost.tests").exception("nie udało się")
    (text,) = written.getvalue().splitlines()
    line = json.loads(text)
    assert line["level"] == "error"
    assert "ValueError: powód" in line["exception"]


@pytest.mark.django_db
def test_staff_who_open_the_admin_are_noted() -> None:
    client = signed_in(EDITOR)
    user = User.objects.get(pk=client.session["_auth_user_id"])
    with capture_logs() as lines:
        client.get("/admin/")
        client.get("/admin/users/")
        client.get("/")
    noted = [line for line in lines if line["event"] == "staff.access"]
    assert [(line["user"], line["method"], line["path"], line["status"]) for line in noted] == [
        (user.pk, "GET", "/admin/", 200),
        (user.pk, "GET", "/admin/users/", 302),
    ]
    assert user.email not in str(noted)


@pytest.mark.django_db
def test_refusals_are_noted_and_strangers_are_not(client: Client) -> None:
    with capture_logs() as lines:
        client.get("/admin/")
        response = signed_in().get("/admin/")
    noted = [line for line in lines if line["event"] == "staff.access"]
    assert len(noted) == 1
    assert noted[0]["status"] == response.status_code != 200
