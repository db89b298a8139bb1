"""Where a page comes from: apps say what a page grew out of, and the page links back to it."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest
from wagtail.models import Page

from publishing.links import Link
from publishing.models.base import language_key
from publishing.public_cache import cached

Find = Callable[[Page], Iterable[Page]]
"""Finds the public pages that a page grew out of, in the order to list them."""

_finders: list[Find] = []


def register(find: Find) -> None:
    """Registers a way to find origins; called in ``AppConfig.ready()``."""
    if find not in _finders:
        _finders.append(find)


def origins_of(page: Page, request: HttpRequest) -> list[Link]:
    """Links to what a page grew out of; cached until something is published."""

    def compute() -> list[Link]:
        return [Link(found.title, found.get_url(request) or "") for find in _finders for found in find(page)]

    return cached(("origins", page.pk, language_key()), compute)
