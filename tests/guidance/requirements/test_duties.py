"""The calendar of duties: the page and the feed."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from icalendar.cal.component import Component
from wagtail.models import PageViewRestriction

from resources.guidance.models import Chapter, Requirement, RequirementList

pytestmark = pytest.mark.django_db

PAGE, FEED = "/wymogi/kalendarz/", "/wymogi/kalendarz.ics"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, chapters: list[Chapter]) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda value=None: date(2026, 11, 30))


def events(client: Client, query: str = "") -> list[Component]:
    response = client.get(FEED + query)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content).walk("VEVENT")


def rule_of(event: Component) -> str:
    return bytes(event.to_ical()).decode().partition("RRULE:")[2].partition("\r\n")[0]


def test_the_page_has_the_days_of_twelve_months_and_what_runs_from_an_event(
    client: Client, whole_list: RequirementList
) -> None:
    context = client.get(f"{PAGE}?etat=tak").context
    days = [(found.day, found.row.card.title) for month in context["months"] for found in month.occurrences]
    assert len(days) == context["total"] == 13
    assert days[:3] == [
        (date(2026, 12, 20), "Wpłać zaliczkę"),
        (date(2027, 1, 20), "Wpłać zaliczkę"),
        (date(2027, 1, 31), "Zabezpiecz dane"),
    ]
    assert [row.card.due_text.replace("\u00a0", " ") for row in context["events"]] == ["w ciągu 7 dni od końca umowy"]
    assert context["list_url"] == "/wymogi/?etat=tak"
    assert context["feed_url"] == f"http://testserver{FEED}?etat=tak"
    assert context["webcal_url"] == f"webcal://testserver{FEED}?etat=tak"


def test_answers_leave_the_duties_that_concern(client: Client) -> None:
    context = client.get(f"{PAGE}?etat=nie&umowy=nie").context
    assert (context["total"], context["events"]) == (1, [])
    assert [str(event["summary"]) for event in events(client, "?etat=nie&umowy=nie")] == ["Zabezpiecz dane"]


def test_each_duty_of_the_feed_repeats_all_day_and_tells_its_basis(client: Client, chapters: list[Chapter]) -> None:
    raw = list(chapters[0].body.raw_data)
    raw[1]["value"]["due"] = {"repeat": "monthly", "day": 31, "month": "", "days": None, "event": ""}
    chapters[0].body = raw
    chapters[0].save_revision().publish()
    found = {str(event["summary"]): event for event in events(client)}
    assert {title: rule_of(event) for title, event in found.items()} == {
        "Zawrzyj umowę": "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
        "Wpłać zaliczkę": "FREQ=MONTHLY;BYMONTHDAY=20",
        "Zabezpiecz dane": "FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=1",
    }
    assert found["Zabezpiecz dane"].decoded("dtstart") == date(2027, 1, 31)
    description = str(found["Zawrzyj umowę"]["description"]).replace("\u00a0", " ")
    assert "Podstawa: art. 5 ustawy o mostach i kładkach (https://eli.gov.pl/eli/DU/1999/7777/ogl)" in description
    assert "co miesiąc, do 31 dnia" in description
    one = Requirement.objects.get(what="Zawrzyj umowę.")
    assert str(found["Zawrzyj umowę"]["url"]).endswith(f"/poradniki/poradnik/zatrudnianie/#wymog-{one.block_id}")


def test_the_uid_stays_when_the_words_change_and_the_page_is_published_again(
    client: Client, chapters: list[Chapter]
) -> None:
    before = {str(event["uid"]) for event in events(client)}
    raw = list(chapters[0].body.raw_data)
    raw[2]["value"]["what"] = "Wpłać inaczej."
    chapters[0].body = raw
    chapters[0].save_revision().publish()
    chapters[0].unpublish()
    chapters[0].save_revision().publish()
    assert {str(event["uid"]) for event in events(client)} == before
    assert len(before) == 2


def test_the_feed_has_no_restricted_page(client: Client, chapters: list[Chapter]) -> None:
    PageViewRestriction.objects.create(page=chapters[0], restriction_type=PageViewRestriction.LOGIN)
    assert [str(event["summary"]) for event in events(client)] == ["Zabezpiecz dane"]


def test_without_duties_the_feed_is_a_calendar_and_the_page_says_what_to_do(client: Client) -> None:
    Requirement.objects.update(repeat="")
    assert events(client) == []
    assert "Żaden obowiązek z terminem was nie dotyczy" in client.get(PAGE).text.replace("\u00a0", " ")
