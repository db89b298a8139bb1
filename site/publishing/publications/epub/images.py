"""The images of a book."""

from collections.abc import Mapping
from dataclasses import dataclass

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"GIF87a", "image/gif", "gif"),
    (b"GIF89a", "image/gif", "gif"),
)


@dataclass(frozen=True, slots=True)
class BookImage:
    """A file in the book; ``name`` is its path below the package document."""

    name: str
    media_type: str
    content: bytes


def images_of(files: Mapping[str, bytes]) -> dict[str, BookImage]:
    """The images by their addresses in the HTML, without those of a kind that not every reading system shows."""
    found: dict[str, BookImage] = {}
    for address, content in sorted(files.items()):
        if kind := _kind_of(content):
            media_type, suffix = kind
            found[address] = BookImage(f"images/{len(found) + 1}.{suffix}", media_type, content)
    return found


def _kind_of(content: bytes) -> tuple[str, str] | None:
    """The media type and the end of the name, by the content: names of uploaded files may say anything."""
    for start, media_type, suffix in _SIGNATURES:
        if content.startswith(start):
            return media_type, suffix
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp", "webp"
    return None
