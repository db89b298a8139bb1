"""The versions of a work as both sides read them."""

from typing import Any

from django.urls import reverse
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

from courses.coursework.models import Assignment, Review, Submission, SubmissionRound
from courses.coursework.states import Decision


def rounds_of(submission: Submission) -> list[dict[str, Any]]:
    """The versions, newest first, each with its file and its review."""
    rounds = submission.rounds.select_related("review__reviewer").order_by("-number")
    return [
        {
            "number": item.number,
            "receipt": item.receipt,
            "submitted_at": item.submitted_at,
            "text": item.text,
            "file": file_of(item),
            "review": _review_of(item),
        }
        for item in rounds
    ]


def file_of(item: SubmissionRound) -> dict[str, Any] | None:
    """The file with the address of the view that asks who is asking."""
    if not item.file:
        return None
    return {
        "url": reverse("coursework:file", args=[item.pk]),
        "name": item.file_name,
        "size_bytes": item.file_size,
    }


def _review_of(item: SubmissionRound) -> dict[str, Any] | None:
    review: Review | None = getattr(item, "review", None)
    if review is None:
        return None
    return {
        "verdict": review.decision,
        "verdict_label": Decision(review.decision).label,
        "by": review.reviewer.display_name,
        "decided_at": review.created_at,
        "comment": review.comment,
    }


def instructions_html(assignment: Assignment) -> SafeString:
    """The instructions as paragraphs, everything in them as text; empty where there are none."""
    if not assignment.instructions:
        return SafeString("")
    return mark_safe(linebreaks(assignment.instructions, autoescape=True))  # noqa: S308 - escaped by the same call
