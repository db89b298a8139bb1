"""A person of each role, and a page tree with a published page and a draft."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import translation
from wagtail.models import Page, Site

from people import roles
from people.models import User
from pomost.models import HomePage
from publishing.models import StandardPage

PASSWORD = "most-nad-rzeka-27"


@pytest.fixture(autouse=True)
def _polish() -> Iterator[None]:
    """A request leaves its language with the thread; the next test starts from the site's own."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    def make(email: str = "ala@example.org", *groups: str, **fields: Any) -> User:
        user = User.objects.create_user(email, PASSWORD, **fields)
        user.groups.set(Group.objects.filter(name__in=groups))
        assert user.groups.count() == len(groups)
        return user

    return make


@pytest.fixture
def as_role(make_user: Callable[..., User]) -> Callable[[str], Client]:
    """A client signed in as somebody of the role; ``""`` is somebody without one."""

    def make(role: str) -> Client:
        client = Client()
        name = f"rola{(*roles.ALL, '').index(role)}"
        client.force_login(make_user(f"{name}@example.org", *([role] if role else [])))
        return client

    return make


@pytest.fixture
def editor(as_role: Callable[[str], Client]) -> Client:
    return as_role(roles.EDITOR)


@pytest.fixture
def reviewer(as_role: Callable[[str], Client]) -> Client:
    return as_role(roles.REVIEWER)


@pytest.fixture
def administrator(make_user: Callable[..., User]) -> Client:
    client = Client()
    client.force_login(make_user("zarzad@example.org", is_superuser=True, is_staff=True))
    return client


@pytest.fixture
def home(db: None) -> HomePage:
    """A home page of its own, beside the demo's: the site asked for is this one."""
    page: HomePage = Page.objects.get(depth=1).add_child(
        instance=HomePage(title="Pomost", headline="Pomost", slug="proba")
    )
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "testserver", "port": 80, "root_page": page, "site_name": "Pomost"}
    )
    return page


@pytest.fixture
def page(home: HomePage) -> StandardPage:
    page: StandardPage = home.add_child(instance=StandardPage(title="O serwisie", slug="o-serwisie"))
    return page


@pytest.fixture
def draft(home: HomePage) -> StandardPage:
    page: StandardPage = home.add_child(instance=StandardPage(title="Szkic", slug="szkic", live=False))
    page.save_revision()
    return page
