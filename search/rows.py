"""The sections that a reader may open, with what is needed to group, filter and count them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page, Site

from publishing.access import readable_q
from publishing.models import PomostDocument
from search.models import Section
from search.ranking import Key


@dataclass(frozen=True, slots=True)
class Row:
    """What is needed of a section to group, filter and count it."""

    key: Key
    kind: str
    part_of: int | None
    legal_state: date | None
    audience: str
    file_type: str
    theme: tuple[str, ...] = ()


def readable_rows(pks: Sequence[int], request: HttpRequest) -> dict[int, Row]:
    """Rows of those sections whose page is live and open to the reader, or whose document is public."""
    site = Site.find_for_request(request)
    if site is None or not pks:
        return {}
    pages = Q(page__live=True, page__path__startswith=site.root_page.path) & readable_q(request, "page__")
    names = ("pk", "page", "document", "kind", "part_of", "legal_state", "audience", "file_type", "themes")
    found = list(Section.objects.filter(Q(document__isnull=False) | pages, pk__in=pks).values_list(*names))
    of_documents = {document for _pk, _page, document, *_rest in found if document}
    documents = set(PomostDocument.objects.public().filter(pk__in=of_documents).values_list("pk", flat=True))
    rows: dict[int, Row] = {}
    for pk, page, document, kind, part_of, legal_state, audience, file_type, themes in found:
        if document is None or document in documents:
            key = ("page", page) if document is None else ("document", document)
            theme = tuple(filter(None, themes.split("|")))
            rows[pk] = Row(key, kind, part_of, legal_state, audience, file_type, theme)
    return {pk: rows[pk] for pk in pks if pk in rows}


def open_pages(pks: Iterable[int], request: HttpRequest) -> dict[int, Page]:
    """Those of these pages that are live and open to the reader, by their ids. One query."""
    return Page.objects.live().filter(readable_q(request)).in_bulk(list(pks))
