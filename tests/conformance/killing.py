"""Kills a server between the statements of its writes. Runs inside Django, in a process with the site's settings.

``python -m tests.conformance.killing FILE`` writes what happened into FILE as JSON. Each request is handled by the
site's own WSGI application in a forked process, which kills itself at one of its *moments*: before a statement, before
a COMMIT, after a COMMIT and before the response. The same request is then sent again to another such process.
"""

import gc
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from uuid import uuid4

import webob

from tests.conformance.crash_site import build_page_tree

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    from people.models import User

ACKNOWLEDGED = (200, 302)
MOST_MOMENTS = 400

Rows = dict[str, Any]
"""What is recorded of one learner."""


@dataclass(frozen=True)
class Request:
    path: str
    form: dict[str, str]
    script: bool = False
    """Whether a script sends it, which gets the changed HTML."""


Requests = Callable[[], list[Request]]
"""Makes requests with keys of their own."""


@dataclass
class Report:
    """What happened to one write: how many moments there are, and each thing that was wrong."""

    moments: int = 0
    interrupted: int = 0
    """How often the kill undid what was under way, so that nothing of it was recorded."""
    recorded: int = 0
    """How often it came after the COMMIT, so that only the acknowledgement was lost."""
    faults: list[str] = field(default_factory=list)


class Killer:
    """Kills its process at the moment with this number; None counts only."""

    def __init__(self, at: int | None) -> None:
        self.at = at
        self.moment = 0

    def pass_moment(self) -> None:
        if self.moment == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.moment += 1

    def before_statement(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.pass_moment()
        return execute(*arguments)

    def watch(self, connection: "BaseDatabaseWrapper") -> None:
        """From now on; BEGIN is a statement on SQLite and part of the first one on PostgreSQL."""
        commit = connection._commit  # type: ignore[attr-defined]

        def watched() -> None:
            self.pass_moment()
            commit()
            self.pass_moment()

        connection._commit = watched  # type: ignore[attr-defined]
        connection.execute_wrappers.append(self.before_statement)


def handled(
    requests: Iterable[Request], *, user: "User", cookie: str, kill_at: int | None = None
) -> tuple[list[int], int]:
    """Has a process of its own handle the requests, one after another.

    Returns the status of each that was acknowledged, and the number of moments, which is 0 if the process was killed.
    Raises ``RuntimeError`` for a request that is refused and where the process fails.
    """
    from django.db import connections

    connections.close_all()  # no two processes use one connection
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _handle(requests, user, cookie, Killer(kill_at), writing)
    os.close(writing)
    with os.fdopen(reading, encoding="ascii") as lines:
        said = [int(line) for line in lines.read().split()]
    _pid, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status)
    statuses = said if killed else said[:-1]
    if not {0, *statuses} <= {0, *ACKNOWLEDGED} or not (killed or os.waitstatus_to_exitcode(status) == 0):
        raise RuntimeError(f"The server ended with {status} after {said}.")
    return statuses, 0 if killed else said[-1]


def _handle(requests: Iterable[Request], user: "User", cookie: str, killer: Killer, acknowledge: int) -> NoReturn:
    """In the forked process: writes the status of each response to ``acknowledge``, then the number of moments."""
    from django.db import connection

    gc.disable()  # a collection would touch, and so copy, all memory shared with the parent
    try:
        connection.ensure_connection()
        killer.watch(connection)
        for request in requests:
            os.write(acknowledge, f"{respond(request, user, cookie)}\n".encode("ascii"))
        os.write(acknowledge, f"{killer.moment}\n".encode("ascii"))
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def respond(request: Request, user: "User", cookie: str) -> int:
    """The status of the site's response, once it has been given as a whole."""
    from pomost.wsgi import application
    from tests.benchmarks import content

    headers = {"Cookie": cookie, "Origin": "https://localhost", "X-Forwarded-Proto": "https", "Accept-Language": "pl"}
    if request.script:
        headers["X-Requested-With"] = "fetch"
    form = {"csrfmiddlewaretoken": content.csrf_of(user), **request.form}
    sent = webob.Request.blank(request.path, base_url="https://localhost", headers=headers, POST=form)
    return int(sent.get_response(application).status_code)


def rows_of(user: "User") -> Rows:
    """What is recorded of a learner, the same for every learner who did the same; ``events`` are those in force."""
    from courses.activities.models import Answer, LearnerState
    from courses.learning.models import Completion, Enrolment, LearningEvent, Pseudonym

    enrolments = {row.pk: row for row in Enrolment.objects.filter(user=user)}
    completions = {row.pk: row for row in Completion.objects.filter(enrolment__user=user)}
    answers = {row.pk: row for row in Answer.objects.filter(user=user).order_by("pk")}
    names = {f"answer:{pk}": f"answer {row.activity_id}" for pk, row in answers.items()}
    names |= {f"completion:{pk}": f"completion {row.lesson}" for pk, row in completions.items()}
    names |= {f"enrolment:{pk}": "enrolment" for pk in enrolments}
    names |= {f"course:{pk}": "course" for pk, row in enrolments.items() if row.completed_at}
    actors = Pseudonym.objects.filter(user=user).values("uuid")
    records = LearningEvent.objects.in_force().filter(actor__in=actors).values_list("record", flat=True)
    return {
        "enrolments": sorted((str(row.last_lesson), bool(row.completed_at)) for row in enrolments.values()),
        "answers": sorted(
            (str(row.activity_id), row.response[0][1], row.repeat, row.score) for row in answers.values()
        ),
        "states": sorted(
            (str(row.activity_id), row.fields["selected"][0], row.fields["attempts"], row.completion)
            for row in LearnerState.objects.filter(user=user)
        ),
        "completions": sorted((str(row.lesson), str(row.source)) for row in completions.values()),
        "events": sorted(names.get(record, f"without a row: {record}") for record in records),
    }


