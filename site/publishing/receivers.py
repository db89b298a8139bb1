"""What publishing does when something public changes: caches are invalidated and stale pages are rendered again."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site
from wagtail.signals import page_slug_changed, post_page_move

from publishing import references, tasks
from publishing.models import FooterLink, FooterSettings, PomostDocument, PomostImage, PomostRendition, StalePage
from publishing.public_cache import invalidate
from publishing.services import (
    enqueue_stale_pages,
    mark_dependents_stale,
    take_up_waiting_documents,
)
from publishing.signals import housekeeping, public_page_changed

PUBLIC: tuple[type[Model], ...] = (
    Collection,
    CollectionViewRestriction,
    FooterLink,
    FooterSettings,
    PageViewRestriction,
    Redirect,
    Site,
)
"""Models whose every change may be public, besides those with ``changes_public_pages = True``."""

FILES = (PomostDocument, PomostImage)
"""Models of which a change is public only where a page refers to the object."""

EXTRACTION_FIELDS = frozenset({"extracted_text", "extraction", "extraction_note"})


def connect() -> None:
    """Called once, when Django is ready."""
    references.update_in_transaction()
    public_page_changed.connect(_public_changed, dispatch_uid="publishing.page_changed")
    post_save.connect(_saved, dispatch_uid="publishing.saved")
    # Before the deletion: afterwards the index has no references to the object.
    pre_delete.connect(_about_to_be_deleted, dispatch_uid="publishing.deleting")
    post_delete.connect(_deleted, dispatch_uid="publishing.deleted")
    pre_delete.connect(_renditions_about_to_be_deleted, sender=PomostRendition, dispatch_uid="publishing.rendition")
    # Groups are saved after the restriction, so a value cached in between has none.
    m2m_changed.connect(
        _public_changed, sender=PageViewRestriction.groups.through, dispatch_uid="publishing.restriction"
    )
    post_page_move.connect(_page_moved, dispatch_uid="publishing.moved")
    page_slug_changed.connect(_slug_changed, dispatch_uid="publishing.slug")
    post_save.connect(_document_saved, sender=PomostDocument, dispatch_uid="publishing.extract")
    housekeeping.connect(_start_waiting_work, dispatch_uid="publishing.housekeeping")


def _is_public(model: type[Model]) -> bool:
    return issubclass(model, PUBLIC) or getattr(model, "changes_public_pages", False)


def _public_changed(sender: type[Model], **_kwargs: Any) -> None:
    invalidate()


def _saved(
    sender: type[Model], instance: Model, created: bool, raw: bool = False, update_fields: Any = None, **_kwargs: Any
) -> None:
    if _is_public(sender):
        invalidate()
    if created or raw or sender not in references.referable_models():
        return
    if sender is PomostDocument and update_fields is not None and EXTRACTION_FIELDS.issuperset(update_fields):
        return
    if mark_dependents_stale(instance):
        invalidate()


def _about_to_be_deleted(sender: type[Model], instance: Model, **_kwargs: Any) -> None:
    # For a page the signal is sent twice: for its specific class and for Page.
    if sender in references.referable_models() or sender is Page:
        mark_dependents_stale(instance)


def _deleted(sender: type[Model], instance: Model, **_kwargs: Any) -> None:
    if sender is Page:
        # A page deleted together with an object that it refers to was marked after Django had collected the rows.
        StalePage.objects.filter(page=instance.pk).delete()
    # ``live`` too: pages that code makes live have no first_published_at.
    was_public = isinstance(instance, Page) and (instance.live or instance.first_published_at)
    if _is_public(sender) or sender in FILES or was_public:
        invalidate()


def _renditions_about_to_be_deleted(
    sender: type[PomostRendition], instance: PomostRendition, origin: Any = None, **_kwargs: Any
) -> None:
    """The stored HTML names the file of a rendition: when an image gets another file, all of them are deleted.

    Django sends a signal for each rendition before it deletes any; the first one marks the pages of all. Where the
    image itself is deleted, its own signal has marked them.
    """
    if isinstance(origin, PomostRendition):
        mark_dependents_stale(PomostImage(pk=instance.image_id))
    elif isinstance(origin, QuerySet) and origin.model is PomostRendition:
        renditions = origin.order_by("pk")
        if instance == renditions.first():
            mark_dependents_stale(*(PomostImage(pk=pk) for pk in set(renditions.values_list("image", flat=True))))


def _page_moved(sender: type[Page], instance: Page, url_path_before: str, url_path_after: str, **_kwargs: Any) -> None:
    invalidate()
    if url_path_before != url_path_after:
        _address_changed(instance)


def _slug_changed(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    _address_changed(instance)


def _address_changed(page: Page) -> None:
    below = list(Page.objects.get(pk=page.pk).get_descendants(inclusive=True))
    mark_dependents_stale(*below)
    invalidate()


def _document_saved(
    sender: type[PomostDocument], instance: PomostDocument, update_fields: Any = None, **_kwargs: Any
) -> None:
    if update_fields is None and instance.file:
        transaction.on_commit(partial(tasks.extract_text.enqueue, instance.pk))


def _start_waiting_work(**_kwargs: Any) -> None:
    take_up_waiting_documents()
    enqueue_stale_pages()
