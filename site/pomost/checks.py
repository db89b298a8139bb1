"""System checks of the project."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


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
