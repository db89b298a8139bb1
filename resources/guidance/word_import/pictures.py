"""The pictures of a Word file as images of the site, by the same checks as those that editors upload."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images.forms import get_image_form
from wagtail.permissions import policy_registry

from people.models import User
from publishing.archives import ArchiveError, open_archive
from publishing.models import PomostImage
from resources.guidance.word_import.contents import Loss, Lost, WordChapter, WordComment, WordDocument

_KINDS = (".png", ".jpg", ".jpeg", ".gif", ".webp")


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of a document by the SHA-1 of their files: keys of images that are here, and files that are not."""

    known: dict[str, int]
    new: dict[str, SimpleUploadedFile]


def pictures_of(document: WordDocument, file: IO[bytes], user: User) -> Pictures:
    """The pictures that the user may import. Takes the others out of the document, which then says so.

    ``file`` is where the document was read from. Nothing is saved.
    """
    digests = _digests(document.chapters)
    known = _known_images(digests, user)
    files = _files_in(file, digests - known.keys())
    new = {digest: found for digest, found in files.items() if _is_usable(found, user)}
    for chapter in document.chapters:
        _leave_out(document, chapter, digests - known.keys() - new.keys())
    return Pictures(known, new)


def save(pictures: Pictures, chapters: Collection[WordChapter], *, name: str, user: User) -> dict[str, int]:
    """Saves the new pictures of these chapters; the keys of all images by digest.

    Their titles are their alternative texts, or ``name``, which is that of the Word file, with a number.
    """
    saved = dict(pictures.known)
    alts = _alts(chapters)
    for number, digest in enumerate(digest for digest in pictures.new if digest in alts):
        title = alts[digest] or f"{name} ({number + 1})"
        form = _form_for(pictures.new[digest], title=title, alt=alts[digest], user=user)
        if form is not None and form.is_valid():
            saved[digest] = form.save().pk
    return saved


def _permissions() -> Any:
    return policy_registry.get_by_type(PomostImage)


def _digests(chapters: Iterable[WordChapter]) -> set[str]:
    return set(_alts(chapters))


def _alts(chapters: Iterable[WordChapter]) -> dict[str, str]:
    """The alternative text of each picture, at its first place that has one."""
    found: dict[str, str] = {}
    for chapter in chapters:
        for piece in chapter.pieces:
            if piece["kind"] == "figure":
                found[piece["image"]] = found.get(piece["image"]) or piece["alt"]
    return found


def _known_images(digests: Iterable[str], user: User) -> dict[str, int]:
    """The images with these files among those that the user may choose: one query."""
    choosable = _permissions().instances_user_has_permission_for(user, "choose")
    rows = choosable.filter(file_hash__in=list(digests)).order_by("-pk").values_list("file_hash", "pk")
    return dict(rows)


def _files_in(file: IO[bytes], wanted: set[str]) -> dict[str, SimpleUploadedFile]:
    """The files with these digests in an archive that was read before, but for those too large to be uploaded."""
    found: dict[str, SimpleUploadedFile] = {}
    if not wanted:
        return found
    archive = open_archive(file)
    for name in sorted(archive.names):
        if not name.lower().endswith(_KINDS):
            continue
        try:
            data = archive.read(name, most=settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
        except ArchiveError:
            continue
        digest = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        if digest in wanted:
            found.setdefault(digest, SimpleUploadedFile(name.rpartition("/")[2], data))
    return found


def _is_usable(file: SimpleUploadedFile, user: User) -> bool:
    form = _form_for(file, title=file.name or "", alt="", user=user)
    return form is not None and bool(form.is_valid())


def _form_for(file: SimpleUploadedFile, *, title: str, alt: str, user: User) -> Any | None:
    """The bound form of an image, as if the user uploaded it; None for users who may add none."""
    collection = _permissions().collections_user_has_permission_for(user, "add").first()
    if collection is None:
        return None
    file.seek(0)
    values = {"title": title[:255], "description": alt, "collection": collection.pk}
    instance = PomostImage(uploaded_by_user=user)
    return get_image_form(PomostImage)(values, {"file": file}, instance=instance, user=user)


def _leave_out(document: WordDocument, chapter: WordChapter, digests: set[str]) -> None:
    """Takes figures out of a chapter; their comments go to what stands before."""
    kept: list[dict[str, Any]] = []
    places: list[int] = []
    for piece in chapter.pieces:
        if piece["kind"] == "figure" and piece["image"] in digests:
            document.losses.append(Loss(Lost.PICTURE, chapter.title))
        else:
            kept.append(piece)
        places.append(len(kept) - 1)
    chapter.pieces = kept
    chapter.comments = [
        WordComment(places[comment.piece] if comment.piece >= 0 else -1, comment.author, comment.text)
        for comment in chapter.comments
    ]
