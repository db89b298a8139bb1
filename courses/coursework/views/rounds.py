"""The rounds of a submission as templates of learners and trainers get them."""

import re
from pathlib import Path

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe

from courses.coursework.cards import RoundCard
from courses.coursework.models import Assignment, Review, Submission, SubmissionRound
from publishing.links import Download

_EMPTY_LINE = re.compile(r"\r?\n\s*\n")


def rounds_of(submission: Submission) -> list[RoundCard]:
    """The rounds, newest first, each with its file, its current review and the reviews that this one corrected."""
    reviews = Review.objects.select_related("reviewer").order_by("-pk")
    rounds = submission.rounds.prefetch_related(Prefetch("reviews", reviews)).order_by("-number")
    return [_round(item, list(item.reviews.all())) for item in rounds]


def _round(item: SubmissionRound, reviews: list[Review]) -> RoundCard:
    return RoundCard(
        number=item.number,
        receipt=item.receipt,
        submitted_at=item.submitted_at,
        text=item.text,
        content_removed=item.content_removed,
        file=_file_of(item),
        review=reviews[0] if reviews else None,
        corrected=reviews[1:],
    )


def _file_of(item: SubmissionRound) -> Download | None:
    """The file with the address of the view that checks access to it; None without a file."""
    if not item.file:
        return None
    return Download(
        title=item.file_name,
        url=reverse("coursework:file", args=[item.pk]),
        format=Path(item.file_name).suffix.removeprefix(".").lower(),
        size_bytes=item.file_size,
    )


def instructions_html(assignment: Assignment) -> SafeString:
    """The instructions as HTML paragraphs and lists, with all markup escaped; empty where there are none.

    An empty line separates paragraphs; a paragraph whose every line begins with "- " is a list.
    """
    parts: list[SafeString] = []
    for paragraph in filter(None, _EMPTY_LINE.split(assignment.instructions.strip())):
        lines = paragraph.splitlines()
        if all(line.startswith("- ") for line in lines):
            items = format_html_join("", "<li>{}</li>", ((line[2:],) for line in lines))
            parts.append(format_html("<ul>{}</ul>", items))
        else:
            # linebreaks() escapes.
            parts.append(mark_safe(linebreaks(paragraph, autoescape=True)))  # noqa: S308
    return format_html_join("\n", "{}", ((part,) for part in parts))
