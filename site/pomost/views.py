"""Health and readiness checks, and error pages."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from pomost.logs import is_written
from pomost.models import Worker
from pomost.worker import runs_in_background
from publishing.public_cache import check_can_invalidate
from publishing.redis_availability import REDIS_ALIAS
from search.backends import chosen
from search.checks import outdated

TYPED = ("text", "comment", "instructions")
"""Form fields that may contain long texts."""


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Responds 200 if the process runs."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Responds 200 if the site is fully functional, otherwise 503 with the failing checks.

    Checks: database connection, no pending migrations, cache, search, whether its index was made by this analyser, the
    search engine where there is one, cache invalidation, request log, a running background worker.
    """
    checks = {
        "database": _database,
        "migrations": _migrations,
        "cache": _cache,
        "search": _search,
        "search_index": lambda: not outdated(),
        "cache_version": _cache_version,
        "log": is_written,
        "worker": _worker,
    }
    if chosen.has_engine():
        checks["search_engine"] = _search_engine
    states: dict[str, str] = {}
    for name, check in checks.items():
        try:
            states[name] = "ok" if check() else "failed"
        except Exception as error:
            states[name] = f"failed: {type(error).__name__}"
    ready = all(state == "ok" for state in states.values())
    return JsonResponse(
        {"status": "ok" if ready else "failed", "checks": states},
        status=HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE,
    )


def _database() -> bool:
    get_user_model().objects.exists()
    return True


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _cache() -> bool:
    cache = caches[REDIS_ALIAS if settings.REDIS_URL else "default"]
    cache.set("readyz", "ok", 10)
    return bool(cache.get("readyz") == "ok")


def _search() -> bool:
    get_search_backend().search("pomost", Page.objects.all()).count()
    return True


def _search_engine() -> bool:
    chosen.engine().check()
    return True


def _cache_version() -> bool:
    check_can_invalidate()
    return True


def _worker() -> bool:
    return not runs_in_background() or Worker.objects.alive().exists()


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        "User-agent: *\nDisallow: /admin/\nDisallow: /szukaj/\nDisallow: /api/\n", content_type="text/plain"
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, HTTPStatus.FORBIDDEN)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page about an invalid CSRF token, as after signing in or out in another window; shows typed texts again."""
    # Not every browser restores the fields of a page with no-store. Shown to signed-in users only: with Lax cookies a
    # form of another site comes without a session, so another site cannot choose the text shown here.
    typed = [request.POST[name] for name in TYPED if request.POST.get(name)] if request.user.is_authenticated else []
    context = {"csrf_failure": True, "typed": typed, "reference": _reference(request)}
    response = render(request, "403.html", context, status=HTTPStatus.FORBIDDEN)
    # Lets scripts tell this 403 from one about permissions.
    response.headers["X-Token-Refused"] = "1"
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, HTTPStatus.NOT_FOUND)


class NotFoundPageMiddleware:
    """Middleware for development that shows the site's 404 page instead of Django's technical one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return not_found(request, exception) if isinstance(exception, Http404) else None


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for errors of the server, without menu and footer, because rendering these may fail again."""
    return _broken(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def _error(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    try:
        return render(request, f"{status.value}.html", {"reference": _reference(request)}, status=status)
    except (DatabaseError, DisallowedHost):  # menu and footer need the database and the host
        return _broken(request, status)


def _broken(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    page = loader.get_template("500.html").render({"reference": _reference(request)})
    return HttpResponse(page, status=status)


def _reference(request: HttpRequest) -> str:
    """The request's id in the log, which users can give when they ask for help."""
    return str(request.META.get("pomost.request_id", ""))
