"""Cuts pages and documents into sections: what they say, under which heading, and what they are filtered by."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, cast

from django.db.models import Manager
from wagtail.blocks import Block
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing
from wagtail.search.index import RelatedFields, SearchField

from courses.catalogue.models import Course, Lesson, Programme, Topic
from publishing.blocks import anchor_of
from publishing.extraction import PAGE_BREAK
from publishing.models import BasePage, PomostDocument
from publishing.rendering import Heading, PerReader
from reference.blocks import RequirementBlock
from reference.models import DatedValue, GlossaryPage, GlossaryTerm, ValuesPage
from reference.values import plain_with_values, shown_values
from resources.guidance.models import Chapter, Guide, PublishedAnswer, QuestionsPage
from resources.news.models import NewsItem
from resources.results.models import Project, Result
from search.models import Section
from search.models.sections import Kind

DOCUMENT_SECTION = 3_000
"""About how many characters of a document are one section, where it has no pages."""

_KINDS: tuple[tuple[tuple[type[Page], ...], Kind], ...] = (
    ((Guide, Chapter), Kind.GUIDE),
    ((Lesson,), Kind.LESSON),
    ((Course, Programme, Topic), Kind.COURSE),
    ((Project, Result), Kind.RESULT),
    ((NewsItem,), Kind.NEWS),
)
# Fields with places of their own in a section.
_PLACED = frozenset({"title", "summary", "search_text", "body"})
# Related rows that are sections of their own.
_WITH_HEADINGS = frozenset({"parts"})
_HEADING = re.compile(r"<h[2-4]\b.*?</h[2-4]>", re.DOTALL)
# Elements that end a word; Wagtail's own function separates paragraphs, headings and list items.
_BOX_ENDS = re.compile(r"</(?:d[dt]|div|figcaption|caption)>")
_CELL_ENDS = re.compile(r"(?<=[^>\s])(?=</t[dh]>\s*<t[dh])")
# Headings, list items and table rows are separate sentences, also before the link in a heading, which has no text.
_SENTENCE_ENDS = re.compile(
    r"(?<=[^.?!:…;,–>\s])"
    r"(?=(?:<a\b[^>]*>(?:(?!</a>).)*</a>)?</h[1-6]>|</(?:fig)?caption>|</t[dh]>\s*</tr>|(?:</a>)?\s*</(?:p|li|dd)>"
    r"|(?:</span>)?</(?:label|legend)>)",
    re.DOTALL,
)
# A term of the glossary, linked in the stored HTML by its address.
_TERM = re.compile(r'<a class="term" href="[^"#]*#([^"]+)"')
# The name of a particular, such as the basis of a requirement, stands before it.
_NAME_ENDS = re.compile(r"(?<=[^.?!:…;,–>\s])(?=</dt>)")
# What to press in a tool, and what stands for it on paper, says nothing.
_CONTROLS = re.compile(r'<button\b.*?</button>|<p class="print-only\b.*?</p>', re.DOTALL)
# How Word shows a field that is filled from a form, such as «data_zawarcia».
_MERGE_FIELD = re.compile(r"«[a-z][a-z0-9_]*»", re.ASCII)
_NOT_STORED = re.compile(r"[\x00\ud800-\udfff]")


@dataclass
class Draft:
    """The texts of one section while it is being put together."""

    heading: str = ""
    anchor: str = ""
    requirements: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    themes: Iterable[str] = ()

    def is_empty(self) -> bool:
        return not (self.heading or self.requirements or self.keywords or self.text)


def sections_of_page(page: BasePage) -> list[Section]:
    """The sections of a page as it is in memory, not saved: one before the first heading, one under each heading."""
    drafts = [draft for number, draft in enumerate(_drafts(page)) if number == 0 or not draft.is_empty()]
    legal_state: date | None = getattr(page, "legal_state", None)
    shared = {
        "page_id": page.pk,
        "title": _clean(page.title),
        "kind": kind_of(page),
        "part_of_id": _part_of(page),
        "legal_state": legal_state,
        "legal_year": legal_state.year if legal_state else None,
        "audience": getattr(page, "audience", ""),
    }
    return [
        Section(
            **shared,
            position=position,
            anchor=draft.anchor,
            heading=_clean(draft.heading),
            requirements=_joined(draft.requirements),
            keywords=_joined(draft.keywords),
            text=_joined(draft.text),
            themes=_themes(draft.themes),
        )
        for position, draft in enumerate(drafts)
    ]


def sections_of_document(document: PomostDocument) -> list[Section]:
    """The sections of a document, not saved: the pages of a PDF, parts of about 3,000 characters of other files."""
    return [
        Section(
            document_id=document.pk,
            position=position,
            anchor=anchor,
            title=_clean(document.title),
            text=_clean(text),
            kind=Kind.DOCUMENT,
            file_type=document.format[:10],
        )
        for position, (anchor, text) in enumerate(_parts_of(document))
    ]


def kind_of(page: Page) -> Kind:
    return next((kind for models, kind in _KINDS if isinstance(page, models)), Kind.PAGE)


def _drafts(page: BasePage) -> Iterator[Draft]:
    """The beginning of the page, the text under each of its headings, and the parts that stand outside the body.

    Of a lesson that is not open to everybody only what its page shows to everybody.
    """
    if isinstance(page, Lesson) and page.withholds_text():
        yield Draft(keywords=[page.summary, page.search_text])
        return
    starts = _heading_starts(page)
    questions, requirements = _words_by_heading(page, len(starts))
    edges = [0, *(start for start, _heading in starts), len(page.body_html)]
    for number, (start, end) in enumerate(pairwise(edges)):
        heading = starts[number - 1][1] if number else None
        yield Draft(
            heading=heading["title"] if heading else "",
            anchor=heading["anchor"] if heading else "",
            keywords=[] if number else [page.summary, page.search_text, *_particulars(page)],
            requirements=requirements[number],
            text=[_plain(_HEADING.sub("", page.body_html[start:end], count=1) if number else page.body_html[:end])]
            + questions[number],
            themes=_TERM.findall(page.body_html, start, end),
        )
    if isinstance(page, Project):
        for part in page.parts.all():
            yield Draft(heading=part.title, anchor=anchor_of(part.title), text=[_plain(part.text)])
    elif isinstance(page, GlossaryPage):
        for term in GlossaryTerm.objects.all():
            yield Draft(term.term, term.slug, keywords=term.names[1:], text=[term.definition], themes=[term.slug])
    elif isinstance(page, QuestionsPage):
        for answer in PublishedAnswer.objects.public().below(page.path[: -Page.steplen]).in_order():
            yield Draft(answer.question, answer.public_anchor, text=[_plain(answer.answer)])
    elif isinstance(page, ValuesPage):
        shown = shown_values()
        for value in DatedValue.objects.all():
            amount = f"{value.name}: {shown[value.slug].plain(following=True)}."
            yield Draft(value.name, value.slug, text=[amount, value.explanation])


def _heading_starts(page: BasePage) -> list[tuple[int, Heading]]:
    """Where the headings of the body begin in its stored HTML."""
    starts, place = [], 0
    for heading in page.headings:
        found = page.body_html.find(f' id="{heading["anchor"]}"', place)
        if found >= 0:
            starts.append((page.body_html.rfind("<", 0, found), heading))
            place = found + 1
    return starts


def _words_by_heading(page: BasePage, headings: int) -> tuple[list[list[str]], list[list[str]]]:
    """What blocks say that the stored HTML lacks, and the requirements, for the beginning and for each heading.

    A block whose HTML depends on the reader, such as an exercise, is only a placeholder in the stored HTML.
    """
    texts: list[list[str]] = [[] for _number in range(headings + 1)]
    requirements: list[list[str]] = [[] for _number in range(headings + 1)]
    number = 0
    for child in page.body:
        if child.block_type == "heading":
            number = min(number + 1, headings)
        elif isinstance(child.block, RequirementBlock):
            requirements[number].append(_requirement(child.value))
        elif isinstance(child.block, PerReader):
            texts[number] += cast("Block", child.block).get_searchable_content(child.value)
    return texts, requirements


def _requirement(value: Any) -> str:
    bases = (reference.label for reference in value["references"] if reference.get("act"))
    return plain_with_values(" · ".join(text for text in (value["what"], value["whom"], value["when"], *bases) if text))


def _particulars(page: BasePage) -> Iterator[str]:
    """The other search fields of the page's class, and the outcomes of a course or a programme."""
    for item in type(page).get_search_fields():
        if isinstance(item, SearchField) and item.field_name not in _PLACED:
            yield from _texts(item.get_value(page))
        elif isinstance(item, RelatedFields) and item.field_name not in _WITH_HEADINGS:
            related = item.get_value(page)
            for other in related.all() if isinstance(related, Manager) else [related]:
                for inner in item.fields if other is not None else ():
                    if isinstance(inner, SearchField):
                        yield from _texts(inner.get_value(other))
    if isinstance(page, Course | Programme):
        yield from (outcome.text for outcome in page.outcomes.all())


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        yield from (str(item) for item in value)


