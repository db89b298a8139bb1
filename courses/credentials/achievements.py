"""What a course or a programme says of itself that a certificate repeats. The one place that reads those fields."""

from dataclasses import asdict, dataclass
from typing import Any

from courses.catalogue.models import Course, Programme
from courses.catalogue.totals import Load, Totals


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
    if isinstance(subject, Course):
        work: Load | Totals = subject.load
        level = subject.level
    else:
        work = subject.totals
        level = f"PRK {subject.prk_level}" if subject.prk_level else ""
    return Achievement(
        key=str(subject.key),
        title=subject.title,
        language=subject.language,
        outcomes=tuple(Outcome(item.text, item.kind) for item in subject.outcomes.all()),
        hours=work.hours,
        contact_hours=work.contact_hours,
        own_hours=work.own_hours,
        ects=work.ects,
        level=level,
    )
