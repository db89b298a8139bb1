"""Questions of the bank, their tags and the learning outcomes that they test."""

import uuid
from collections.abc import Collection
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase, TagBase, TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin
from wagtail.search import index

from courses.activities.bank.errors import QuestionInUseError
from courses.activities.bank.stream import QuestionStreamBlock
from courses.activities.blocks import ExerciseBlock
from courses.activities.cards import ExerciseFrame
from courses.activities.exercises import is_testable
from courses.activities.extracts import ExerciseSource
from courses.activities.models import Node, VersionTree
from courses.activities.rendering import render_exercises
from courses.activities.services import publish_exercises
from publishing.impact import impact_on
from reference.values import plain_with_values


class OutcomeCode(TagBase):
    """The code of a learning outcome, as the module cards of courses have it, such as W1."""

    free_tagging = True

    class Meta:
        verbose_name = gettext_lazy("code of an outcome")
        verbose_name_plural = gettext_lazy("codes of outcomes")


class QuestionTag(TaggedItemBase):
    """A tag of a question."""

    content_object = ParentalKey("bank.BankQuestion", on_delete=models.CASCADE, related_name="tag_items")


class QuestionOutcome(ItemBase):
    """A learning outcome that a question tests."""

    tag = models.ForeignKey(OutcomeCode, on_delete=models.CASCADE, related_name="questions")
    content_object = ParentalKey("bank.BankQuestion", on_delete=models.CASCADE, related_name="outcome_items")


class BankQuestionQuerySet(models.QuerySet["BankQuestion"]):
    def live(self) -> "BankQuestionQuerySet":
        return self.filter(live=True)

    def scored(self) -> "BankQuestionQuerySet":
        """Those in which something is right or wrong, so that a quiz can ask them."""
        return self.filter(scored=True)

    def about(self, *, tags: Collection[str], outcomes: Collection[str]) -> "BankQuestionQuerySet":
        """Those with one of these tags and one of these codes of outcomes, by name; an empty list asks for none."""
        found = self
        if tags:
            found = found.filter(pk__in=QuestionTag.objects.filter(tag__name__in=tags).values("content_object"))
        if outcomes:
            named = QuestionOutcome.objects.filter(tag__name__in=outcomes)
            found = found.filter(pk__in=named.values("content_object"))
        return found

    def delete(self) -> tuple[int, dict[str, int]]:
        """Deletes the questions. Raises ``QuestionInUseError`` where one is used or answered."""
        check_deletable(self)
        return super().delete()


def check_deletable(questions: BankQuestionQuerySet) -> None:
    """Raises ``QuestionInUseError`` if one of these questions is used or answered."""
    kept_by = [impact for impact in impact_on(questions) if impact.record]
    if kept_by:
        raise QuestionInUseError(kept_by, questions)


def new_root() -> str:
    """The id of the root block of a new question."""
    return str(uuid.uuid4())


class BankQuestion(DraftStateMixin, RevisionMixin, PreviewableMixin, index.Indexed, ClusterableModel):
    """An exercise that can stand in many lessons and quizzes: everywhere the same activity, with the same ``uuid``.

    ``root`` is the id of the root block of its tree. It is that of the lesson's block where the question was moved from
    a lesson, so that learners' states stay valid. ``title``, ``kind`` and ``scored`` repeat what ``content`` says, for
    lists. ``source_key`` names the question in the file that it was imported from.
    """

    # Says publishing: the pages that refer to it are rendered anew when it is saved.
    changes_public_pages = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    root = models.CharField(max_length=64, editable=False, default=new_root)
    content = StreamField(QuestionStreamBlock(), verbose_name=gettext_lazy("question"))
    title = models.CharField(gettext_lazy("question"), max_length=300, editable=False, default="")
    kind = models.CharField(gettext_lazy("type"), max_length=30, editable=False, default="")
    scored = models.BooleanField(editable=False, default=False)
    language = models.CharField(
        gettext_lazy("language"), max_length=10, choices=settings.WAGTAIL_CONTENT_LANGUAGES, default="pl"
    )
    source_key = models.CharField(max_length=120, editable=False, blank=True, default="", db_index=True)
    tags = ClusterTaggableManager(
        through=QuestionTag,
        blank=True,
        verbose_name=gettext_lazy("tags"),
        help_text=gettext_lazy("What it is about. Quizzes draw questions by their tags."),
    )
    outcomes = ClusterTaggableManager(
        through=QuestionOutcome,
        blank=True,
        verbose_name=gettext_lazy("outcomes"),
        help_text=gettext_lazy("The codes of the learning outcomes that it tests, such as W1."),
    )

    first_published_at: Any

    objects = BankQuestionQuerySet.as_manager()

    search_fields: ClassVar[list[Any]] = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.FilterField("live"),
    ]
    panels: ClassVar[list[Panel]] = [
        FieldPanel("content"),
        MultiFieldPanel(
            [FieldPanel("tags"), FieldPanel("outcomes"), FieldPanel("language")], heading=gettext_lazy("In the bank")
        ),
    ]

    class Meta:
        verbose_name = gettext_lazy("question of the bank")
        verbose_name_plural = gettext_lazy("question bank")
        # Wagtail makes it too, but only after the roles have been granted theirs.
        permissions = [("publish_bankquestion", "Can publish question of the bank")]
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return self.title or _("Question without content")

    @property
    def exercise_block(self) -> ExerciseBlock | None:
        """The block of its type; None in a draft that has none yet."""
        return self.content[0].block if len(self.content) else None

    @property
    def tree(self) -> Node:
        """The exercise as an XBlock tree. Raises ``ValueError`` for a draft without one."""
        block = self.exercise_block
        if block is None:
            raise ValueError("The question has no content.")
        return block.tree_of(self.content[0].value, block_id=self.root)

    def source(self, *, shared: bool) -> ExerciseSource:
        """The question as published by the bank, or as ``shared`` by a page that shows it."""
        return ExerciseSource(uuid=self.uuid, title=self.title, tree=self.tree, shared=shared)

    def clean(self) -> None:
        super().clean()
        known = type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None
        if known is None or not known.first_published_at or not len(self.content):
            return
        if self.content[0].block_type != known.kind:
            words = _("A published question keeps its type, because it may have answers. Make a new question.")
            raise ValidationError({"content": words})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Also stores a version of the exercise, in the same transaction, where the question is published."""
        whole = kwargs.get("update_fields") is None
        if whole:
            self._describe()
            if self.live and self.first_published_at is None:  # made live by code
                self.first_published_at = timezone.now()
        with transaction.atomic():
            super().save(*args, **kwargs)
            if whole and self.live:
                publish_exercises(container=None, exercises=[self.source(shared=False)])

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises ``QuestionInUseError`` where the question is used or answered."""
        check_deletable(BankQuestion.objects.filter(pk=self.pk))
        return super().delete(*args, **kwargs)

    def _describe(self) -> None:
        block = self.exercise_block
        if block is None:
            return
        child = self.content[0]
        self.title = plain_with_values(block.title_of(child.value))[:300]
        self.kind, self.scored = child.block_type, is_testable(block.TYPE)

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return [("", _("As learners see it")), ("answers", _("With the answers"))]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "activities/bank/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        return {**context, "bound_block": self.content, "shown": self._preview(mode_name)}

    def _preview(self, mode_name: str) -> str:
        if self.exercise_block is None:
            return ""
        if mode_name == "answers":
            return str(self.content[0].render())
        trees = {self.uuid: VersionTree(None, self.tree)}
        return render_exercises(trees, order=[self.uuid], user_id=None, frame=ExerciseFrame(), actions={})[self.uuid]
