"""Commands of the measures of answers that run in a temporary site, as in ``tests.benchmarks.inside``."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

from tests.benchmarks import content  # noqa: E402 - needs the settings that have just been set up
from tests.benchmarks.asked import asked, request_factory  # noqa: E402

LESSONS, ACTIVITIES, LEARNERS = 40, 3, 2
MANY = 40
"""Exercises of one lesson."""


def prepare() -> dict[str, Any]:
    """A course of 40 lessons of 3 exercises with learners, and one of a single lesson with 40 exercises."""
    course = content.make_course(slug="odpowiedzi-do-pomiaru", lessons=LESSONS, exercises=ACTIVITIES)
    long = content.make_course(slug="dluga-lekcja-do-pomiaru", lessons=1, exercises=MANY)
    learners = [content.make_learner(f"odpowiedzi-{number}", courses=[course, long]) for number in range(LEARNERS)]
    return {
        "lessons": LESSONS,
        "activities": ACTIVITIES,
        "long": content.path_of(content.lessons_of(long)[0]),
        "exercises": [item for lesson in content.lessons_of(course) for item in content.answers_to(lesson)],
        "learners": [{"cookie": content.session_of(user), "token": content.csrf_of(user)} for user in learners],
    }


def counted(prepared: dict[str, Any]) -> dict[str, int]:
    """The queries of the page with many exercises for a learner, when it is read again, and those about exercises."""
    signed_in = {"cookie": prepared["learners"][0]["cookie"]}
    for _time in range(2):
        sql = asked(request_factory().get(prepared["long"], headers=signed_in), "200").sql
    return {"lesson": len(sql), "exercises": sum(' FROM "activities_' in statement for statement in sql)}


def main(command: str, *arguments: str) -> None:
    commands: dict[str, Callable[..., Any]] = {"prepare": prepare, "counted": counted}
    given = [json.loads(Path(name).read_text(encoding="utf-8")) for name in arguments[:-1]]
    Path(arguments[-1]).write_text(json.dumps(commands[command](*given)), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
