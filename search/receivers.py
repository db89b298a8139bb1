"""What search does when pages and documents change."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page

from publishing.models import BasePage, PomostDocument
from publishing.public_cache import invalidate
from publishing.signals import housekeeping, public_page_changed
from search import statistics
from search.models import PromotedResult, SynonymGroup
from search.services import update_document, update_page


def connect() -> None:
    """Called once, when Django is ready."""
    public_page_changed.connect(_page_changed, dispatch_uid="search.page_changed")
    post_save.connect(_document_saved, sender=PomostDocument, dispatch_uid="search.document")
    for model in (SynonymGroup, PromotedResult):
        post_save.connect(_kept_by_editors_changed, sender=model, dispatch_uid=f"search.{model.__name__}")
        post_delete.connect(_kept_by_editors_changed, sender=model, dispatch_uid=f"search.{model.__name__}.deleted")
    housekeeping.connect(_housekeeping, dispatch_uid="search.housekeeping")


def _page_changed(sender: type[Page], page: Page, **_kwargs: Any) -> None:
    if isinstance(page, BasePage):
        update_page(page=page)


def _document_saved(sender: type[PomostDocument], instance: PomostDocument, raw: bool = False, **_kwargs: Any) -> None:
    update_document(document=instance)


def _kept_by_editors_changed(sender: type[SynonymGroup | PromotedResult], **_kwargs: Any) -> None:
    invalidate()


def _housekeeping(sender: Any, **_kwargs: Any) -> None:
    statistics.delete_expired()
