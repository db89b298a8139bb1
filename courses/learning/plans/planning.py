"""A learner's plan for a course as it stands today: what is left, spread over the weeks."""

from collections.abc import Iterable, Mapping
from datetime import UTC, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar as ICalendar
from icalendar import Event

from courses.learning.goals.standing import done_this_week
from courses.learning.models import LearningPlan
from courses.learning.plans.cards import PlanCard, WeekCard
from courses.learning.plans.schedule import Work, monday_of, spread
from publishing.access import is_closed
from publishing.links import Link

if TYPE_CHECKING:
    from courses.learning.dashboard import CourseProgress


def plan_cards(items: Iterable["CourseProgress"], request: HttpRequest) -> Mapping[int, PlanCard]:
    """The plans of unfinished courses by the id of the enrolment; two queries at most, none without such a course."""
    going = {item.enrolment.pk: item for item in items if not item.finished}
    plans = list(LearningPlan.objects.filter(enrolment__in=going)) if going else []
    done = done_this_week(plan.enrolment_id for plan in plans) if plans else {}
    return {
        plan.enrolment_id: plan_card(plan, going[plan.enrolment_id], request, done=done.get(plan.enrolment_id, set()))
        for plan in plans
    }


def plan_card(plan: LearningPlan, item: "CourseProgress", request: HttpRequest, *, done: Iterable[UUID]) -> PlanCard:
    """The plan as it stands today; ``done`` are the lessons completed this week."""
    today = timezone.localdate()
    missing = (item.lessons[item.progress.counted[number - 1]] for number in item.progress.missing)
    schedule = spread(
        [Work(lesson, lesson.minutes) for lesson in missing],
        hours_per_week=plan.hours_per_week,
        ends_on=plan.ends_on,
        today=today,
        done_minutes=sum(item.lessons[key].minutes for key in done if key in item.lessons),
    )
    monday = monday_of(today)
    return PlanCard(
        course_title=item.enrolment.course.title,
        url=reverse("learning:plan", args=[item.enrolment.course_id]),
        hours_per_week=plan.hours_per_week,
        ends_on=plan.ends_on,
        weeks=tuple(
            WeekCard(
                monday=week.monday,
                sunday=week.sunday,
                lessons=tuple(
                    Link(
                        _("%(title)s (%(minutes)s min)") % {"title": lesson.title, "minutes": lesson.minutes},
                        "" if is_closed(lesson.path, request) else lesson.url,
                    )
                    for lesson in week.lessons
                ),
                minutes=week.minutes,
                current=week.monday == monday,
            )
            for week in schedule.weeks
        ),
        done_minutes=schedule.done_minutes,
        fits=schedule.fits,
        possible_last_day=schedule.possible_last_day,
        needed_hours=schedule.needed_hours,
        **_addresses(plan, request),
    )


def _addresses(plan: LearningPlan, request: HttpRequest) -> dict[str, str]:
    absolute = request.build_absolute_uri(reverse("learning:plan_feed", args=[plan.address]))
    return {"feed_url": absolute, "webcal_url": f"webcal:{absolute.partition(':')[2]}"}


def feed_of(plan: LearningPlan, item: "CourseProgress", request: HttpRequest) -> bytes:
    """The plan as an iCalendar feed (RFC 5545): one event for each week, from its Monday to its Sunday."""
    done = done_this_week([plan.enrolment_id]).get(plan.enrolment_id, set())
    card = plan_card(plan, item, request, done=done)
    calendar = ICalendar()
    calendar.add("prodid", "-//Pomost//pl")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Plan: %(course)s") % {"course": card.course_title})
    calendar.add("x-wr-timezone", "Europe/Warsaw")
    calendar.add("x-published-ttl", "P1D")
    for week in () if item.finished else card.weeks:
        event = Event()
        event.add("uid", f"{plan.address.hex}-{week.monday:%Y%m%d}@{request.get_host().partition(':')[0]}")
        event.add("dtstamp", timezone.now().astimezone(UTC))
        event.add("dtstart", week.monday)
        event.add("dtend", week.sunday + timedelta(days=1))
        event.add("summary", card.course_title)
        event.add("description", "\n".join(lesson.title for lesson in week.lessons))
        event.add("url", request.build_absolute_uri(card.url))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