class Site:
    """The course, and learners who have not done anything."""

    def __init__(self) -> None:
        from tests.benchmarks import content
        from tests.courses_tree import make_lesson

        build_page_tree()
        self.content = content
        self.course = content.make_course(slug="proba", lessons=1)
        (lesson,) = content.lessons_of(self.course)
        self.exercises = content.answers_to(lesson)
        self.by_mark = make_lesson(lesson.get_parent(), "Do oznaczenia", rule="manual")
        self.made = 0

    def learner(self) -> tuple["User", str]:
        self.made += 1
        user = self.content.make_learner(f"proba-{self.made}")
        return user, self.content.session_of(user)

    def enrolment(self) -> Request:
        return Request(f"/moja-nauka/kursy/{self.course.pk}/zapis/", {})

    def answer(self, place: int, *, right: bool = True, made_at: str = "", script: bool = False) -> Request:
        exercise = self.exercises[place]
        options = [option for option in exercise["options"] if (option in exercise["correct"]) == right]
        form = {"key": str(uuid4()), "answer": options[0]}
        return Request(exercise["action"], {**form, **({"made_at": made_at} if made_at else {})}, script)

    def mark(self) -> Request:
        return Request(f"/moja-nauka/lekcje/{self.by_mark.pk}/ukonczone/", {})

    def unmark(self) -> Request:
        return Request(f"/moja-nauka/lekcje/{self.by_mark.pk}/nieukonczone/", {})

    def offline_batch(self) -> list[Request]:
        """What waited in a browser, which together complete the course."""
        return [
            self.answer(0, made_at="2026-01-02T10:05:00+01:00"),
            self.mark(),
            self.answer(1, made_at="2026-01-02T09:00:00+01:00"),
        ]

    def writes(self) -> dict[str, tuple[Requests, Requests]]:
        """By name: what the learner has done before, and the change."""

        def nothing() -> list[Request]:
            return []

        def begun() -> list[Request]:
            return [self.enrolment(), self.answer(0, right=False)]

        def nearly_done() -> list[Request]:
            return [self.enrolment(), self.answer(0), self.mark()]

        return {
            "enrolment": (nothing, lambda: [self.enrolment()]),
            "answer": (begun, lambda: [self.answer(0)]),
            "answer that completes the course": (nearly_done, lambda: [self.answer(1, script=True)]),
            "mark": (begun, lambda: [self.mark()]),
            "mark taken back": (nearly_done, lambda: [self.unmark()]),
            "offline batch": (begun, self.offline_batch),
        }


def kill_at_every_moment(site: Site, before: Requests, change: Requests) -> Report:
    """Each moment has a learner of its own, who does what the others do."""
    report, expected = Report(), _rows_without_a_kill(site, before, change)
    for moment in range(MOST_MOMENTS):
        user, cookie = begin(site, before)
        requests = change()
        acknowledged, moments = handled(requests, user=user, cookie=cookie, kill_at=moment)
        if moments:
            report.moments = moments
            return report
        found, least = rows_of(user), len(acknowledged)
        if found not in expected[least : least + 2]:
            report.faults.append(f"Killed at {moment} after {acknowledged}: {found} is none of {expected[least:]}")
        report.interrupted += found == expected[least]
        report.recorded += found != expected[least]
        handled(requests[least:], user=user, cookie=cookie)
        if (found := rows_of(user)) != expected[-1]:
            report.faults.append(f"Killed at {moment} and sent again: {found} is not {expected[-1]}")
    raise RuntimeError(f"Not done after {MOST_MOMENTS} moments.")


def begin(site: Site, before: Requests) -> tuple["User", str]:
    """A learner, with a session, for whom the site has acknowledged these requests. Raises ``RuntimeError``."""
    user, cookie = site.learner()
    if refused := [status for request in before() if (status := respond(request, user, cookie)) not in ACKNOWLEDGED]:
        raise RuntimeError(f"The site refused what a learner had done before: {refused}")
    return user, cookie


def _rows_without_a_kill(site: Site, before: Requests, change: Requests) -> list[Rows]:
    """What is recorded before the change and after each of its requests."""
    user, cookie = begin(site, before)
    rows = [rows_of(user)]
    for request in change():
        handled([request], user=user, cookie=cookie)
        rows.append(rows_of(user))
    return rows


def run() -> dict[str, Any]:
    """The report of each write."""
    from publishing import public_cache

    public_cache.MAX_AGE = 10**12  # what a process reads anew each minute would be other statements
    site = Site()
    begin(site, lambda: [site.enrolment(), site.answer(0, script=True), site.mark()])
    gc.collect()
    gc.freeze()  # the forked processes begin with what a server has read, and share it
    return {
        name: asdict(kill_at_every_moment(site, before, change)) for name, (before, change) in site.writes().items()
    }


if __name__ == "__main__":
    import django

    django.setup()
    Path(sys.argv[1]).write_text(json.dumps(run()), encoding="utf-8")
