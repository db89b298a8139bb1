"""Which pages a user or an anonymous visitor may open, by Wagtail's view restrictions, without a query per page."""

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

    Without one the session must not be read: that would add ``Vary: Cookie`` to the response, and the page cache
    does not store such a response.
    """
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def restrictions() -> tuple[tuple[str, PageViewRestriction], ...]:
    """Every view restriction with its groups, once for each tree path below which it applies.

    An alias has the restrictions of its source, because it shows the same content.
    """
    return cached(("view restrictions",), _read_restrictions)


def _read_restrictions() -> tuple[tuple[str, PageViewRestriction], ...]:
    rows = list(PageViewRestriction.objects.select_related("page").prefetch_related("groups"))
    aliases = list(Page.objects.exclude(alias_of=None).values_list("path", "alias_of__path")) if rows else []
    return tuple((path, row) for row in rows for path in _with_aliases(row.page.path, aliases))


def _with_aliases(path: str, aliases: Iterable[tuple[str, str]]) -> list[str]:
    """The tree path of a restricted page and the paths of the aliases of pages at or below it.

    ``aliases`` are pairs of an alias's path and its source's path.
    """
    paths = {path}
    while more := {alias for alias, source in aliases if source.startswith(tuple(paths))} - paths:
        paths |= more
    return sorted(paths)


def restricted_paths() -> tuple[str, ...]:
    """The tree paths of the pages below which a view restriction applies."""
    return tuple(path for path, _restriction in restrictions())


def private_q() -> Q:
    """A ``Q`` that selects restricted pages: the one rule for lists, search and documents."""
    return reduce(or_, (Q(path__startswith=path) for path in restricted_paths()), Q(pk__in=[]))


def readable_q(request: HttpRequest, prefix: str = "") -> Q:
    """A ``Q`` that selects the pages that no restriction keeps from the user; ``prefix`` such as ``"page__"``."""
    refused = {path for path, _kind in _refused(request)}
    return ~reduce(or_, (Q(**{f"{prefix}path__startswith": path}) for path in sorted(refused)), Q(pk__in=[]))


def is_restricted(page: Page) -> bool:
    """Whether any view restriction applies to the page."""
    return page.path.startswith(restricted_paths())


def restrictions_on(page: Page) -> QuerySet[PageViewRestriction]:
    """The restrictions that apply to the page, including those of the page that it is an alias of."""
    held = {restriction.pk for path, restriction in restrictions() if page.path.startswith(path)}
    return PageViewRestriction.objects.filter(pk__in=held)


def refusal(path: str, request: HttpRequest) -> str:
    """The type of the restriction that keeps this user from the page at a tree path, or "" when there is none.

    ``PASSWORD`` only where no other type of restriction refuses the request.
    """
    refused = [kind for start, kind in _refused(request) if path.startswith(start)]
    return min(refused, key=lambda kind: kind == PageViewRestriction.PASSWORD, default="")


def is_closed(path: str, request: HttpRequest) -> bool:
    """Whether the page at a tree path cannot be opened by this user.

    A page that needs only a shared password is not closed: its address shows the form for the password.
    """
    return refusal(path, request) not in ("", PageViewRestriction.PASSWORD)


def may_open(page: Page, request: HttpRequest) -> bool:
    """Whether every restriction on the page and on its ancestors accepts the request."""
    return not refusal(page.path, request)


def _refused(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """The restrictions that refuse this request, as tree path and type. Computed once per request."""
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
    """``PageViewRestriction.accept_request``, but always False for a request without a session."""
    if not (has_session(request) and hasattr(request, "session") and hasattr(request, "user")):
        return False
    if restriction.restriction_type == PageViewRestriction.GROUPS and request.user.is_authenticated:
        prefetch_related_objects([request.user], "groups")  # one query for any number of restrictions
    return bool(restriction.accept_request(request))
