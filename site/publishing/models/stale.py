"""Pages whose stored HTML is to be rendered again."""

from dataclasses import dataclass
from typing import ClassVar

from django.db import models
from django.db.models import Count, Q
from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of rendering stale pages: ``done`` of ``total``; ``failed`` are included in ``done``."""

    total: int
    done: int
    failed: int


class StalePageQuerySet(models.QuerySet["StalePage"]):
    def waiting(self) -> "StalePageQuerySet":
        return self.filter(state=StalePage.State.WAITING)

    def progress(self) -> "Progress":
        """The numbers of pages: all, done and failed; one query."""
        found = self.aggregate(
            total=Count("pk"),
            waiting=Count("pk", filter=Q(state=StalePage.State.WAITING)),
            failed=Count("pk", filter=Q(state=StalePage.State.FAILED)),
        )
        return Progress(total=found["total"], done=found["total"] - found["waiting"], failed=found["failed"])


class StalePage(models.Model):
    """A live page that refers to something that has changed. Rows stay until all pages are rendered."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"

    page = models.OneToOneField(Page, primary_key=True, on_delete=models.CASCADE, related_name="+")
    marked_at = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)

    objects = StalePageQuerySet.as_manager()

    wagtail_reference_index_ignore: ClassVar[bool] = True

    def __str__(self) -> str:
        return f"{self.page_id}: {self.state}"
