"""Decides whether a certificate may be issued, and says what is missing. Pure: nothing here reads a table."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from courses.catalogue.totals import Load


@dataclass(frozen=True, slots=True)
class Rule:
    """What a certificate takes besides completing the course, or as many courses of the programme as it asks for.

    ``minimum_score`` in percent counts where there are graded exercises; None asks for no score.
    """

    minimum_score: int | None = None
    accepted_work: bool = False
    attendance: bool = False


@dataclass(frozen=True, slots=True)
class CourseEvidence:
    """What a learner has done in one course of so many ``lessons``.

    ``missing`` and ``known`` are titles of lessons: not completed yet, and skipped as known beforehand. ``verified`` is
    the number of lessons that exercises completed, which the site has graded; a lesson that the learner marked as
    completed is not among them. ``points`` are those of the ``graded`` exercises, each at most 1.
    """

    title: str
    lessons: int = 0
    enrolled: bool = False
    completed: bool = False
    missing: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    verified: int = 0
    load: Load = field(default_factory=Load)
    graded: int = 0
    points: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Choice:
    """Courses of which ``needed`` are to be completed; all of them where they are compulsory."""

    courses: tuple[CourseEvidence, ...]
    needed: int

    @property
    def left(self) -> int:
        """How many more are to be completed."""
        return max(0, self.needed - sum(course.completed for course in self.courses))


@dataclass(frozen=True, slots=True)
class Work:
    """A written assignment that was set to the learner, and whether a trainer has accepted their submission."""

    title: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class GroupEvidence:
    """What the trainers of one group of the learner say."""

    name: str
    works: tuple[Work, ...] = ()
    attendance: bool = False

    @property
    def accepted(self) -> bool:
        """Whether there was something to hand in, and all of it is accepted."""
        return bool(self.works) and all(work.accepted for work in self.works)


@dataclass(frozen=True, slots=True)
class Evidence:
    """``as_begun``: the choices are those of a programme when the learner began it, and no longer what it asks for.

    ``renewal``: answers and what trainers say count only since the certificate was issued that is to be renewed.
    """

    choices: tuple[Choice, ...]
    groups: tuple[GroupEvidence, ...] = ()
    as_begun: bool = False
    renewal: bool = False

    @property
    def counted(self) -> tuple[CourseEvidence, ...]:
        """The completed courses that the certificate is for."""
        return tuple(course for choice in self.choices for course in choice.courses if course.completed)


class Need(Enum):
    """What can be missing."""

    ENROLMENT = "enrolment"
    LESSONS = "lessons"
    COURSES = "courses"
    SCORE = "score"
    WORK = "work"
    GROUP = "group"
    ATTENDANCE = "attendance"
    VERIFIED = "verified"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing: in a course or group ``subject`` the ``items`` by title, or ``have`` of ``wanted``."""

    need: Need
    subject: str = ""
    items: tuple[str, ...] = ()
    have: int = 0
    wanted: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """``percent`` is the score, rounded down, None without graded exercises; a certificate rests on the ``basis``."""

    missing: tuple[Missing, ...]
    percent: int | None
    basis: tuple[Need, ...]

    @property
    def met(self) -> bool:
        return not self.missing


def decide(rule: Rule, evidence: Evidence) -> Decision:
    """Whether ``evidence`` meets ``rule``.

    What a learner or their browser says of itself never suffices: besides all that the rule asks for, exercises that
    the site has graded, accepted work or confirmed attendance must stand behind the certificate.
    """
    missing = [item for choice in evidence.choices for item in _missing_in(choice)]
    percent = percent_of(evidence.counted)
    if rule.minimum_score is not None and percent is not None and percent < rule.minimum_score:
        missing.append(Missing(Need.SCORE, have=percent, wanted=rule.minimum_score))
    missing += _missing_of_trainers(rule, evidence.groups)
    basis = _basis(evidence)
    if not missing and not basis:
        missing.append(Missing(Need.AGAIN if evidence.renewal else Need.VERIFIED))
    return Decision(tuple(missing), percent, basis)


def percent_of(courses: Iterable[CourseEvidence]) -> int | None:
    """The score of all graded exercises together in percent, rounded down; None where there are none."""
    courses = tuple(courses)
    graded = sum(course.graded for course in courses)
    return int(100 * sum((course.points for course in courses), Fraction(0)) / graded) if graded else None


def _missing_in(choice: Choice) -> list[Missing]:
    left = [course for course in choice.courses if not course.completed]
    done = len(choice.courses) - len(left)
    if done >= choice.needed:
        return []
    if choice.needed < len(choice.courses):
        return [
            Missing(Need.COURSES, items=tuple(course.title for course in left), have=done, wanted=choice.needed),
        ]
    return [
        Missing(Need.LESSONS if course.enrolled else Need.ENROLMENT, subject=course.title, items=course.missing)
        for course in left
    ]


def _missing_of_trainers(rule: Rule, groups: tuple[GroupEvidence, ...]) -> list[Missing]:
    """What is missing in the group where least is; a learner may be in several, as after a second start."""
    if not (rule.accepted_work or rule.attendance):
        return []
    if not groups:
        return [Missing(Need.GROUP)]
    return min((_missing_in_group(rule, group) for group in groups), key=len)


def _missing_in_group(rule: Rule, group: GroupEvidence) -> list[Missing]:
    missing = []
    if rule.accepted_work and not group.accepted:
        left = tuple(work.title for work in group.works if not work.accepted)
        missing.append(Missing(Need.WORK, subject=group.name, items=left))
    if rule.attendance and not group.attendance:
        missing.append(Missing(Need.ATTENDANCE, subject=group.name))
    return missing


def _basis(evidence: Evidence) -> tuple[Need, ...]:
    """What others than the learner have seen: graded exercises, accepted work, attendance."""
    found = []
    if any(course.verified for course in evidence.counted):
        found.append(Need.SCORE)
    if any(group.accepted for group in evidence.groups):
        found.append(Need.WORK)
    if any(group.attendance for group in evidence.groups):
        found.append(Need.ATTENDANCE)
    return tuple(found)
