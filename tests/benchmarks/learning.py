"""The learner's and the trainer's pages at 700 learners and at 100,000 enrolments, and beside wagtail-lms.

Two copies of the site are up at the same time and asked alternately. The measured learner has the same courses in both,
the measured group the same members; only what others did differs (``learning_rows``). The larger copy takes 6 GB.
"""

import json
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from tests.benchmarks import wagtail_lms
from tests.benchmarks.bounds import LEARNING_PAGES, Figure
from tests.benchmarks.load import get, median, request_of, send
from tests.benchmarks.throwaway import Server, Throwaway

INSIDE = "tests.benchmarks.learning_inside"
PEOPLE = {"small": 700, "large": 20_000}
ROUNDS = 60
ANSWERS = ("answer", "answer that completes a lesson")
SERVER = ("--workers", "1", "--worker-class", "sync")
TEXT = "<p>Rada gminy uchwala roczny program współpracy po konsultacjach z organizacjami.</p>" * 6

Counted = dict[str, dict[str, int]]
Times = list[float]


def figures(site: Throwaway) -> list[Figure]:
    folder = site.folder / "learning"
    try:
        base = _copy_of(site, folder / "base")
        prepared: dict[str, Any] = base.ask(INSIDE, "prepare")
        given = folder / "prepared.json"
        given.write_text(json.dumps(prepared), encoding="utf-8")
        sites = {name: _grown(base, folder / name, people) for name, people in PEOPLE.items()}
        counted: dict[str, Counted] = {name: one.ask(INSIDE, "counted", str(given)) for name, one in sites.items()}
        return [*_counts(counted["small"], counted["large"]), *_times(sites, prepared, folder / "wagtail-lms")]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy_of(site: Throwaway, folder: Path) -> Throwaway:
    """The site with a copy of its database, and the static files and the keys of the original."""
    folder.mkdir(parents=True)
    copy = Throwaway(folder)
    copy.environment = {**site.environment, "POMOST_VAR": str(folder), "DATABASE_URL": copy.environment["DATABASE_URL"]}
    for name in ("media", "private"):
        (folder / name).mkdir()
    (folder / "static").symlink_to((site.folder / "static").resolve())
    source, target = sqlite3.connect(site.database), sqlite3.connect(copy.database)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
    return copy


def _grown(base: Throwaway, folder: Path, people: int) -> Throwaway:
    copy = _copy_of(base, folder)
    given = folder / "people.json"
    given.write_text(str(people), encoding="utf-8")
    started = time.monotonic()
    rows: dict[str, int] = copy.ask(INSIDE, "grow", str(given))
    gigabytes = copy.database.stat().st_size / 1e9
    told = f"{rows['enrolment']:,} enrolments, {rows['learningevent']:,} events, {gigabytes:.1f} GB"
    print(f"Measuring: learning: {told}, made in {time.monotonic() - started:.0f} s", flush=True)
    return copy


def _counts(small: Counted, large: Counted) -> list[Figure]:
    """What requests do in the database: the same at both sizes."""

    def beside(name: str, of: str, unit: str, note: str) -> list[Figure]:
        at_large, at_small = large[name][of], small[name][of]
        return [
            Figure(f"{name} at 100,000 enrolments: {unit}", at_large, unit, at_small, at_large / (at_small or 1), note)
        ]

    found = []
    for name in (*LEARNING_PAGES, *ANSWERS):
        found += beside(name, "queries", "queries", "beside 700 learners")
        more = abs(large[name]["queries"] - small[name]["queries"])
        found.append(Figure(f"{name} at 100,000 enrolments: queries more", more, "queries"))
        found += beside(name, "steps", "steps", "instructions of SQLite, which grow with every row that is read")
    for name in ANSWERS:
        found += beside(name, "written", "rows", "inserted and updated")
        more = abs(large[name]["written"] - small[name]["written"])
        found.append(Figure(f"{name} at 100,000 enrolments: rows more", more, "rows"))
    return found


def _times(sites: dict[str, Throwaway], prepared: dict[str, Any], folder: Path) -> list[Figure]:
    servers: dict[str, Server] = {}
    try:
        for name, site in sites.items():
            servers[name] = site.serve("pomost.wsgi:application", name=name, options=SERVER)
        note, built = "", {}
        try:
            theirs = wagtail_lms.install(folder)
            lessons = len(prepared["exercises"][0])
            built = wagtail_lms.build(theirs, text=TEXT, lessons=lessons, learners=len(prepared["completing"]))
            servers["lms"] = theirs.serve("django.core.wsgi:get_wsgi_application()", name="lms", options=SERVER)
        except wagtail_lms.NotInstalledError as error:
            note = f"wagtail-lms could not be installed: {error}"
        return [
            *_page_times(servers, prepared["pages"]),
            *_lesson_times(servers, prepared["pages"]["lesson"], built, note),
            *_answer_times(servers, prepared, built, note),
        ]
    finally:
        for server in servers.values():
            server.stop()


def _page_times(servers: dict[str, Server], pages: dict[str, dict[str, str]]) -> list[Figure]:
    found = []
    for name in LEARNING_PAGES:
        request = _page(**pages[name])
        times = _alternately({size: _sender(servers[size], [request] * ROUNDS) for size in PEOPLE})
        found.append(
            _figure(f"{name} at 100,000 enrolments: time", times["large"], times["small"], "beside 700 learners")
        )
    return found


