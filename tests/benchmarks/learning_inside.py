"""Commands of the measures of learning that run in a temporary site, as in ``tests.benchmarks.inside``."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import django

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402 - needs the settings that have just been set up
from django.urls import reverse  # noqa: E402

from courses.catalogue.models import Course, Lesson  # noqa: E402
from courses.coursework.models import Assignment  # noqa: E402
from courses.learning.services import answer_exercise  # noqa: E402
from people.models import User  # noqa: E402
from tests.benchmarks import content, learning_rows  # noqa: E402
from tests.benchmarks.asked import Asked, asked, request_factory  # noqa: E402
from tests.coursework import factories  # noqa: E402

COURSES, LESSONS, EXERCISES = 10, 24, 1
MEMBERS = 30
COMPLETING = 4
"""Learners whose answers complete a lesson each, one lesson after the other."""
SLUG = "nauka-do-pomiaru-{}"
LEARNER = "nauka-do-pomiaru"


def prepare() -> dict[str, Any]:
    """The courses, a learner on three of them, a group of 30 with its trainer, and learners who will answer."""
    courses = [content.make_course(slug=SLUG.format(n), lessons=LESSONS, exercises=EXERCISES) for n in range(COURSES)]
    learner = _learner(LEARNER, courses[:3])
    _complete(learner, courses[0], 5)
    _complete(learner, courses[2], LESSONS)
    trainer = factories.trainer()
    cohort = factories.CohortFactory.create(course=courses[0], trainers=[trainer])
    task = factories.WrittenAssignmentFactory.create(cohort=cohort)
    lessons = content.lessons_of(courses[0])
    Assignment.objects.create(cohort=cohort, kind=Assignment.Kind.LESSON, lesson=lessons[0])
    factories.member(cohort, learner)
    for number in range(MEMBERS - 1):
        member = factories.member(cohort)
        _complete(member, courses[0], number % 6)
        if number % 3 == 0:
            factories.handed_in(task, member)
    factories.handed_in(task, learner)
    completing = [_learner(f"{LEARNER}-{number}", courses[3:5]) for number in range(COMPLETING)]
    return {
        "pages": {
            "Moja nauka": {"path": reverse("learning:home"), "cookie": content.session_of(learner)},
            "course page": {"path": content.path_of(courses[0]), "cookie": content.session_of(learner)},
            "progress of a cohort": {
                "path": reverse("coursework:cohort", args=[cohort.pk]),
                "cookie": content.session_of(trainer),
            },
            "lesson": {"path": content.path_of(lessons[10]), "cookie": content.session_of(learner)},
        },
        "completing": [{"cookie": content.session_of(one), "token": content.csrf_of(one)} for one in completing],
        # The lessons of one course are for the clock, those of the other for counting.
        "exercises": [_exercises_of(courses[3]), _exercises_of(courses[4])],
    }


def _learner(name: str, courses: list[Course]) -> User:
    user = content.make_learner(name, courses=courses)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def _complete(user: User, course: Course, lessons: int) -> None:
    """Has ``user`` answer the exercises of the first lessons of a course, which completes them."""
    for lesson in content.lessons_of(course)[:lessons]:
        _answer(user, lesson)


def _answer(user: User, lesson: Lesson) -> None:
    for exercise in content.answers_to(lesson):
        answer_exercise(
            user=user,
            lesson=lesson,
            activity_id=UUID(exercise["activity"]),
            form=[("answer", exercise["correct"][0])],
            key=uuid4(),
        )


def _exercises_of(course: Course) -> list[dict[str, Any]]:
    return [exercise for lesson in content.lessons_of(course) for exercise in content.answers_to(lesson)]


def grow(people: int) -> dict[str, int]:
    """Adds so many learners with everything that they did."""
    courses = [Course.objects.get(slug=SLUG.format(number)) for number in range(COURSES)]
    return learning_rows.grow(people, courses=courses, like=User.objects.get(email=f"{LEARNER}@example.org"))


def counted(prepared: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Queries, written rows and executed instructions of each page and of answers, of requests that others preceded."""
    factory = request_factory()

    def page(path: str, cookie: str) -> Asked:
        return asked(factory.get(path, headers={"cookie": cookie}), "200")

    def answer(exercise: dict[str, Any], *, right: bool, number: int = 0) -> Asked:
        learner = prepared["completing"][number]
        form = content.form_of(exercise, token=learner["token"], right=right)
        headers = {"cookie": learner["cookie"], "x-requested-with": "fetch"}
        return asked(factory.post(exercise["action"], form, headers=headers), "200")

    first, second = prepared["exercises"][1][:2]
    found = {}
    for name, given in prepared["pages"].items():
        page(**given)
        found[name] = page(**given)
    for exercise in (first, second):
        answer(exercise, right=True, number=1)  # has the pages and the exercises remembered
    answer(first, right=False)
    found["answer"] = answer(first, right=False)
    found["answer that completes a lesson"] = answer(second, right=True)
    return {name: {"queries": len(one.sql), "written": one.written, "steps": one.steps} for name, one in found.items()}


def main(command: str, *arguments: str) -> None:
    commands: dict[str, Callable[..., Any]] = {"prepare": prepare, "grow": grow, "counted": counted}
    given = [json.loads(Path(name).read_text(encoding="utf-8")) for name in arguments[:-1]]
    Path(arguments[-1]).write_text(json.dumps(commands[command](*given)), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
