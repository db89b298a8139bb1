"""The registry of background worker processes."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

BEAT = 10
"""Seconds between two heartbeats of a worker."""
LOST_AFTER = 60
"""Seconds without a heartbeat after which a worker counts as lost and its tasks are queued again."""


class WorkerQuerySet(models.QuerySet["Worker"]):
    def alive(self) -> "WorkerQuerySet":
        """Workers with a heartbeat within the last ``LOST_AFTER`` seconds."""
        return self.filter(seen_at__gt=timezone.now() - timedelta(seconds=LOST_AFTER))


class Worker(models.Model):
    """A background worker, by the worker id in its tasks. Deleted when it ends, or after a day without a heartbeat."""

    worker_id = models.CharField(primary_key=True, max_length=64)
    seen_at = models.DateTimeField(_("last sign of life"))

    objects = WorkerQuerySet.as_manager()

    class Meta:
        verbose_name = _("background worker")
        verbose_name_plural = _("background workers")

    def __str__(self) -> str:
        return self.worker_id
