"""What every template of Pomost may use: the bridge, icons, typography, times relative to today, sizes."""

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
from publishing import icons
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
    """Draw an icon: ``{% icon "warning" %}``; with a label only where no word stands beside it."""
    return icons.draw(name, label)


@register.filter(name="typography")
def polish_typography(value: Any) -> SafeString:
    """Keep single letters and numbers with what follows them; text is escaped, safe HTML keeps its tags."""
    if value is None:
        return mark_safe("")
    # What is not safe is escaped first and has no tags then; what is safe may be an object with __html__ only.
    return mark_safe(typography.no_orphans_html(str(conditional_escape(value))))


@register.filter
def month_and_year(value: date | None) -> str:
    """Write a date as "marzec 2027" ("March 2027" in English): Django's Polish names of months begin with a capital."""
    text = formats.date_format(value, "YEAR_MONTH_FORMAT") if value else ""
    return text.lower() if _is_polish() else text


@register.filter
def is_today(value: datetime | None) -> bool:
    """Tell whether a moment falls on the present day in Warsaw."""
    return bool(value) and timezone.localdate(value) == timezone.localdate()


@register.filter
def days_ago(value: datetime | None) -> str:
    """Write how long ago a moment was: "dziś, 9:12", "wczoraj", "3 dni temu"; after a month, its date."""
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
    """Write a size as people read it: "24 kB", "1,2 MB", in decimal units and with a no-break space."""
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
    """Write structured data as a data block; nothing in it can end the element, and no browser runs it."""
    if not data:
        return mark_safe("")
    text = json.dumps(data, ensure_ascii=False).translate(_JSON_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


@register.simple_tag
def content_lang() -> SafeString:
    """Mark Polish text inside an interface in another language: ``<div{% content_lang %}>``."""
    return mark_safe("" if _is_polish() else ' lang="pl"')
