"""When the files of guides are made anew."""

from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction

from publishing.signals import housekeeping, public_page_changed
from resources.guidance.models import Chapter, EditionPage, Guide, GuideEdition, PublicationFile
from resources.guidance.publications import services


def connect() -> None:
    """Called once, when Django is ready."""
    public_page_changed.connect(_page_changed, dispatch_uid="guidance.publications.page")
    post_delete.connect(_chapter_deleted, sender=Chapter, dispatch_uid="guidance.publications.deleted")
    for model in (GuideEdition, EditionPage):
        post_save.connect(_edition_changed, sender=model, dispatch_uid=f"guidance.publications.{model.__name__}")
    for signal in (post_save, post_delete):
        signal.connect(
            _restriction_changed, sender=PageViewRestriction, dispatch_uid="guidance.publications.restriction"
        )
    post_delete.connect(_file_deleted, sender=PublicationFile, dispatch_uid="guidance.publications.file")
    housekeeping.connect(_take_up, dispatch_uid="guidance.publications.housekeeping")


def _page_changed(sender: type[Page], page: Page, **_kwargs: Any) -> None:
    if isinstance(page, Guide):
        _ask(page)
    elif isinstance(page, Chapter) and (guide := Guide.objects.parent_of(page).first()) is not None:
        _ask(guide)


def _chapter_deleted(sender: type[Chapter], instance: Chapter, **_kwargs: Any) -> None:
    _ask_after_commit(instance.path[: -Page.steplen])


def _edition_changed(
    sender: type[GuideEdition | EditionPage], instance: GuideEdition | EditionPage, raw: bool = False, **_kwargs: Any
) -> None:
    if not raw:
        edition = instance if isinstance(instance, GuideEdition) else instance.edition
        _ask(edition.guide, edition)


def _restriction_changed(
    sender: type[PageViewRestriction], instance: PageViewRestriction, raw: bool = False, **_kwargs: Any
) -> None:
    if not raw:
        _ask_after_commit(instance.page.path)


def _ask_after_commit(path: str) -> None:
    """Asks for the files of guides at, above and below a tree path, unless they are being deleted, too."""
    transaction.on_commit(partial(_ask_around, path), robust=True)


def _ask_around(path: str) -> None:
    above = [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]
    for guide in Guide.objects.filter(Q(path__startswith=path) | Q(path__in=above)):
        _ask(guide)
        for edition in guide.editions.all():
            _ask(guide, edition)


def _ask(guide: Guide, edition: GuideEdition | None = None) -> None:
    if settings.POMOST_PUBLICATIONS_AT_ONCE or guide.publication_files.filter(edition=edition, chapter=None).exists():
        services.ask_for(guide=guide, edition=edition)


def _file_deleted(sender: type[PublicationFile], instance: PublicationFile, **_kwargs: Any) -> None:
    services.forget_file(row=instance)


def _take_up(**_kwargs: Any) -> None:
    services.take_up_lost_files()
