"""What readers see of the editions of a guide."""

from collections.abc import Sequence

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest

from publishing.links import Link
from publishing.models.base import language_key
from publishing.public_cache import cached
from resources.guidance.cards import ChapterItem
from resources.guidance.edition_cards import ChangedSince, EditionItem
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

    return cached(("editions", guide.pk, language_key(request)), compute)


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


def changed_since_validation(
    guide: Guide, chapters: Sequence[ChapterItem], request: HttpRequest
) -> ChangedSince | None:
    """What differs from the newest validated edition; None where there is none. Cached until something is published."""

    def compute() -> ChangedSince | None:
        edition = next((item for item in editions_of(guide, request) if item.validated), None)
        if edition is None:
            return None
        pages = EditionPage.objects.filter(edition__guide=guide.pk, edition__number=edition.number)
        frozen = {page: (digest, title) for page, digest, title in pages.values_list("page", "digest", "title")}
        now = _digests([guide.pk, *(chapter.id for chapter in chapters)])
        public = {chapter.id for chapter in chapters}
        changed = [item for item in chapters if item.id in frozen and now.get(item.id) != frozen[item.id][0]]
        return ChangedSince(
            edition=edition,
            guide_changed=guide.pk in frozen and now.get(guide.pk) != frozen[guide.pk][0],
            changed=[(item.number, item.title, item.url) for item in changed],
            added=[(item.number, item.title, item.url) for item in chapters if item.id not in frozen],
            removed=[title for page, (_digest, title) in frozen.items() if page != guide.pk and page not in public],
        )

    return cached(("changed since validation", guide.pk, language_key(request)), compute)


def _digests(pages: Sequence[int]) -> dict[int, str]:
    """The digests of what is public, by page: those of the last versions."""
    newest = PublishedVersion.objects.filter(page=OuterRef("page")).order_by("-number").values("pk")[:1]
    versions = PublishedVersion.objects.filter(page__in=pages, pk=Subquery(newest))
    return dict(versions.values_list("page", "digest"))
