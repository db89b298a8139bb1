"""Measures of ranked results, and bootstrap intervals of differences between two searches."""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

DEPTH = 10
RESAMPLES = 2_000
SEED = 20_261_129


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with the bounds of its 95% interval."""

    mean: float
    low: float
    high: float


def ndcg(units: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """nDCG of the first ``depth`` units: gain 2^grade - 1, discount log2(place + 1), 1 for the best possible order.

    Raises ``ValueError`` for a query without grades, for which it is not defined.
    """
    if not grades:
        raise ValueError("nDCG needs at least one graded result")
    best = _gain(sorted(grades.values(), reverse=True)[:depth])
    return _gain([grades.get(unit, 0) for unit in units[:depth]]) / best


def recall(units: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """Share of the graded results that are among the first ``depth`` units. Raises ``ValueError`` without grades."""
    if not grades:
        raise ValueError("recall needs at least one graded result")
    return len(grades.keys() & set(units[:depth])) / len(grades)


def mean(values: Sequence[float]) -> float:
    """The mean; not a number for no values."""
    return math.fsum(values) / len(values) if values else math.nan


def bootstrap(differences: Sequence[float], *, resamples: int = RESAMPLES, seed: int = SEED) -> Interval:
    """Mean of paired differences with its 95% interval by the percentile bootstrap; the same for the same seed."""
    rng = random.Random(seed)
    means = sorted(mean(rng.choices(differences, k=len(differences))) for _number in range(resamples))
    return Interval(mean(differences), _percentile(means, 0.025), _percentile(means, 0.975))


def _gain(grades: Sequence[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, start=1))


def _percentile(ordered: Sequence[float], share: float) -> float:
    """Linear interpolation between the two nearest of the ordered values."""
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
