"""What readers search for, counted by the day and never by the person."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, F, FloatField, Q, Sum, When
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_COUNTED = 100
"""Characters of the longest query that is counted: a longer text was pasted, perhaps from somebody's letter."""
COMMON = 3
"""A query that was made so often in a day is kept for ``KEPT``, others for ``RARE_KEPT``."""
KEPT = timedelta(days=400)
RARE_KEPT = timedelta(days=30)


class SearchedQueryQuerySet(models.QuerySet["SearchedQuery"]):
    def since(self, first: date) -> "SearchedQueryQuerySet":
        return self.filter(day__gte=first)

    def expired(self) -> "SearchedQueryQuerySet":
        """Rows that are kept no longer."""
        today = timezone.localdate()
        return self.filter(Q(day__lt=today - KEPT) | Q(searches__lt=COMMON, day__lt=today - RARE_KEPT))

    def by_query(self) -> "models.QuerySet[Any, dict[str, Any]]":
        """One row for each query, with the sums of its days and the mean place of the results that were opened."""
        return (
            self.order_by()
            .values("query")
            .annotate(
                times=Sum("searches"),
                empty=Sum("without_results"),
                partial=Sum("with_some_words"),
                clicks=Sum("opened"),
                place=Case(
                    When(clicks__gt=0, then=Cast(Sum("opened_places"), FloatField()) / F("clicks")),
                    output_field=FloatField(),
                ),
            )
        )


class SearchedQuery(models.Model):
    """A query on one day: how often it was made and what came of it.

    Nothing tells who asked: no account, no address, no session, no time of the day, no order of queries.
    """

    query = models.CharField(_("query"), max_length=LONGEST_COUNTED)
    day = models.DateField(_("day"))
    searches = models.PositiveIntegerField(_("searches"), default=0)
    without_results = models.PositiveIntegerField(_("without results"), default=0)
    # Searches that found no page with every word.
    with_some_words = models.PositiveIntegerField(_("with some of the words"), default=0)
    opened = models.PositiveIntegerField(_("results opened"), default=0)
    # The sum of the places of the results that were opened, for their mean.
    opened_places = models.PositiveIntegerField(default=0)

    objects = SearchedQueryQuerySet.as_manager()

    class Meta:
        verbose_name = _("searched query")
        verbose_name_plural = _("searched queries")
        default_permissions = ("view",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["query", "day"], name="one_row_a_query_and_day")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["day"], name="searched_query_day")]

    def __str__(self) -> str:
        return f"{self.query} ({self.day})"


class OpenedPlaceQuerySet(models.QuerySet["OpenedPlace"]):
    def since(self, first: date) -> "OpenedPlaceQuerySet":
        return self.filter(day__gte=first)

    def expired(self) -> "OpenedPlaceQuerySet":
        return self.filter(day__lt=timezone.localdate() - KEPT)

    def by_place(self) -> "models.QuerySet[Any, dict[str, Any]]":
        """One row for each place, with the sum of its days."""
        return self.values("place").annotate(total=Sum("times")).order_by("place")


class OpenedPlace(models.Model):
    """How often results at one place of the list were opened on a day. Place 0 is that of promoted results."""

    day = models.DateField()
    place = models.PositiveSmallIntegerField()
    times = models.PositiveIntegerField(default=0)

    objects = OpenedPlaceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["day", "place"], name="one_row_a_day_and_place")
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.place}"
