"""A text with gaps, typed into or chosen from lists."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, ClassVar, Final

from django.utils.translation import gettext as _
from xblock.fields import Boolean, List, Scope, String

from courses.activities.cards import GapCard, GapsCard, OptionCard
from courses.activities.errors import InvalidAnswerError
from courses.activities.exercises.base import (
    Assessment,
    Exercise,
    changed_meanwhile,
    parts_assessment,
    shuffled,
    verdict,
)
from courses.activities.exercises.typed import LONGEST, check_length, same_words
from courses.activities.given import Given

MARK: Final = re.compile(r"\[(\d{1,2})\]")
"""The place of a gap in the text: its number in the list, counted from 1."""


class GapsExercise(Exercise):
    """A text in which words are missing; the score is the share of gaps that are filled rightly.

    A gap with further ``options`` is chosen from a list, another one is typed.
    """

    TYPE: ClassVar[str] = "pomost_gaps"
    INTERACTION: ClassVar[str] = "fill-in"
    TEMPLATE: ClassVar[str] = "gaps"

    text = String(scope=Scope.content, default="")
    # Each {"id", "accepted": [text], "options": [text], "feedback"}; the first accepted one is shown as the answer.
    gaps = List(scope=Scope.content, default=[])
    any_form = Boolean(scope=Scope.content, default=False)

    @property
    def instruction(self) -> str:
        return _("fill in the gaps")

    def parts(self) -> Collection[str]:
        return [gap["id"] for gap in self.gaps]

    def check(self, given: Given) -> None:
        for gap in self.gaps:
            value = given.first(gap["id"])
            check_length(value)
            if value and gap["options"] and value not in {text for _key, text in self._options(gap)}:
                raise changed_meanwhile()
        if not all(given.first(part).strip() for part in self.parts()):
            raise InvalidAnswerError(_("Fill in every gap."))

    def assess(self, given: Given) -> Assessment:
        return parts_assessment({gap["id"]: self._is_right(gap, given.first(gap["id"])) for gap in self.gaps})

    def _is_right(self, gap: Mapping[str, Any], value: str) -> bool:
        if gap["options"]:
            return value in gap["accepted"]
        return any(same_words(value, text, forms=self.any_form) for text in gap["accepted"])

    def _options(self, gap: Mapping[str, Any]) -> list[tuple[str, str]]:
        texts = [{"id": text, "text": text} for text in dict.fromkeys([*gap["accepted"], *gap["options"]])]
        return [(item["id"], item["text"]) for item in shuffled(texts, seed=str(gap["id"]))]

    def answers(self, given: Given, assessment: Assessment | None) -> GapsCard:
        return GapsCard(tuple(self._paragraphs(given, assessment)), LONGEST)

    def _paragraphs(self, given: Given, assessment: Assessment | None) -> Iterator[tuple[str | GapCard, ...]]:
        for paragraph in filter(None, (line.strip() for line in self.text.splitlines())):
            pieces = MARK.split(paragraph)
            yield tuple(
                self._piece(int(piece), given, assessment) if number % 2 else piece
                for number, piece in enumerate(pieces)
                if piece
            )

    def _piece(self, number: int, given: Given, assessment: Assessment | None) -> str | GapCard:
        """The gap of this number; in a draft it may not be there yet, and its mark stays."""
        return self._gap(number, given, assessment) if 1 <= number <= len(self.gaps) else f"[{number}]"

    def _gap(self, number: int, given: Given, assessment: Assessment | None) -> GapCard:
        gap = self.gaps[number - 1]
        value = given.first(gap["id"])
        return GapCard(
            id=gap["id"],
            number=number,
            value=value,
            options=tuple(
                OptionCard(key, text, selected=key == value, verdict=None, feedback="")
                for key, text in self._options(gap)
            )
            if gap["options"]
            else (),
            size=max(6, min(30, max(map(len, gap["accepted"]), default=0) + 2)),
            verdict=verdict(assessment.parts[gap["id"]]) if assessment else None,
            feedback=gap["feedback"] if assessment else "",
        )

    def solution(self) -> tuple[str, ...]:
        return tuple(f"{number}. {gap['accepted'][0]}" for number, gap in enumerate(self.gaps, start=1))

    @classmethod
    def key(cls, fields: Mapping[str, Any]) -> Any:
        return [sorted(gap["accepted"]) for gap in fields.get("gaps", [])], bool(fields.get("any_form"))

    @classmethod
    def described(cls, fields: Mapping[str, Any], given: Given) -> tuple[str, ...]:
        return tuple(
            f"{number}. {given.first(gap['id'])}" for number, gap in enumerate(fields.get("gaps", []), start=1)
        )
