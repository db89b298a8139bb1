"""How a question does in use, by the answers of many: facility, discrimination, how often each option was chosen.

The measures are those of classical test theory: facility is the mean score; discrimination is the correlation of the
score with that in the rest of the quiz (corrected point-biserial), or, for an exercise that stands alone, the mean
score of the 27 % of learners who do best elsewhere less that of the 27 % who do worst (Kelley 1939).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import Any, Final

from courses.activities.exercises import exercise_class
from courses.activities.given import Given
from courses.activities.models import Node

FEWEST: Final = 5
"""Fewer answers than these would tell of single people."""
GROUP: Final = 0.27


@dataclass(frozen=True, slots=True)
class Response:
    """An answer to one question: its score from 0 to 1, and the score that the same person has in the rest.

    ``rest`` is None where nothing else is known of the person; ``seconds`` is the time taken, if it is known.
    """

    given: Given
    score: float
    rest: float | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class OptionCount:
    """How many chose an option, of all who answered."""

    text: str
    count: int
    share: float
    right: bool


@dataclass(frozen=True, slots=True)
class ItemAnalysis:
    """What is known of a version of a question; all but ``answers`` is None or empty below ``FEWEST`` answers."""

    answers: int
    facility: float | None = None
    discrimination: float | None = None
    median_seconds: float | None = None
    options: tuple[OptionCount, ...] = ()

    @property
    def hidden(self) -> bool:
        return self.answers < FEWEST


def analysis_of(tree: Node, responses: Sequence[Response], *, standalone: bool = False) -> ItemAnalysis | None:
    """The analysis of the answers to one version; None for a type whose answers are private or have no score."""
    found = exercise_class(tree, tree["id"])
    if found is None or found[0].PRIVATE or not found[0].has_score:
        return None
    if len(responses) < FEWEST:
        return ItemAnalysis(len(responses))
    pairs = [(response.score, response.rest) for response in responses if response.rest is not None]
    times = [response.seconds for response in responses if response.seconds is not None]
    return ItemAnalysis(
        answers=len(responses),
        facility=sum(response.score for response in responses) / len(responses),
        discrimination=upper_lower(pairs) if standalone else point_biserial(pairs),
        median_seconds=median(times) if len(times) >= FEWEST else None,
        options=_options(tree["fields"], responses),
    )


def point_biserial(pairs: Sequence[tuple[float, float]]) -> float | None:
    """The correlation of the scores in a question with those in the rest; None where either does not vary."""
    if len(pairs) < FEWEST:
        return None
    one, other = [score for score, _rest in pairs], [rest for _score, rest in pairs]
    mean_one, mean_other = sum(one) / len(one), sum(other) / len(other)
    spread_one = sum((score - mean_one) ** 2 for score in one)
    spread_other = sum((rest - mean_other) ** 2 for rest in other)
    if spread_one < 1e-12 or spread_other < 1e-12:
        return None
    together = sum((score - mean_one) * (rest - mean_other) for score, rest in pairs)
    return max(-1.0, min(1.0, together / sqrt(spread_one * spread_other)))


def upper_lower(pairs: Sequence[tuple[float, float]]) -> float | None:
    """The mean score of those who are best in the rest less that of those who are worst; None below ``FEWEST``."""
    if len(pairs) < FEWEST:
        return None
    scores = [score for score, _rest in sorted(pairs, key=lambda pair: pair[1])]
    size = max(1, round(len(scores) * GROUP))
    return sum(scores[-size:]) / size - sum(scores[:size]) / size


def _options(fields: Mapping[str, Any], responses: Sequence[Response]) -> tuple[OptionCount, ...]:
    """Of a question with options: how often each was chosen, in the order of the author."""
    chosen = Counter(value for response in responses for value in set(response.given.values()))
    return tuple(
        OptionCount(option["text"], chosen[option["id"]], chosen[option["id"]] / len(responses), option["correct"])
        for option in fields.get("options", ())
    )
