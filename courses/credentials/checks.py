"""System checks of the keys of badges."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from courses.credentials.badges.keys import BadKeyError, badge_keys


@register()
def usable_keys(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """Checks that the keys can be read; without any, badges are not offered."""
    try:
        badge_keys()
    except BadKeyError as error:
        return [Error(f"POMOST_BADGE_KEYS: {error}", id="credentials.E001")]
    return []
