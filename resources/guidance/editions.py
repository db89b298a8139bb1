"""What readers see of the editions of a guide."""

from collections.abc import Sequence

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest

from publishing.links import Link
from publishing.models.base import language_key
from publishing.public_cache import cached
from resources.guidance.cards import ChapterItem
from resources.guidance.edition_cards import ChangedSince, EditionItem, Stamp, Stamps
from resources.guidance.models import EditionPage, Guide, GuideEdition, PublishedVersion
from resources.guidance.services.editions import edition_file_url


def edition_url(guide: Guide, number: int, request: HttpRequest, slug: str = "") -> str:
    address = f"{guide.get_url(request) or '/'}wydania/{number}/"
    return f"{address}{slug}/" if slug else address


def editions_of(guide: Guide, request: HttpRequest) -> list[EditionItem]:
    """All editions, the newest first; cached until something is published."""

    def compute() -> list[EditionItem]:
        editions = GuideEdition.objects.filter(guide=guide.pk).select_related("document").order_by("-number")
        return [edition_item(edition, guide, request) for edition in editions]

    return cached(("editions", guide.pk, language_key()), compute)


def edition_item(edition: GuideEdition, guide: Guide, request: HttpRequest) -> EditionItem:
    document = edition.document
    return EditionItem(
        number=edition.number,
        url=edition_url(guide, edition.number, request),
        made_at=edition.made_at,
        validated=edition.state == GuideEdition.State.VALIDATED,
        validated_by=edition.validated_by,
        validated_on=edition.validated_on,
        document=Link(document.name, edition_file_url(document)) if document else None,
    )


def stamp_of(page: EditionPage) -> Stamp:
    """The stamp of a page whose approval is selected with it."""
    name = page.approval.reviewer_name if page.approval is not None else ""
    return Stamp(page.title, name, page.approved_at, page.approved_revision)


def stamps_of(guide: Guide) -> dict[int, Stamps]:
    """The stamps of every edition of a guide by its number; one query."""
    found: dict[int, list[Stamp]] = {}
    for page in EditionPage.objects.filter(edition__guide=guide.pk).select_related("approval", "edition"):
        found.setdefault(page.edition.number, []).append(stamp_of(page))
    return {number: Stamps(pages) for number, pages in found.items()}


def changed_since_validation(
    guide: Guide, chapters: Sequence[ChapterItem], request: HttpRequest
) -> ChangedSince | None:
    """What differs from the newest validated edition; None where there is none. Cached until something is published."""

    def compute() -> ChangedSince | None:
        edition = next((item for item in editions_of(guide, request) if item.validated), None)
        if edition is None:
            return None
        pages = EditionPage.objects.filter(edition__guide=guide.pk, edition__number=edition.number)
        frozen = {row[0]: (row[1:3], row[3]) for row in pages.values_list("page", "version", "digest", "title")}
        now = _versions([guide.pk, *(chapter.id for chapter in chapters)])
        public = {chapter.id for chapter in chapters}

        def differs(page: int) -> bool:
            """A later version with other content; going back to the validated text is no difference."""
            if page not in frozen or page not in now:
                return False
            (number, digest), (then, known) = now[page], frozen[page][0]
            return number != then and digest != known

        return ChangedSince(
            edition=edition,
            guide_changed=differs(guide.pk),
            changed=[(item.number, item.title, item.url) for item in chapters if differs(item.id)],
            added=[(item.number, item.title, item.url) for item in chapters if item.id not in frozen],
            removed=[title for page, (_version, title) in frozen.items() if page != guide.pk and page not in public],
        )

    return cached(("changed since validation", guide.pk, language_key()), compute)


def _versions(pages: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Number and digest of what is public, by page: those of the last versions."""
    newest = PublishedVersion.objects.filter(page=OuterRef("page")).order_by("-number").values("pk")[:1]
    versions = PublishedVersion.objects.filter(page__in=pages, pk=Subquery(newest))
    return {page: (number, digest) for page, number, digest in versions.values_list("page", "number", "digest")}
