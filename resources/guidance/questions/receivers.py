"""What questions and answers do when pages and accounts change, and what is done every ten minutes."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction

from people.models import User
from publishing.signals import housekeeping, public_page_changed
from resources.guidance.questions import services
from resources.guidance.questions.models import PublishedAnswer
from resources.guidance.questions.pages import QuestionsPage


def connect() -> None:
    """Called once, when Django is ready."""
    housekeeping.connect(_keep_house, dispatch_uid="guidance.questions.housekeeping")
    pre_delete.connect(_person_removed, sender=User, dispatch_uid="guidance.questions.person")
    public_page_changed.connect(_page_changed, dispatch_uid="guidance.questions.page_changed")
    for model in (PublishedAnswer, PageViewRestriction):
        for signal in (post_save, post_delete):
            signal.connect(_answers_changed, sender=model, dispatch_uid=f"guidance.questions.{model.__name__}")


def _keep_house(**_kwargs: Any) -> None:
    services.keep_house()


def _person_removed(sender: type[User], instance: User, **_kwargs: Any) -> None:
    services.remove_person(user=instance)


def _page_changed(sender: type[Page], page: Page, **_kwargs: Any) -> None:
    """A page that is published, taken off or renamed takes its answers with it."""
    if not isinstance(page, QuestionsPage) and PublishedAnswer.objects.filter(page=page.pk, live=True).exists():
        announce()


def _answers_changed(sender: type[Model], **_kwargs: Any) -> None:
    announce()


def announce() -> None:
    """Has the pages of answers read again by whoever keeps something of them, such as the search."""
    for page in QuestionsPage.objects.live():
        public_page_changed.send(sender=QuestionsPage, page=page)
