"""Wagtail's reference index, updated in the transaction of each change.

The index has references in blocks, rich text, inline children and foreign keys. Wagtail updates it in a background
task. Here it decides which documents are public and which pages are stale, so it is updated at once: the receiver with
which Wagtail enqueues that task is replaced.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.db.models.signals import post_save
from modelcluster.fields import ParentalKey
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

Key = tuple[int, str]
"""An object in the index: the id of its content type and its primary key."""


def key_of(instance: Model) -> Key:
    """The key of an object in the index, by its base model: a page of any type is a ``Page``."""
    model = (instance._meta.get_parent_list() or [type(instance)])[-1]
    return ContentType.objects.get_for_model(model, for_concrete_model=False).pk, str(instance.pk)


@cache
def referable_models() -> frozenset[type[Model]]:
    """The models other than pages that a text can refer to: snippets, images and documents."""
    from wagtail.snippets.models import get_snippet_models  # imports the admin

    return frozenset({*get_snippet_models(), get_image_model(), get_document_model()})


def pages_that_refer_to(keys: Iterable[Key]) -> frozenset[int]:
    """The ids of all pages, live or not, that refer to one of these objects, directly or through other snippets.

    One query for each model and each level of references.
    """
    keys = set(keys)
    sources = sources_of(_any_of(keys))
    return frozenset(page for key in keys for page in pages_above(key, sources))


def live_pages_that_refer_to(instance: Model) -> QuerySet[Page]:
    """The published pages that refer to ``instance``, directly or through snippets."""
    return Page.objects.live().filter(pk__in=pages_that_refer_to([key_of(instance)]))


def sources_of(start: Q) -> Mapping[Key, set[Key]]:
    """The referring objects by target, from the targets that ``start`` selects in the index upwards.

    What refers to a page, an image or a document is not followed further.
    """
    ends = {page_type(), _type_of(get_image_model()), _type_of(get_document_model())}
    sources: defaultdict[Key, set[Key]] = defaultdict(set)
    picked = start
    while picked:
        rows = ReferenceIndex.objects.filter(picked).values_list(
            "to_content_type", "to_object_id", "base_content_type", "object_id"
        )
        found = set()
        for to_type, to_id, from_type, from_id in rows:
            sources[to_type, to_id].add((from_type, from_id))
            found.add((from_type, from_id))
        picked = _any_of({key for key in found if key[0] not in ends and key not in sources})
    return sources


def pages_above(key: Key, sources: Mapping[Key, set[Key]]) -> set[int]:
    """The ids of the pages that refer to ``key``, directly or through other objects in ``sources``."""
    above: set[Key] = set()
    more = {key}
    while more:
        more = {source for target in more for source in sources.get(target, ())} - above
        above |= more
    return {int(pk) for kind, pk in above if kind == page_type()}


def page_type() -> int:
    """The id of the content type by which the index names every page."""
    return _type_of(Page)


def _type_of(model: type[Model]) -> int:
    return ContentType.objects.get_for_model(model).pk


def _any_of(keys: Collection[Key]) -> Q:
    by_type: defaultdict[int, list[str]] = defaultdict(list)
    for kind, pk in keys:
        by_type[kind].append(pk)
    picked = Q()
    for kind, pks in by_type.items():
        picked |= Q(to_content_type=kind, to_object_id__in=pks)
    return picked


def update_in_transaction() -> None:
    """Replaces Wagtail's receiver, for the models tracked already and for those registered later."""
    from wagtail import signal_handlers  # imports the models of Wagtail, and models import this module

    for model in ReferenceIndex.tracked_models:
        post_save.disconnect(signal_handlers.update_reference_index_on_save, sender=model)
        post_save.connect(update_on_save, sender=model)
    # Wagtail connects by this name, also for models registered later and again after migrations.
    signal_handlers.update_reference_index_on_save = update_on_save


def update_on_save(instance: Model, raw: bool = False, update_fields: Any = None, **_kwargs: Any) -> None:
    """Updates the index rows of ``instance``, or of the object that it is an inline child of.

    Pages are skipped: ``BasePage.save()`` updates them after their inline children have been saved.
    """
    if raw or isinstance(instance, Page):
        return
    if update_fields is not None:
        # Other fields in memory may be those of a draft.
        instance = type(instance)._base_manager.get(pk=instance.pk)
    while parental := next((field for field in instance._meta.get_fields() if isinstance(field, ParentalKey)), None):
        parent: Model | None = getattr(instance, parental.name)
        if parent is None or isinstance(parent, Page):
            return
        instance = parent
    if ReferenceIndex.is_indexed(type(instance)):
        ReferenceIndex.create_or_update_for_object(instance)
