"""Dated values in texts: what is shown for one today, and the tokens that name them in plain text.

A token is ``{wartość:placa-minimalna}``, or ``{wartość:placa-minimalna|następna}`` to show also what comes next. It is
replaced when a page is rendered, an exercise whenever it is shown: the stored text, and with it the version of an
exercise, does not change with the amount.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import structlog
from django.utils import formats, timezone
from django.utils.html import escape
from django.utils.translation import gettext, override

from polish.typography import no_orphans
from publishing.public_cache import cached
from publishing.rendered_html import once_per_body, refers_to
from reference.markup import parts
from reference.models import DatedAmount, DatedValue, ValuesPage

log = structlog.get_logger("reference.values")

TOKEN = re.compile(r"\{\s*warto[sś][cć]\s*:\s*([a-z0-9-]+)\s*(\|\s*nast[eę]pna\s*)?\}", re.IGNORECASE)
_BEGINS_LIKE_A_TOKEN = re.compile(r"\{\s*warto[sś][cć]\b[^{}<>\n]{0,80}\}?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value as texts show it today: ``text``, and ``following`` where another amount is known to come.

    ``amount`` is the number for programs; ``url`` leads to the value in the list of all, where that is published.
    """

    pk: int
    key: str
    name: str
    text: str
    amount: str
    following: str
    url: str
    page: int | None

    def plain(self, *, following: bool = False) -> str:
        """As plain text: ``4 806,00 zł (od 1 stycznia 2027: 5 000,00 zł)``."""
        return f"{self.text} ({self.following})" if following and self.following else self.text

    def html(self, *, following: bool = False, linked: bool = True) -> str:
        """As HTML that says which value it is, linked to its sources unless it stands in another link."""
        refers = refers_to((DatedValue, self.pk), *([(ValuesPage, self.page)] if self.page else []))
        shown = f'<data class="value" value="{escape(self.amount)}" {refers}>{escape(self.text)}</data>'
        if linked and self.url:
            shown = f'<a class="value-link" href="{escape(self.url)}">{shown}</a>'
        return f"{shown} ({escape(self.following)})" if following and self.following else shown


def shown_values(today: date | None = None) -> Mapping[str, ShownValue]:
    """All values by their keys, as they are shown on a day; cached until something public changes."""
    day = today or timezone.localdate()
    return once_per_body(f"shown values {day}", lambda: cached(("shown values", day), lambda: _read(day)))


def _read(day: date) -> dict[str, ShownValue]:
    page = ValuesPage.objects.live().public().first()
    address = (page.get_url() or "") if page else ""
    shown = {}
    with override("pl"):
        for value in DatedValue.objects.with_amounts():
            text, amount = _text_on(value, day)
            coming = value.amount_after(day) if value.amount_on(day) else None
            shown[value.slug] = ShownValue(
                pk=value.pk,
                key=value.slug,
                name=value.name,
                text=text,
                amount=f"{amount.amount.normalize():f}" if amount else "",
                following=_from_day(value, coming) if coming else "",
                url=f"{address}#{value.slug}" if address else "",
                page=page.pk if page else None,
            )
    return shown


def _text_on(value: DatedValue, day: date) -> tuple[str, DatedAmount | None]:
    """What holds on a day; where nothing does, what comes or what held last, with its date."""
    if current := value.amount_on(day):
        return value.text_in_sentence(current.amount), current
    if coming := value.amount_after(day):
        return _from_day(value, coming), coming
    if not (amounts := value.amounts_in_order()):
        return "", None
    last = amounts[-1]
    until = gettext("until %(day)s") % {"day": formats.date_format(last.valid_to or day)}
    return no_orphans(f"{value.text_in_sentence(last.amount)} ({until})"), last


def _from_day(value: DatedValue, amount: DatedAmount) -> str:
    said = gettext("from %(day)s: %(amount)s") % {
        "day": formats.date_format(amount.valid_from),
        "amount": value.text_in_sentence(amount.amount),
    }
    return no_orphans(said)


def with_values(html: str) -> str:
    """Rendered HTML with every token replaced; without a query where there is none.

    In a text that may hold links, the amount is one. In attributes, labels and links it is plain.
    """
    if "{" not in html or not TOKEN.search(html):
        return html
    values = shown_values()
    return "".join(
        _replaced(part.text, values, html=part.is_text, linked=part.linkable) if "{" in part.text else part.text
        for part in parts(html)
    )


def plain_with_values(text: str) -> str:
    """A plain text with every token replaced by plain text."""
    return _replaced(text, shown_values(), html=False, linked=False) if TOKEN.search(text) else text


def _replaced(text: str, values: Mapping[str, ShownValue], *, html: bool, linked: bool) -> str:
    def shown(found: re.Match[str]) -> str:
        value, following = values.get(found[1].lower()), bool(found[2])
        if value is None:  # saving refuses it, and a value that pages show cannot be deleted
            log.error("value.unknown", key=found[1])
            return "…"
        return value.html(following=following, linked=linked) if html else value.plain(following=following)

    return TOKEN.sub(shown, text)


def keys_in(text: str) -> Iterator[str]:
    """The keys that the tokens of a text name."""
    return (found[1].lower() for found in TOKEN.finditer(text))


def error_in(text: str, in_heading: bool) -> str:
    """What is wrong with the tokens of a text, in a sentence; empty where nothing is."""
    for found in _BEGINS_LIKE_A_TOKEN.finditer(text):
        token = TOKEN.match(text, found.start())
        if token is None:
            return gettext("“%(token)s” is not written as a value: use {wartość:key}.") % {"token": found[0]}
        if in_heading:
            return gettext("A heading cannot show a value: its link would change with the amount.")
        if token[1].lower() not in shown_values():
            return gettext("There is no value with the key “%(key)s”. The list of values is under Reference.") % {
                "key": token[1]
            }
    return ""
