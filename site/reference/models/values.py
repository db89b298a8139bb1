"""Dated values: amounts that the law or a programme fixes, with the days that they hold from and to."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.search import index

from polish.amounts import Forms, counted, money_text, number_text, percent_text
from publishing.references import live_pages_that_refer_to
from reference.models.acts import LegalAct
from reference.periods import Period
from reference.value_forms import DatedValueForm


class Unit(models.TextChoices):
    """What an amount counts."""

    MONEY = "pln", _("złoty")
    PERCENT = "percent", _("percent")
    NUMBER = "number", _("a number")
    PEOPLE = "people", _("people")
    HOURS = "hours", _("hours")
    DAYS = "days", _("days")
    MONTHS = "months", _("months")
    YEARS = "years", _("years")


_NOUNS: dict[str, Forms] = {
    Unit.PEOPLE: ("osoba", "osoby", "osób", "osoby"),
    Unit.HOURS: ("godzina", "godziny", "godzin", "godziny"),
    Unit.DAYS: ("dzień", "dni", "dni", "dnia"),
    Unit.MONTHS: ("miesiąc", "miesiące", "miesięcy", "miesiąca"),
    Unit.YEARS: ("rok", "lata", "lat", "roku"),
}


class DatedValueQuerySet(models.QuerySet["DatedValue"]):
    def with_amounts(self) -> "DatedValueQuerySet":
        """With their periods and the acts of these, in two more queries."""
        return self.prefetch_related(models.Prefetch("amounts", DatedAmount.objects.select_related("act")))

    def changed_by(self, day: date) -> "DatedValueQuerySet":
        """Those of which a period has begun or ended since the pages that show them were rendered, up to ``day``."""
        amounts = DatedAmount.objects.filter(value=models.OuterRef("pk"))
        begun = amounts.filter(valid_from__gt=models.OuterRef("rendered_on"), valid_from__lte=day)
        ended = amounts.filter(valid_to__gte=models.OuterRef("rendered_on"), valid_to__lt=day)
        return self.filter(models.Exists(begun) | models.Exists(ended))


class DatedValue(index.Indexed, ClusterableModel):
    """A value that changes on known days, such as the minimum wage: texts name it, and it is edited in one place."""

    changes_public_pages: ClassVar[bool] = True

    name = models.CharField(_("name"), max_length=160, unique=True, help_text=_("Such as: minimum wage"))
    slug = models.CharField(
        _("key"),
        max_length=80,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use small letters without diacritics, digits, -."))],
        help_text=_("Texts name the value by its key, so it cannot be changed later. Such as: placa-minimalna"),
    )
    unit = models.CharField(_("unit"), max_length=10, choices=Unit, default=Unit.MONEY)
    explanation = models.TextField(
        _("explanation"), blank=True, help_text=_("Whom it concerns and how it is counted, in a sentence or two.")
    )
    # The day for which the pages that show the value were rendered last: a later beginning or end is still to be shown.
    rendered_on = models.DateField(editable=False)

    base_form_class = DatedValueForm

    objects = DatedValueQuerySet.as_manager()

    search_fields: ClassVar[list[Any]] = [
        field(name)
        for name in ("name", "slug", "explanation")
        for field in (index.SearchField, index.AutocompleteField)
    ]
    panels: ClassVar[list[Panel]] = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("unit"),
        FieldPanel("explanation"),
        HelpPanel(
            _(
                "One amount for each period. A period without an end holds until the next one begins. Add a coming "
                "amount as soon as it is announced: the pages change by themselves on the day it begins."
            )
        ),
        InlinePanel("amounts", heading=_("Amounts"), label=_("Amount"), min_num=1),
    ]

    class Meta:
        verbose_name = _("dated value")
        verbose_name_plural = _("dated values")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves the value with its periods in one transaction: the pages that show it are rendered after both."""
        self.rendered_on = timezone.localdate()
        super().save(*args, **kwargs)

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Raises ``ProtectedError`` where a published page shows the value."""
        pages = live_pages_that_refer_to(self)
        if pages.exists():
            raise ProtectedError(gettext("Published pages show this value. Take it out of them first."), set(pages))
        return super().delete(*args, **kwargs)

    def amounts_in_order(self) -> list["DatedAmount"]:
        return sorted(self.amounts.all(), key=lambda amount: amount.valid_from)

    def amount_on(self, day: date) -> "DatedAmount | None":
        """The amount that holds on a day; from memory where the value was read ``with_amounts()``."""
        return next((amount for amount in self.amounts_in_order() if amount.period.holds_on(day)), None)

    def amount_after(self, day: date) -> "DatedAmount | None":
        """The first amount that begins after a day."""
        return next((amount for amount in self.amounts_in_order() if amount.valid_from > day), None)

    def text_of(self, amount: Decimal) -> str:
        """An amount with its unit, for lists: ``4 806,00 zł``, ``33 miesiące``."""
        if self.unit in _NOUNS:
            return counted(amount, _NOUNS[self.unit])
        return self.text_in_sentence(amount)

    def text_in_sentence(self, amount: Decimal) -> str:
        """An amount as it stands in a text: money and percentages with their unit, all else as a number.

        The noun after a number takes the case that the sentence asks for (*w ciągu 72 godzin*), so the author writes
        it.
        """
        if self.unit == Unit.MONEY:
            return money_text(amount)
        return percent_text(amount) if self.unit == Unit.PERCENT else number_text(amount)


class DatedAmountQuerySet(models.QuerySet["DatedAmount"]):
    def on(self, day: date) -> "DatedAmountQuerySet":
        """Those that hold on a day: at most one of each value."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)

    def following(self, day: date) -> "DatedAmountQuerySet":
        """Those that begin after a day, the next one first."""
        return self.filter(valid_from__gt=day).order_by("valid_from")


