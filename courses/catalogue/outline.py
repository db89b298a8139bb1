"""The outline of a course as plain data: topics and lessons to complete, in order."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID


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


@dataclass(frozen=True, slots=True)
class OutlineData:
    topics: tuple[OutlineTopic, ...]

    @property
    def lessons(self) -> list[OutlineLesson]:
        return [lesson for topic in self.topics for lesson in topic.lessons]

    def lesson(self, key: UUID) -> OutlineLesson | None:
        """The lesson with this key, or None."""
        return next((lesson for lesson in self.lessons if lesson.key == key), None)

    def to_json(self) -> dict[str, Any]:
        return {
            "topics": [
                {
                    "title": topic.title,
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
            ]
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
                )
                for topic in data["topics"]
            )
        )
