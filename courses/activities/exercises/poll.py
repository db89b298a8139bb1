"""A poll: one vote each, the results after voting."""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from xblock.fields import Dict, List, Scope

from courses.activities.cards import PollCard, PollOptionCard
from courses.activities.errors import InvalidAnswerError
from courses.activities.exercises.base import Assessment, Exercise, changed_meanwhile
from courses.activities.given import WHOLE, Given


class PollExercise(Exercise):
    """A question on which everybody has a vote, which may be changed. How many chose what is shown after voting."""

    TYPE: ClassVar[str] = "pomost_poll"
    INTERACTION: ClassVar[str] = "choice"
    TEMPLATE: ClassVar[str] = "poll"
    has_score = False

    # Each {"id", "text"}.
    options = List(scope=Scope.content, default=[])

    # The number of votes by option.
    votes = Dict(scope=Scope.user_state_summary, default={})

    @property
    def instruction(self) -> str:
        return _("a poll, nothing is right or wrong")

    def parts(self) -> Collection[str]:
        return (WHOLE,)

    def check(self, given: Given) -> None:
        if not given:
            raise InvalidAnswerError(_("Choose an answer first."))
        if len(given.values()) > 1 or given.first() not in {option["id"] for option in self.options}:
            raise changed_meanwhile()

    def assess(self, given: Given) -> Assessment:
        return Assessment(None, complete=True)

    def record(self, given: Given) -> None:
        """Moves the vote: a person has one, also after changing it."""
        votes = dict(self.votes)
        before, now = self.recorded().first(), given.first()
        if before:
            votes[before] = max(0, votes.get(before, 0) - 1)
        votes[now] = votes.get(now, 0) + 1
        self.votes = votes
        super().record(given)

    def answers(self, given: Given, assessment: Assessment | None) -> PollCard:
        total = sum(self.votes.get(option["id"], 0) for option in self.options) if assessment else None
        return PollCard(
            options=tuple(
                PollOptionCard(
                    id=option["id"],
                    text=option["text"],
                    selected=given.first() == option["id"],
                    votes=self.votes.get(option["id"], 0) if total else None,
                    percent=round(100 * self.votes.get(option["id"], 0) / total) if total else None,
                )
                for option in self.options
            ),
            total=total,
        )

    @property
    def submit_label(self) -> str:
        return _("Change the vote") if self.attempts else _("Vote")

    @classmethod
    def described(cls, fields: Mapping[str, Any], given: Given) -> tuple[str, ...]:
        texts = {option["id"]: option["text"] for option in fields.get("options", [])}
        return tuple(texts.get(value, value) for value in given)
