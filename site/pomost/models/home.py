"""The home page: guides, courses, news and the user's current course."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Page

from courses.catalogue.cards import CourseCard, ProgrammeCard
from courses.catalogue.models import (
    Course,
    Programme,
    cards_for,
    catalogue_url,
    lessons_counts,
    modules_of,
    openable,
    programme_cards,
)
from courses.learning import dashboard
from people.current_user import user_or_none
from publishing.links import Link, fields_of
from publishing.models import BasePage
from publishing.models.base import language_key
from publishing.public_cache import cached
from resources.guidance.cards import ChapterItem
from resources.guidance.models import Guide, GuideIndex
from resources.guidance.requirements.links import list_url
from resources.news.cards import NewsEntry
from resources.news.models import NewsItem

LISTED = 4
LISTED_PROGRAMMES = 2


@dataclass(frozen=True, slots=True)
class _Offer:
    """What the home page links to, the same for every user; restrictions on courses and programmes not yet applied."""

    guide: Link | None
    guide_chapters: list[ChapterItem]
    chapters_count: int
    guides_url: str
    methodology: Link | None
    validation_note: str
    methodology_chapters: list[ChapterItem]
    programmes: list[ProgrammeCard]
    courses: list[CourseCard]
    catalogue_url: str | None
    news: list[NewsEntry]
    search_url: str
    requirements_url: str


class HomePage(BasePage):
    """The home page of the site."""

    headline = models.CharField(_("headline"), max_length=120)
    lead = models.CharField(_("lead"), max_length=300, blank=True)
    search_examples = models.TextField(
        _("examples of questions"), blank=True, help_text=_("One in a line; shown under the search field.")
    )

    template = "pomost/pages/home.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("lead"),
        FieldPanel("search_examples"),
        FieldPanel("summary"),
    ]

    class Meta:
        verbose_name = _("home page")

    @property
    def examples(self) -> list[str]:
        return [line.strip() for line in self.search_examples.splitlines() if line.strip()]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        offer = cached(("home", self.pk, language_key()), lambda: self._offer(request))
        context.update(fields_of(offer))
        context["programmes"] = cards_for(openable(offer.programmes, request)[:LISTED_PROGRAMMES], request)
        lessons = lessons_counts(request)
        context["courses"] = [
            replace(course, lessons_count=lessons[course.path]) for course in openable(offer.courses, request)[:LISTED]
        ]
        if (user := user_or_none(request)) is not None:
            context["resume"] = dashboard.resume_of(user=user, request=request)
        return context

    def _offer(self, request: HttpRequest) -> _Offer:
        guide = Guide.objects.live().public().filter(kind=Guide.Kind.GUIDE).order_by("path").first()
        methodology = Guide.objects.live().public().filter(kind=Guide.Kind.METHODOLOGY).order_by("path").first()
        guides = GuideIndex.objects.live().first()
        chapters = guide.contents(request) if guide else []
        programmes = programme_cards(Programme.objects.live().order_by("path"), request)
        modules = modules_of(programmes)
        return _Offer(
            guide=Link(guide.title, guide.get_url(request) or "") if guide else None,
            guide_chapters=chapters[:LISTED],
            chapters_count=len(chapters),
            guides_url=(guides.get_url(request) or "") if guides else "",
            methodology=Link(methodology.menu_title, methodology.get_url(request) or "") if methodology else None,
            validation_note=methodology.validation_note if methodology else "",
            methodology_chapters=methodology.contents(request) if methodology else [],
            programmes=programmes,
            courses=[
                course.as_card(request)
                for course in Course.objects.live().order_by("path")
                if course.path not in modules
            ],
            catalogue_url=catalogue_url(request),
            news=[item.as_entry(request) for item in NewsItem.objects.live().public().order_by("-date")[:3]],
            search_url=reverse("search:search"),
            requirements_url=list_url(request),
        )
