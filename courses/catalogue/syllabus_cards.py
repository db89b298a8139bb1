"""What the page of a programme and the module card of a course say, as plain values: for pages, PDF and DOCX.

The same for every user, but without what is closed to the user of the request.
"""

from dataclasses import dataclass

from courses.catalogue.cards import Standing
from courses.catalogue.totals import Load, Totals
from publishing.links import Link


@dataclass(frozen=True, slots=True)
class SourceData:
    title: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class OutcomeData:
    """A learning outcome. ``courses`` teach an outcome of a programme; ``lessons`` and ``covers`` are of a course's."""

    code: str
    text: str
    courses: tuple[Link, ...] = ()
    lessons: tuple[Link, ...] = ()
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutcomesOfKind:
    """The outcomes of one kind; ``label`` is "Wiedza" and so on, "" for outcomes without a kind."""

    kind: str
    label: str
    outcomes: tuple[OutcomeData, ...]


@dataclass(frozen=True, slots=True)
class CurriculumCourse:
    """A course in the plan of a programme; one without lessons is taught elsewhere. ``number`` counts from 1.

    Depends on the user: ``standing``.
    """

    id: int
    path: str
    number: int
    title: str
    url: str
    summary: str
    code: str
    level: str
    load: Load
    lessons_count: int
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class ElectiveGroupData:
    """Courses of which one chooses ``choose``."""

    name: str
    choose: int
    courses: tuple[CurriculumCourse, ...]


@dataclass(frozen=True, slots=True)
class StageData:
    """A semester or another stage; the only one of a plan without stages has no title."""

    title: str
    courses: tuple[CurriculumCourse, ...]
    groups: tuple[ElectiveGroupData, ...]
    totals: Totals


@dataclass(frozen=True, slots=True)
class CurriculumData:
    """A programme. ``address`` is that of its page with the host; ``finish`` are sentences, one after another.

    ``level_note`` explains the level in a sentence; "" where there is no level.
    """

    title: str
    address: str
    summary: str
    kind: str
    kind_label: str
    totals: Totals
    prk_level: int | None
    level_note: str
    entry_level: int | None
    entry: str
    audience: str
    grading_label: str
    final_work: str
    finish: tuple[str, ...]
    stages: tuple[StageData, ...]
    outcomes: tuple[OutcomesOfKind, ...]
    sources: tuple[SourceData, ...]
    text_html: str

    @property
    def courses(self) -> tuple[CurriculumCourse, ...]:
        """All courses in order, each once."""
        found = (course for stage in self.stages for courses in _lists(stage) for course in courses)
        return tuple({course.id: course for course in found}.values())


def _lists(stage: StageData) -> tuple[tuple[CurriculumCourse, ...], ...]:
    return (stage.courses, *(group.courses for group in stage.groups))


@dataclass(frozen=True, slots=True)
class PrerequisiteData:
    """A course to take before; ``required`` to enrol, else recommended."""

    title: str
    url: str
    required: bool


@dataclass(frozen=True, slots=True)
class SyllabusTopic:
    """A topic with the titles of its lessons, in order."""

    title: str
    lessons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SyllabusData:
    """A course's module card. ``lesson_rules`` say when lessons open and for whom, unless all do at once for all."""

    title: str
    address: str
    summary: str
    code: str
    load: Load
    level: str
    audience: str
    completion: str
    responsible: str
    goals: str
    methods: str
    assessment: str
    lesson_rules: tuple[str, ...]
    programmes: tuple[Link, ...]
    requirements: tuple[str, ...]
    prerequisites: tuple[PrerequisiteData, ...]
    outcomes: tuple[OutcomesOfKind, ...]
    topics: tuple[SyllabusTopic, ...]
    sources: tuple[SourceData, ...]
    text_html: str
