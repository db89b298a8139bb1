"""Exercises in which a word or a number is typed."""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, Final

from django.utils.translation import gettext as _
from xblock.fields import Boolean, List, Scope, String

from courses.activities.cards import TypedCard
from courses.activities.errors import InvalidAnswerError
from courses.activities.exercises.base import Assessment, Exercise, verdict
from courses.activities.given import WHOLE, Given
from polish.analysis import restored
from polish.folding import fold
from polish.morphology import readings

LONGEST: Final = 200
"""Characters that are typed at most."""

_SPACES = re.compile(r"\s+")
_EDGES = " .,;:!?„”\"'()"


def plain(text: str) -> str:
    """Without the differences that no one means: spaces, quotation marks and punctuation around."""
    return _SPACES.sub(" ", text).strip(_EDGES)


def same_words(typed: str, accepted: str, *, case: bool = False, diacritics: bool = False, forms: bool = False) -> bool:
    """Whether what was typed is what is accepted.

    ``case``, ``diacritics``: whether capital letters and Polish letters have to be right. ``forms``: whether another
    form of the same word will do ("umowy" for "umowa"); a word that the dictionary does not know has one form.
    """
    one, other = plain(typed), plain(accepted)
    if not case:
        one, other = one.casefold(), other.casefold()
    if not diacritics:
        one, other = fold(one), fold(other)
    if one == other:
        return True
    if not forms:
        return False
    words, wanted = plain(typed).split(), plain(accepted).split()
    return len(words) == len(wanted) and all(
        (not case or _capitals(word) == _capitals(want))
        and bool(_lemmas(word.casefold(), diacritics=diacritics) & _lemmas(want.casefold(), diacritics=diacritics))
        for word, want in zip(words, wanted, strict=True)
    )


def _capitals(word: str) -> tuple[bool, bool]:
    """Whether a word begins with a capital letter, and whether all of it is in capitals."""
    return word[:1].isupper(), word.isupper()


def _lemmas(word: str, *, diacritics: bool) -> set[str]:
    found = {reading.lemma for reading in readings(word)} | {word}
    if diacritics:
        return found
    # Typed without Polish letters, a word is any of those that it may have been meant to be.
    found |= {reading.lemma for meant in restored(word) for reading in meant}
    return {fold(lemma) for lemma in found}


def check_length(typed: str) -> None:
    """Raises ``InvalidAnswerError`` for more than anybody types in a field."""
    if len(typed) > LONGEST:
        raise InvalidAnswerError(_("The answer is too long: %(longest)d characters are enough.") % {"longest": LONGEST})


class TypedExercise(Exercise):
    """A question with one field to type in."""

    TEMPLATE: ClassVar[str] = "typed"

    def parts(self) -> Collection[str]:
        return (WHOLE,)

    def check(self, given: Given) -> None:
        typed = given.first().strip()
        if not typed:
            raise InvalidAnswerError(_("Write an answer first."))
        check_length(typed)


class ShortTextExercise(TypedExercise):
    """A question answered with a word or a few; several answers may be accepted, each with its own feedback."""

    TYPE: ClassVar[str] = "pomost_short_text"
    INTERACTION: ClassVar[str] = "fill-in"

    # Each {"id", "text", "correct", "feedback"}; one that is not correct is a foreseen mistake.
    accepted = List(scope=Scope.content, default=[])
    match_case = Boolean(scope=Scope.content, default=False)
    match_diacritics = Boolean(scope=Scope.content, default=False)
    any_form = Boolean(scope=Scope.content, default=False)

    @property
    def instruction(self) -> str:
        return _("type a word")

    def _found(self, given: Given) -> dict[str, Any] | None:
        """The foreseen answer that was typed; exactly the same words come before another form of them."""
        rules = {"case": self.match_case, "diacritics": self.match_diacritics}
        for forms in (False, True) if self.any_form else (False,):
            for item in self.accepted:
                if same_words(given.first(), item["text"], forms=forms, **rules):
                    return dict(item)
        return None

    def assess(self, given: Given) -> Assessment:
        found = self._found(given)
        right = found is not None and found["correct"]
        return Assessment(1.0 if right else 0.0, complete=right)

    def answers(self, given: Given, assessment: Assessment | None) -> TypedCard:
        found = self._found(self.recorded()) if assessment else None
        return TypedCard(
            value=given.first(),
            longest=LONGEST,
            verdict=verdict(assessment.complete) if assessment else None,
            feedback=found["feedback"] if found else "",
        )

    def solution(self) -> tuple[str, ...]:
        return tuple(item["text"] for item in self.accepted if item["correct"])[:1]

    @classmethod
    def key(cls, fields: Mapping[str, Any]) -> Any:
        right = sorted(item["text"] for item in fields.get("accepted", []) if item["correct"])
        rules = [bool(fields.get(name)) for name in ("match_case", "match_diacritics", "any_form")]
        return right, rules


_NUMBER = re.compile(r"^([+-]?\d+(?:[.,]\d+)?)(.*)$", re.DOTALL)
_GROUPS = re.compile(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}(?!\d))")


def number_in(typed: str) -> tuple[Decimal, str] | None:
    """The number that was typed in the Polish way, and what stands after it; None where there is no number.

    A comma or a point stands before decimals, a space between thousands: "1 234,50 zł".
    """
    found = _NUMBER.match(_GROUPS.sub("", typed.strip()).replace("\u2212", "-"))
    if found is None:
        return None
    try:
        return Decimal(found[1].replace(",", ".")), plain(found[2])
    except InvalidOperation:
        return None


class NumberExercise(TypedExercise):
    """A question answered with a number, within a tolerance; the unit may be left out, another is wrong."""

    TYPE: ClassVar[str] = "pomost_number"
    INTERACTION: ClassVar[str] = "numeric"

    # Decimals in text, with a point.
    value = String(scope=Scope.content, default="0")
    tolerance = String(scope=Scope.content, default="0")
    unit = String(scope=Scope.content, default="")

    @property
    def instruction(self) -> str:
        return _("type a number")

    def check(self, given: Given) -> None:
        super().check(given)
        if number_in(given.first()) is None:
            raise InvalidAnswerError(_("Write a number, for example 12 or 3,5."))

    def assess(self, given: Given) -> Assessment:
        typed = number_in(given.first())
        if typed is None:
            return Assessment(0.0, complete=False)
        number, unit = typed
        if unit and not same_words(unit, self.unit):
            words = _("The number is followed by another unit than was asked for.")
            return Assessment(0.0, complete=False, result=words)
        right = abs(number - Decimal(self.value)) <= Decimal(self.tolerance)
        return Assessment(1.0 if right else 0.0, complete=right)

    def answers(self, given: Given, assessment: Assessment | None) -> TypedCard:
        return TypedCard(
            value=given.first(),
            longest=LONGEST,
            unit=self.unit,
            numeric=True,
            verdict=verdict(assessment.complete) if assessment else None,
        )

    def solution(self) -> tuple[str, ...]:
        return (" ".join(filter(None, (self.value.replace(".", ","), self.unit))),)

    @classmethod
    def key(cls, fields: Mapping[str, Any]) -> Any:
        value, tolerance = (Decimal(fields.get(name) or "0") for name in ("value", "tolerance"))
        return value, tolerance, fields.get("unit", "")
