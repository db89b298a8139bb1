"""The outline of a course as one user is shown it: which lessons count, which are done, closed or extra."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Self
from uuid import UUID

from django.http import HttpRequest

from courses.catalogue.cards import TopicItem
from publishing.access import is_closed
from publishing.links import Link


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of the lessons of a course for one user: keys of lessons in order, and of those that do not count.

    For a learner they are those of the progress, which counts the lessons that there were when they enrolled;
    ``withdrawn`` of them are in the course no longer. For others every lesson that they are shown.
    """

    counted: tuple[UUID, ...]
    extra: frozenset[UUID] = frozenset()
    withdrawn: int = 0

    @classmethod
    def of(cls, topics: Iterable[TopicItem], *, counted: tuple[UUID, ...] | None) -> Self:
        """``topics`` are those that the user is shown; ``counted`` is None for whoever is not enrolled."""
        shown = tuple(lesson.key for topic in topics for lesson in topic.lessons)
        if counted is None:
            return cls(shown)
        return cls(counted, frozenset(shown) - frozenset(counted), len(frozenset(counted) - frozenset(shown)))

    @property
    def total(self) -> int:
        return len(self.counted)

    def place_of(self, key: UUID) -> int | None:
        """The number of a lesson, from 1; None for one that does not count."""
        return self.counted.index(key) + 1 if key in self.counted else None


def topic_shown(
    topic: TopicItem,
    request: HttpRequest,
    *,
    completed: Collection[UUID],
    current: UUID | None = None,
    extra: Collection[UUID] = (),
    locks: Mapping[UUID, str] | None = None,
    missing: Mapping[UUID, tuple[Link, ...]] | None = None,
) -> TopicItem:
    """The topic with ``closed``, ``done``, ``current``, ``extra``, ``lock`` and ``missing`` set on its lessons.

    ``current`` is the key of a lesson, ``extra`` are keys of those that do not count, ``locks`` says what opens those
    that are locked.
    """
    lessons = (
        replace(
            lesson,
            closed=is_closed(lesson.path, request),
            done=lesson.key in completed,
            current=lesson.key == current,
            extra=lesson.key in extra,
            lock=(locks or {}).get(lesson.key, ""),
            missing=(missing or {}).get(lesson.key, ()),
        )
        for lesson in topic.lessons
    )
    return replace(topic, lessons=tuple(lessons))


def topic_folded(
    topic: TopicItem, request: HttpRequest, *, completed: Collection[UUID], extra: Collection[UUID] = ()
) -> TopicItem:
    """The topic without its lessons, with the numbers of those that count and of the completed ones among them."""
    counted = [lesson.key for lesson in topic.lessons if lesson.key not in extra]
    return replace(
        topic,
        url="" if is_closed(topic.path, request) else topic.url,
        lessons=(),
        folded=True,
        lessons_count=len(counted),
        done_count=sum(key in completed for key in counted),
    )
