"""An editor, a reviewer and an administrator, and chapters sent for review."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import translation
from wagtail.models import TaskState

from people import roles
from people.models import User
from pomost.models import HomePage
from resources.guidance.models import Chapter
from tests.builders import make_chapters, prose
from tests.prepared import prepared

Sent = Callable[[Chapter], TaskState]


@pytest.fixture(autouse=True)
def _polish() -> Iterator[None]:
    """Resets the language, which a request leaves active in the thread."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def _user(email: str, *groups: str, first_name: str, last_name: str, is_superuser: bool = False) -> User:
    user = User.objects.create_user(email, first_name=first_name, last_name=last_name, is_superuser=is_superuser)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


@pytest.fixture
def editor(db: None) -> User:
    return _user("pisze@example.org", roles.EDITOR, first_name="Pola", last_name="Pisząca")


@pytest.fixture
def reviewer(db: None) -> User:
    return _user("sprawdza@example.org", roles.REVIEWER, first_name="Wanda", last_name="Prawna")


@pytest.fixture
def administrator(db: None) -> User:
    return _user("zarzadza@example.org", first_name="Adam", last_name="Zarządzający", is_superuser=True)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
@prepared
def chapter(home: HomePage) -> Chapter:
    """A live chapter."""
    (chapter,) = make_chapters(home, "Wolontariat")
    chapter.body = prose("Porozumienie zawiera się ustnie.")
    chapter.save_revision().publish()
    chapter.refresh_from_db()
    return chapter


@pytest.fixture
def send(editor: User) -> Sent:
    """Sends the latest draft of a page for review."""

    def send(page: Chapter) -> TaskState:
        page.refresh_from_db()
        state: TaskState = page.get_workflow().start(page, editor).current_task_state
        page.refresh_from_db()
        return state

    return send
