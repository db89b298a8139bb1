"""Answers and exercises: how many a second beside wagtail-lms, and the queries of a lesson with many exercises."""

import json
import time
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from tests.benchmarks import wagtail_lms
from tests.benchmarks.bounds import Figure
from tests.benchmarks.learning import statement_of
from tests.benchmarks.load import request_of, send
from tests.benchmarks.throwaway import Server, Throwaway

INSIDE = "tests.benchmarks.answering_inside"
SERVER = ("--workers", "1", "--worker-class", "sync")
TEXT = "<p>Rada gminy uchwala roczny program współpracy po konsultacjach z organizacjami.</p>" * 6
ROUND = 40
"""Answers that are sent in a row to one server before the other has its turn."""


def figures(site: Throwaway) -> list[Figure]:
    prepared: dict[str, Any] = site.ask(INSIDE, "prepare")
    given = site.folder / "answering.json"
    given.write_text(json.dumps(prepared), encoding="utf-8")
    counted: dict[str, int] = site.ask(INSIDE, "counted", str(given))
    return [
        Figure(
            "lesson with 40 exercises: queries for them",
            counted["exercises"],
            "queries",
            note=f"{counted['lesson']} for the whole page, signed in",
        ),
        _rate(site, prepared),
    ]


def _rate(site: Throwaway, prepared: dict[str, Any]) -> Figure:
    """Learners answer every activity of a course of 40 lessons, by turns on both sites, one request at a time."""
    name, note = "answers beside wagtail-lms's", "posted as a form, with grade and completion; 40 lessons of 3"
    servers: dict[str, Server] = {}
    asked = {"ours": [_answer(item, one) for one in prepared["learners"] for item in prepared["exercises"]]}
    try:
        servers["ours"] = site.serve("pomost.wsgi:application", name="answering", options=SERVER)
        try:
            folder = site.folder / "answering-lms"
            theirs = wagtail_lms.install(folder)
            built = wagtail_lms.build(
                theirs,
                text=TEXT,
                lessons=prepared["lessons"],
                activities=prepared["activities"],
                learners=len(prepared["learners"]),
            )
            servers["lms"] = theirs.serve("django.core.wsgi:get_wsgi_application()", name="lms", options=SERVER)
            asked["lms"] = [statement_of(address, one) for one in built["learners"] for address in built["activities"]]
        except wagtail_lms.NotInstalledError as error:
            note = f"wagtail-lms could not be installed: {error}"
        taken = _taken(servers, asked)
    finally:
        for server in servers.values():
            server.stop()
    rates = {of: len(asked[of]) / seconds for of, seconds in taken.items()}
    theirs_rate = rates.get("lms")
    ratio = round(rates["ours"] / theirs_rate, 3) if theirs_rate else None
    return Figure(name, round(rates["ours"], 1), "1/s", round(theirs_rate, 1) if theirs_rate else None, ratio, note)


def _answer(exercise: dict[str, Any], learner: dict[str, str]) -> bytes:
    """As a browser without JavaScript posts it."""
    form = {"csrfmiddlewaretoken": learner["token"], "key": str(uuid4()), "answer": exercise["correct"][0]}
    headers = {"Cookie": learner["cookie"], "Origin": "https://localhost"}
    return request_of(exercise["action"], headers=headers, body=urlencode(form).encode())


def _taken(servers: dict[str, Server], asked: dict[str, list[bytes]]) -> dict[str, float]:
    """The seconds in which each server answered all its requests, which are sent in turns of ``ROUND``.

    Raises ``RuntimeError`` for a response that is neither 200 nor 302.
    """
    taken = dict.fromkeys(asked, 0.0)
    for start in range(0, max(map(len, asked.values())), ROUND):
        for of, requests in asked.items():
            started = time.perf_counter()
            for request in requests[start : start + ROUND]:
                raw = send(servers[of].port, request)
                if raw[9:12] not in (b"200", b"302"):
                    raise RuntimeError(f"an unexpected response: {raw[:2000].decode('latin-1')}")
            taken[of] += time.perf_counter() - started
    return taken
