"""The preview of an import: chapters with their text as readers will see it, or with what changes."""

from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from PIL import Image
from wagtail.blocks import StreamValue

from editing.differences import changes_between
from editing.differences.cards import FieldChange
from publishing.heading_levels import wrong_levels
from resources.guidance.models import Chapter
from resources.guidance.word_import.cards import PreviewBlock, PreviewChapter
from resources.guidance.word_import.contents import WordChapter
from resources.guidance.word_import.pictures import Pictures
from resources.guidance.word_import.planning import Fate, Plan, PlannedChapter

MOST_SHOWN = 40
"""So many pictures are shown small; the others are named only."""
_SMALL = (480, 320)


def preview_of(plan: Plan, pictures: Pictures, request: HttpRequest) -> list[PreviewChapter]:
    """The chapters of a plan in the order of the file."""
    shown = _small_pictures(pictures)
    return [_chapter(item, shown, request) for item in plan.chapters]


def _chapter(item: PlannedChapter, shown: dict[str, str], request: HttpRequest) -> PreviewChapter:
    body = Chapter._meta.get_field("body").stream_block.to_python(list(item.body))
    offered = item.may_import
    return PreviewChapter(
        number=item.number,
        title=item.title,
        fate=item.fate.value,
        edited=item.edited and item.fate == Fate.CHANGED,
        chosen=offered and not item.edited,
        url=reverse("wagtailadmin_pages:edit", args=[item.chapter.pk]) if item.chapter else "",
        comments=len(item.comments),
        to_do=_to_do(item, body) if offered else (),
        blocks=list(_blocks(item.source, body, shown)) if item.fate == Fate.NEW else (),
        changes=_changes(item, request) if item.fate == Fate.CHANGED else (),
    )


def _changes(item: PlannedChapter, request: HttpRequest) -> list[FieldChange]:
    assert item.draft is not None  # noqa: S101 - what is changed exists
    # Read once more: of a live page without changes the draft is the page itself.
    after = Chapter.objects.get(pk=item.draft.pk).get_latest_revision_as_object()
    after.title, after.body = item.title, list(item.body)
    return changes_between(item.draft, after, request)


def _blocks(source: WordChapter, body: StreamValue, shown: dict[str, str]) -> Iterator[PreviewBlock]:
    for place, block in enumerate(body):
        value = block.value
        if block.block_type == "figure" and value["image"] is None:
            picture = shown.get(source.pieces[place]["image"], "")
            yield PreviewBlock(is_picture=True, picture=picture, alt=value["alt"], caption=value["caption"])
        else:
            yield PreviewBlock(html=block.render())


def _to_do(item: PlannedChapter, body: StreamValue) -> list[str]:
    """What keeps the chapter from being published."""
    found = []
    alts = sum(block["type"] == "figure" and not block["value"]["alt"] for block in item.body)
    if alts:
        text = ngettext(
            "%(number)d picture has no alternative text.", "%(number)d pictures have no alternative text.", alts
        )
        found.append(text % {"number": alts})
    captions = sum(block["type"] == "table" and not block["value"]["caption"] for block in item.body)
    if captions:
        text = ngettext("%(number)d table has no caption.", "%(number)d tables have no caption.", captions)
        found.append(text % {"number": captions})
    if wrong_levels(body):
        found.append(_("The levels of headings skip one."))
    return found


def _small_pictures(pictures: Pictures) -> dict[str, str]:
    """The new pictures as addresses with their content."""
    files = list(pictures.new.items())[:MOST_SHOWN]
    return {digest: _small(file) for digest, file in files}


def _small(file: SimpleUploadedFile) -> str:
    file.seek(0)
    content = BytesIO()
    try:
        with Image.open(file) as picture:
            picture.thumbnail(_SMALL)
            picture.convert("RGBA").save(content, "WEBP", quality=70)
    except (OSError, ValueError):  # cut after its head, which is all that the checks read
        return ""
    return f"data:image/webp;base64,{b64encode(content.getvalue()).decode()}"
