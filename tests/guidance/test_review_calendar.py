"""The calendar of reviews with owners, and the reminders of owners."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from people.models import EmailOptOut, User
from people.roles import EDITOR, TRAINER
from pomost.models import HomePage
from resources.guidance.models import Chapter, Guide
from resources.guidance.reviews import services
from resources.guidance.reviews.calendar import months_of
from resources.guidance.reviews.owners import due_reviews
from tests.builders import hide_other_pages, make_chapters, signed_in

pytestmark = pytest.mark.django_db

CALENDAR = "/admin/reports/review-calendar/"
TODAY = date(2026, 5, 10)


@pytest.fixture
def owner(db: None) -> User:
    user: User = User.objects.create_user("prowadzi@example.org", first_name="Pola", last_name="Pisząca")
    return user


def test_the_form_offers_who_works_on_texts_and_the_present_owner(chapters: list[Chapter], owner: User) -> None:
    client = signed_in(EDITOR, first_name="Edyta", last_name="Nowa")
    signed_in(TRAINER, first_name="Teresa", last_name="Trenerska")
    edit = reverse("wagtailadmin_pages:edit", args=[chapters[1].pk])
    offered = client.get(edit).context["form"].fields["review_owner"].queryset
    names = [user.display_name for user in offered]
    assert {"Edyta Nowa", "Pola Pisząca"} <= set(names)
    assert "Teresa Trenerska" not in names
    assert len(names) == len(set(offered))


@pytest.fixture
def chapters(home: HomePage, owner: User) -> list[Chapter]:
    """Due before, on and after 10 May 2026, the second with an owner; the guide itself in June."""
    hide_other_pages(home)
    made = make_chapters(home, "Dawny", "Majowy", "Czerwcowy", "Bez daty")
    for chapter, day in zip(made, (date(2026, 4, 1), TODAY, date(2026, 6, 2)), strict=False):
        Chapter.objects.filter(pk=chapter.pk).update(next_review=day)
    Chapter.objects.filter(pk=made[1].pk).update(review_owner=owner)
    Guide.objects.filter(slug="poradnik", path=made[0].path[:-4]).update(next_review=date(2026, 6, 1), owner=owner)
    return made


def test_reviews_stand_by_month_and_the_overdue_first(chapters: list[Chapter], django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(4):
        months = months_of(due_reviews(), today=TODAY)
    assert [(month.first, [(row.title, row.owner, row.late) for row in month.rows]) for month in months] == [
        (None, [("Dawny", "", 39)]),
        (date(2026, 5, 1), [("Majowy", "Pola Pisząca", 0)]),
        (date(2026, 6, 1), [("Poradnik", "Pola Pisząca", 0), ("Czerwcowy", "", 0)]),
    ]


def test_an_editor_filters_their_own(chapters: list[Chapter]) -> None:
    client = signed_in(EDITOR)
    Chapter.objects.filter(pk=chapters[2].pk).update(review_owner=User.objects.latest("pk"))

    def titles(query: str) -> list[str]:
        months = client.get(f"{CALENDAR}{query}").context["months"]
        return [row.title for month in months for row in month.rows]

    assert titles("") == ["Dawny", "Majowy", "Poradnik", "Czerwcowy"]
    assert titles("?mine=on") == ["Czerwcowy"]
    assert signed_in(TRAINER).get(CALENDAR).status_code == 302


def test_an_owner_is_reminded_once_of_each_day(chapters: list[Chapter], owner: User) -> None:
    early = TODAY - services.AHEAD - timedelta(days=1)
    assert services.remind_owners(today=early) == 0
    assert [services.remind_owners(today=TODAY) for _twice in range(2)] == [1, 0]
    (message,) = mail.outbox
    assert message.to == ["prowadzi@example.org"]
    assert "Majowy: 10 maja 2026" in str(message.body).replace("\xa0", " ")
    assert "Dawny" not in str(message.body), "nobody sees to it"
    Chapter.objects.filter(pk=chapters[1].pk).update(next_review=TODAY + timedelta(days=3))
    assert services.remind_owners(today=TODAY) == 1


def test_an_owner_may_turn_reminders_off(chapters: list[Chapter], owner: User) -> None:
    EmailOptOut.objects.create(user=owner, kind=services.KIND)
    assert services.remind_owners(today=TODAY) == 0


def test_planning_a_review_is_no_change_of_the_text(chapters: list[Chapter], owner: User) -> None:
    page = Chapter.objects.get(pk=chapters[0].pk)
    page.next_review, page.review_owner = timezone.localdate(), owner
    assert not page.content_differs()
    page.save_revision().publish()
    assert Chapter.objects.get(pk=page.pk).review_owner == owner
