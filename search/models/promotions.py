"""Results that editors recommend for a query."""

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.documents import get_document_model_string
from wagtail.models import Page
from wagtail.search import index

from polish.analysis import tokens
from search.models.synonyms import lines_of


class PromotedResultQuerySet(models.QuerySet["PromotedResult"]):
    def current(self, today: date) -> "PromotedResultQuerySet":
        return self.filter(Q(until=None) | Q(until__gte=today))


class PromotedResult(index.Indexed, models.Model):
    """A page or a document that stands above the results of some queries."""

    phrases = models.TextField(
        _("queries"),
        help_text=_(
            "One in a line, such as “umowa o wolontariat”. It is shown when somebody searches for just these words, in"
            " any form and order, or for their synonyms."
        ),
    )
    page = models.ForeignKey(
        Page, verbose_name=_("page"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    reason = models.CharField(
        _("why"), max_length=200, help_text=_("One sentence for the reader: what will be found there.")
    )
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The last day on which it is shown. Empty: no end.")
    )

    objects = PromotedResultQuerySet.as_manager()

    panels: ClassVar[list[Panel]] = [
        FieldPanel("phrases"),
        FieldPanel("page"),
        FieldPanel("document"),
        FieldPanel("reason"),
        FieldPanel("until"),
    ]
    search_fields: ClassVar[list[Any]] = [
        index.SearchField("phrases"),
        index.SearchField("reason"),
        index.AutocompleteField("phrases"),
        index.AutocompleteField("reason"),
    ]

    class Meta:
        verbose_name = _("promoted result")
        verbose_name_plural = _("promoted results")
        ordering: ClassVar[list[str]] = ["phrases"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(page=None, document__isnull=False) | Q(page__isnull=False, document=None),
                name="promotion_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return " · ".join(self.lines())

    def lines(self) -> list[str]:
        return lines_of(self.phrases)

    @property
    def target(self) -> str:
        """The title of what is promoted."""
        return str(self.page or self.document or "")

    @property
    def state(self) -> str:
        """Whether it is shown, in words."""
        return gettext("no, its time is over") if self.until and self.until < timezone.localdate() else gettext("yes")

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if not any(True for line in self.lines() for _token in tokens(line)):
            errors["phrases"] = _("Type at least one query, one in a line.")
        if (self.page is None) == (self.document is None):
            errors["page"] = _("Choose a page or a document, one of the two.")
        if errors:
            raise ValidationError(errors)
