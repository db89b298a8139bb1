"""The page after signing in, by permission; apps in higher layers register their pages."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from people.models import User


@dataclass(frozen=True, slots=True)
class LandingPage:
    """The page ``url_name`` for users with one of ``permissions``; of several the one with the lowest ``order``."""

    order: int
    url_name: str
    permissions: frozenset[str]


_pages: set[LandingPage] = {LandingPage(0, "wagtailadmin_home", frozenset({"wagtailadmin.access_admin"}))}


def register(url_name: str, *, permissions: Collection[str], order: int) -> None:
    """Adds a page; called in ``AppConfig.ready()``."""
    _pages.add(LandingPage(order, url_name, frozenset(permissions)))


def landing_page_of(user: User) -> str | None:
    """The address of the first page that the user has a permission for, or None."""
    for page in sorted(_pages, key=lambda page: page.order):
        if any(user.has_perm(permission) for permission in page.permissions):
            return reverse(page.url_name)
    return None
