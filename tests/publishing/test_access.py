"""Access to restricted pages."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from people.models import User
from publishing import public_cache
from publishing.access import is_closed, is_restricted, may_open, refusal
from publishing.models import StandardPage
from tests.courses_tree import catalogue, lessons_of, make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> StandardPage:
    """A page below a restricted one."""
    above = Page.objects.get(depth=2).add_child(instance=StandardPage(title="Dla grupy"))
    below: StandardPage = above.add_child(instance=StandardPage(title="Pod spodem"))
    return below


@pytest.fixture
def visit() -> Callable[[User | None], HttpRequest]:
    """A request of a signed-in user; of an anonymous visitor with a session; or, for None, without one."""

    def make(user: User | AnonymousUser | None) -> HttpRequest:
        request = RequestFactory().get("/")
        if user is not None:
            request.COOKIES["sessionid"] = "x"
            request.user, request.session = user, SessionStore()
        return request

    return make


@pytest.fixture
def person() -> User:
    return User.objects.create_user("osoba@example.org")


def restrict(page: Page, kind: str, *groups: Group) -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="most")
    restriction.groups.add(*groups)
    return restriction


def test_a_page_without_restrictions_is_open_to_everybody(page, visit, person) -> None:
    assert [may_open(page, visit(user)) for user in (None, AnonymousUser(), person)] == [True, True, True]
    assert not is_restricted(page)


def test_signing_in_opens_what_is_for_people_signed_in(page, visit, person) -> None:
    restrict(page.get_parent(), "login")
    assert [may_open(page, visit(user)) for user in (None, AnonymousUser(), person)] == [False, False, True]
    assert [is_closed(page.path, visit(user)) for user in (None, person)] == [True, False]
    assert is_restricted(page)


def test_a_group_opens_what_is_for_it(page, visit, person) -> None:
    group, other = Group.objects.create(name="Kurs"), Group.objects.create(name="Inna")
    restrict(page.get_parent(), "groups", group)
    person.groups.add(other)
    admin = User.objects.create_superuser("admin-proby@example.org")
    assert [may_open(page, visit(user)) for user in (None, AnonymousUser(), person, admin)] == [
        False,
        False,
        False,
        True,
    ]
    person.groups.add(group)
    assert may_open(page, visit(User.objects.get(pk=person.pk)))


def test_a_password_opens_for_the_session_that_gave_it(page, visit, person) -> None:
    restriction = restrict(page.get_parent(), "password")
    request = visit(person)
    assert (refusal(page.path, request), is_closed(page.path, request)) == ("password", False)
    opened = visit(AnonymousUser())
    restriction.mark_as_passed(opened)
    assert may_open(page, opened)


def test_every_restriction_counts_and_a_password_is_asked_for_last(page, visit, person) -> None:
    restrict(page.get_parent(), "password")
    restrict(page, "groups")
    assert refusal(page.path, visit(person)) == "groups"


def test_an_alias_asks_for_its_source(page, visit, person) -> None:
    copy = page.create_alias(parent=Page.objects.get(depth=2), update_slug="alias")
    again = copy.create_alias(parent=Page.objects.get(depth=2), update_slug="alias-aliasu")
    assert [may_open(item, visit(None)) for item in (copy, again)] == [True, True]
    restrict(page, "login")
    assert [may_open(item, visit(None)) for item in (copy, again)] == [False, False]
    assert [may_open(item, visit(person)) for item in (copy, again)] == [True, True]
    assert not StandardPage.objects.public().filter(pk__in=[page.pk, copy.pk, again.pk]).exists()


def test_what_is_kept_follows_the_groups_of_a_restriction(
    page, visit, person, caching, django_capture_on_commit_callbacks
) -> None:
    group = Group.objects.create(name="Kurs")
    person.groups.add(group)
    restriction = restrict(page, "groups")
    assert not may_open(page, visit(person))
    with django_capture_on_commit_callbacks(execute=True):
        restriction.groups.add(group)
    assert may_open(page, visit(person))


def test_any_number_of_pages_takes_one_query_for_a_person_and_none_for_a_visitor(page, visit, person, caching) -> None:
    for kind in ("login", "password", "groups", "groups"):
        restrict(page, kind)
    public_cache.clear()  # as the commit of a restriction does it
    may_open(page, visit(None))
    for user, most in ((None, 0), (person, 1)):
        request = visit(user)
        with CaptureQueriesContext(connection) as captured:
            for _number in range(50):
                may_open(page, request)
        assert len(captured) == most


def test_somebody_of_another_group_is_told_so_and_not_sent_round_for_ever(page, person) -> None:
    restrict(page, "groups")
    client = Client()
    assert client.get(page.url)["Location"].startswith("/konto/login/")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(page.url).status_code == 403


PRIVATE = "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.mark.usefixtures("chapters")
@pytest.mark.parametrize("address", ["/", "/szkolenia/", "/poradniki/"])
def test_pages_of_somebody_signed_in_are_kept_by_nobody(client, person, address) -> None:
    catalogue()
    assert not client.get(address).has_header("Cache-Control")  # the page cache in front says how long
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address)["Cache-Control"] == PRIVATE


def test_lessons_of_somebody_signed_in_are_kept_by_nobody(client, person) -> None:
    (lesson,) = lessons_of(make_course(lessons=1))
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(lesson.url)["Cache-Control"] == PRIVATE


def test_a_restricted_page_is_kept_by_nobody(client, page) -> None:
    restrict(page, "login")
    assert client.get(page.url)["Cache-Control"] == PRIVATE
