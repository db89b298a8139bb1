"""Lessons that a move takes to another course: found once, for all apps that tell what it changes."""

from collections.abc import Callable, Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from courses.catalogue.models import Course, Lesson
from publishing import impact
from publishing.impact import Impact

NAMED = 3
"""How many lessons are named in a sentence."""

LessonCounter = Callable[[Sequence[Lesson], Page], Iterable[Impact]]
"""Counts what moving these lessons to another course, or to none, below the second argument would affect."""

_counters: list[LessonCounter] = []


def connect() -> None:
    """Called once, when Django is ready."""
    impact.register_move(_on_move)


def register(counter: LessonCounter) -> None:
    """Registers ``counter``; called in ``AppConfig.ready()``."""
    if counter not in _counters:
        _counters.append(counter)


def names(titles: Sequence[str]) -> str:
    """The first titles in quotation marks, and how many others there are."""
    shown = ", ".join(_("“%(title)s”") % {"title": title} for title in titles[:NAMED])
    others = len(titles) - NAMED
    if others <= 0:
        return shown
    return ngettext("%(names)s and %(number)d more", "%(names)s and %(number)d more", others) % {
        "names": shown,
        "number": others,
    }


def _on_move(pages: QuerySet[Page], destination: Page) -> list[Impact]:
    lessons = _lessons_that_change_course(pages, destination)
    return [item for counter in _counters for item in counter(lessons, destination)] if lessons else []


def _lessons_that_change_course(pages: QuerySet[Page], destination: Page) -> list[Lesson]:
    """The lessons among ``pages`` that would be in another course, or in none, if these were moved below a page."""
    along = set(Course.objects.filter(pk__in=pages.values("pk")).values_list("path", flat=True))
    target = Course.objects.ancestor_of(destination, inclusive=True).values_list("path", flat=True).first()
    lessons = Lesson.objects.filter(pk__in=pages.values("pk")).only("path", "title", "translation_key", "locale")
    return [lesson for lesson in lessons.order_by("path") if lesson.course_path not in {target, *along}]
