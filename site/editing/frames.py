"""The head of a page of the project in Wagtail's admin."""

from typing import Any


def frame(title: str, subtitle: str = "", *, icon: str) -> dict[str, Any]:
    """The context of ``wagtailadmin/generic/base.html``: title and subtitle, together also in the title of the tab."""
    return {
        "page_title": title,
        "page_subtitle": subtitle,
        "header_title": f"{title}: {subtitle}" if subtitle else title,
        "header_icon": icon,
    }
