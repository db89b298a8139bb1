"""A chapter with two sections, a question about one of them, and people of each role."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.utils import translation

from people import roles
from people.models import User
from pomost.models import HomePage
from publishing import guarded_forms
from resources.guidance.models import Chapter, PageRating, PublishedAnswer, Question
from resources.guidance.questions import services
from resources.guidance.questions.models import Kind
from tests.builders import heading, hide_other_pages, make_chapters, prose
from tests.prepared import prepared

CHAPTER = "/poradniki/poradnik/wolontariat/"
Asked = Callable[..., Question]


@pytest.fixture(autouse=True)
def _polish() -> Iterator[None]:
    """Resets the language, which a request leaves active in the thread."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
@prepared
def chapter(home: HomePage) -> Chapter:
    """The only guidance: the demo's questions and ratings are gone."""
    hide_other_pages(home)
    for model in (PublishedAnswer, Question, PageRating):
        model._default_manager.all().delete()
    made, _other = make_chapters(home, "Wolontariat", "Czas pracy")
    made.body = [
        *prose("Na początek."),
        *heading("Porozumienie"),
        *prose("Na piśmie."),
        *heading("Kiedy", level=3),
        *prose("Przed pracą."),
        *heading("Koszty"),
        *prose("Zwróć je."),
    ]
    made.save_revision().publish()
    found: Chapter = Chapter.objects.get(pk=made.pk)
    return found


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms are filled in as slowly as by a person."""
    monkeypatch.setattr(guarded_forms, "LEAST_TIME", timedelta(0))


@pytest.fixture
def asked(chapter: Chapter) -> Asked:
    """Asks about the section "Porozumienie"."""

    def ask(text: str = "Czy na piśmie?", **fields: Any) -> Question:
        made = {"page": chapter, "kind": Kind.QUESTION, "anchor": "porozumienie", "email": "pyta@example.org"}
        return services.ask(text=text, **{**made, **fields})

    return ask


def person(role: str, email: str = "") -> User:
    """A user of one group, without a group for ``""``."""
    user: User = User.objects.create_user(
        email or f"osoba{User.objects.count()}@example.org", first_name="Wanda", last_name="Prawna"
    )
    user.groups.set(Group.objects.filter(name=role))
    return User.objects.get(pk=user.pk)


@pytest.fixture
def editor(db: None) -> User:
    return person(roles.EDITOR, "redaguje@example.org")


@pytest.fixture
def reviewer(db: None) -> User:
    return person(roles.REVIEWER, "doradza@example.org")
