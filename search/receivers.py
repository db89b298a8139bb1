"""What search does when pages and documents change."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page

from publishing.models import BasePage, PomostDocument
from publishing.public_cache import invalidate
from publishing.signals import housekeeping, public_page_changed
from search import statistics, updates
from search.models import Action, PromotedResult, Section, SynonymGroup
from search.services import update_document, update_page


def connect() -> None:
    """Called once, when Django is ready."""
    public_page_changed.connect(_page_changed, dispatch_uid="search.page_changed")
    post_save.connect(_document_saved, sender=PomostDocument, dispatch_uid="search.document")
    for model in (SynonymGroup, PromotedResult):
        post_save.connect(_kept_by_editors_changed, sender=model, dispatch_uid=f"search.{model.__name__}")
        post_delete.connect(_kept_by_editors_changed, sender=model, dispatch_uid=f"search.{model.__name__}.deleted")
    housekeeping.connect(_housekeeping, dispatch_uid="search.housekeeping")
    post_delete.connect(_section_deleted, sender=Section, dispatch_uid="search.section_deleted")
    housekeeping.connect(_send_updates, dispatch_uid="search.updates")


def _page_changed(sender: type[Page], page: Page, **_kwargs: Any) -> None:
    if isinstance(page, BasePage):
        update_page(page=page)


def _document_saved(sender: type[PomostDocument], instance: PomostDocument, raw: bool = False, **_kwargs: Any) -> None:
    update_document(document=instance)


def _kept_by_editors_changed(sender: type[SynonymGroup | PromotedResult], **_kwargs: Any) -> None:
    invalidate()


def _housekeeping(sender: Any, **_kwargs: Any) -> None:
    statistics.delete_expired()


def _section_deleted(sender: type[Section], instance: Section, **_kwargs: Any) -> None:
    """With its page or document: ``search.services`` deletes sections without a signal."""
    updates.queue(model=Section, pks=[instance.pk], action=Action.DELETE)


def _send_updates(sender: Any, **_kwargs: Any) -> None:
    updates.send_in_background()
