"""What reference does when terms, values and pages change, and when a day begins."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, ReferenceIndex

from publishing import references
from publishing.models import BasePage
from publishing.services import mark_dependents_stale
from publishing.signals import housekeeping, public_page_changed
from reference import services
from reference.models import DatedValue, GlossaryPage, GlossaryTerm, ValuesPage


def connect() -> None:
    """Called once, when Django is ready."""
    public_page_changed.connect(_page_changed, dispatch_uid="reference.page_changed")
    post_save.connect(_term_saved, sender=GlossaryTerm, dispatch_uid="reference.term")
    post_delete.connect(_term_deleted, sender=GlossaryTerm, dispatch_uid="reference.term.deleted")
    post_save.connect(_value_changed, sender=DatedValue, dispatch_uid="reference.value")
    post_delete.connect(_value_changed, sender=DatedValue, dispatch_uid="reference.value.deleted")
    housekeeping.connect(_housekeeping, dispatch_uid="reference.housekeeping")


def _page_changed(sender: type[Page], page: Page, **_kwargs: Any) -> None:
    if isinstance(page, BasePage) and page.live:
        services.store_lemmas(page=page)
    if isinstance(page, GlossaryPage | ValuesPage):
        _list_changed(page)


def _list_changed(page: GlossaryPage | ValuesPage) -> None:
    """Links to the list appear when it is published and go when it is unpublished; the index knows who has them."""
    content_type, pk = references.key_of(page)
    if not page.live:
        mark_dependents_stale(page)
    elif not ReferenceIndex.objects.filter(to_content_type=content_type, to_object_id=pk).exists():
        if isinstance(page, GlossaryPage):
            services.mark_pages_with(*GlossaryTerm.objects.filter(links_itself=True))
        else:
            mark_dependents_stale(*DatedValue.objects.all())


def _term_saved(sender: type[GlossaryTerm], instance: GlossaryTerm, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        services.mark_pages_with(instance)


def _term_deleted(sender: type[GlossaryTerm], **_kwargs: Any) -> None:
    services.mark_glossary()


def _value_changed(sender: type[DatedValue], raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        services.mark_list_of_values()


def _housekeeping(**_kwargs: Any) -> None:
    services.show_begun_amounts()
