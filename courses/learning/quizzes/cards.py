"""What the pages of a quiz show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from courses.activities.cards import ReviewFrame
from courses.activities.exercises.quiz import SCORE, SOLUTIONS, is_passed, percent
from courses.activities.models import VersionTree
from courses.activities.questions import in_quiz, review_html
from courses.activities.rendering import render_questions
from courses.learning.quizzes.models import QuizAnswer, QuizAttempt


@dataclass(frozen=True, slots=True)
class AttemptCard:
    """An attempt in a list; ``percent`` is that of a closed one."""

    number: int
    url: str
    started_at: datetime
    closed_at: datetime | None
    percent: int
    passed: bool


@dataclass(frozen=True, slots=True)
class QuestionReview:
    """A question of a closed attempt: "right", "part", "wrong" or "empty"."""

    number: int
    state: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Review:
    """A closed attempt: of how many questions how many were all right, and each, if the author lets them be seen."""

    right: int
    total: int
    questions: tuple[QuestionReview, ...]


def attempt_card(attempt: QuizAttempt) -> AttemptCard:
    score = attempt.score or 0.0
    return AttemptCard(
        number=attempt.number,
        url=reverse("learning:quiz_attempt", args=[attempt.pk]),
        started_at=attempt.started_at,
        closed_at=attempt.closed_at,
        percent=percent(score),
        passed=attempt.closed_at is not None and is_passed(score, attempt.fields["pass_mark"]),
    )


def seconds_left(attempt: QuizAttempt) -> int | None:
    """Of an attempt under way; None without a time limit."""
    if attempt.closes_at is None:
        return None
    return max(0, int((attempt.closes_at - timezone.now()).total_seconds()))


def paper(attempt: QuizAttempt, rows: Sequence[QuizAnswer]) -> list[SafeString]:
    """The questions as fields of one form, with what was saved; the rows have their versions."""
    trees = {
        row.version.activity_id: VersionTree(row.version_id, in_quiz(row.version.tree, seed=_seed(attempt)))
        for row in rows
    }
    given = {row.version.activity_id: row.answer for row in rows}
    order = [row.version.activity_id for row in rows]
    return [mark_safe(html) for html in render_questions(trees, order=order, given=given)]  # noqa: S308


def review(attempt: QuizAttempt, rows: Sequence[QuizAnswer]) -> Review:
    """What a closed attempt shows; the rows have their versions."""
    shown = attempt.fields["review"]
    seen = rows if shown != SCORE else ()
    return Review(
        right=sum(row.score == 1.0 for row in rows),
        total=len(rows),
        questions=tuple(_review(attempt, row, len(rows), solution=shown == SOLUTIONS) for row in seen),
    )


def _review(attempt: QuizAttempt, row: QuizAnswer, total: int, *, solution: bool) -> QuestionReview:
    frame = ReviewFrame(
        id=str(row.version.activity_id), number=row.position, total=total, anchor=f"pytanie-{row.position}"
    )
    html = review_html(
        in_quiz(row.version.tree, seed=_seed(attempt), feedback=True),
        activity=row.version.activity_id,
        given=row.answer,
        frame=frame,
        solution=solution,
    )
    score = row.score or 0.0
    state = "empty" if not row.answer else "right" if score >= 1.0 else "part" if score > 0 else "wrong"
    return QuestionReview(row.position, state, mark_safe(html))  # noqa: S308 - rendered by a block's template


def _seed(attempt: QuizAttempt) -> str:
    return str(attempt.key) if attempt.fields.get("shuffle_options", True) else ""
