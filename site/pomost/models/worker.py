"""The processes that do background tasks, as far as the database knows of them."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

BEAT = 10
"""Seconds between two signs of life of a worker."""
LOST_AFTER = 60
"""Seconds without a sign of life after which a worker counts as gone and its tasks as left undone."""


class WorkerQuerySet(models.QuerySet["Worker"]):
    def alive(self) -> "WorkerQuerySet":
        """Workers that gave a sign of life within ``LOST_AFTER`` seconds."""
        return self.filter(seen_at__gt=timezone.now() - timedelta(seconds=LOST_AFTER))


class Worker(models.Model):
    """A background worker, by the id that its tasks name. Its row goes when it ends, or is gone for a day."""

    worker_id = models.CharField(primary_key=True, max_length=64)
    seen_at = models.DateTimeField(_("last sign of life"))

    objects = WorkerQuerySet.as_manager()

    class Meta:
        verbose_name = _("background worker")
        verbose_name_plural = _("background workers")

    def __str__(self) -> str:
        return self.worker_id
