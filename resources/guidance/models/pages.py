"""Guides (the methodology is one) and their chapters."""

from collections import Counter
from dataclasses import replace
from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page

from editing.approvals import approval_of
from publishing.access import private_q
from publishing.links import Link, downloads_in, fields_of
from publishing.models import BasePage, ParentalSource
from publishing.models.base import language_key
from publishing.public_cache import cached
from reference.listing import requirements_in
from resources.guidance.blocks import ChapterBodyBlock
from resources.guidance.cards import Attribution, ChapterItem, ChapterSurroundings, GuideItem, LegalState, SourceItem
from resources.guidance.law_changes.notices import notices_on, with_notices
from resources.guidance.models.reviewed import ReviewedPage, review_panels
from resources.guidance.models.versions import change_panels
from resources.guidance.requirements.links import list_url, requirements_count
from resources.guidance.tools import tools_in


class GuideIndex(BasePage):
    """The page that lists all guides."""

    template = "guidance/pages/guide_index.html"
    parent_page_types: ClassVar[list[str]] = ["pomost.HomePage"]
    subpage_types: ClassVar[list[str]] = ["guidance.Guide"]
    max_count = 1

    class Meta:
        verbose_name = _("guide list")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        paths = Chapter.objects.live().public().values_list("path", flat=True)
        chapters = Counter(path[: -Page.steplen] for path in paths)
        context["guides"] = [
            GuideItem(
                title=guide.title,
                url=guide.get_url(request) or "",
                summary=guide.summary,
                kind=guide.kind,
                chapters_count=chapters[guide.path],
            )
            for guide in Guide.objects.live().public().order_by("-kind", "path")
        ]
        context["history_url"] = f"{self.get_url(request) or '/'}historia/"
        return context


class Guide(ReviewedPage):
    """A guide or the methodology: an introduction and numbered chapters."""

    class Kind(models.TextChoices):
        GUIDE = "guide", _("guide")
        METHODOLOGY = "methodology", _("methodology")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.GUIDE)
    short_title = models.CharField(
        _("short title"), max_length=60, blank=True, help_text=_("In the menu and in the contents.")
    )
    validation_note = models.CharField(
        _("validation"), max_length=200, blank=True, help_text=_("What may be said of validation, in a few words.")
    )

    template = "guidance/pages/guide.html"
    parent_page_types: ClassVar[list[str]] = ["guidance.GuideIndex", "pomost.HomePage"]
    subpage_types: ClassVar[list[str]] = ["guidance.Chapter", "guidance.RequirementList"]
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("short_title"),
        FieldPanel("kind"),
        FieldPanel("summary"),
        FieldPanel("validation_note"),
        MultiFieldPanel(review_panels(), heading=_("Review")),
        FieldPanel("body"),
        InlinePanel("sources", heading=_("Sources"), label=_("Source")),
        *change_panels(),
    ]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    @property
    def menu_title(self) -> str:
        return self.short_title or self.title

    def public_chapters(self) -> QuerySet["Chapter"]:
        """The chapters that anybody may read, in order."""
        return Chapter.objects.child_of(self).live().exclude(private_q()).order_by("path")

    def contents(self, request: HttpRequest) -> list[ChapterItem]:
        """Live public chapters in order."""

        def compute() -> list[ChapterItem]:
            chapters = Chapter.objects.child_of(self).live().public().order_by("path")
            return [
                ChapterItem(
                    number=number,
                    id=chapter.pk,
                    title=chapter.title,
                    url=chapter.get_url(request) or "",
                    summary=chapter.summary,
                    minutes=chapter.minutes,
                    legal_state=chapter.legal_state,
                    tools=tools_in(chapter.body, page_url=chapter.get_url(request) or ""),
                )
                for number, chapter in enumerate(chapters, start=1)
            ]

        return cached(("contents", self.pk, language_key()), compute)

    def numbers_below(self, request: HttpRequest) -> dict[int, str]:
        return {item.id: str(item.number) for item in self.contents(request)}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        # These import the models.
        from resources.guidance.editions import changed_since_validation, editions_of
        from resources.guidance.publications.downloads import guide_downloads

        chapters = self.contents(request)
        checked = [chapter.legal_state for chapter in chapters if chapter.legal_state]
        context.update(
            chapters=chapters,
            tools=[tool for chapter in chapters for tool in chapter.tools],
            minutes=sum(chapter.minutes for chapter in chapters),
            legal_state=LegalState(oldest=min(checked), newest=max(checked)) if checked else None,
            sources=list(self.sources.all()),
            requirements_url=list_url(request, self),
            requirements_count=requirements_count(self),
            editions=editions_of(self, request),
            since=changed_since_validation(self, chapters, request),
            downloads=guide_downloads(self, request),
        )
        return context


