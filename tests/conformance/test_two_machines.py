"""Two web machines that share a database and a Redis, and no folder. Needs Debian's redis-server."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest

from publishing.availability import RETRY_SECONDS
from publishing.guarded_forms import LEAST_TIME
from publishing.public_cache import POLL_SECONDS
from tests.benchmarks.load import Reply, get, reply_of, request_of, send
from tests.benchmarks.throwaway import HOST, Server, Throwaway
from tests.redis_server import Redis, running_redis

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

PATH = "/regulamin/"
NEVER_ASKED_FOR = ("/prywatnosc/", "/deklaracja-dostepnosci/")
LATEST = POLL_SECONDS + 0.5
"""The most seconds until another machine shows a change; half a second is for the request."""
PUBLISH = """
import django; django.setup()
from publishing.models import StandardPage
page = StandardPage.objects.get(slug="regulamin")
page.title = "{title}"
page.save()
"""

Publish = Callable[[str], None]


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    with running_redis(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(scope="module")
def machines(
    production_with_demo: Throwaway, redis: Redis, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, Server]]:
    """Two servers of one site, each with a folder of its own."""
    first = production_with_demo
    first.environment["REDIS_URL"] = f"redis://{HOST}:{redis.port}/0"
    second = Throwaway(tmp_path_factory.mktemp("second"), database_url=first.environment["DATABASE_URL"])
    second.environment |= {name: first.environment[name] for name in ("REDIS_URL", "POMOST_SECRET_KEY")}
    shutil.copytree(first.folder / "static", second.folder / "static")
    servers = [
        site.serve("pomost.wsgi:application", name="web", options=("--workers", "1", "--threads", "2"))
        for site in (first, second)
    ]
    yield servers[0], servers[1]
    for server in servers:
        server.stop()


@pytest.fixture
def publish(production_with_demo: Throwaway, machines: tuple[Server, Server]) -> Publish:
    """Publishes a title from a third process, which has the folder of the first machine."""
    return lambda title: production_with_demo.run("tests.conformance.run_code", PUBLISH.format(title=title))


def shows(server: Server, title: str) -> bool:
    return f"<h1>{title}</h1>".encode() in get(server.port, PATH, headers={"Accept-Encoding": "identity"}).body


def seconds_until(condition: Callable[[], bool], *, at_most: float) -> float:
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < at_most
        time.sleep(0.05)
    return time.monotonic() - started


def test_both_machines_show_a_change_within_the_stated_time(machines: tuple[Server, Server], publish: Publish) -> None:
    for server in machines:
        for _time in range(2):  # the second is from the page cache
            assert shows(server, "Regulamin")
    publish("Regulamin wspólny")
    seconds_until(lambda: all(shows(server, "Regulamin wspólny") for server in machines), at_most=LATEST)
    publish("Regulamin")
    seconds_until(lambda: all(shows(server, "Regulamin") for server in machines), at_most=LATEST)


def test_attempts_are_counted_together(machines: tuple[Server, Server]) -> None:
    assert reports(machines, "Błąd") == [200] * 5 + [429]


def test_a_machine_without_redis_says_that_it_is_not_ready(machines: tuple[Server, Server], redis: Redis) -> None:
    redis.stop()
    try:
        for server in machines:
            assert [get(server.port, path).status for path in ("/healthz", "/readyz")] == [200, 503]
    finally:
        redis.start()


def test_without_redis_pages_are_served_and_attempts_counted(
    machines: tuple[Server, Server], redis: Redis, publish: Publish
) -> None:
    redis.stop()
    try:
        for server, page in zip(machines, NEVER_ASKED_FOR, strict=True):
            assert get(server.port, page).status == 200
            assert checks_of(server)["cache"] == "failed: ConnectionError"
        publish("Regulamin bez Redisa")
        assert reports(machines, "Bez Redisa") == [200] * 5 + [429]
        wrong = post(machines[0], "/konto/login/", {"login": "nikt@example.org", "password": "nie to"})
        assert wrong.status == 200
        assert "<title>Błąd: Zaloguj się".encode() in wrong.body
    finally:
        redis.start()
    seconds_until(
        lambda: all(checks_of(server)["cache"] == "ok" for server in machines), at_most=RETRY_SECONDS + LATEST
    )
    publish("Regulamin wspólny")
    seconds_until(
        lambda: all(shows(server, "Regulamin wspólny") for server in machines), at_most=RETRY_SECONDS + LATEST
    )
    publish("Regulamin")


def checks_of(server: Server) -> dict[str, str]:
    """What ``/readyz`` says of each part."""
    found: dict[str, str] = json.loads(get(server.port, "/readyz").body)["checks"]
    return found


def reports(machines: tuple[Server, Server], text: str) -> list[int]:
    """Reports six errors in the home page, one machine after the other; the statuses of the answers."""
    page = "/zglos-blad/?strona=3"
    opened = get(machines[0].port, page, headers={"Accept-Encoding": "identity"})
    moment = opened.body.split(b'name="opened" value="')[1].split(b'"')[0].decode()
    time.sleep(LEAST_TIME.total_seconds() + 0.5)
    fields = [{"text": f"{text} {number}", "website": "", "opened": moment} for number in range(6)]
    return [post(machines[number % 2], page, sent).status for number, sent in enumerate(fields)]


def post(server: Server, path: str, fields: dict[str, str]) -> Reply:
    """Opens the page of a form and posts it."""
    page = get(server.port, path, headers={"Accept-Encoding": "identity"})
    cookie = page.header("Set-Cookie").split(";")[0]
    token = page.body.split(b'name="csrfmiddlewaretoken" value="')[1].split(b'"')[0].decode()
    body = urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
    headers = {"Cookie": cookie, "Referer": "https://localhost/", "Origin": "https://localhost"}
    headers["Accept-Encoding"] = "identity"
    return reply_of(send(server.port, request_of(path, headers=headers, body=body)))