def _lesson_times(servers: dict[str, Server], page: dict[str, str], built: dict[str, Any], note: str) -> list[Figure]:
    asked = {size: _sender(servers[size], [_page(**page)] * ROUNDS) for size in PEOPLE}
    if built:
        theirs = _page(built["lesson"], built["learners"][0]["cookie"])
        asked["lms"] = _sender(servers["lms"], [theirs] * ROUNDS)
    times = _alternately(asked)
    return [
        _figure("lesson page at 100,000 enrolments: time", times["large"], times["small"], "beside 700 learners"),
        _figure(
            "lesson page beside wagtail-lms's",
            times["small"],
            times.get("lms"),
            note or _served(servers, page, built, "signed in, enrolled, one exercise"),
        ),
    ]


def _served(servers: dict[str, Server], page: dict[str, str], built: dict[str, Any], note: str) -> str:
    ours = get(servers["small"].port, page["path"], headers={"Cookie": page["cookie"]})
    theirs = get(servers["lms"].port, built["lesson"], headers={"Cookie": built["learners"][0]["cookie"]})
    return f"{note}; {len(ours.body):,} bytes beside {len(theirs.body):,}; theirs has no menu, progress or search"


def _answer_times(
    servers: dict[str, Server], prepared: dict[str, Any], built: dict[str, Any], note: str
) -> list[Figure]:
    """Each answer completes another lesson, first one of each learner, then the next."""
    ours = [_answer(exercise, learner) for exercise in prepared["exercises"][0] for learner in prepared["completing"]]
    asked = {size: _sender(servers[size], ours) for size in PEOPLE}
    if built:
        statements = [statement_of(address, one) for address in built["activities"] for one in built["learners"]]
        asked["lms"] = _sender(servers["lms"], statements)
    times = _alternately(asked)
    return [
        _figure(
            "answer that completes a lesson at 100,000 enrolments: time",
            times["large"],
            times["small"],
            "beside 700 learners",
        ),
        _figure(
            "answer that completes a lesson beside wagtail-lms's",
            times["small"],
            times.get("lms"),
            note or "ours evaluates the answer and draws what changes; theirs stores the browser's statement",
        ),
    ]


def _page(path: str, cookie: str) -> bytes:
    return request_of(path, headers={"Cookie": cookie})


def _answer(exercise: dict[str, Any], learner: dict[str, str]) -> bytes:
    """As the page's script posts it."""
    form = {"csrfmiddlewaretoken": learner["token"], "key": str(uuid4()), "answer": exercise["correct"][0]}
    headers = {"Cookie": learner["cookie"], "Origin": "https://localhost", "X-Requested-With": "fetch"}
    return request_of(exercise["action"], headers=headers, body=urlencode(form).encode())


def statement_of(address: str, learner: dict[str, str]) -> bytes:
    """As the script of wagtail-lms posts what H5P says at the end of an activity."""
    statement = {
        "actor": {"account": {"homePage": "https://localhost", "name": "osoba"}, "objectType": "Agent"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/completed", "display": {"en-US": "completed"}},
        "object": {"id": f"https://localhost{address}", "objectType": "Activity"},
        "result": {"score": {"min": 0, "max": 1, "raw": 1, "scaled": 1}, "completion": True, "success": True},
    }
    headers = {
        "Cookie": learner["cookie"],
        "Origin": "https://localhost",
        "X-CSRFToken": learner["token"],
        "Content-Type": "application/json",
    }
    return request_of(address, headers=headers, body=json.dumps(statement).encode())


def _sender(server: Server, requests: list[bytes]) -> list[Callable[[], float]]:
    """For every request a function that sends it and returns the milliseconds until the whole response.

    The function raises ``RuntimeError`` unless the status is 200.
    """

    def timed(request: bytes) -> float:
        started = time.perf_counter()
        raw = send(server.port, request)
        took = time.perf_counter() - started
        if b" 200 " not in raw[:16]:
            raise RuntimeError(f"an unexpected response: {raw[:2000].decode('latin-1')}")
        return took * 1000

    return [lambda request=request: timed(request) for request in requests]  # type: ignore[misc]


def _alternately(senders: dict[str, list[Callable[[], float]]]) -> dict[str, Times]:
    """One request to each in turn, the order turned round every time; the first tenth is not counted."""
    times: dict[str, Times] = {name: [] for name in senders}
    rounds = list(zip(*senders.values(), strict=True))
    for number, functions in enumerate(rounds):
        named = list(zip(senders, functions, strict=True))
        for name, function in named[:: -1 if number % 2 else 1]:
            took = function()
            if number >= len(rounds) // 10:
                times[name].append(took)
    return times


def _figure(name: str, times: Times, others: Times | None, note: str) -> Figure:
    """The medians; the ratio is that of the medians."""
    value = median(times)
    if not others:
        return Figure(name, round(value, 1), "ms", note=note)
    baseline = median(others)
    return Figure(name, round(value, 1), "ms", round(baseline, 1), round(value / baseline, 3), note)
