from collections.abc import Iterable
from typing import Any

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from publishing.impact import Impact


class QuestionInUseError(ProtectedError):
    """Questions of the bank cannot be deleted because of ``impacts``; they can be unpublished instead."""

    def __init__(self, impacts: Iterable[Impact], questions: Iterable[Any] = ()) -> None:
        self.impacts = list(impacts)
        sentences = " ".join(impact.text for impact in self.impacts)
        self.message = _(
            "This question cannot be deleted. %(why)s Unpublish it instead: quizzes draw it no more, and everything "
            "is kept."
        ) % {"why": sentences}
        super().__init__(self.message, set(questions))

    def __str__(self) -> str:
        return self.message


class MoveToBankError(Exception):
    """An exercise cannot be moved between its lesson and the bank; the message says why."""
