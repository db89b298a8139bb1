"""Dataclasses for the templates of "Moja nauka" and the home page."""

from dataclasses import dataclass
from datetime import datetime

from publishing.progress_drawing import ProgressStep


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
    """A course on "Moja nauka"; ``url`` is empty if the learner may not open its page any more."""

    title: str
    url: str
    progress_steps: tuple[ProgressStep, ...]
    label: str
    started: bool
    finished_at: datetime | None
    resume_url: str
    closed_title: str
    finish_url: str = ""