class DatedAmount(models.Model):
    """The amount of a value in one period, and its source. Periods of one value do not overlap (``DatedValueForm``).

    PostgreSQL alone could exclude overlapping by a constraint; both databases exclude two periods from one day, two
    without an end, and an end before the beginning.
    """

    value = ParentalKey(DatedValue, on_delete=models.CASCADE, related_name="amounts")
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=4)
    valid_from = models.DateField(_("holds from"))
    valid_to = models.DateField(
        _("holds to"), null=True, blank=True, help_text=_("Empty: until the next one begins, or without an end.")
    )
    act = models.ForeignKey(
        LegalAct, verbose_name=_("act"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    provision = models.CharField(_("article"), max_length=120, blank=True, help_text=_("Such as: art. 44 ust. 4"))
    source = models.CharField(
        _("other source"), max_length=300, blank=True, help_text=_("Where no act fits: a regulation, a notice.")
    )
    source_url = models.URLField(_("address of the source"), blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = DatedAmountQuerySet.as_manager()

    panels: ClassVar[list[Panel]] = [
        FieldRowPanel([FieldPanel("amount"), FieldPanel("valid_from"), FieldPanel("valid_to")]),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("act", "provision", "source", "source_url")], heading=_("Source")
        ),
        FieldPanel("note"),
    ]

    class Meta:
        ordering = ("valid_from",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="amount_ends_after_it_begins",
                violation_error_message=_("The period ends before it begins."),
            ),
            models.UniqueConstraint(fields=["value", "valid_from"], name="amount_once_from_a_day"),
            models.UniqueConstraint(fields=["value"], condition=Q(valid_to=None), name="amount_once_without_an_end"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} ({self.valid_from})"

    def clean(self) -> None:
        super().clean()
        if self.act_id is None and not self.source:
            raise ValidationError({"act": _("Give the source: an act and its article, or another source.")})
        if self.act_id is not None and not self.provision:
            raise ValidationError({"provision": _("Give the article of the act.")})

    @property
    def period(self) -> Period:
        return Period(self.valid_from, self.valid_to)

    @property
    def source_label(self) -> str:
        """The source as it is cited: ``art. 8a ustawy o minimalnym wynagrodzeniu za pracę``."""
        return f"{self.provision} {self.act.title_genitive}".strip() if self.act else self.source

    @property
    def source_link(self) -> str:
        return self.source_url or (self.act.url if self.act else "")
