"""Keeps records as public as their pages are."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction

from publishing.signals import public_page_changed
from resources.results.models import Project, Result
from resources.results.services import forget_page, refresh_below, refresh_record


def connect() -> None:
    """Called once, when Django is ready."""
    public_page_changed.connect(_page_changed, dispatch_uid="results.page_changed")
    # Before the deletion, which takes the page of the record away.
    pre_delete.connect(_page_deleted, sender=Page, dispatch_uid="results.page_deleted")
    for signal, name in ((post_save, "saved"), (post_delete, "deleted")):
        signal.connect(_restriction_changed, sender=PageViewRestriction, dispatch_uid=f"results.restriction_{name}")


def _page_changed(sender: type[Page], page: Page, **_kwargs: Any) -> None:
    if isinstance(page, Project | Result):
        refresh_record(page=page)


def _page_deleted(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    forget_page(page_id=instance.pk)


def _restriction_changed(sender: type[PageViewRestriction], instance: PageViewRestriction, **_kwargs: Any) -> None:
    # The page may go with its restriction.
    if path := Page.objects.filter(pk=instance.page_id).values_list("path", flat=True).first():
        transaction.on_commit(partial(refresh_below, path=path))
