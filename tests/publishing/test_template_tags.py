from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import formats, timezone, translation
from django.utils.safestring import mark_safe

from polish.typography import NBSP
from publishing.progress_drawing import ProgressStep
from publishing.templatetags import pomost


def render(source: str, **context: object) -> str:
    return Template("{% load pomost %}" + source).render(Context(context))


def test_typography_escapes_text_and_keeps_safe_html() -> None:
    assert render("{{ value|typography }}", value="<b> i w") == f"&lt;b&gt; i{NBSP}w"
    assert render("{{ value|typography }}", value=mark_safe("<b>i w</b>")) == f"<b>i{NBSP}w</b>"
    assert render("{{ value|typography }}", value=None) == ""


@pytest.mark.parametrize(
    ("language", "source", "expected"),
    [
        ("pl", "{{ day|date }}", "21~listopada 2026"),
        ("en", "{{ day|date }}", "21~November 2026"),
        ("pl", "{{ day|month_and_year }}", "listopad 2026"),
        ("en", "{{ day|month_and_year }}", "November 2026"),
        # Moments are told in Warsaw, where it is the next day.
        ("pl", "{{ moment|date }}", "22~listopada 2026"),
        ("pl", "{{ moment|time }}", "0:30"),
        ("pl", '{{ moment|date:"DATETIME_FORMAT" }}', "22~listopada 2026, 0:30"),
        ("en", '{{ moment|date:"DATETIME_FORMAT" }}', "22~November 2026, 0:30"),
        ("pl", "{{ nothing|date }}{{ nothing|time }}{{ nothing|month_and_year }}", ""),
    ],
)
def test_dates_are_written_as_people_read_them(language: str, source: str, expected: str) -> None:
    day, moment = date(2026, 11, 21), datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    with translation.override(language):
        assert render(source, day=day, moment=moment, nothing=None) == expected.replace("~", NBSP)


def test_days_ago() -> None:
    now = timezone.now()
    with translation.override("en"):
        assert pomost.days_ago(now).startswith("today, ")
        assert pomost.days_ago(now - timedelta(days=1)) == "yesterday"
        assert pomost.days_ago(now - timedelta(days=3)) == "3 days ago"
        assert pomost.days_ago(now - timedelta(days=90)) == formats.date_format(
            timezone.localtime(now - timedelta(days=90))
        )


def test_is_today() -> None:
    assert pomost.is_today(timezone.now())
    assert not pomost.is_today(timezone.now() - timedelta(days=2))
    assert not pomost.is_today(None)


@pytest.mark.parametrize(
    ("size", "expected"),
    [(0, ""), (None, ""), (12, "1~kB"), (24_300, "24~kB"), (1_240_000, "1,2~MB"), (12_400_000, "12~MB")],
)
def test_file_size(size: int | None, expected: str) -> None:
    with translation.override("pl"):
        assert pomost.file_size(size) == expected.replace("~", NBSP)


def test_tags_draw() -> None:
    progress_steps = [ProgressStep(1.0, current=False)]
    drawn = render('{% progress_drawing steps "1 z 1" size="lesson" %}', steps=progress_steps)
    assert drawn.startswith('<svg class="bridge bridge-lesson"')
    assert render("{% progress_drawing missing %}") == ""
    assert render('{% icon "warning" %}').startswith('<svg class="icon"')
