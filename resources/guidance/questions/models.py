"""What readers say: ratings of guides and chapters, questions, reports of errors in any page, published answers."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.fields import RichTextField
from wagtail.models import Page

from publishing.access import private_q

ANSWER_FEATURES = ("bold", "italic", "ol", "ul", "link")
MOST_TEXT = 4000


class PageRating(models.Model):
    """How many readers said on one day that a page helped them and that it did not. Nothing about the readers."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    helpful = models.PositiveIntegerField(default=0)
    unhelpful = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        verbose_name = _("rating of a page")
        verbose_name_plural = _("ratings of pages")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["page", "day"], name="one_rating_a_page_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.page_id}, {self.day}: {self.helpful}/{self.unhelpful}"


class Kind(models.TextChoices):
    QUESTION = "question", _("question")
    ERROR = "error", _("error report")
    MISSING = "missing", _("what is missing")


class State(models.TextChoices):
    NEW = "new", pgettext_lazy("of a question", "new")
    IN_PROGRESS = "in_progress", pgettext_lazy("of a question", "in progress")
    ANSWERED = "answered", pgettext_lazy("of a question", "answered")
    CLOSED = "closed", pgettext_lazy("of a question", "closed")


OPEN = (State.NEW, State.IN_PROGRESS)


class QuestionQuerySet(models.QuerySet["Question"]):
    def open(self) -> "QuestionQuerySet":
        return self.filter(state__in=OPEN)

    def on_pages(self, pages: "QuerySet[Page]") -> "QuestionQuerySet":
        return self.filter(page__in=pages.values("pk"))

    def below(self, path: str) -> "QuestionQuerySet":
        """Those about the page at a tree path and about the pages below it."""
        return self.filter(page__path__startswith=path)

    def in_queue_order(self) -> "QuestionQuerySet":
        """The oldest first."""
        return self.order_by("asked_at", "pk")


class Question(models.Model):
    """What a reader asked or reported about a page, without an account.

    ``anchor`` and ``heading`` are those of the section it is about, as they stood then; empty for the whole page.
    ``email`` is empty where no answer is wanted, and again some time after it was given (``services.keep_house``).
    ``handled_at``: when it was answered or closed.
    """

    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    anchor = models.CharField(max_length=80, blank=True)
    heading = models.CharField(_("section"), max_length=250, blank=True)
    text = models.TextField(_("text"), max_length=MOST_TEXT)
    email = models.EmailField(_("e-mail address"), blank=True)
    asked_at = models.DateTimeField(_("came"), default=timezone.now)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.NEW)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who deals with it"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answer = models.TextField(_("answer"), blank=True)
    handled_at = models.DateTimeField(null=True)

    objects = QuestionQuerySet.as_manager()

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        verbose_name = _("question of a reader")
        verbose_name_plural = _("questions of readers")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "asked_at"], name="questions_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.text[:60]}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class PublishedAnswerQuerySet(models.QuerySet["PublishedAnswer"]):
    def public(self) -> "PublishedAnswerQuerySet":
        """Those that every visitor may read: live, of live pages that no restriction applies to."""
        return self.filter(live=True, page__in=Page.objects.live().exclude(private_q()))

    def below(self, path: str) -> "PublishedAnswerQuerySet":
        """Those of the page at a tree path and of the pages below it."""
        return self.filter(page__path__startswith=path)

    def in_order(self) -> "PublishedAnswerQuerySet":
        """In the order of the pages, then of their publication."""
        return self.order_by("page__path", "first_published_at", "pk")


class PublishedAnswer(models.Model):
    """A question and its answer as editors worded them for everybody; nothing about the asker.

    ``source`` is the question that it began with, as long as that is kept. ``anchor`` is the section that it stands
    beside; empty, or no longer in the text: it stands at the end of the page.
    """

    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")
    anchor = models.CharField(_("section"), max_length=80, blank=True)
    question = models.CharField(
        _("question"), max_length=300, help_text=_("One question in plain words, as somebody else would ask it.")
    )
    answer = RichTextField(_("answer"), features=list(ANSWER_FEATURES))
    live = models.BooleanField(_("visible to everybody"), default=True)
    source = models.OneToOneField(
        Question, null=True, on_delete=models.SET_NULL, related_name="published", editable=False
    )
    first_published_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PublishedAnswerQuerySet.as_manager()

    changes_public_pages: ClassVar[bool] = True
    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        verbose_name = _("published answer")
        verbose_name_plural = _("published answers")

    def __str__(self) -> str:
        return self.question

    @property
    def public_anchor(self) -> str:
        """Its anchor beside the section and on the page of questions and answers."""
        return f"pytanie-{self.pk}"
