"""Reads the answers that item analysis counts, for any number of exercises in a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet, Sum

from courses.activities.analysis import ItemAnalysis, Response, analysis_of
from courses.activities.exercises import OWN
from courses.activities.given import Given
from courses.activities.models import Activity, ActivityVersion, Answer
from courses.learning.models import QuizAnswer

SCORED = tuple(kind.TYPE for kind in OWN if kind.has_score and not kind.PRIVATE)
"""The types of exercises that are analysed."""


@dataclass(frozen=True, slots=True)
class VersionAnalysis:
    """A version of an exercise, as it did in quizzes and where it stands alone in a lesson."""

    version: ActivityVersion
    in_quizzes: ItemAnalysis
    alone: ItemAnalysis

    @property
    def title(self) -> str:
        return self.version.activity.title

    @property
    def answers(self) -> int:
        return self.in_quizzes.answers + self.alone.answers


def analysed() -> QuerySet[Activity]:
    """The published exercises in which something is right or wrong, by title."""
    return (
        Activity.objects.filter(current__tree__type__in=SCORED)
        .select_related("current__activity")
        .order_by("title", "pk")
    )


def versions_asked(*, quizzes: Collection[UUID], users: Collection[int]) -> QuerySet[ActivityVersion]:
    """The versions of questions that these quizzes have asked these people."""
    asked = QuizAnswer.objects.filter(attempt__activity__in=quizzes, attempt__user__in=users)
    return ActivityVersion.objects.filter(pk__in=asked.values("version"))


def analyses_of(versions: Iterable[ActivityVersion], *, users: Collection[int] | None = None) -> list[VersionAnalysis]:
    """The analyses of these versions, in their order; four queries. Of private types nothing is read.

    ``users`` are those whose answers are counted, None everybody.
    """
    wanted = [version for version in versions if version.tree["type"] in SCORED]
    quizzes = _in_quizzes([version.pk for version in wanted], users)
    alone = _alone([version.pk for version in wanted], users)
    return [
        VersionAnalysis(
            version,
            analysis_of(version.tree, quizzes[version.pk]) or ItemAnalysis(0),
            analysis_of(version.tree, alone[version.pk], standalone=True) or ItemAnalysis(0),
        )
        for version in wanted
    ]


def _in_quizzes(versions: Collection[int], users: Collection[int] | None) -> dict[int, list[Response]]:
    """The answers in closed attempts; the rest is the mean of the other questions of the attempt."""
    found: dict[int, list[Response]] = defaultdict(list)
    answers = QuizAnswer.objects.filter(version__in=versions, attempt__closed_at__isnull=False, score__isnull=False)
    if users is not None:
        answers = answers.filter(attempt__user__in=users)
    # A closed attempt has a score and its end, which the types of the columns do not say.
    rows: Any = (
        answers.annotate(asked=Count("attempt__answers"))
        .values_list(
            "version", "given", "score", "asked", "attempt__score", "attempt__started_at", "attempt__closed_at"
        )
        .order_by("pk")
    )
    for version, given, score, asked, whole, started, closed in rows:
        rest = (whole * asked - score) / (asked - 1) if asked > 1 else None
        seconds = (closed - started).total_seconds() / asked
        found[version].append(Response(Given.kept(given), score, rest, seconds))
    return found


def _alone(versions: Collection[int], users: Collection[int] | None) -> dict[int, list[Response]]:
    """The first graded answer of each person; the rest is the mean of their answers to other exercises."""
    graded = Answer.objects.filter(score__isnull=False, max_score__gt=0)
    if users is not None:
        graded = graded.filter(user__in=users)
    rows: list[Any] = list(
        graded.filter(version__in=versions)
        .order_by("created_at", "pk")
        .values_list("user", "activity", "version", "response", "score", "max_score")
    )
    sums = _sums(graded.filter(user__in={row[0] for row in rows}).values_list("user"))
    own = _sums(graded.filter(activity__in={row[1] for row in rows}).values_list("user", "activity"))
    found: dict[int, list[Response]] = defaultdict(list)
    seen: set[tuple[int, int]] = set()
    for user, activity, version, response, score, most in rows:
        if (user, version) in seen:
            continue
        seen.add((user, version))
        total, count = sums.get((user,), (0.0, 0))
        own_total, own_count = own.get((user, activity), (0.0, 0))
        rest = (total - own_total) / (count - own_count) if count > own_count else None
        found[version].append(Response(Given.of(response), score / most, rest))
    return found


def _sums(rows: QuerySet[Any, Any]) -> dict[tuple[int | UUID, ...], tuple[float, int]]:
    """The sum of the scores from 0 to 1 and their number, by the columns of ``rows``."""
    grouped = rows.order_by().annotate(total=Sum(F("score") / F("max_score")), count=Count("pk"))
    return {tuple(key): (total, count) for *key, total, count in grouped}
