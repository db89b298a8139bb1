"""Sections: what search finds. A page is found by its sections, a document by its pages."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.search import index


class Kind(models.TextChoices):
    """The kinds of results, as readers filter by them."""

    GUIDE = "guide", _("Guides and the methodology")
    LESSON = "lesson", _("Lessons")
    COURSE = "course", _("Training and studies")
    RESULT = "result", _("Projects and results")
    NEWS = "news", _("News")
    DOCUMENT = "document", _("Files to download")
    PAGE = "page", _("Other pages")


class Section(index.Indexed, models.Model):
    """A section of a live page, under one heading, or a page of a document: the text as readers see it.

    The index of the search engine holds its words (``search.backends``). Sections are rewritten in the transaction in
    which their page goes live (``search.services``), so they need no signal to be indexed.
    """

    search_auto_update: ClassVar[bool] = False

    page = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey("publishing.PomostDocument", null=True, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    # The end of the link: the anchor of a heading, or "page=3" of a PDF.
    anchor = models.CharField(max_length=250, blank=True)
    title = models.CharField(max_length=300)
    heading = models.CharField(max_length=300, blank=True)
    requirements = models.TextField(blank=True)
    # What is not part of the running text: the summary, words for search, particulars.
    keywords = models.TextField(blank=True)
    text = models.TextField(blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    # The guide or the course that the page belongs to.
    part_of = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    legal_state = models.DateField(null=True)
    legal_year = models.PositiveSmallIntegerField(null=True)
    audience = models.CharField(max_length=300, blank=True)
    file_type = models.CharField(max_length=10, blank=True)
    # The addresses of the glossary terms that the text uses, each between bars: "|wolontariusz|zlecenie|".
    themes = models.TextField(blank=True)

    # By search field what the index of the database has of the section, where it was read from there.
    lemmas: dict[str, str]

    search_fields: ClassVar[list[Any]] = [
        index.SearchField("title", boost=4),
        index.SearchField("heading", boost=3),
        index.SearchField("requirements", boost=2),
        index.SearchField("keywords", boost=2),
        index.SearchField("text"),
        index.AutocompleteField("suggestion"),
        index.FilterField("kind"),
        index.FilterField("part_of"),
        index.FilterField("legal_year"),
        index.FilterField("audience"),
        index.FilterField("file_type"),
        index.FilterField("theme"),
    ]

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(page=None, document__isnull=False) | Q(page__isnull=False, document=None),
                name="section_of_one_thing",
            ),
            models.UniqueConstraint(fields=["page", "document", "position"], name="one_section_a_position"),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.heading}" if self.heading else self.title

    @property
    def theme(self) -> list[str]:
        """The addresses of the terms that the text uses."""
        return [slug for slug in self.themes.split("|") if slug]

    @property
    def suggestion(self) -> str:
        """What the search field suggests: the heading, or the title once for each page or document."""
        return self.heading or ("" if self.position else self.title)
