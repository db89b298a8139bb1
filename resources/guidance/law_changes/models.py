"""Changes of the law, and the sections that cite what has changed until somebody says that they were checked."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from reference.citations import articles_in
from reference.models import LegalAct


class LawChange(models.Model):
    """A change of an act. ``articles`` as somebody wrote them (``5, 5a``); empty: the whole act."""

    act = models.ForeignKey(LegalAct, verbose_name=gettext_lazy("act"), on_delete=models.CASCADE, related_name="+")
    changed_on = models.DateField(gettext_lazy("in force since"))
    articles = models.CharField(gettext_lazy("articles"), max_length=200, blank=True)
    what = models.CharField(gettext_lazy("what has changed in the law"), max_length=400)
    note = models.TextField(gettext_lazy("note"), max_length=2000, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()

    changes_public_pages: ClassVar[bool] = True
    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        verbose_name = gettext_lazy("change of the law")
        verbose_name_plural = gettext_lazy("changes of the law")

    def __str__(self) -> str:
        return self.label

    @property
    def numbers(self) -> set[str]:
        """The numbers of the articles; none where the whole act has changed."""
        return articles_in(f"art. {self.articles}") if self.articles else set()

    @property
    def label(self) -> str:
        """What has changed, as a citation: ``art. 5, 5a ustawy o mostach``."""
        return f"art. {self.articles} {self.act.title_genitive}" if self.articles else self.act.title

    @property
    def notice(self) -> str:
        """The sentence for readers at a section that was not checked yet."""
        return _("Change of the law since %(date)s: %(what)s. We are checking this part.") % {
            "date": date_format(self.changed_on),
            "what": self.label,
        }


class SectionToCheckQuerySet(QuerySet["SectionToCheck"]):
    def waiting(self) -> "SectionToCheckQuerySet":
        """Those of live pages that nobody has checked, in the order of the site."""
        return self.filter(checked_at=None, page__live=True).order_by("page__path", "position", "pk")

    def on(self, page: Page) -> "SectionToCheckQuerySet":
        """Those of a page, with their changes."""
        return self.filter(page=page.pk).select_related("change__act")


class SectionToCheck(models.Model):
    """A section that cited what has changed when the change was recorded: the text under a heading of a page.

    ``anchor`` is empty for the text before the first heading. ``sentence`` is the first one that cites. A row that
    nobody has checked follows its section, and goes when the page is published without the citation.
    """

    change = models.ForeignKey(LawChange, on_delete=models.CASCADE, related_name="sections")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField(default=0)
    anchor = models.CharField(max_length=250, blank=True)
    heading = models.CharField(max_length=300, blank=True)
    sentence = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = SectionToCheckQuerySet.as_manager()

    changes_public_pages: ClassVar[bool] = True
    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        verbose_name = gettext_lazy("section to check")
        verbose_name_plural = gettext_lazy("sections to check")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["change", "page", "anchor"], name="one_check_a_section")
        ]

    def __str__(self) -> str:
        return f"{self.page_id}#{self.anchor}"
