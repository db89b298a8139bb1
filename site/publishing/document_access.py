"""Who may read a document: everybody, when a live public page refers to it.

A file uploaded for a draft, one that nothing refers to, and one that only pages under a view restriction refer to are
not public. References are those that Wagtail's index knows: in blocks,
in rich text, in inline children, and in snippets that a page refers to. Pages and snippets (those with
``changes_public_pages``) bring the index up to date when they are saved; Wagtail's own task would do it later.
"""

from collections import defaultdict
from collections.abc import Mapping

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.http import HttpRequest
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from publishing import access
from publishing.access import private_q
from publishing.generation import remember

ACCESS_ADMIN = "wagtailadmin.access_admin"

Key = tuple[int, str]
"""A row in the index: the id of its content type, and its own."""


def public_documents() -> frozenset[int]:
    """The ids of the documents that live public pages refer to; a few queries, kept until something is published."""
    return remember(("public documents",), _public_documents)


def may_open(document_id: int, request: HttpRequest) -> bool:
    """Whether whoever asks may read this document.

    That is anybody for a public one; somebody who may open a live restricted page that refers to it; and the staff.
    """
    return (
        document_id in public_documents()
        or (request.user.is_authenticated and request.user.has_perm(ACCESS_ADMIN))
        or any(
            access.may_open(page, request)
            for page in Page.objects.live().filter(pk__in=_referring_pages().get(document_id, ()))
        )
    )


def _public_documents() -> frozenset[int]:
    pages_of = _referring_pages()
    pages = set().union(*pages_of.values())
    public = set(Page.objects.live().filter(pk__in=pages).exclude(private_q()).values_list("pk", flat=True))
    return frozenset(document for document, referring in pages_of.items() if not public.isdisjoint(referring))


def _referring_pages() -> Mapping[int, set[int]]:
    """By document the pages that refer to it, drafts and restricted ones too, directly or through snippets."""
    return remember(("pages that refer to documents",), _read_referring_pages)


def _read_referring_pages() -> Mapping[int, set[int]]:
    types = ContentType.objects
    page, image = types.get_for_model(Page).pk, types.get_for_model(get_image_model()).pk
    document = types.get_for_model(get_document_model()).pk
    # What refers to something and may itself be referred to by pages: snippets. Images and documents lead no further.
    snippets = ReferenceIndex.objects.exclude(base_content_type__in=[page, image, document]).values("base_content_type")
    rows = ReferenceIndex.objects.filter(Q(to_content_type=document) | Q(to_content_type__in=snippets))
    referring: defaultdict[Key, set[Key]] = defaultdict(set)
    for to_type, to_id, from_type, from_id in rows.values_list(
        "to_content_type", "to_object_id", "base_content_type", "object_id"
    ):
        referring[to_type, to_id].add((from_type, from_id))
    return {
        int(pk): {int(source) for kind, source in _all_above((kind, pk), referring) if kind == page}
        for kind, pk in list(referring)
        if kind == document
    }


def _all_above(key: Key, referring: Mapping[Key, set[Key]]) -> set[Key]:
    """What refers to ``key``, what refers to that, and so on."""
    above: set[Key] = set()
    more = {key}
    while more:
        more = {source for target in more for source in referring.get(target, ())} - above
        above |= more
    return above
