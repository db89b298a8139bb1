"""What the app exports of a user: answers to exercises, and the states of exercises."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from courses.activities.exercises import response_texts
from courses.activities.models import Answer, LearnerState, WiderState, version_trees
from people import exporting
from people.exporting import Column, Section
from people.models import User


def connect() -> None:
    """Called once, when Django is ready."""
    exporting.register(
        _sections, covers=("activities.Answer.user", "activities.LearnerState.user", "activities.WiderState.user")
    )


def _sections(user: User) -> Iterable[Section]:
    answers = list(Answer.objects.of(user).select_related("activity"))
    trees = version_trees(answer.version_id for answer in answers)
    yield Section(
        "answers",
        _("Answers to exercises"),
        (
            Column("exercise", _("Exercise")),
            Column("answered_at", _("Answered")),
            Column("answer", _("Answer")),
            Column("score", _("Points")),
            Column("max_score", _("Points to get")),
        ),
        tuple(
            (
                answer.activity.title,
                answer.created_at,
                response_texts(trees[answer.version_id], answer.block, answer.response),
                answer.score,
                answer.max_score,
            )
            for answer in answers
        ),
    )
    yield Section(
        "exercise_states",
        _("States of exercises"),
        (
            Column("exercise", _("Exercise")),
            Column("block", _("Part")),
            Column("fields", _("Fields")),
            Column("completion", _("Completed")),
            Column("changed_at", _("Changed")),
        ),
        tuple(
            LearnerState.objects.filter(user=user)
            .order_by("pk")
            .values_list("activity__title", "block", "fields", "completion", "updated_at")
        ),
        json_only=True,
    )
    yield Section(
        "exercise_preferences",
        _("Settings in exercises"),
        (
            Column("scope", _("Kind")),
            Column("block", _("Part")),
            Column("fields", _("Fields")),
            Column("changed_at", _("Changed")),
        ),
        tuple(WiderState.objects.filter(user=user).order_by("pk").values_list("scope", "name", "fields", "updated_at")),
        json_only=True,
    )
