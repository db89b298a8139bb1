"""System checks of the project."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as CheckWarning

from courses.activities.hosted.origin import LOOPBACK


@register()
def strict_policy(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """Checks that the public policy allows no inline code and no other origin."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    loose = [
        f"{name} {source}"
        for name, sources in directives.items()
        for source in sources
        if source not in ("'self'", "'none'")
    ]
    if not loose:
        return []
    return [Error(f"The public content security policy is loose: {', '.join(loose)}", id="pomost.E001")]


@register()
def content_origin_apart(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """Checks that what is not the site's own code is served from an origin that has none of the site's cookies."""
    origin = str(settings.POMOST_CONTENT_ORIGIN)
    if not origin:
        if not settings.POMOST_XBLOCKS:
            return []
        return [
            CheckWarning(
                "POMOST_XBLOCKS names blocks, but without POMOST_CONTENT_ORIGIN none of them is shown.",
                id="pomost.W002",
            )
        ]
    if origin == LOOPBACK:
        if not settings.SESSION_COOKIE_SECURE:
            return []
        return [Error("POMOST_CONTENT_ORIGIN=loopback is for development only.", id="pomost.E003")]
    parts = urlsplit(origin)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/") or parts.query:
        return [Error(f"POMOST_CONTENT_ORIGIN is not an origin such as https://host: {origin}", id="pomost.E004")]
    own = {urlsplit(url).hostname for url in (settings.WAGTAILADMIN_BASE_URL, *settings.CSRF_TRUSTED_ORIGINS)}
    if parts.hostname in own:
        return [
            Error(
                f"POMOST_CONTENT_ORIGIN is a host of the site itself: {parts.hostname}. The code of others would run"
                " with the cookies of your users.",
                id="pomost.E002",
            )
        ]
    return []
