"""Who gets e-mails about significant changes of a guide, without an account."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from resources.guidance.models.pages import Guide


class ChangeSubscriptionQuerySet(models.QuerySet["ChangeSubscription"]):
    def confirmed(self) -> "ChangeSubscriptionQuerySet":
        return self.exclude(confirmed_at=None)


class ChangeSubscription(models.Model):
    """An address that asked for e-mails about a guide. None are sent, and the row goes soon, until it is confirmed."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="change_subscriptions")
    email = models.EmailField(_("e-mail address"))
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    objects = ChangeSubscriptionQuerySet.as_manager()

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["guide", "email"], name="one_subscription_a_guide")
        ]

    def __str__(self) -> str:
        return f"{self.guide_id}: {self.pk}"
