"""What the publications of guides hold: what the public may read now, and what it could read in an edition."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone, translation
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from editing.approvals import ApprovalNote, approval_of, approvals_of
from publishing.publications import Part, Publication, Reference, static_html
from publishing.publications import nodes as n
from publishing.publications.fragments import fragment
from publishing.publications.images import public_image
from resources.guidance.models import Chapter, EditionPage, Guide, GuideEdition, VersionedPage
from resources.guidance.services.editions import edition_file_url

OpenImage = Callable[[str], bytes | None]
"""The file of an image by its address on the site; None where there is none."""


def guide_publication(guide: Guide) -> Publication:
    """The guide and its public chapters, as readers have them now."""
    # The comments are part of what a digest is made from, by which approvals are told from each other.
    chapters = list(guide.public_chapters().prefetch_related("authors", "sources", "wagtail_admin_comments"))
    pages = [guide, *chapters]
    approvals = approvals_of(pages)
    with translation.override(guide.language):
        introduction, *parts = [
            _part_of(page, approvals.get(page.pk), str(number) if number else "") for number, page in enumerate(pages)
        ]
        facts = _legal_state(chapter.legal_state for chapter in chapters)
        validation = guide.validation_note
        return _publication(guide, introduction, tuple(parts), pages, validation=validation, facts=facts)


def chapter_publication(chapter: Chapter) -> Publication:
    """One chapter, as readers have it now; it is the introduction, and there are no parts."""
    with translation.override(chapter.language):
        return _publication(chapter, _part_of(chapter, approval_of(chapter)), (), [chapter])


def edition_publication(edition: GuideEdition) -> Publication:
    """What the public may still read of an edition, as it was."""
    pages = edition.readable_pages()
    with translation.override(edition.guide.language):
        address = edition.guide.get_full_url() or ""
        introduction, *chapters = [_frozen_part(page, address) for page in pages]
        base = f"{address}wydania/{edition.number}/"
        markup = [introduction.html, *(part.html for part in chapters)]
        return Publication(
            kind=str(edition.guide.get_kind_display()),
            title=introduction.title,
            url=base,
            language=edition.guide.language,
            date=timezone.localdate(edition.made_at),
            introduction=introduction,
            parts=tuple(chapters),
            edition=_("Edition %(number)s of %(date)s")
            % {"number": edition.number, "date": n.day(timezone.localdate(edition.made_at))},
            validation=_validation(edition),
            facts=_legal_state(parse_date(page.facts.get("legal_state") or "") for page in pages),
            images=_images(markup, _files_of(edition)),
        )


def _validation(edition: GuideEdition) -> str:
    if edition.validated_on is None:
        return _("In validation")
    return f"{_('Validated:')} {edition.validated_by}, {n.day(edition.validated_on)}"


def _publication(
    page: Guide | Chapter, introduction: Part, parts: tuple[Part, ...], pages: Sequence[VersionedPage], **said: Any
) -> Publication:
    moments = [one.last_published_at for one in pages if one.last_published_at]
    markup = [introduction.html, *(part.html for part in parts)]
    return Publication(
        kind=str(page.get_kind_display() if isinstance(page, Guide) else _("chapter")),
        title=page.title,
        url=page.get_full_url() or "",
        language=page.language,
        date=timezone.localdate(max(moments)) if moments else timezone.localdate(),
        introduction=introduction,
        parts=parts,
        images=_images(markup, public_image),
        **said,
    )


def _part_of(page: Guide | Chapter, approval: ApprovalNote | None, number: str = "") -> Part:
    return Part(
        slug=page.slug,
        title=page.title,
        html=static_html(page.body_html, base=_base(), page=page.get_full_url() or ""),
        number=number,
        summary=page.summary,
        url=page.get_full_url() or "",
        facts=_facts(page.facts(), approval),
        sources=_sources(page.facts()),
        addresses=(_in_links(page.get_full_url() or ""),),
    )


def _frozen_part(page: EditionPage, guide_address: str) -> Part:
    """A page of an edition. Links in the text lead to where the pages were, below the address of the guide."""
    approval = page.approval
    note = ApprovalNote(approval.reviewer_name, page.approved_at) if approval and page.approved_at else None
    return Part(
        slug=page.slug,
        title=page.title,
        html=static_html(page.body_html, base=_base(), page=_address_of(page)),
        number=str(page.position) if page.position else "",
        summary=page.summary,
        facts=_facts(page.facts, note),
        sources=_sources(page.facts),
        addresses=(_in_links(f"{guide_address}{page.slug}/" if page.position else guide_address),),
    )


def _address_of(page: EditionPage) -> str:
    """Where the page stands today: tools are used there."""
    live = page.page.specific if page.page is not None and page.page.live else None
    return (live.get_full_url() or "") if live is not None else ""


def _facts(kept: dict[str, Any], approval: ApprovalNote | None) -> tuple[tuple[str, str], ...]:
    found = []
    if day := parse_date(kept.get("legal_state") or ""):
        found.append((_("Legal state"), n.day(day)))
    if authors := kept.get("authors"):
        found.append((_("Who wrote this"), "; ".join(", ".join(filter(None, person)) for person in authors)))
    if approval is not None:
        day = timezone.localdate(approval.decided_at)
        found.append((_("Review"), ", ".join(filter(None, (approval.name, n.day(day))))))
    return tuple(found)


def _legal_state(days: Iterable[date | None]) -> tuple[tuple[str, str], ...]:
    """From the oldest to the newest day on which a chapter was checked against the law."""
    known = sorted(day for day in days if day is not None)
    if not known:
        return ()
    oldest, newest = n.day(known[0]), n.day(known[-1])
    if oldest == newest:
        return ((_("Legal state"), newest),)
    return ((_("Legal state"), _("by chapter, %(oldest)s to %(newest)s") % {"oldest": oldest, "newest": newest}),)


def _sources(kept: dict[str, Any]) -> tuple[Reference, ...]:
    return tuple(Reference(title, note, url) for title, note, url in kept.get("sources", ()))


def _base() -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/")


def _in_links(address: str) -> str:
    """The address of a page as links in static HTML have it; the page may be of a site with another host."""
    return f"{_base()}{urlsplit(address).path}"


def _images(markup: Iterable[str], open_image: OpenImage) -> dict[str, bytes]:
    """The files of the images that the HTML shows, each once, by address."""
    found: dict[str, bytes] = {}
    for text in markup:
        if "<img" not in text:
            continue
        for image in fragment(text).iter("img"):
            address = image.get("src") or ""
            if address not in found and (content := open_image(address)) is not None:
                found[address] = content
    return found


def _files_of(edition: GuideEdition) -> OpenImage:
    files = {edition_file_url(file): file for file in edition.files.all()}

    def open_image(address: str) -> bytes | None:
        file = files.get(address)
        if file is None:
            return None
        try:
            with file.file.open("rb") as content:
                return bytes(content.read())
        except OSError:
            return None

    return open_image
