"""Updates the outline of a course whenever its topics and lessons change."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import post_delete
from wagtail.models import Page
from wagtail.signals import post_page_move

from courses.catalogue import services
from courses.catalogue.models import Course, Lesson, Topic
from publishing.signals import public_page_changed


def connect() -> None:
    """Called once, when Django is ready."""
    for model in (Course, Topic, Lesson):
        public_page_changed.connect(_changed, sender=model, dispatch_uid=f"catalogue.outline.{model.__name__}")
        post_page_move.connect(_moved, sender=model, dispatch_uid=f"catalogue.moved.{model.__name__}")
    for model in (Topic, Lesson):
        post_delete.connect(_deleted, sender=model, dispatch_uid=f"catalogue.deleted.{model.__name__}")


def _changed(sender: type[Page], page: Page, **_kwargs: Any) -> None:
    services.renew_outlines_around(page=page)


def _moved(sender: type[Page], instance: Page, parent_page_before: Page, **_kwargs: Any) -> None:
    services.renew_outlines_around(page=Page.objects.get(pk=instance.pk))
    services.renew_outlines_around(page=parent_page_before)


def _deleted(sender: type[Page], instance: Page, origin: Any = None, **_kwargs: Any) -> None:
    """Updates the outline unless the parent is being deleted too: the database would refuse one of a deleted course.

    ``origin`` are the pages that are being deleted.
    """
    parents = Page.objects.filter(path=instance.path[: -Page.steplen])
    if isinstance(origin, QuerySet) and origin.filter(path__in=parents.values("path")).exists():
        return
    parent = parents.first()
    if parent is not None:
        services.renew_outlines_around(page=parent)
