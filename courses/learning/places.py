"""Places in a lesson: its exercises, and the heading or exercise where a learner stopped reading."""

import re
from collections.abc import Collection
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from courses.catalogue.cards import LessonItem
from courses.catalogue.models import Lesson
from courses.catalogue.reader_views import Place
from courses.learning.models import Enrolment
from publishing.video_block import FILM_ANCHOR

FILM = re.compile(rf"({FILM_ANCHOR.pattern})@([0-9]{{1,5}})")
"""A second of a film that plays in the page: its anchor and the second, as in ``film-12@192``."""
EXERCISE = re.compile(r"cwiczenie-([1-9][0-9]{0,3})")


def exercise_url(request: HttpRequest, lesson: Lesson, activity: UUID) -> str:
    """The URL of an exercise in its lesson; that of the lesson if an editor has removed the exercise."""
    url, order = str(lesson.get_url(request)), lesson.activities
    return f"{url}#cwiczenie-{order.index(activity) + 1}" if activity in order else url


def place_in(lesson: Lesson, enrolment: Enrolment) -> Place | None:
    """The place in this lesson where the learner stopped; None at its beginning, and where it is no longer there."""
    if enrolment.place_lesson != lesson.key or not enrolment.place:
        return None
    title = title_of(lesson, enrolment.place)
    if not title or (lesson.headings and lesson.headings[0]["anchor"] == enrolment.place):
        return None
    anchor, _at, second = enrolment.place.partition("@")
    return Place(title, f"#{anchor}", second)


def anchor_in(lesson: LessonItem, enrolment: Enrolment, *, solved: Collection[UUID]) -> str:
    """The anchor to resume a lesson at: the place last read, else the first exercise that is not ``solved``.

    "" is the top, with its text, where the learner has neither read on nor answered rightly.
    """
    place = enrolment.place if enrolment.place_lesson == lesson.key else ""
    done = {f"cwiczenie-{number}" for number, key in enumerate(lesson.activities, start=1) if key in solved}
    if place and place not in done:
        return place.partition("@")[0]
    number = next((n for n, key in enumerate(lesson.activities, start=1) if key not in solved), None)
    return f"cwiczenie-{number}" if number is not None and solved else ""


def title_of(lesson: Lesson, anchor: str) -> str:
    """The words that name a heading, an exercise or a second of a film; "" where the lesson has no such place."""
    if film := FILM.fullmatch(anchor):
        return _film_title(lesson, int(film[2]), int(film[3]))
    exercise = EXERCISE.fullmatch(anchor)
    if exercise and int(exercise[1]) <= len(lesson.exercises):
        return _("exercise %(number)s") % {"number": exercise[1]}
    return next((heading["title"] for heading in lesson.headings if heading["anchor"] == anchor), "")


def _film_title(lesson: Lesson, document: int, second: int) -> str:
    films = (item["value"] for item in lesson.body.raw_data if item["type"] == "video")
    title = next((str(film["title"]) for film in films if film.get("file") == document), "")
    if not title:
        return ""
    words = _("film “%(title)s”, from %(time)s")
    return words % {"title": title, "time": f"{second // 60}:{second % 60:02}"}
