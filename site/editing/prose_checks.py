"""Checks of how a page is written and built: its longest sentences, its headings, its pictures."""

from collections.abc import Iterator

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from editing.content_checks import CheckedPage, Finding, TextCheck, register
from polish.readability import count_words, sentences
from publishing.blocks import BodyBlock
from publishing.heading_levels import wrong_levels

LONG = 20
"""A sentence of more words is long."""
LONGEST = 3
"""So many of the long sentences are named."""
QUOTED = 14
"""Words of a sentence by which it is named."""


def connect() -> None:
    """Called once, when Django is ready."""
    register(
        TextCheck(
            key="headings",
            order=10,
            heading=gettext_lazy("Levels of headings"),
            advice=gettext_lazy("The page cannot be published like this: people who go by headings would get lost."),
            find=skipped_levels,
        )
    )
    register(
        TextCheck(
            key="pictures",
            order=20,
            heading=gettext_lazy("Pictures without an alternative text"),
            advice=gettext_lazy("The page cannot be published like this. Write what the picture tells, in a sentence."),
            find=undescribed_pictures,
        )
    )
    register(
        TextCheck(
            key="sentences",
            order=30,
            heading=gettext_lazy("The longest sentences"),
            advice=gettext_lazy("Divide them, if that makes them easier to read."),
            find=longest_sentences,
        )
    )


def longest_sentences(checked: CheckedPage) -> Iterator[Finding]:
    """The three longest of the long sentences, the longest first."""
    found = [
        (count_words(sentence), sentence, passage)
        for passage in checked.passages
        for sentence in sentences(passage.text)
    ]
    long = sorted((item for item in found if item[0] > LONG), key=lambda item: -item[0])
    for words, sentence, passage in long[:LONGEST]:
        note = ngettext("%(count)d word", "%(count)d words", words) % {"count": words}
        yield Finding(Truncator(sentence).words(QUOTED), note, passage.where, passage.block_id)


def skipped_levels(checked: CheckedPage) -> Iterator[Finding]:
    body = checked.page.body
    block = body.stream_block
    for place, message in wrong_levels(body, top=block.top_level if isinstance(block, BodyBlock) else 2).items():
        yield Finding(str(body[place].value["text"]), message, block_id=str(body[place].id or ""))


def undescribed_pictures(checked: CheckedPage) -> Iterator[Finding]:
    where = ""
    for child in checked.page.body:
        if child.block_type == "heading":
            where = str(child.value["text"])
        elif child.block_type == "figure" and not (child.value.get("alt") or "").strip():
            image = child.value.get("image")
            yield Finding(image.title if image else _("Picture"), where=where, block_id=str(child.id or ""))
