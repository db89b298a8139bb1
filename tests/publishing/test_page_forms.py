"""The edit form of pages."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, streamfield

from people.models import User
from pomost.models import HomePage
from tests.builders import make_page

pytestmark = pytest.mark.django_db

PAST, FUTURE = "w\u00a0przyszłości", "wcześniejszy"


@pytest.mark.parametrize(
    ("go_live", "expire", "expected"),
    [
        (None, -5, {"expire_at": PAST}),
        (-10, -5, {"expire_at": PAST}),
        (-2, -5, {"expire_at": PAST}),
        (5, -5, {"expire_at": PAST}),
        (10, 5, {"go_live_at": FUTURE}),
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
