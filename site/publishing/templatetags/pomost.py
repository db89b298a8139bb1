"""Template tags and filters of all apps: progress drawing, icons, typography, relative dates, file sizes."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import formats, timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from polish import typography
from publishing import icons, origins
from publishing import progress_drawing as drawing

register = template.Library()

_DAYS_IN_WORDS = 30


def _is_polish() -> bool:
    return (get_language() or "pl").startswith("pl")


@register.simple_tag
def progress_drawing(
    progress_steps: Iterable[drawing.ProgressStep] | None, label: str = "", size: drawing.Size = "card"
) -> SafeString:
    """Draw progress: ``{% progress_drawing progress_steps label size="card|lesson|hero" %}``."""
    return drawing.draw(list(progress_steps or ()), label, size)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon: ``{% icon "warning" %}``; give a label only where there is no text beside it."""
    return icons.draw(name, label)


@register.filter(name="typography")
def polish_typography(value: Any) -> SafeString:
    """Bind single letters and numbers to the next word; plain text is escaped, safe HTML keeps its tags."""
    if value is None:
        return mark_safe("")
    # conditional_escape() escapes plain text and calls __html__() of safe objects.
    return mark_safe(typography.no_orphans_html(str(conditional_escape(value))))


@register.filter
def month_and_year(value: date | None) -> str:
    """Format a date as "marzec 2027" ("March 2027" in English), because Django capitalises Polish names of months."""
    text = formats.date_format(value, "YEAR_MONTH_FORMAT") if value else ""
    return text.lower() if _is_polish() else text


@register.filter
def is_today(value: datetime | None) -> bool:
    """Whether a datetime is today in the time zone of Warsaw."""
    return bool(value) and timezone.localdate(value) == timezone.localdate()


@register.filter
def days_ago(value: datetime | None) -> str:
    """Format a datetime relative to today: "dziś, 9:12", "wczoraj", "3 dni temu"; after a month, the date."""
    if not value:
        return ""
    moment = timezone.localtime(value)
    days = (timezone.localdate() - moment.date()).days
    if days == 0:
        return gettext("today, %(time)s") % {"time": formats.date_format(moment, "TIME_FORMAT")}
    if days == 1:
        return gettext("yesterday")
    if 1 < days <= _DAYS_IN_WORDS:
        return ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}
    return formats.date_format(moment)


@register.filter
def file_size(size_bytes: int | None) -> str:
    """Format a size in bytes: "24 kB", "1,2 MB", in decimal units and with a no-break space."""
    if not size_bytes:
        return ""
    divisor, unit = next(
        ((divisor, unit) for divisor, unit in ((1_000, "kB"), (1_000_000, "MB")) if size_bytes < divisor * 1_000),
        (1_000_000_000, "GB"),
    )
    amount = size_bytes / divisor
    decimals = 0 if unit == "kB" or amount >= 10 else 1
    return f"{formats.number_format(max(amount, 1), decimal_pos=decimals)}{typography.NBSP}{unit}"


_JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.filter
def json_ld(data: dict[str, Any] | None) -> SafeString:
    """Write structured data as a JSON-LD ``<script>``, escaped so that no value can end the element."""
    if not data:
        return mark_safe("")
    text = json.dumps(data, ensure_ascii=False).translate(_JSON_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


@register.inclusion_tag("components/origins.html", takes_context=True)
def page_origins(context: dict[str, Any]) -> dict[str, Any]:
    """What the page shown grew out of: ``{% page_origins %}``."""
    return {"origins": origins.origins_of(context["page"], context["request"])}


@register.simple_tag
def content_lang() -> SafeString:
    """The ``lang`` attribute of Polish content in an interface in another language: ``<div{% content_lang %}>``."""
    return mark_safe("" if _is_polish() else ' lang="pl"')
