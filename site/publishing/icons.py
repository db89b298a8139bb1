"""The icons of the site: strokes on a 24 by 24 grid in the current text colour."""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

PATHS: dict[str, str] = {
    "arrow-left": '<path d="M19 12H5m6-6-6 6 6 6"/>',
    "arrow-right": '<path d="M5 12h14m-6-6 6 6-6 6"/>',
    "calculator": '<path d="M5.5 3.5h13v17h-13z"/><path d="M8.5 7.5h7M8.7 12h.1m3.1 0h.2m3.1 0h.1m-6.6 4h.1m3.1 0h.2m3.1 0h.1"/>',  # noqa: E501
    "calendar": '<rect x="4" y="5.5" width="16" height="15" rx="2"/><path d="M4 10.5h16M8.5 3v4.5M15.5 3v4.5"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "check-circle": '<circle cx="12" cy="12" r="9"/><path d="m8 12.3 2.8 2.8L16 9.5"/>',
    "circle": '<circle cx="12" cy="12" r="8.5"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.2l3.3 2"/>',
    "cross-circle": '<circle cx="12" cy="12" r="9"/><path d="m9 9 6 6m0-6-6 6"/>',
    "document": '<path d="M6 3.5h8l4.5 4.5v12.5H6z"/><path d="M14 3.5V8h4.5M9 12.5h6.5M9 16h6.5"/>',
    "download": '<path d="M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 19.5h14"/>',
    "example": '<path d="M9 5H5v14h4M15 5h4v14h-4M9.5 12h5"/>',
    "grant": '<path d="M7 3.5h10v17l-2.5-1.7-2.5 1.7-2.5-1.7L7 20.5z"/><path d="M10 8h4m-4 4h4"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.2v.3"/>',
    "lightbulb": '<path d="M9.5 17.5h5M10.5 20.5h3M8.8 14.5a5.8 5.8 0 1 1 6.4 0q-.7.6-.7 1.5h-5q0-.9-.7-1.5z"/>',
    "link": '<path d="M10 14a4 4 0 0 0 5.7 0l3.1-3.1a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3.1 3.1a4 4 0 0 0 5.7 5.7L12 17.7"/>',  # noqa: E501
    "lock": '<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5M12 14.5v2"/>',
    "people": '<circle cx="9" cy="8.5" r="3.5"/><path d="M3 20c0-4 2.5-6 6-6s6 2 6 6M15.5 5.3a3.5 3.5 0 0 1 0 6.4M17.5 14.5c2.2.8 3.5 2.6 3.5 5.5"/>',  # noqa: E501
    "play": '<circle cx="12" cy="12" r="9"/><path d="M10 8.5v7l5.5-3.5z"/>',
    "question": '<circle cx="12" cy="12" r="9"/><path d="M9.4 9.5a2.6 2.6 0 1 1 3.7 2.4c-.8.4-1.1.9-1.1 1.8M12 16.6v.3"/>',  # noqa: E501
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
    "warning": '<path d="M12 4 21 19.5H3z"/><path d="M12 10v4.5M12 16.8v.3"/>',
}


def draw(name: str, label: str = "") -> SafeString:
    """Return the icon ``name`` as inline SVG, labelled with ``label`` or hidden from screen readers without one.

    Raises ``KeyError`` for a name that is not in :data:`PATHS`.
    """
    access = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    drawing = f'<svg class="icon" viewBox="0 0 24 24" {access} focusable="false">{PATHS[name]}</svg>'
    return mark_safe(drawing)
