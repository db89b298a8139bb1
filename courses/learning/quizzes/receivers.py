"""Quizzes when somebody else does something: the worker's housekeeping, and questions about to be deleted."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import ngettext

from courses.activities.bank.models import BankQuestion
from courses.learning.models import QuizAnswer
from courses.learning.quizzes import services
from publishing import impact
from publishing.impact import Impact
from publishing.signals import housekeeping


def connect() -> None:
    """Called once, when Django is ready."""
    housekeeping.connect(_close_overdue, dispatch_uid="learning.quizzes.overdue")
    impact.register(BankQuestion, _on_questions)


def _close_overdue(**_kwargs: Any) -> None:
    services.close_overdue()


def _on_questions(questions: QuerySet[BankQuestion]) -> list[Impact]:
    """Attempts that asked one of these questions."""
    asked = QuizAnswer.objects.filter(version__activity__in=questions.values("uuid")).count()
    text = ngettext(
        "It was asked in %(number)d attempt at a quiz.", "It was asked in %(number)d attempts at quizzes.", asked
    )
    return [Impact(text % {"number": asked}, asked, record=True, about="quizzes")]
