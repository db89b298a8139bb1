"""What "Moja nauka" and the home page show of a learner's courses."""

from dataclasses import dataclass
from datetime import datetime

from publishing.progress_drawing import ProgressStep


@dataclass(frozen=True, slots=True)
class ResumeCard:
    """The lesson to go on with, its course and how far the learner is in it."""

    course_title: str
    lesson_title: str
    url: str
    progress_steps: tuple[ProgressStep, ...]
    label: str
    started: bool


@dataclass(frozen=True, slots=True)
class LearningCard:
    """A course on "Moja nauka"; an empty ``url``: the learner may not open its page any more."""

    title: str
    url: str
    progress_steps: tuple[ProgressStep, ...]
    label: str
    started: bool
    finished_at: datetime | None
    resume_url: str
    closed_title: str
    finish_url: str = ""
