"""Dataclasses for the templates of "Moja nauka" and the home page."""

from dataclasses import dataclass
from datetime import datetime

from courses.catalogue.cards import Additions, ProgrammeStanding
from courses.learning.goals.cards import GoalCard
from courses.learning.plans.cards import PlanCard
from courses.learning.signals import CertificateItem, DueItem, GroupItem
from publishing.links import Link
from publishing.progress_drawing import ProgressStep
from publishing.significant_changes import SignificantChange


@dataclass(frozen=True, slots=True)
class ResumeCard:
    """The lesson to continue with, its course and the learner's progress in it."""

    course_title: str
    lesson_title: str
    url: str
    progress_steps: tuple[ProgressStep, ...]
    label: str
    started: bool


@dataclass(frozen=True, slots=True)
class LearningCard:
    """A course on "Moja nauka"; ``url`` is empty if the learner may not open its page any more.

    ``away``: the course is unpublished, and its progress stays as it is.
    """

    title: str
    url: str
    progress_steps: tuple[ProgressStep, ...]
    label: str
    started: bool
    finished_at: datetime | None
    resume_url: str
    closed_title: str
    finish_url: str = ""
    missing: tuple[Link, ...] = ()
    additions: Additions | None = None
    plan: PlanCard | None = None
    plan_url: str = ""
    summary_url: str = ""
    away: bool = False


@dataclass(frozen=True, slots=True)
class ChangedSince(SignificantChange):
    """A significant change after the learner had finished ``courses``, which refer to the page."""

    courses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LearningHome:
    """Everything on "Moja nauka". ``handed_in_before`` is the earlier submissions that are shown in a disclosure.

    ``programmes`` are those under way at whose end a certificate waits, with the pages of their results.
    ``next_course`` is None while a course is under way, and has an empty title where no course follows. ``goal`` is
    None where the learner has set none.
    """

    invitations: list[GroupItem]
    groups: list[GroupItem]
    resume: ResumeCard | None
    due: list[DueItem]
    handed_in: list[DueItem]
    handed_in_before: list[DueItem]
    courses: list[LearningCard]
    programmes: list[ProgrammeStanding]
    finished_courses: list[LearningCard]
    certificates: list[CertificateItem]
    awaited_certificates: list[Link]
    changed_since: list[ChangedSince]
    next_course: Link | None
    goal: GoalCard | None
