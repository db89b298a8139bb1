"""Records: what is public of a project or result, as the list, the files and OAI-PMH give it."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Count
from wagtail.models import Page


class RecordQuerySet(models.QuerySet["Record"]):
    def of(self, base: Page) -> "RecordQuerySet":
        """Those of one results base, also the deleted ones."""
        return self.filter(base=base.pk)

    def public(self) -> "RecordQuerySet":
        return self.filter(deleted=False, page__isnull=False)

    def with_value(self, facet: str, value: str) -> "RecordQuerySet":
        """Those that have this value of a facet."""
        return self.filter(pk__in=RecordValue.objects.filter(facet=facet, value=value).values("record"))

    def with_words(self, lemmas: Iterable[Iterable[str]]) -> "RecordQuerySet":
        """Those that have every word; each word is given by its possible lemmas."""
        found = self
        for possible in lemmas:
            either = models.Q()
            for lemma in possible:
                either |= models.Q(words__contains=f" {lemma} ")
            found = found.filter(either)
        return found

    def changed_between(self, start: datetime | None, end: datetime | None) -> "RecordQuerySet":
        """Those whose last change is in this period, its ends included."""
        found = self
        if start is not None:
            found = found.filter(changed_at__gte=start)
        if end is not None:
            found = found.filter(changed_at__lte=end)
        return found

    def in_order(self) -> "RecordQuerySet":
        """Projects before results, each by title as the base sorts them."""
        return self.order_by("kind", "sort_key", "pk")


class Record(models.Model):
    """One project or result that is or was public.

    ``data`` is all that is public of it (``records.build``). It is written when its page goes live, so that lists and
    files read one table. A record whose page is public no more stays as a mark that it is deleted, for harvesters.
    """

    class Kind(models.TextChoices):
        PROJECT = "project"
        RESULT = "result"

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    base = models.ForeignKey("results.ProjectIndex", on_delete=models.CASCADE, related_name="+")
    page = models.OneToOneField(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind)
    # Case folding may lengthen a title.
    sort_key = models.CharField(max_length=1700)
    data: Any = models.JSONField(default=dict)
    # The distinct lemmas, with a space before and after each.
    words = models.TextField(default=" ")
    # Whole seconds, as OAI-PMH gives them.
    changed_at = models.DateTimeField(db_index=True)
    deleted = models.BooleanField(default=False)

    objects = RecordQuerySet.as_manager()

    wagtail_reference_index_ignore: ClassVar[bool] = True

    def __str__(self) -> str:
        return str(self.data.get("title") or self.key)


class RecordValueQuerySet(models.QuerySet["RecordValue"]):
    def counted(self, records: models.QuerySet[Record]) -> list[Mapping[str, Any]]:
        """The values of these records, each with its ``facet``, ``value``, ``label`` and ``count``."""
        rows = self.filter(record__in=records.order_by().values("pk"))
        return list(rows.values("facet", "value", "label").annotate(count=Count("record", distinct=True)))


class RecordValue(models.Model):
    """A value by which a record is filtered; ``label`` is what readers see."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="values")
    facet = models.CharField(max_length=12)
    value = models.CharField(max_length=80)
    label = models.CharField(max_length=330)

    objects = RecordValueQuerySet.as_manager()

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "facet", "value"], name="results_one_value_of_a_record")
        ]
        indexes = [models.Index(fields=["facet", "value"])]

    def __str__(self) -> str:
        return f"{self.facet}: {self.label}"
