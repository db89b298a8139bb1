"""What publishing does when something public changes."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, ReferenceIndex, Site
from wagtail.signals import page_slug_changed, post_page_move
from wagtail.tasks import update_reference_index_task

from publishing import tasks
from publishing.generation import advance
from publishing.models import FooterLink, FooterSettings, PomostDocument, PomostImage
from publishing.services import renew_pages_that_link_to, take_up_waiting_documents
from publishing.signals import housekeeping

WATCHED: tuple[type[Model], ...] = (
    Collection,
    CollectionViewRestriction,
    FooterLink,
    FooterSettings,
    PageViewRestriction,
    PomostDocument,
    PomostImage,
    Redirect,
    Site,
)


def connect() -> None:
    """Called once, when Django is ready."""
    for signal in (post_save, post_delete):
        signal.connect(_something_changed, dispatch_uid="publishing.generation")
    # Saved after the restriction itself, so what was kept between the two knows no groups.
    m2m_changed.connect(
        _restriction_groups_changed, sender=PageViewRestriction.groups.through, dispatch_uid="publishing.restriction"
    )
    post_page_move.connect(_page_moved, dispatch_uid="publishing.moved")
    page_slug_changed.connect(_slug_changed, dispatch_uid="publishing.slug")
    post_save.connect(_snippet_saved, dispatch_uid="publishing.references")
    post_save.connect(_document_saved, sender=PomostDocument, dispatch_uid="publishing.extract")
    housekeeping.connect(_keep_house, dispatch_uid="publishing.housekeeping")


def _something_changed(sender: type[Model], instance: Model, **_kwargs: Any) -> None:
    if issubclass(sender, (Page, *WATCHED)) or getattr(sender, "changes_public_pages", False):
        advance()


def _restriction_groups_changed(sender: type[Model], **_kwargs: Any) -> None:
    advance()


def _snippet_saved(sender: type[Model], instance: Model, *, raw: bool = False, **_kwargs: Any) -> None:
    """What a snippet of ours refers to is known at once, as for pages, which see to it in their ``save()``."""
    if getattr(sender, "changes_public_pages", False) and sender in ReferenceIndex.tracked_models and not raw:
        update_reference_index_task.call(sender._meta.app_label, sender._meta.model_name, str(instance.pk))


def _page_moved(sender: type[Page], instance: Page, url_path_before: str, url_path_after: str, **_kwargs: Any) -> None:
    advance()
    if url_path_before != url_path_after:
        _renew_links_below(instance)


def _slug_changed(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    _renew_links_below(instance)


def _renew_links_below(page: Page) -> None:
    below = list(Page.objects.get(pk=page.pk).get_descendants(inclusive=True).values_list("pk", flat=True))
    renew_pages_that_link_to(page_ids=below)
    advance()


def _document_saved(
    sender: type[PomostDocument], instance: PomostDocument, update_fields: Any = None, **_kwargs: Any
) -> None:
    if update_fields is None and instance.file:
        transaction.on_commit(partial(tasks.extract_text.enqueue, instance.pk))


def _keep_house(**_kwargs: Any) -> None:
    take_up_waiting_documents()
