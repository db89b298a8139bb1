"""Images in Word files."""

import io

from docx.document import Document as Docx
from docx.image.exceptions import UnexpectedEndOfFileError, UnrecognizedImageError
from docx.image.image import Image as DocxImage
from docx.oxml.ns import qn
from docx.shared import Length
from docx.text.paragraph import Paragraph
from PIL import Image, UnidentifiedImageError

_QUALITY = 88
HIGHEST = 0.6
"""The most of the height of the page that an image takes."""


def add_picture(made: Docx, paragraph: Paragraph, content: bytes, *, alt: str) -> bool:
    """Adds the image, no larger than the page; False where it is none that can be shown."""
    readable = _readable(content)
    if readable is None:
        return False
    width, height = _size(made, readable)
    shape = paragraph.add_run().add_picture(io.BytesIO(readable), width=width, height=height)
    shape._inline.find(qn("wp:docPr")).set("descr", alt)
    return True


def _readable(content: bytes) -> bytes | None:
    """The image in a kind that Word shows: WebP becomes JPEG, or PNG where some of it is transparent."""
    try:
        DocxImage.from_blob(content)
    except (UnrecognizedImageError, UnexpectedEndOfFileError):
        pass
    else:
        return content
    try:
        with Image.open(io.BytesIO(content)) as image:
            buffer = io.BytesIO()
            image.save(buffer, "JPEG" if image.mode == "RGB" else "PNG", quality=_QUALITY)
            return buffer.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None


def _size(made: Docx, content: bytes) -> tuple[Length, Length]:
    section = made.sections[0]
    image = DocxImage.from_blob(content)
    widest = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    highest = (section.page_height or 0) * HIGHEST
    share = min(1.0, widest / image.width, highest / image.height)
    return Length(int(image.width * share)), Length(int(image.height * share))
