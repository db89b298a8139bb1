"""Says why a lesson is locked and when it opens."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.catalogue.cards import LessonItem
from courses.catalogue.release import Lock, LockReason
from publishing.links import Link


@dataclass(frozen=True, slots=True)
class LockCard:
    """Why a lesson is locked, in a sentence, and the lesson to go to first; its title is empty where there is none."""

    text: str
    previous: Link
    needs_enrolment: bool = False


def lock_card(lock: Lock, lessons: Iterable[LessonItem]) -> LockCard:
    """``lessons`` are those of the course."""
    previous = next((lesson for lesson in lessons if lesson.key == lock.previous), None)
    return LockCard(
        text=lock_text(lock, previous.title if previous else ""),
        previous=Link(previous.title, previous.url) if previous else Link("", ""),
        needs_enrolment=lock.reason == LockReason.ENROLMENT,
    )


def lock_labels(locks: Mapping[UUID, Lock], lessons: Iterable[LessonItem]) -> dict[UUID, str]:
    """The same as ``lock_card`` in few words, by the lesson's key, for an outline."""
    numbers = {lesson.key: number for number, lesson in enumerate(lessons, start=1)}
    return {key: _label(lock, numbers.get(lock.previous) if lock.previous else None) for key, lock in locks.items()}


def lock_text(lock: Lock, previous: str) -> str:
    """``previous`` is the title of the lesson that the locked one waits for."""
    if lock.reason == LockReason.ENROLMENT:
        return _("This lesson is open to people enrolled in the course.")
    if lock.reason == LockReason.DATE:
        if lock.opens_on is None:
            return _("The day on which this lesson opens has not been set yet.")
        return _("This lesson opens on %(day)s.") % {"day": date_format(lock.opens_on)}
    if lock.reason == LockReason.SCORE:
        words = _(
            "This lesson opens when you have answered at least %(score)d%% of the exercises of the lesson "
            "“%(lesson)s” rightly."
        )
        return words % {"score": lock.score, "lesson": previous}
    return _("This lesson opens when you have completed the lesson “%(lesson)s”.") % {"lesson": previous}


def _label(lock: Lock, number: int | None) -> str:
    if lock.reason == LockReason.ENROLMENT:
        return _("for enrolled people")
    if lock.reason == LockReason.DATE:
        if lock.opens_on is None:
            return _("opens later")
        return _("opens on %(day)s") % {"day": date_format(lock.opens_on)}
    if lock.reason == LockReason.SCORE:
        return _("opens after the exercises of lesson %(number)s") % {"number": number or "–"}
    return _("opens after lesson %(number)s") % {"number": number or "–"}
