"""Generated sections of generated pages, and queries for them, made of the sentences of the demo."""

import itertools
import random
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from wagtail.models import Page, Site

from polish.analysis import tokens
from polish.morphology import readings
from publishing.models import StandardPage
from search.models import Section
from search.models.sections import Kind

SECTIONS_A_PAGE = 10
SENTENCES = 8
QUERIES = 60
BATCH = 1_000


def make(count: int, chance: random.Random) -> list[str]:
    """Replaces all sections by ``count`` generated ones; returns queries for them."""
    sentences = _sentences()
    queries = _queries(sentences, chance)
    Section.objects.all().delete()
    _make_sections(count, sentences, chance)
    return queries


def batches(rows: Any) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while batch := list(itertools.islice(iterator, BATCH)):
        yield batch


def _sentences() -> list[str]:
    texts = Section.objects.exclude(text="").values_list("text", flat=True)
    sentences = (sentence.strip() for text in texts for sentence in text.replace("\n", " ").split(". "))
    return [sentence for sentence in sentences if len(sentence) > 20]


def _queries(sentences: list[str], chance: random.Random) -> list[str]:
    """One to three neighbouring words of a sentence that are no function words, in the form in which they stand."""
    found: list[str] = []
    while len(found) < QUERIES:
        words = [
            token.stem
            for token in tokens(chance.choice(sentences))
            if len(token.stem) > 3 and (read := readings(token.stem)) and not read[0].is_function
        ]
        if len(words) > 3:
            start = chance.randrange(len(words) - 3)
            found.append(" ".join(words[start : start + chance.randint(1, 3)]))
    return found


def _make_sections(count: int, sentences: list[str], chance: random.Random) -> None:
    pages = _make_pages(-(-count // SECTIONS_A_PAGE))
    rows = (
        Section(
            page_id=page,
            position=position,
            anchor=f"a{position}" if position else "",
            title=f"Strona {page}",
            heading=" ".join(chance.choice(sentences).split()[:4]) if position else "",
            text=". ".join(chance.choices(sentences, k=SENTENCES)),
            kind=Kind.PAGE,
        )
        for page in pages
        for position in range(SECTIONS_A_PAGE)
    )
    for batch in batches(itertools.islice(rows, count)):
        Section.objects.bulk_create(batch)


def _make_pages(count: int) -> list[int]:
    """Live pages below the home page, written without Wagtail's checks; the paths continue those of its children."""
    home = Site.objects.get(is_default_site=True).root_page
    kind = ContentType.objects.get_for_model(StandardPage)
    last = home.get_children().order_by("path").last()
    start = int(last.path[-Page.steplen :], 36) + 1 if last else 1
    now = timezone.now()
    pages = Page.objects.bulk_create(
        [
            Page(
                title=f"Strona {number}",
                slug=f"wygenerowana-{number}",
                depth=home.depth + 1,
                path=Page._get_path(home.path, home.depth + 1, start + number),
                url_path=f"{home.url_path}wygenerowana-{number}/",
                content_type=kind,
                live=True,
                locale_id=home.locale_id,
                first_published_at=now,
            )
            for number in range(count)
        ],
        batch_size=BATCH,
    )
    columns = "page_ptr_id, summary, search_text, body, body_html, headings, words"
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {StandardPage._meta.db_table} ({columns}) VALUES (%s, '', '', '[]', '', '[]', 0)",  # noqa: S608
            [(page.pk,) for page in pages],
        )
    return [page.pk for page in pages]
