"""Comments that a trainer saved for use in further reviews."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedComment(models.Model):
    """A trainer's own text for reviews, which nobody else sees. Changing it changes no review."""

    LONGEST_NAME = 60
    LONGEST_TEXT = 2_000

    trainer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_comments")
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    text = models.TextField(_("text"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("saved comment")
        verbose_name_plural = _("saved comments")
        ordering = ("name", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(name="") & ~models.Q(text=""), name="saved_comment_filled_in")
        ]

    def __str__(self) -> str:
        return self.name
