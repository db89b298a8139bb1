"""Who may read a document: anybody, if a live public page refers to it.

Documents are not public when only drafts, only restricted pages or no pages at all refer to them. References are those
of ``publishing.references``.
"""

from collections.abc import Mapping

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.http import HttpRequest
from wagtail.documents import get_document_model
from wagtail.models import Page

from publishing import access, references
from publishing.access import private_q
from publishing.public_cache import cached

ACCESS_ADMIN = "wagtailadmin.access_admin"


def public_documents() -> frozenset[int]:
    """The ids of the documents that live public pages refer to; cached until something is published."""
    return cached(("public documents",), _public_documents)


def may_open(document_id: int, request: HttpRequest) -> bool:
    """Whether the user of this request may read this document.

    Anybody may read a public one; users who may open a live restricted page that refers to it, and staff, the others.
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
    """Ids of pages by document id: those that refer to it directly or through snippets, live or not."""
    return cached(("pages that refer to documents",), _read_referring_pages)


def _read_referring_pages() -> Mapping[int, set[int]]:
    document = ContentType.objects.get_for_model(get_document_model()).pk
    sources = references.sources_of(Q(to_content_type=document))
    return {int(pk): references.pages_above((kind, pk), sources) for kind, pk in list(sources) if kind == document}