class GuideSource(ParentalSource):
    """A source of a guide."""

    page = ParentalKey(Guide, on_delete=models.CASCADE, related_name="sources")


class Chapter(ReviewedPage):
    """A chapter: text with requirements, the date of its legal state and its authors."""

    body = StreamField(ChapterBodyBlock(), verbose_name=_("text"), blank=True)
    legal_state = models.DateField(
        _("legal state"), null=True, blank=True, help_text=_("The day on which the text was checked against the law.")
    )

    template = "guidance/pages/chapter.html"
    parent_page_types: ClassVar[list[str]] = ["guidance.Guide"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("legal_state"), *review_panels()], heading=_("Legal state")),
        FieldPanel("body"),
        InlinePanel("authors", heading=_("Who wrote it"), label=_("Author")),
        InlinePanel("sources", heading=_("Sources"), label=_("Source")),
        *change_panels(),
    ]

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        if getattr(request, "is_preview", False):  # drafts must not be cached
            surroundings = self._surroundings(request)
        else:
            surroundings = cached(("chapter", self.pk, language_key()), lambda: self._surroundings(request))
        context.update(fields_of(surroundings))
        context["text"] = with_notices(context["text"], surroundings.law_notices)
        # Not among what is cached until a publish: it turns at midnight.
        context["review_overdue"] = self.next_review is not None and self.next_review < timezone.localdate()
        return context

    def _surroundings(self, request: HttpRequest) -> ChapterSurroundings:
        """The parts of the page around the text; cached, for they change only with a publish."""
        from resources.guidance.publications.downloads import chapter_downloads  # which imports the models

        guide = Guide.objects.parent_of(self).get()
        chapters = guide.contents(request)
        place = next((index for index, item in enumerate(chapters) if item.id == self.pk), None)
        return ChapterSurroundings(
            guide=Link(guide.menu_title, guide.get_url(request) or ""),
            number=(place if place is not None else len(chapters)) + 1,  # a draft counts as the last chapter
            contents=[replace(item, current=item.id == self.pk) for item in chapters],
            previous=chapters[place - 1] if place else None,
            next=chapters[place + 1] if place is not None and place + 1 < len(chapters) else None,
            authors=[Attribution(person.name, person.role) for person in self.authors.all()],
            approval=approval_of(self),
            sources=[SourceItem(item.title, item.note, item.url) for item in self.sources.all()],
            downloads=[*chapter_downloads(self, guide, request), *downloads_in(self.body)],
            requirements=requirements_in(self.body, html=self.body_html),
            requirements_url=list_url(request, guide, chapter=self),
            law_notices=notices_on(self),
        )

    def facts(self) -> dict[str, Any]:
        return {
            **super().facts(),
            "legal_state": self.legal_state.isoformat() if self.legal_state else "",
            "authors": [[person.name, person.role] for person in self.authors.all()],
        }

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().structured_data(request), "@type": "Article", "headline": self.title}


class ChapterAuthor(Orderable):
    """An author of a chapter."""

    page = ParentalKey(Chapter, on_delete=models.CASCADE, related_name="authors")
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=200, blank=True)

    panels: ClassVar[list[Panel]] = [FieldPanel("name", heading=_("First and last name")), FieldPanel("role")]

    def __str__(self) -> str:
        return self.name


class ChapterSource(ParentalSource):
    """A source of a chapter."""

    page = ParentalKey(Chapter, on_delete=models.CASCADE, related_name="sources")
