"""Draws the questions of a quiz from the bank."""

from collections.abc import Mapping, Sequence
from random import SystemRandom
from typing import Any
from uuid import UUID

from courses.activities.bank.models import BankQuestion
from courses.activities.models import ActivityVersion

_RANDOM = SystemRandom()


def draw(fields: Mapping[str, Any], *, language: str) -> list[ActivityVersion]:
    """The current versions of the questions of a new attempt, in the order asked; ``fields`` are those of the quiz.

    A question is drawn once. Where the bank has fewer than a rule asks for, all of them are asked.
    """
    drawn: list[UUID] = []
    if fields.get("fixed"):
        live = set(BankQuestion.objects.live().scored().filter(uuid__in=fields["fixed"]).values_list("uuid", flat=True))
        drawn = [uuid for uuid in map(UUID, fields["fixed"]) if uuid in live]
    for rule in fields.get("rules", ()):
        pool = matching(rule, language=language).exclude(uuid__in=drawn)
        uuids = sorted(pool.values_list("uuid", flat=True))
        drawn += _RANDOM.sample(uuids, min(rule["number"], len(uuids)))
    if fields.get("shuffle_questions", True):
        _RANDOM.shuffle(drawn)
    versions = ActivityVersion.objects.filter(current_of__in=drawn).in_bulk(field_name="pk")
    by_activity = {version.activity_id: version for version in versions.values()}
    return [by_activity[uuid] for uuid in drawn if uuid in by_activity]


def matching(rule: Mapping[str, Any], *, language: str) -> Any:
    """The published questions that a rule may draw."""
    tags: Sequence[str] = rule.get("tags", ())
    return (
        BankQuestion.objects.live()
        .scored()
        .filter(language=language)
        .about(tags=tags, outcomes=rule.get("outcomes", ()))
    )
