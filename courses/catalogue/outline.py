"""The outline of a course as plain data: topics and lessons to complete, in order."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID


class ReleaseKind(StrEnum):
    """When the lessons of a course open."""

    AT_ONCE = "at_once"
    IN_ORDER = "in_order"
    BY_DATE = "by_date"
    BY_SCORE = "by_score"


@dataclass(frozen=True, slots=True)
class ReleaseRule:
    """``score`` is the percentage of a lesson's exercises that opens the next one, where lessons open by score."""

    kind: ReleaseKind = ReleaseKind.AT_ONCE
    score: int = 0


@dataclass(frozen=True, slots=True)
class OutlineLesson:
    """A lesson to complete, by its exercises or self-reported by the learner."""

    key: UUID
    title: str
    rule: str
    activities: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class OutlineTopic:
    title: str
    lessons: tuple[OutlineLesson, ...]
    opens_on: date | None = None


@dataclass(frozen=True, slots=True)
class OutlineData:
    topics: tuple[OutlineTopic, ...]
    release: ReleaseRule = ReleaseRule()

    @property
    def lessons(self) -> list[OutlineLesson]:
        return [lesson for topic in self.topics for lesson in topic.lessons]

    def lesson(self, key: UUID) -> OutlineLesson | None:
        """The lesson with this key, or None."""
        return next((lesson for lesson in self.lessons if lesson.key == key), None)

    def to_json(self) -> dict[str, Any]:
        """Without what is as usual, so that the digest of a course whose lessons open at once stays the same."""
        rule = self.release
        return {
            **({"release": {"kind": rule.kind, "score": rule.score}} if rule != ReleaseRule() else {}),
            "topics": [
                {
                    "title": topic.title,
                    **({"opens_on": topic.opens_on.isoformat()} if topic.opens_on else {}),
                    "lessons": [
                        {
                            "key": str(lesson.key),
                            "title": lesson.title,
                            "rule": lesson.rule,
                            "activities": [str(activity) for activity in lesson.activities],
                        }
                        for lesson in topic.lessons
                    ],
                }
                for topic in self.topics
            ],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "OutlineData":
        return cls(
            tuple(
                OutlineTopic(
                    topic["title"],
                    tuple(
                        OutlineLesson(
                            UUID(lesson["key"]),
                            lesson["title"],
                            lesson["rule"],
                            tuple(UUID(activity) for activity in lesson["activities"]),
                        )
                        for lesson in topic["lessons"]
                    ),
                    date.fromisoformat(topic["opens_on"]) if "opens_on" in topic else None,
                )
                for topic in data["topics"]
            ),
            ReleaseRule(ReleaseKind(data["release"]["kind"]), data["release"]["score"])
            if "release" in data
            else ReleaseRule(),
        )
