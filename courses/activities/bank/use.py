"""Where questions of the bank are used, and what keeps one from being deleted."""

from django.db.models import QuerySet
from django.utils.translation import ngettext

from courses.activities.bank.models import BankQuestion
from courses.activities.models import Answer
from publishing import impact, references
from publishing.impact import Impact


def connect() -> None:
    """Called once, when Django is ready."""
    impact.register(BankQuestion, _on_questions)


def _on_questions(questions: QuerySet[BankQuestion]) -> list[Impact]:
    rows = list(questions)
    pages = len(references.pages_that_refer_to(references.key_of(row) for row in rows)) if rows else 0
    answers = Answer.objects.filter(activity__in=[row.uuid for row in rows]).count() if rows else 0
    return [
        Impact(
            ngettext("It stands in %(number)d lesson.", "It stands in %(number)d lessons.", pages) % {"number": pages},
            pages,
            record=True,
            about="lessons",
        ),
        Impact(
            ngettext("%(number)d answer was given to it.", "%(number)d answers were given to it.", answers)
            % {"number": answers},
            answers,
            record=True,
            about="answers",
        ),
    ]
