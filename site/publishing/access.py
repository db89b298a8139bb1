"""Which pages a visitor may open: Wagtail's view restrictions, asked of one person and without a query per page."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction

from publishing.public_cache import cached


def has_session(request: HttpRequest) -> bool:
    """Whether the request carries a session cookie.

    Without one the session must not be looked at: a page that reads it says ``Vary: Cookie``, and the page cache
    keeps no page that may be somebody's own.
    """
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def restrictions() -> tuple[tuple[str, PageViewRestriction], ...]:
    """Every view restriction with its groups, once for each tree path from which it holds downwards.

    An alias of what is restricted is restricted alike, for it shows what its source shows.
    """
    return cached(("view restrictions",), _read_restrictions)


def _read_restrictions() -> tuple[tuple[str, PageViewRestriction], ...]:
    rows = list(PageViewRestriction.objects.select_related("page").prefetch_related("groups"))
    aliases = list(Page.objects.exclude(alias_of=None).values_list("path", "alias_of__path")) if rows else []
    return tuple((path, row) for row in rows for path in _held_from(row.page.path, aliases))


def _held_from(path: str, aliases: Iterable[tuple[str, str]]) -> list[str]:
    """The tree path of a restricted page, and the paths of the aliases (path, source's path) of what lies below it."""
    held = {path}
    while more := {alias for alias, source in aliases if source.startswith(tuple(held))} - held:
        held |= more
    return sorted(held)


def restricted_paths() -> tuple[str, ...]:
    """The tree paths of the pages from which a view restriction holds downwards."""
    return tuple(path for path, _restriction in restrictions())


def private_q() -> Q:
    """What picks the pages that are not for everybody: the one rule for lists, search and documents."""
    return reduce(or_, (Q(path__startswith=path) for path in restricted_paths()), Q(pk__in=[]))


def is_restricted(page: Page) -> bool:
    """Whether a view restriction holds for the page, whoever asks."""
    return page.path.startswith(restricted_paths())


def restrictions_on(page: Page) -> QuerySet[PageViewRestriction]:
    """The restrictions that hold for the page, those of what it is an alias of too."""
    held = {restriction.pk for path, restriction in restrictions() if page.path.startswith(path)}
    return PageViewRestriction.objects.filter(pk__in=held)


def refusal(path: str, request: HttpRequest) -> str:
    """Why this visitor may not open the page at a tree path: the type of a restriction, or "" when they may.

    ``PASSWORD`` only when a password is all that is missing.
    """
    refused = [kind for start, kind in _refused(request) if path.startswith(start)]
    return min(refused, key=lambda kind: kind == PageViewRestriction.PASSWORD, default="")


def is_closed(path: str, request: HttpRequest) -> bool:
    """Whether a link to the page at a tree path would lead this visitor nowhere.

    One that needs a password only is opened by the form that asks for it.
    """
    return refusal(path, request) not in ("", PageViewRestriction.PASSWORD)


def may_open(page: Page, request: HttpRequest) -> bool:
    """Whether this visitor may open the page: every restriction on it and above it accepts the request."""
    return not refusal(page.path, request)


def _refused(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """The restrictions that do not accept this visitor, as tree path and type. Found once for each request."""
    known: tuple[tuple[str, str], ...] | None = getattr(request, "pomost_refused", None)
    if known is None:
        known = tuple(
            (path, restriction.restriction_type)
            for path, restriction in restrictions()
            if not _accepts(restriction, request)
        )
        request.pomost_refused = known  # type: ignore[attr-defined]
    return known


def _accepts(restriction: PageViewRestriction, request: HttpRequest) -> bool:
    """``PageViewRestriction.accept_request``. Without a session nothing is accepted, for there is nobody to ask."""
    if not (has_session(request) and hasattr(request, "session") and hasattr(request, "user")):
        return False
    if restriction.restriction_type == PageViewRestriction.GROUPS and request.user.is_authenticated:
        prefetch_related_objects([request.user], "groups")  # one query, however many restrictions ask for them
    return bool(restriction.accept_request(request))
