"""Pages that are to be reviewed on a day, and who sees to it."""

from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from people.models import User
from people.roles import EDITOR, REVIEWER
from resources.guidance.change_notes import VersionedPageForm
from resources.guidance.models.versions import VersionedPage


class ReviewedPageForm(VersionedPageForm):
    """Offers editors, reviewers and administrators as owners, and whoever is the owner now."""

    instance: "ReviewedPage"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "review_owner" in self.fields:
            offered = Q(is_active=True) & (Q(groups__name__in=[EDITOR, REVIEWER]) | Q(is_superuser=True))
            users = User.objects.filter(offered | Q(pk=self.instance.review_owner_id)).distinct()
            field = cast("forms.ModelChoiceField[User]", self.fields["review_owner"])
            field.queryset = users.order_by("last_name", "first_name", "pk")


class ReviewedPage(VersionedPage):
    """A page with the day of its next review and its owner. Without one, whoever made the page sees to it."""

    next_review = models.DateField(_("next review"), null=True, blank=True)
    review_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who sees to the review"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Gets an e-mail two weeks before the day. Nobody chosen: whoever made the page."),
    )

    base_form_class = ReviewedPageForm
    # Planning the next review changes nothing of what was approved (``editing.digests``).
    unreviewed_fields: ClassVar[frozenset[str]] = VersionedPage.unreviewed_fields | {"next_review", "review_owner"}

    class Meta:
        abstract = True


def review_panels() -> list[FieldPanel]:
    """The day and the owner, for a group of panels."""
    return [FieldPanel("next_review"), FieldPanel("review_owner")]
