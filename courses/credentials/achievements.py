"""What a course or a programme says of itself that a certificate repeats. The one place that reads those fields."""

from dataclasses import asdict, dataclass
from typing import Any

from courses.catalogue.models import Course, Programme


@dataclass(frozen=True, slots=True)
class Outcome:
    """A learning outcome; ``kind`` is knowledge, skills or social competences, empty where it is not said."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Achievement:
    """What a course or programme, known by its ``key``, gives.

    ``hours`` are all of them; ``contact_hours`` and ``own_hours`` are parts, None where they are not said.
    """

    key: str
    title: str
    language: str
    outcomes: tuple[Outcome, ...] = ()
    hours: int | None = None
    contact_hours: int | None = None
    own_hours: int | None = None
    ects: int | None = None
    level: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def achievement_of(subject: Course | Programme) -> Achievement:
    """The achievement that completing ``subject`` is; two queries."""
    level = subject.level if isinstance(subject, Course) else f"PRK {subject.prk_level}" if subject.prk_level else ""
    return Achievement(
        key=str(subject.key),
        title=subject.title,
        language=subject.language,
        outcomes=tuple(Outcome(item.text, str(getattr(item, "kind", "") or "")) for item in subject.outcomes.all()),
        hours=subject.hours,
        contact_hours=getattr(subject, "contact_hours", None),
        own_hours=getattr(subject, "own_hours", None),
        ects=getattr(subject, "ects", None),
        level=level,
    )
