"""The edit form of pages."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Revision
from wagtail.test.utils.form_data import nested_form_data, streamfield

from people.models import User
from pomost.models import HomePage
from publishing.models import StandardPage
from publishing.passed_plans import passed_plans
from tests.builders import make_page

pytestmark = pytest.mark.django_db

PAST, FUTURE, PASSED = "w\u00a0przyszłości", "wcześniejszy", "Ten czas już minął"


@pytest.mark.parametrize(
    ("go_live", "expire", "expected"),
    [
        (None, -5, {"expire_at": PAST}),
        (-10, -5, {"expire_at": PAST}),
        (-2, -5, {"expire_at": PAST}),
        (5, -5, {"expire_at": PAST}),
        (10, 5, {"go_live_at": FUTURE}),
        (-2, None, {"go_live_at": PASSED}),
        (-2, 5, {"go_live_at": PASSED}),
        (5, 10, {}),
        (None, 10, {}),
    ],
)
def test_a_wrong_schedule_is_told_once_at_the_field(
    home: HomePage, go_live: int | None, expire: int, expected: dict[str, str]
) -> None:
    page = make_page(home, "Strona")
    form_class = page.get_edit_handler().get_form_class()
    data = nested_form_data({"title": page.title, "slug": page.slug, "body": streamfield([])}) | {
        name: f"{timezone.localtime() + timedelta(days=days):%Y-%m-%d %H:%M}"
        for name, days in (("go_live_at", go_live), ("expire_at", expire))
        if days is not None
    }
    form = form_class(
        data, instance=page, for_user=User.objects.create_superuser("zarzad@example.org", "most-nad-rzeka")
    )
    found = {name: list(form.errors.get(name, [])) for name in ("go_live_at", "expire_at")}
    said = {name: messages for name, messages in found.items() if messages}
    assert said.keys() == expected.keys()
    for name, words in expected.items():
        (message,) = said[name]
        assert words in message


def test_a_time_that_has_been_there_keeps_nobody_from_saving(home: HomePage) -> None:
    then = timezone.now() - timedelta(days=2)
    page = make_page(home, "Strona", go_live_at=then)
    data = nested_form_data({"title": page.title, "slug": page.slug, "body": streamfield([])}) | {
        "go_live_at": f"{timezone.localtime(then):%Y-%m-%d %H:%M}"
    }
    user = User.objects.create_superuser("zarzad@example.org", "most-nad-rzeka")
    form = page.get_edit_handler().get_form_class()(data, instance=page, for_user=user)
    assert "go_live_at" not in form.errors


def test_a_summary_is_shown_whole_and_saved_as_one_line(home: HomePage) -> None:
    page = make_page(home, "Strona")
    data = nested_form_data({"title": page.title, "slug": page.slug, "body": streamfield([])})
    user = User.objects.create_superuser("zarzad@example.org", "most-nad-rzeka")
    form_class = page.get_edit_handler().get_form_class()
    form = form_class(data | {"summary": "Jedno zdanie.\r\nDrugie."}, instance=page, for_user=user)
    assert form["summary"].as_widget().startswith("<textarea")
    assert form["seo_title"].as_widget().startswith("<input")
    assert 'maxlength="300"' in form["summary"].as_widget()
    assert "summary" not in form.errors
    assert form.cleaned_data["summary"] == "Jedno zdanie. Drugie."


def fields_of_passed_plans(page: StandardPage) -> list[str]:
    return [plan.field for plan in passed_plans(page)]


def test_a_plan_that_was_not_confirmed_in_time_is_told_in_the_form_and_at_the_status(
    home: HomePage, admin_client: Client
) -> None:
    past, later = timezone.now() - timedelta(days=2), timezone.now() + timedelta(days=2)
    page = make_page(home, "Strona", live=False)
    page.go_live_at, page.expire_at = later, None
    page.save_revision()
    assert fields_of_passed_plans(page) == []
    page.go_live_at, page.expire_at = past, past + timedelta(days=1)
    page.save_revision()
    assert fields_of_passed_plans(page) == ["go_live_at", "expire_at"]
    with patch("publishing.models.base.passed_plans", wraps=passed_plans) as reading:
        html = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert reading.call_count == 1
    for message in (plan.message for plan in passed_plans(page)):
        assert html.count(message) == 2


def test_a_plan_that_was_carried_out_has_not_passed(home: HomePage) -> None:
    page = make_page(home, "Strona", live=False)
    page.go_live_at = timezone.now() - timedelta(minutes=3)
    page.save_revision().publish()
    page.refresh_from_db()
    assert page.live
    assert fields_of_passed_plans(page) == []


def test_a_plan_that_the_site_missed_is_told(home: HomePage, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    page = make_page(home, "Strona", live=False)
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    revisions = Revision.objects.for_instance(page)
    for late, told in ((timedelta(minutes=1), []), (timedelta(hours=1), ["go_live_at"])):
        revisions.update(approved_go_live_at=timezone.now() - late)
        page.go_live_at = timezone.now() - late
        with django_assert_num_queries(2):
            assert fields_of_passed_plans(page) == told
    revisions.update(approved_go_live_at=None)
    expired = timezone.now() - timedelta(hours=1)
    StandardPage.objects.filter(pk=page.pk).update(live=True, expire_at=expired)
    page.go_live_at = None
    (plan,) = passed_plans(page)
    assert plan.field == "expire_at"
    assert "nadal w\u00a0nim jest" in plan.message
