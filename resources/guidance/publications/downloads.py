"""The files of guides as their pages offer them."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from publishing.access import is_restricted
from publishing.links import Download
from publishing.models.base import language_key
from publishing.public_cache import cached
from resources.guidance.editions import edition_url
from resources.guidance.models import Chapter, Guide, PublicationFile
from resources.guidance.publications.formats import OF_CHAPTERS, OF_GUIDES

FILE = "plik"
"""The name of a file in its address; the name with which it is saved is that of its page."""


def guide_downloads(guide: Guide, request: HttpRequest, *, edition: int = 0) -> list[Download]:
    """The files of a guide, or of the edition with a number; one query, none if cached."""

    def compute() -> list[Download]:
        files = guide.publication_files.filter(chapter=None)
        files = files.filter(edition__number=edition) if edition else files.filter(edition=None)
        rows = {row.format: row for row in files}
        start = edition_url(guide, edition, request) if edition else guide.get_url(request) or "/"
        title = _("The whole edition") if edition else _("The whole guide")
        return [_download(title, f"{start}{FILE}.{name}", name, rows.get(name)) for name in OF_GUIDES]

    return cached(("publication files", guide.pk, edition, language_key()), compute)


def chapter_downloads(chapter: Chapter, guide: Guide, request: HttpRequest) -> list[Download]:
    """The files of one chapter, which are made when somebody asks for them; none of one that is not public.

    One query for all chapters of the guide, none if cached.
    """
    if chapter.pk is None or not chapter.live or is_restricted(chapter):
        return []
    rows = cached(
        ("files of chapters", guide.pk),
        lambda: {(row.chapter_id, row.format): row for row in guide.publication_files.exclude(chapter=None)},
    )
    start = chapter.get_url(request) or "/"
    return [
        _download(_("This chapter"), f"{start}{FILE}.{name}", name, rows.get((chapter.pk, name)))
        for name in OF_CHAPTERS
    ]


def _download(title: str, url: str, name: str, row: PublicationFile | None) -> Download:
    if row is None or not row.file:
        being_made = row is not None and row.is_being_made
        return Download(title, url, name, None, state=_("The file is being made.") if being_made else "")
    state = _("A newer one is being made.") if row.is_being_made else ""
    return Download(title, url, name, row.size_bytes, row.pages, row.version, state)
