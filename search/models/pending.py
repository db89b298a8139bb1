"""What a search engine outside the database has not been told yet."""

from typing import ClassVar

from django.db import models


class Action(models.TextChoices):
    ADD = "add"
    DELETE = "delete"


class PendingUpdateQuerySet(models.QuerySet["PendingUpdate"]):
    def of_model(self, model: type[models.Model]) -> "PendingUpdateQuerySet":
        return self.filter(model=model._meta.label_lower)

    def sendable(self) -> "PendingUpdateQuerySet":
        """Those that the engine has not refused, the oldest first."""
        return self.filter(refusals__lt=PendingUpdate.MOST_REFUSALS).order_by("pk")

    def refused(self) -> "PendingUpdateQuerySet":
        return self.filter(refusals__gte=PendingUpdate.MOST_REFUSALS)


class PendingUpdate(models.Model):
    """One object that the engine has to add or delete; written in the transaction of the change (``search.updates``).

    An object has one row: what is added is read when it is sent. ``version`` grows with every change of the object, so
    that the engine ignores what reaches it too late.
    """

    MOST_REFUSALS: ClassVar[int] = 5
    """After so many an object is no longer sent: the engine cannot take it as it is."""

    # The label of the root model: wagtailcore.page for all pages.
    model = models.CharField(max_length=100)
    object_id = models.CharField(max_length=50)
    action = models.CharField(max_length=6, choices=Action)
    version = models.BigIntegerField()
    refusals = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)

    objects = PendingUpdateQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["model", "object_id"], name="one_pending_update_an_object")
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.model} {self.object_id}"
