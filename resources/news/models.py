"""News, one page for each item."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Page

from publishing.models import BasePage
from resources.news.cards import NewsEntry


class NewsIndex(BasePage):
    """The page that lists all news, newest first."""

    template = "news/pages/news_index.html"
    parent_page_types: ClassVar[list[str]] = ["pomost.HomePage"]
    subpage_types: ClassVar[list[str]] = ["news.NewsItem"]
    max_count = 1

    admin_default_ordering = "-latest_revision_created_at"

    class Meta:
        verbose_name = _("news list")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        items = NewsItem.objects.live().public().child_of(self).order_by("-date", "-pk")[:100]
        context["news"] = [item.as_entry(request) for item in items]
        return context


class NewsItem(BasePage):
    """One news item."""

    date = models.DateField(_("date"))

    template = "news/pages/news_item.html"
    parent_page_types: ClassVar[list[str]] = ["news.NewsIndex"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")

    def as_entry(self, request: HttpRequest) -> NewsEntry:
        return NewsEntry(title=self.title, url=self.get_url(request) or "", summary=self.summary, date=self.date)

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        return {
            **super().structured_data(request),
            "@type": "NewsArticle",
            "headline": self.title,
            "datePublished": self.date.isoformat(),
        }
