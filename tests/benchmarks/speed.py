"""Requests per second of one worker, compared with a hello-world response of the same size under the same server."""

from typing import Any
from urllib.parse import urlencode

from tests.benchmarks.bounds import Figure
from tests.benchmarks.load import Comparison, compare, get, measure, request_of
from tests.benchmarks.throwaway import Server, Throwaway

ROUNDS = 7
SECONDS = 1.0
ONE_WORKER = ("--workers", "1", "--worker-class", "sync")
PAST_THE_CACHE = "?p=1"
UNIT = "requests/s"


def figures(site: Throwaway, prepared: dict[str, Any]) -> list[Figure]:
    """Both servers run at the same time; requests are sent to one at a time."""
    pomost = site.serve("pomost.wsgi:application", name="pomost", options=ONE_WORKER)
    hello = site.serve("tests.benchmarks.hello:application", name="hello", options=ONE_WORKER)
    try:
        return [
            Figure("cold start", round(pomost.started_in, 2), "s", note="gunicorn started, first answer of a worker"),
            *_chapter(pomost, hello, prepared["chapter"]),
            *_lessons(pomost, hello, prepared),
            *_answers(pomost, prepared),
        ]
    finally:
        pomost.stop()
        hello.stop()


def _beside_hello(
    pomost: Server, hello: Server, path: str, *, rounds: int, headers: dict[str, str] | None = None
) -> Comparison:
    sample = get(pomost.port, path, headers=headers)
    sample = get(pomost.port, path, headers=headers)
    if sample.status != 200:
        raise RuntimeError(f"{path}: {sample.status}")
    # Server, Date and Connection come from gunicorn itself, in both.
    count = len(sample.headers) - 3
    ours = request_of(path, headers=headers)
    theirs = request_of(f"/{len(sample.body)}/{count}", headers=headers)
    return compare(
        lambda: measure(pomost, lambda _index: ours, seconds=SECONDS),
        lambda: measure(hello, lambda _index: theirs, seconds=SECONDS),
        rounds=rounds,
    )


def _figure(name: str, found: Comparison, note: str) -> Figure:
    note = f"{note}; by processor time {found.cpu_ratio:.3f}"
    return Figure(name, round(found.rate, 1), UNIT, round(found.baseline, 1), round(found.ratio, 4), note)


def _chapter(pomost: Server, hello: Server, path: str) -> list[Figure]:
    kept = _beside_hello(pomost, hello, path, rounds=ROUNDS)
    lines = pomost.log.read_bytes().count(f'"path":"{path}"'.encode())
    if lines < kept.rate * SECONDS * ROUNDS / 2:
        raise RuntimeError("The request log does not hold the requests that were measured.")
    past = _beside_hello(pomost, hello, path + PAST_THE_CACHE, rounds=ROUNDS)
    return [
        _figure("chapter from the page cache", kept, "anonymous, gzip, request log to a file"),
        _figure(
            "chapter past the page cache",
            past,
            "anonymous, with a query string, the whole of Django; navigation and contents remembered",
        ),
    ]


def _lessons(pomost: Server, hello: Server, prepared: dict[str, Any]) -> list[Figure]:
    cookie = {"Cookie": prepared["learners"][0]["cookie"]}
    small, large = (request_of(prepared["lessons"][name], headers=cookie) for name in ("small", "large"))
    beside = compare(
        lambda: measure(pomost, lambda _index: large, seconds=SECONDS),
        lambda: measure(pomost, lambda _index: small, seconds=SECONDS),
        rounds=ROUNDS,
    )
    return [
        _figure("lesson of 200 beside lesson of 5", beside, "both signed in, one after the other"),
        *(
            _figure(
                f"lesson of {count}, signed in",
                _beside_hello(pomost, hello, prepared["lessons"][name], rounds=3, headers=cookie),
                "with two exercises",
            )
            for name, count in (("small", 5), ("large", 200))
        ),
    ]


def _answers(pomost: Server, prepared: dict[str, Any]) -> list[Figure]:
    """Posts answers with new keys, one connection for each learner."""
    from uuid import uuid4

    exercise = prepared["exercises"]["large"][0]
    sent = [0]

    def request(index: int) -> bytes:
        learner = prepared["learners"][index + 1]
        sent[0] += 1
        form = {"csrfmiddlewaretoken": learner["token"], "key": str(uuid4()), "answer": exercise["options"][0]}
        headers = {"Cookie": learner["cookie"], "Referer": "https://localhost/", "Origin": "https://localhost"}
        return request_of(exercise["action"], headers=headers, body=urlencode(form).encode())

    rounds = [measure(pomost, request, seconds=SECONDS, expect=b" 302 ") for _number in range(4)][1:]
    rates = sorted(one.rate for one in rounds)
    return [Figure("answers", round(rates[1], 1), "answers/s", note="one worker, SQLite in WAL, synchronous FULL")]
