"""The pages of the glossary and of the values: what texts link to."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.models import BasePage
from publishing.models.base import language_key
from publishing.public_cache import cached
from reference import contents


class GlossaryPage(BasePage):
    """All terms of the glossary from A to Ż, each with its meaning and the pages that use it."""

    template = "reference/pages/glossary.html"
    parent_page_types: ClassVar[list[str]] = ["pomost.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count = 1

    class Meta:
        verbose_name = _("glossary")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["letters"] = cached(("glossary", language_key()), lambda: contents.letters(request))
        return context

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().structured_data(request), "@type": "DefinedTermSet"}


class ValuesPage(BasePage):
    """All dated values: what holds today, what comes, since when and by which source."""

    template = "reference/pages/values.html"
    parent_page_types: ClassVar[list[str]] = ["pomost.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count = 1

    class Meta:
        verbose_name = _("list of values")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        today = timezone.localdate()
        key = ("values", today, language_key())
        context["values"] = cached(key, lambda: contents.values(request, today=today))
        context["today"] = today
        return context
