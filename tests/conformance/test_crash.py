"""kill -9 while 2,000 answers are sent: none acknowledged is lost, none is recorded twice.

The real gunicorn, production settings, SQLite in WAL with synchronous FULL. Learners send answers; the whole process
group is killed at random moments and started again; what was not acknowledged is sent again with the same key.
"""

import json
import random
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest

from tests.benchmarks.load import reply_of, request_of, send
from tests.benchmarks.throwaway import Server, Throwaway, free_port
from tests.conformance.conftest import site_in

ANSWERS = 2_000
KILLS = 10
SEED = 20261121
SENT_TWICE = 0.08
"""The part of the answers sent again after they were acknowledged, as by a double click or a lost response."""
AT_ONCE = 0.04
"""The part sent by two connections at the same time."""
RIGHT = 0.5
GIVE_UP = 480.0
"""Most of the time goes into ten starts of the server; a busy machine needs seconds more for each."""
SERVER = ("--workers", "2", "--threads", "4", "--preload")

pytestmark = pytest.mark.sqlite_only


class Run:
    """One run: a queue of answers to send, the acknowledged ones, and the server that is killed meanwhile."""

    def __init__(self, site: Throwaway, prepared: dict[str, Any]) -> None:
        self.site = site
        self.port = free_port()
        self.server: Server = self.start()
        self.acknowledged: Counter[str] = Counter()
        self.refused: list[str] = []
        self.unanswered = 0
        self.kills = 0
        self.give_up = time.monotonic() + GIVE_UP
        self._lock = threading.Lock()
        self._random = random.Random(SEED)
        self.queues: list[SimpleQueue[tuple[str, bytes]]] = [SimpleQueue() for _learner in prepared["learners"]]
        self._write_answers(prepared)

    def start(self) -> Server:
        return self.site.serve("pomost.wsgi:application", name="crash", options=SERVER, port=self.port)

    def _write_answers(self, prepared: dict[str, Any]) -> None:
        """Every learner answers the exercises in a random order; half of the answers are correct."""
        for number in range(ANSWERS):
            place = number % len(self.queues)
            learner = prepared["learners"][place]
            exercise = self._random.choice(prepared["exercises"])
            wrong = [option for option in exercise["options"] if option not in exercise["correct"]]
            chosen = exercise["correct"][0] if self._random.random() < RIGHT else self._random.choice(wrong)
            key = str(UUID(int=self._random.getrandbits(128), version=4))
            form = {"csrfmiddlewaretoken": learner["token"], "key": key, "answer": chosen}
            headers = {"Cookie": learner["cookie"], "Origin": "https://localhost"}
            if number % 4 == 0:
                headers["X-Requested-With"] = "fetch"
            request = request_of(exercise["action"], headers=headers, body=urlencode(form).encode())
            self.queues[place].put((key, request))

    def send_until_acknowledged(self, key: str, request: bytes) -> None:
        """Sends the answer with the same key until the server acknowledges it."""
        while time.monotonic() < self.give_up:
            try:
                status = reply_of(send(self.port, request, timeout=20)).status
            except OSError:
                with self._lock:
                    self.unanswered += 1
                time.sleep(0.05)
                continue
            with self._lock:
                if status in (200, 302):
                    self.acknowledged[key] += 1
                    return
                if status < 500:
                    self.refused.append(f"{key}: {status}")
                    return
            time.sleep(0.05)

    def learn(self, queue: "SimpleQueue[tuple[str, bytes]]", dice: random.Random) -> None:
        """One learner's browser: sends one answer after another, some of them twice."""
        while time.monotonic() < self.give_up:
            try:
                key, request = queue.get_nowait()
            except Empty:
                return
            if dice.random() < AT_ONCE:
                other = threading.Thread(target=self.send_until_acknowledged, args=(key, request))
                other.start()
                self.send_until_acknowledged(key, request)
                other.join()
            else:
                self.send_until_acknowledged(key, request)
                if dice.random() < SENT_TWICE:
                    self.send_until_acknowledged(key, request)

    def kill_and_start_again(self) -> None:
        """Kills all processes of the server at random times from the seed while answers are sent."""
        moments = sorted(self._random.sample(range(ANSWERS // 50, ANSWERS - ANSWERS // 10), KILLS))
        for moment in moments:
            while len(self.acknowledged) < moment and time.monotonic() < self.give_up:
                time.sleep(0.002)
            time.sleep(self._random.uniform(0, 0.03))
            self.server.kill()
            self.kills += 1
            self.server = self.start()

    def run(self) -> None:
        learners = [
            threading.Thread(target=self.learn, args=(queue, random.Random(SEED + place)))
            for place, queue in enumerate(self.queues)
        ]
        for learner in learners:
            learner.start()
        try:
            self.kill_and_start_again()
        finally:
            for learner in learners:
                learner.join()
            self.server.stop()


@contextmanager
def opened(database: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(database)
    try:
        yield connection
    finally:
        connection.close()


@pytest.fixture
def site(tmp_path: Path, migrated: Path) -> Throwaway:
    return site_in(tmp_path / "site", copy_of=migrated)


@pytest.mark.timeout(660)
def test_no_acknowledged_answer_is_lost_or_recorded_twice_when_the_server_is_killed(site: Throwaway) -> None:
    run = Run(site, site.ask("tests.conformance.crash_site"))
    run.run()

    assert run.refused == []
    assert run.kills >= 10
    assert run.unanswered > 0, "No kill interrupted anything: the test tested nothing."
    assert len(run.acknowledged) == ANSWERS
    assert run.acknowledged.total() > ANSWERS, "No answer was sent twice."
    with opened(site.database) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA journal_mode").fetchall() == [("wal",)]
        recorded = Counter(str(UUID(key)) for (key,) in database.execute("SELECT key FROM activities_answer"))
        assert recorded == dict.fromkeys(run.acknowledged, 1)
        assert_states_agree(database)
        assert_completions_agree(database)
    site.run("pomost.cli", "verify-learning")  # fails if an event or a row is missing


def assert_states_agree(database: sqlite3.Connection) -> None:
    """Learners' states in an exercise match the recorded answers: attempts, and whether one was correct."""
    answered = {
        (user, activity): (attempts, bool(right))
        for user, activity, attempts, right in database.execute(
            "SELECT user_id, activity_id, COUNT(*), MAX(score) FROM activities_answer GROUP BY user_id, activity_id"
        )
    }
    states = {
        (user, activity): (json.loads(fields)["attempts"], completion == 1.0)
        for user, activity, fields, completion in database.execute(
            "SELECT user_id, activity_id, fields, completion FROM activities_learnerstate"
        )
    }
    assert states == answered


def assert_completions_agree(database: sqlite3.Connection) -> None:
    """A lesson is completed for exactly those learners who have answered all its exercises correctly."""
    exercises: dict[str, set[str]] = {}
    for activity, lesson in database.execute("SELECT uuid, container FROM activities_activity"):
        exercises.setdefault(lesson, set()).add(activity)
    right: dict[int, set[str]] = {}
    for user, activity in database.execute("SELECT user_id, activity_id FROM activities_answer WHERE score = 1.0"):
        right.setdefault(user, set()).add(activity)
    expected = Counter(
        (user, lesson) for user, solved in right.items() for lesson, wanted in exercises.items() if wanted <= solved
    )
    completed = Counter(
        database.execute(
            "SELECT user_id, lesson FROM learning_completion JOIN learning_enrolment"
            " ON learning_enrolment.id = learning_completion.enrolment_id"
        )
    )
    assert completed == expected
    assert completed, "Nobody has completed anything: there was nothing to compare."


@pytest.mark.timeout(180)
def test_two_answers_with_one_key_at_the_same_moment_are_both_recorded_once(site: Throwaway) -> None:
    prepared = site.ask("tests.conformance.crash_site")
    port = free_port()
    server = site.serve("pomost.wsgi:application", name="at-once", options=SERVER, port=port)
    exercise, dice = prepared["exercises"][0], random.Random(SEED)
    options = exercise["options"][:2]
    keys = [
        [str(UUID(int=dice.getrandbits(128), version=4)) for _number in range(10)] for _each in prepared["learners"]
    ]
    replies: list[int] = []

    def answer(learner: dict[str, Any], key: str, option: str) -> None:
        form = {"csrfmiddlewaretoken": learner["token"], "key": key, "answer": option}
        headers = {"Cookie": learner["cookie"], "Origin": "https://localhost"}
        body = urlencode(form).encode()
        replies.append(
            reply_of(send(port, request_of(exercise["action"], headers=headers, body=body), timeout=60)).status
        )

    try:
        for own in zip(*keys, strict=True):
            senders = [
                threading.Thread(target=answer, args=(learner, key, option))
                for learner, key in zip(prepared["learners"], own, strict=True)
                for option in options
            ]
            for sender in senders:
                sender.start()
            for sender in senders:
                sender.join()
    finally:
        server.stop()

    sent = [key for own in keys for key in own]
    assert replies == [302] * len(sent) * 2
    with opened(site.database) as database:
        rows = database.execute("SELECT key, repeat, response FROM activities_answer ORDER BY key, repeat").fetchall()
        recorded: dict[str, list[tuple[int, str]]] = {}
        for key, repeat, response in rows:
            recorded.setdefault(str(UUID(key)), []).append((repeat, json.loads(response)[0][1]))
        repeats = {key: [repeat for repeat, _option in both] for key, both in recorded.items()}
        assert repeats == {key: [0, 1] for key in sent}
        assert all({option for _repeat, option in both} == set(options) for both in recorded.values())
        assert_states_agree(database)
    site.run("pomost.cli", "verify-learning")
