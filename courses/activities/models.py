"""Activities, their immutable versions, learners' states and answers."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypedDict

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.activities.hosted.models import LibraryActivity

if TYPE_CHECKING:
    from people.models import User

__all__ = [
    "Activity",
    "ActivityQuerySet",
    "ActivityVersion",
    "Answer",
    "AnswerQuerySet",
    "LearnerState",
    "LibraryActivity",
    "Node",
    "VersionTree",
    "WiderState",
    "trees_of",
    "version_trees",
]


class Node(TypedDict):
    """One XBlock of a tree: its registered type, its id in the activity, its content fields, its children."""

    type: str
    id: str
    fields: dict[str, Any]
    children: list["Node"]


class ActivityQuerySet(models.QuerySet["Activity"]):
    def in_lesson(self, *, key: uuid.UUID, placed: Iterable[uuid.UUID]) -> "ActivityQuerySet":
        """The activities of the lesson with this key, and those of the question bank that are ``placed`` in it."""
        return self.filter(models.Q(container=key) | models.Q(container=None, pk__in=list(placed)))


class Activity(models.Model):
    """Interactive content. Its ``uuid`` does not change with edits, previews and restored revisions."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    container = models.UUIDField(
        db_index=True, null=True, help_text="The key of the lesson that holds it; null in a library."
    )
    title = models.CharField(_("title"), max_length=300)
    current = models.ForeignKey(
        "activities.ActivityVersion", null=True, on_delete=models.PROTECT, related_name="current_of"
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")

    def __str__(self) -> str:
        return self.title


class ActivityVersion(models.Model):
    """A published version of an activity: the whole XBlock tree in one row. Immutable and never deleted."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    tree: Any = models.JSONField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the tree in canonical JSON.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("activity", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["activity", "number"], name="one_version_a_number"),
            models.UniqueConstraint(fields=["activity", "digest"], name="one_version_a_content"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} v{self.number}"


class LearnerState(models.Model):
    """The XBlock fields of one learner in one block. Read for a whole lesson in one query, written field by field."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="states")
    block = models.CharField(max_length=64)
    scope = models.CharField(max_length=20, default="user_state")
    fields: Any = models.JSONField(default=dict)
    completion = models.FloatField(default=0.0, help_text="As the block last said, 0 to 1.")
    root = models.BooleanField(default=False, help_text="Whether the block is the root of the activity's tree.")
    version = models.ForeignKey(
        ActivityVersion,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The version last answered; on the root's row only.",
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "activity", "block", "scope"], name="one_state_a_scope")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.activity_id}"


class WiderState(models.Model):
    """XBlock fields that are not of one learner in one activity: for each scope one row of each owner.

    The owner of ``preferences`` is a user and a block type (in ``name``), that of ``user_info`` a user, that of
    ``user_state_summary`` an activity and a block (in ``name``), whose fields all learners share.
    """

    class Scope(models.TextChoices):
        PREFERENCES = "preferences"
        USER_INFO = "user_info"
        SUMMARY = "user_state_summary"

    scope = models.CharField(max_length=20, choices=Scope)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    activity = models.ForeignKey(Activity, null=True, on_delete=models.CASCADE, related_name="wider_states")
    name = models.CharField(max_length=64, blank=True)
    fields: Any = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="wider_state_has_its_owner",
                condition=(
                    models.Q(scope="preferences", user__isnull=False, activity=None) & ~models.Q(name="")
                    | models.Q(scope="user_info", user__isnull=False, activity=None, name="")
                    | models.Q(scope="user_state_summary", user=None, activity__isnull=False) & ~models.Q(name="")
                ),
            ),
            # A column that is null makes no two rows the same, so each of the two is about its own scopes.
            models.UniqueConstraint(fields=["user", "scope", "name"], name="one_wider_state_a_user"),
            models.UniqueConstraint(fields=["activity", "scope", "name"], name="one_wider_state_an_activity"),
        ]

    def __str__(self) -> str:
        return f"{self.scope} of {self.user_id or self.activity_id}"


class AnswerQuerySet(models.QuerySet["Answer"]):
    def of(self, user: "User") -> "AnswerQuerySet":
        return self.filter(user=user)

    def graded(self) -> "AnswerQuerySet":
        """Those that were given points, of a number that is not 0."""
        return self.filter(score__isnull=False, max_score__gt=0)

    def with_quiz_rules(self) -> "AnswerQuerySet":
        """With ``counts`` and ``pass_mark`` (in percent) of the answered version; None where it is not a quiz."""
        fields = "version__tree__fields"
        return self.annotate(counts=models.F(f"{fields}__counts"), pass_mark=models.F(f"{fields}__pass_mark"))


class Answer(models.Model):
    """One recorded answer.

    ``key`` is the idempotency key of the form: the same answer sent twice is recorded once. A different answer with the
    same key, as after going back in the browser, has the next ``repeat``.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="answers")
    version = models.ForeignKey(ActivityVersion, on_delete=models.PROTECT, related_name="answers")
    block = models.CharField(max_length=64)
    key = models.UUIDField()
    repeat = models.PositiveIntegerField(default=0)
    response: Any = models.JSONField()
    score = models.FloatField(null=True)
    max_score = models.FloatField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "key", "repeat"], name="one_answer_a_key_and_repeat")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["activity", "user"])]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.activity_id}"


@dataclass(frozen=True, slots=True)
class VersionTree:
    """A tree, the id of its version (None for an unpublished tree, as in a preview) and the title of its activity."""

    version: int | None
    tree: Node
    title: str = ""


def trees_of(activities: Iterable[uuid.UUID]) -> dict[uuid.UUID, VersionTree]:
    """The current version of each of these activities, in one query."""
    wanted = list(activities)
    if not wanted:
        return {}
    published = Activity.objects.filter(pk__in=wanted, current__isnull=False)
    rows = published.values_list("pk", "current", "current__tree", "title")
    return {activity: VersionTree(version, tree, title) for activity, version, tree, title in rows}


def version_trees(versions: Iterable[int]) -> dict[int, Node]:
    """The trees of these versions by id, in one query; without a query for no versions."""
    wanted = set(versions)
    return dict(ActivityVersion.objects.filter(pk__in=wanted).values_list("pk", "tree")) if wanted else {}
