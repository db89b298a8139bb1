"""Responses of a production server whose log cannot be written, and to clients that send the headers of a proxy."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.load import get, get_uncached, reply_of, request_of, send
from tests.benchmarks.throwaway import Server, Throwaway

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

SERVER = ("--workers", "1", "--threads", "2")


@pytest.fixture
def server(production_with_demo: Throwaway) -> Iterator[Server]:
    server = production_with_demo.serve("pomost.wsgi:application", name="production", options=SERVER)
    yield server
    server.stop()


def test_a_full_disk_under_the_log_takes_no_answer_away(production_with_demo: Throwaway) -> None:
    with Path("/dev/full").open("wb") as full:
        server = production_with_demo.serve(
            "pomost.wsgi:application", name="full", options=SERVER, output_to=full.fileno()
        )
        try:
            assert [get(server.port, path).status for path in ("/healthz", "/metodologia/", "/nie-ma/")] == [
                200,
                200,
                404,
            ]
        finally:
            server.stop()


def test_a_closed_pipe_under_the_log_takes_no_answer_away(production_with_demo: Throwaway) -> None:
    reading, writing = os.pipe()
    server = production_with_demo.serve("pomost.wsgi:application", name="pipe", options=SERVER, output_to=writing)
    try:
        os.close(writing)
        os.close(reading)
        assert [get(server.port, path).status for path in ("/healthz", "/metodologia/", "/nie-ma/")] == [200, 200, 404]
    finally:
        server.stop()


@pytest.mark.parametrize(
    ("target", "headers"),
    [
        ("//evil.example/metodologia/", {"SCRIPT_NAME": "//evil.example"}),
        ("//evil.example/metodologia/", {"Script-Name": "//evil.example"}),
        ("/evil/metodologia/", {"SCRIPT_NAME": "/evil"}),
        ("/metodologia/", {"SCRIPT_NAME": "/evil", "PATH_INFO": "/metodologia/"}),
        ("http://evil.example/metodologia/", {}),
    ],
)
def test_no_header_of_a_visitor_changes_what_others_are_given(
    server: Server, target: str, headers: dict[str, Any]
) -> None:
    plain = {"Accept-Encoding": "identity"}
    send(server.port, request_of(target, headers=headers))
    kept = get(server.port, "/metodologia/", headers=plain)
    assert kept.status == 200
    assert b"evil" not in kept.body
    assert kept.body == get_uncached(server.port, "/metodologia/", headers=plain)


def test_a_header_of_a_visitor_is_not_taken_for_the_servers_own(server: Server) -> None:
    """Tests the setting in ``gunicorn.conf.py``, which applies before the guard in ``pomost.wsgi``."""
    reply = reply_of(send(server.port, request_of("/evil/metodologia/", headers={"SCRIPT_NAME": "/evil"})))
    assert reply.status == 404
