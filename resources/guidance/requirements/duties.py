"""The calendar of duties: the days of the next twelve months, and the same as an iCalendar feed (RFC 5545)."""

from datetime import UTC, date, timedelta
from itertools import groupby

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar as ICalendar
from icalendar import Event

from reference.blocks import FORCES
from reference.conditions import Repeat
from resources.guidance.requirements.answers import Answers
from resources.guidance.requirements.cards import Calendar, Month, Occurrence, Row
from resources.guidance.requirements.links import list_url
from resources.guidance.requirements.listing import grouped, no_ticks, pages_with_requirements, ticks_for
from resources.guidance.requirements.lists import (
    Filters,
    address,
    choices_in_words,
    filters_of_theme,
    of_theme,
    question_cards,
    rows_in,
    theme_options,
)

AHEAD = timedelta(days=365)


def calendar_of(request: HttpRequest) -> Calendar:
    """The calendar for the answers and the theme in the address."""
    parameters = request.GET.dict()
    answers, filters = Answers.from_parameters(parameters), Filters(theme=Filters.from_parameters(parameters).theme)
    pages = pages_with_requirements(request)
    rows = list(rows_in(grouped(of_theme(pages, filters.theme), answers, ticks_for(request))))
    today = timezone.localdate()
    occurrences = sorted(
        (Occurrence(day, row) for row in rows for day in row.card.due.between(today, today + AHEAD)),
        key=lambda occurrence: occurrence.day,
    )
    given = (answers.parameters(), filters_of_theme(filters))
    feed = address(reverse("guidance:calendar_feed"), *given)
    absolute = request.build_absolute_uri(feed)
    return Calendar(
        months=[
            Month(first, list(found))
            for first, found in groupby(occurrences, key=lambda occurrence: occurrence.day.replace(day=1))
        ],
        events=[row for row in rows if row.card.due.repeat == Repeat.EVENT],
        total=len(occurrences),
        questions=question_cards(answers),
        answered=len(answers.given),
        themes=theme_options(pages, filters.theme),
        feed_url=absolute,
        webcal_url=f"webcal:{absolute.partition(':')[2]}",
        list_url=list_address(request, answers, filters),
        all_url=reverse("guidance:calendar"),
        filtered=bool(filters.theme),
        choices=choices_in_words(answers),
    )


def list_address(request: HttpRequest, answers: Answers, filters: Filters) -> str:
    """The list of requirements with the same choices; "" while the site has no such page."""
    found = list_url(request)
    return address(found, answers.parameters(), filters_of_theme(filters)) if found else ""


def feed_of(request: HttpRequest) -> bytes:
    """Each yearly and monthly duty as an all-day event that repeats, with a UID that stays the same."""
    parameters = request.GET.dict()
    answers, theme = Answers.from_parameters(parameters), Filters.from_parameters(parameters).theme
    calendar = ICalendar()
    calendar.add("prodid", "-//Pomost//pl")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Duties of the organisation"))
    calendar.add("x-wr-timezone", "Europe/Warsaw")
    calendar.add("x-published-ttl", "P1D")
    for row in rows_in(grouped(of_theme(pages_with_requirements(request), theme), answers, no_ticks)):
        event = _event(request, row)
        if event is not None:
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(request: HttpRequest, row: Row) -> Event | None:
    card = row.card
    first: date | None = card.due.first_from(timezone.localdate(card.since))
    if first is None:
        return None
    event = Event()
    event.add("uid", f"{card.key.hex()}@{request.get_host().partition(':')[0]}")
    event.add("dtstamp", card.changed_at.astimezone(UTC))
    event.add("last-modified", card.changed_at.astimezone(UTC))
    event.add("dtstart", first)
    event.add("dtend", first + timedelta(days=1))
    event.add("rrule", card.due.rule())
    event.add("summary", card.title)
    event.add("description", _description(row))
    event.add("url", request.build_absolute_uri(card.url))
    event.add("categories", [str(dict(FORCES)[card.force])])
    event.add("transp", "TRANSPARENT")
    return event


def _description(row: Row) -> str:
    card = row.card
    lines = [
        card.what,
        f"{_('When')}: {card.due_text}",
        *(f"{_('Basis')}: {reference.title} ({reference.url})" for reference in card.references),
        _("A day that falls on a holiday is not moved here: check it in the text."),
    ]
    return "\n".join(lines)
