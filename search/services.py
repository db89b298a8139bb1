"""Keeps sections, the index and the vocabulary up to date."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import models, transaction
from wagtail.models import Page
from wagtail.search.backends import get_search_backends
from wagtail.search.models import IndexEntry

from polish.analysis import plain, stems, version
from polish.families import family
from polish.morphology import readings
from publishing.models import BasePage, PomostDocument
from publishing.public_cache import invalidate
from search import updates
from search.analysis import analyser
from search.models import Action, IndexVersion, Section, Word
from search.sections import sections_of_document, sections_of_page

BACKEND = "database"
"""The name of the index in the site's own database, which is always kept."""
LONGEST_WORD = 60
BATCH = 500
_COMPARED = tuple(field.attname for field in Section._meta.concrete_fields if not field.primary_key)

Progress = Callable[[int, int], None]
"""Called with the number of pages and documents that are done, and of all."""


@transaction.atomic
def update_page(*, page: BasePage, again: bool = False) -> bool:
    """Stores and indexes the sections of a page; removes them if it is not live. Returns whether anything changed.

    Sections that are as they were stay untouched, unless ``again``: then they are analysed anew.
    """
    sections = sections_of_page(page) if page.live else []
    return _replace(Section.objects.filter(page=page.pk), sections, again=again)


@transaction.atomic
def update_document(*, document: PomostDocument, again: bool = False) -> bool:
    """Stores and indexes the sections of a document, public or not. Returns whether anything changed."""
    return _replace(Section.objects.filter(document=document.pk), sections_of_document(document), again=again)


def rebuild(*, progress: Progress | None = None) -> int:
    """Brings the index of every live page and document up to date, each in its own transaction. Returns their number.

    Where another analyser made the index, everything is analysed anew. Searches find what they found before meanwhile,
    and a rebuild that was stopped can be started again.
    """
    other_analyser = not is_current()
    again = other_analyser and IndexVersion.objects.filter(backend=BACKEND).exists()
    pages = list(Page.objects.live().values_list("pk", flat=True))
    documents = list(PomostDocument.objects.values_list("pk", flat=True))
    total = len(pages) + len(documents)
    if Section.objects.exists():
        count_words()
    for number, update in enumerate(_updates(pages, documents, again=again), start=1):
        update()
        if progress is not None:
            progress(number, total)
    _remove(Section.objects.filter(page__isnull=False, page__live=False))
    if not Word.objects.exists():
        count_words()
    if other_analyser:
        # Wagtail's own lists. Also the first time: migrations add synonyms without the index, and the entries of a site
        # that had no analyser are of none.
        call_command("update_index", verbosity=0)
    IndexVersion.objects.update_or_create(backend=BACKEND, defaults={"analyser": version()})
    invalidate()
    return total


def is_current() -> bool:
    """Whether the index was made by the analyser of this installation."""
    return IndexVersion.objects.filter(backend=BACKEND, analyser=version()).exists()


def _updates(pages: Sequence[int], documents: Sequence[int], *, again: bool) -> Iterator[Callable[[], object]]:
    def of_page(pk: int) -> None:
        page = Page.objects.filter(pk=pk).first()
        specific = page.specific if page else None
        if isinstance(specific, BasePage):
            update_page(page=specific, again=again)

    def of_document(pk: int) -> None:
        if document := PomostDocument.objects.filter(pk=pk).first():
            update_document(document=document, again=again)

    yield from (partial(of_page, pk) for pk in pages)
    yield from (partial(of_document, pk) for pk in documents)


def _replace(old: "models.QuerySet[Section]", new: Sequence[Section], *, again: bool) -> bool:
    before = [_compared(section) for section in old.order_by("position")]
    if not again and before == [_compared(section) for section in new]:
        return False
    _remove(old)
    created = Section.objects.bulk_create(new)
    if created:
        for backend in get_search_backends():
            backend.add_bulk(Section, created)
    _add_words(created)
    return True


def _remove(sections: "models.QuerySet[Section]") -> None:
    """Deletes sections and their entries in the indices; nothing else refers to them."""
    pks = list(sections.values_list("pk", flat=True))
    entries = IndexEntry.objects.filter(content_type=ContentType.objects.get_for_model(Section))
    for start in range(0, len(pks), BATCH):
        batch = pks[start : start + BATCH]
        entries.filter(object_id__in=[str(pk) for pk in batch])._raw_delete(using=entries.db)
        Section.objects.filter(pk__in=batch)._raw_delete(using=entries.db)
        updates.queue(model=Section, pks=batch, action=Action.DELETE)


def _compared(section: Section) -> tuple[object, ...]:
    return tuple(getattr(section, name) for name in _COMPARED)


def _add_words(sections: Iterable[Section]) -> None:
    """Adds the forms that the vocabulary does not have yet."""
    counts = _forms(sections)
    forms = list(counts)
    known: set[str] = set()
    for start in range(0, len(forms), BATCH):
        known.update(Word.objects.filter(form__in=forms[start : start + BATCH]).values_list("form", flat=True))
    new = [_word(form, count) for form, count in counts.items() if form not in known]
    Word.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)


def count_words() -> None:
    """Counts the forms in all sections anew and removes those that occur no more."""
    counts = _forms(Section.objects.only("title", "heading", "requirements", "keywords", "text").iterator(BATCH))
    with transaction.atomic():
        Word.objects.all().delete()
        Word.objects.bulk_create(
            (_word(form, count) for form, count in counts.items()), batch_size=BATCH, ignore_conflicts=True
        )
    analyser.cache_clear()


def _forms(sections: Iterable[Section]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for section in sections:
        for text in (section.title, section.heading, section.requirements, section.keywords, section.text):
            counts.update(stem.lower() for stem in stems(text) if len(stem) <= LONGEST_WORD)
    return counts


def _word(form: str, count: int) -> Word:
    lemma = analyser().lemma(form)
    return Word(
        form=form,
        plain=plain(form)[:LONGEST_WORD],
        lemma=lemma[:LONGEST_WORD],
        family=family(lemma)[:LONGEST_WORD],
        length=len(form),
        count=count,
        certain=len(readings(form)) == 1,
    )