def _part_of(page: BasePage) -> int | None:
    """The guide or course at or above the page."""
    if isinstance(page, Guide | Course):
        return int(page.pk)
    models = (Guide,) if isinstance(page, Chapter) else (Course,) if isinstance(page, Topic | Lesson) else ()
    for model in models:
        found = model.objects.ancestor_of(page).values_list("pk", flat=True).last()
        if found:
            return int(found)
    return None


def _parts_of(document: PomostDocument) -> Iterator[tuple[str, str]]:
    """Pairs of an anchor and a text; one without text for a document that has none, so that its title is found."""
    text = _MERGE_FIELD.sub("…", document.extracted_text)
    pages = text.split(PAGE_BREAK)
    if len(pages) > 1:
        found = [(f"page={number}", page) for number, page in enumerate(pages, start=1) if page.strip()]
    else:
        found = [("", part) for part in _cut(text)]
    yield from found or [("", "")]


def _cut(text: str) -> Iterator[str]:
    """Parts of a long text that end at the end of a line or a word."""
    start = 0
    while start < len(text):
        end = start + DOCUMENT_SECTION
        if end < len(text):
            end = max(text.rfind("\n", start, end), start) or end
            end = end if end > start else text.rfind(" ", start, start + DOCUMENT_SECTION)
            end = end if end > start else start + DOCUMENT_SECTION
        yield text[start:end]
        start = end


def _plain(html: str) -> str:
    """The text of HTML without controls: cells apart, headings, list items and rows of tables as sentences."""
    html = _NAME_ENDS.sub(":", _SENTENCE_ENDS.sub(".", _CONTROLS.sub("", html)))
    return " ".join(get_text_for_indexing(_BOX_ENDS.sub(r"\g<0> ", _CELL_ENDS.sub(" · ", html))).split())


def _themes(slugs: Iterable[str]) -> str:
    found = sorted(set(slugs))
    return f"|{'|'.join(found)}|" if found else ""


def _joined(texts: Iterable[str]) -> str:
    return _clean("\n".join(text.strip() for text in texts if text and text.strip()))


def _clean(text: str) -> str:
    return _NOT_STORED.sub(" ", text)
