"""Plans: lessons spread over weeks."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from courses.learning import services
from courses.learning.models import LearningPlan
from courses.learning.plans.schedule import WEEK, Work, monday_of, spread
from people.models import User
from tests.courses_tree import lessons_of, make_course
from tests.learning.steps import answer

TODAY = date(2026, 11, 25)
works = st.lists(st.integers(1, 400), max_size=20).map(
    lambda minutes: [Work(place, length) for place, length in enumerate(minutes)]
)


@given(works, st.integers(1, 40), st.none() | st.integers(-30, 400), st.integers(0, 600))
def test_every_lesson_stands_once_in_order_and_no_week_has_too_much(
    left: list[Work[int]], hours: int, days: int | None, done: int
) -> None:
    ends_on = None if days is None else TODAY + timedelta(days=days)
    plan = spread(left, hours_per_week=hours, ends_on=ends_on, today=TODAY, done_minutes=done)
    assert [key for week in plan.weeks for key in week.lessons] == [work.key for work in left]
    for week in plan.weeks:
        used = done if week.monday == monday_of(TODAY) else 0
        assert week.minutes == sum(left[key].minutes for key in week.lessons)
        assert used + week.minutes <= hours * 60 or (len(week.lessons) == 1 and not used)
    assert [week.monday for week in plan.weeks] == sorted({week.monday for week in plan.weeks})
    if plan.fits and ends_on is not None and left:
        assert plan.weeks[-1].monday <= monday_of(ends_on)
    if not plan.fits:
        assert ends_on is not None
        assert plan.possible_last_day is not None
        again = spread(left, hours_per_week=hours, ends_on=plan.possible_last_day, today=TODAY, done_minutes=done)
        assert again.fits
        if plan.needed_hours is not None and ends_on >= TODAY:
            more = spread(left, hours_per_week=plan.needed_hours, ends_on=ends_on, today=TODAY, done_minutes=done)
            assert more.fits or done


@given(works.filter(bool), st.integers(1, 20))
def test_doing_a_lesson_of_this_week_brings_no_other_into_it(left: list[Work[int]], hours: int) -> None:
    before = spread(left, hours_per_week=hours, ends_on=None, today=TODAY).weeks[0]
    after = spread(left[1:], hours_per_week=hours, ends_on=None, today=TODAY, done_minutes=left[0].minutes)
    this_week = [key for week in after.weeks if week.monday == before.monday for key in week.lessons]
    assert this_week == list(before.lessons[1:])


def test_the_work_is_spread_evenly_until_the_last_day() -> None:
    left = [Work(number, 60) for number in range(4)]
    plan = spread(left, hours_per_week=4, ends_on=TODAY + 3 * WEEK, today=TODAY)
    assert [week.lessons for week in plan.weeks] == [(0,), (1,), (2,), (3,)]
    assert [week.monday for week in plan.weeks] == [date(2026, 11, 23) + number * WEEK for number in range(4)]
    # A week later nothing has been done: the same work is spread again over what is left.
    later = spread(left, hours_per_week=4, ends_on=TODAY + 3 * WEEK, today=TODAY + WEEK)
    assert [week.lessons for week in later.weeks] == [(0, 1), (2, 3)]


def test_a_last_day_that_cannot_be_kept_is_said() -> None:
    left = [Work(number, 60) for number in range(6)]
    plan = spread(left, hours_per_week=2, ends_on=TODAY + WEEK, today=TODAY)
    assert (plan.fits, plan.needed_hours, plan.possible_last_day) == (False, 3, date(2026, 12, 13))
    assert spread(left, hours_per_week=2, ends_on=TODAY - WEEK, today=TODAY).needed_hours is None


@pytest.mark.django_db
def test_a_learner_makes_and_changes_a_plan(learner: User, signed_in: Client, client: Client) -> None:
    course = make_course(lessons=3)
    services.enrol(user=learner, course=course)
    for lesson in lessons_of(course):
        lesson.duration = 60
        lesson.save_revision().publish()
    address = f"/moja-nauka/kursy/{course.pk}/plan/"
    assert f'href="{address}"' in signed_in.get("/moja-nauka/").text
    refused = signed_in.post(address, {"hours_per_week": "0", "ends_on": ""})
    words = "Plan wymaga co najmniej 1 godziny w tygodniu."
    assert (refused.status_code, refused.text.replace("\xa0", " ").count(words)) == (422, 2)
    today = timezone.localdate()
    assert signed_in.post(address, {"hours_per_week": "1", "ends_on": today.isoformat()})["Location"] == address
    html = signed_in.get(address).text.replace("\xa0", " ")
    assert "Przy tylu godzinach nie zdążysz na" in html
    assert "Na twój dzień trzeba 3 godzin w tygodniu." in html
    possible = monday_of(today) + 2 * WEEK + timedelta(days=6)
    assert html.count(f'value="{possible.isoformat()}"') == 1
    signed_in.post(address, {"hours_per_week": "1", "ends_on": possible.isoformat()})
    home = signed_in.get("/moja-nauka/").text.replace("\xa0", " ")
    assert "W tym tygodniu: 1 lekcja, 60 min" in home
    answer(learner, lessons_of(course)[0])
    assert "Plan na ten tydzień jest wykonany (60 min)." in signed_in.get("/moja-nauka/").text.replace("\xa0", " ")
    plan = LearningPlan.objects.get()
    feed = Calendar.from_ical(client.get(f"/moja-nauka/plan/{plan.address}.ics").content)
    assert [event.decoded("dtstart") for event in feed.walk("VEVENT")] == [
        monday_of(today) + WEEK,
        monday_of(today) + 2 * WEEK,
    ]
    assert signed_in.post(f"{address}usuniecie/")["Location"] == "/moja-nauka/"
    assert not LearningPlan.objects.exists()
    assert client.get(f"/moja-nauka/plan/{plan.address}.ics").status_code == 404


@pytest.mark.django_db
def test_only_whoever_is_on_the_course_plans_it(signed_in: Client) -> None:
    course = make_course(lessons=1)
    address = f"/moja-nauka/kursy/{course.pk}/plan/"
    assert signed_in.get(address).status_code == 404
    assert signed_in.post(address, {"hours_per_week": "1"}).status_code == 404
