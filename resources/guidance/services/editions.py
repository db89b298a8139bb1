"""Making editions of guides, and recording their validation."""

import re
from datetime import date
from hashlib import sha256
from pathlib import PurePosixPath
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ReferenceIndex

from editing.digests import digest_of
from people.models import User
from publishing.access import is_restricted
from publishing.models import PomostDocument, StalePage
from publishing.pipeline import lock_for_rendering
from resources.guidance.edition_errors import (
    AlreadyValidatedError,
    FileMissingError,
    GuideNotPublicError,
    PagesStaleError,
)
from resources.guidance.models import EditionFile, EditionPage, Guide, GuideEdition, VersionedPage
from resources.guidance.models.editions import edition_storage
from resources.guidance.services.stamps import stamp_edition

_DOCUMENT = re.compile(r"/dokumenty/(\d{1,19})/[^\"'\s<>?#]*")


@transaction.atomic
def make_edition(*, by: User, guide: Guide) -> GuideEdition:
    """Freezes the guide and its public chapters as readers have them now, with copies of their files.

    Raises ``PermissionDenied`` for users who may not publish the guide, and ``EditionError`` where it cannot be frozen.
    """
    if not guide.permissions_for_user(by).can_publish():
        raise PermissionDenied
    lock_for_rendering(exclusive=True)
    guide = Guide.objects.select_for_update(of=("self",)).get(pk=guide.pk)
    if not guide.live or is_restricted(guide):
        raise GuideNotPublicError
    chapters = guide.public_chapters()
    pages: list[VersionedPage] = [guide, *chapters]
    if StalePage.objects.waiting().filter(page__in=[page.pk for page in pages]).exists():
        raise PagesStaleError
    last = guide.editions.order_by("-number").first()
    edition: GuideEdition = GuideEdition.objects.create(
        guide=guide, number=last.number + 1 if last else 1, made_at=timezone.now(), made_by=by
    )
    for position, page in enumerate(pages):
        _freeze(edition, page, position)
    stamp_edition(edition=edition)
    return edition


def _freeze(edition: GuideEdition, page: VersionedPage, position: int) -> None:
    frozen = EditionPage.objects.create(
        edition=edition,
        position=position,
        page_id=page.pk,
        revision=page.live_revision_id,
        version=page.last_version.number if page.last_version else 0,
        digest=digest_of(page),
        slug=page.slug,
        title=page.title,
        summary=page.summary,
        facts=page.facts(),
        uses=_uses(page),
    )
    frozen.body_html = _with_copies(page.body_html, frozen)
    frozen.checksum = frozen.content_checksum()
    frozen.save(update_fields=["body_html", "checksum"])


def _uses(page: VersionedPage) -> list[list[str]]:
    """What the page refers to: model, key and title, each once."""
    found = {}
    for reference in ReferenceIndex.get_references_for_object(page):
        model = reference.to_content_type.model_class()
        if model is None:
            continue
        target = model._base_manager.filter(pk=reference.to_object_id).first()
        if target is not None:
            found[model._meta.label_lower, str(reference.to_object_id)] = str(target)
    return [[model, key, title] for (model, key), title in sorted(found.items())]


def _with_copies(html: str, page: EditionPage) -> str:
    """The HTML with the addresses of copies of its documents and pictures."""
    addresses = {match[0]: _document(int(match[1])) for match in _DOCUMENT.finditer(html)}
    prefix = settings.MEDIA_URL
    for match in re.finditer(rf"{re.escape(prefix)}[^\"'\s<>?#]+", html):
        addresses[match[0]] = default_storage, unquote(match[0].removeprefix(prefix))
    for address in sorted(addresses, key=len, reverse=True):
        storage, name = addresses[address]
        copy = keep_file(edition=page.edition, page=page, storage=storage, name=name)
        html = html.replace(address, edition_file_url(copy))
    return html


def _document(pk: int) -> tuple[Storage, str]:
    document = PomostDocument.objects.filter(pk=pk).first()
    if document is None:
        raise FileMissingError(pk)
    return document.file.storage, document.file.name


def keep_file(*, edition: GuideEdition, page: EditionPage | None, storage: Storage, name: str) -> EditionFile:
    """A copy of a file, stored once by its checksum."""
    try:
        with storage.open(name, "rb") as file:
            content = file.read()
    except OSError:
        raise FileMissingError(name) from None
    checksum = sha256(content).hexdigest()
    own, stored = edition_storage(), f"editions/{checksum[:2]}/{checksum}"
    if not own.exists(stored):
        own.save(stored, ContentFile(content))
    made: EditionFile = EditionFile.objects.create(
        edition=edition, page=page, name=PurePosixPath(name).name, file=stored, checksum=checksum
    )
    return made


def edition_file_url(file: EditionFile) -> str:
    return reverse("edition_file", args=[file.pk, file.name])


@transaction.atomic
def record_validation(
    *, by: User, edition: GuideEdition, validated_by: str, validated_on: date, document: PomostDocument | None
) -> None:
    """Records who validated an edition, when, and a copy of the document that says so.

    Raises ``PermissionDenied`` for users who may not publish the guide, and ``EditionError`` for a validated edition.
    """
    if not edition.guide.permissions_for_user(by).can_publish():
        raise PermissionDenied
    edition = GuideEdition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    if edition.state == GuideEdition.State.VALIDATED:
        raise AlreadyValidatedError
    if document is not None:
        edition.document = keep_file(edition=edition, page=None, storage=document.file.storage, name=document.file.name)
    edition.state, edition.validated_by, edition.validated_on = GuideEdition.State.VALIDATED, validated_by, validated_on
    edition.save()
    stamp_edition(edition=edition)
