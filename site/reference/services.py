"""Services of reference: what a change of a term or a value, or a new day, makes stale."""

from datetime import date

import structlog
from django.db import transaction
from django.utils import timezone

from polish.analysis import stems
from publishing.models import BasePage
from publishing.public_cache import invalidate
from publishing.services import mark_dependents_stale, mark_stale
from reference.linking import lemmas_of, words_of
from reference.markup import parts
from reference.models import DatedValue, GlossaryPage, GlossaryTerm, PageLemmas, ValuesPage

log = structlog.get_logger("reference.services")


@transaction.atomic
def store_lemmas(*, page: BasePage) -> None:
    """Stores the lemmas of a page's published text, one query."""
    found: set[str] = set()
    for part in parts(page.body_html):
        if part.is_text:
            for stem in stems(part.text):
                found.update((stem.lower(), *lemmas_of(stem)))
    row = PageLemmas(page_id=page.pk, lemmas=f" {' '.join(sorted(found))} ")
    PageLemmas.objects.bulk_create([row], update_conflicts=True, unique_fields=["page"], update_fields=["lemmas"])


@transaction.atomic
def mark_pages_with(*terms: GlossaryTerm) -> int:
    """Marks the pages whose text may use one of these terms, and the glossary. Returns their number."""
    names = [
        [(word.exact.lower(),) if word.exact else word.lemmas for word in words]
        for term in terms
        if term.links_itself
        for name in term.names
        if (words := words_of(name))
    ]
    pages = set(PageLemmas.objects.with_words(names).values_list("page", flat=True))
    return mark_stale(page_ids=pages | set(GlossaryPage.objects.values_list("pk", flat=True)))


@transaction.atomic
def mark_glossary() -> None:
    mark_stale(page_ids=list(GlossaryPage.objects.values_list("pk", flat=True)))


@transaction.atomic
def mark_list_of_values() -> None:
    mark_stale(page_ids=list(ValuesPage.objects.values_list("pk", flat=True)))


def show_begun_amounts(*, today: date | None = None) -> int:
    """Renders the pages again that show values of which a period has begun or ended, each value once.

    Returns the number of values. ``today`` is the day in Warsaw. Each value is a transaction of its own.
    """
    day = today or timezone.localdate()
    changed = list(DatedValue.objects.changed_by(day))
    for value in changed:
        with transaction.atomic():
            if DatedValue.objects.filter(pk=value.pk, rendered_on__lt=day).update(rendered_on=day):
                mark_dependents_stale(value)
                mark_list_of_values()
                invalidate()  # exercises show values too, and are rendered when they are read
                log.info("value.begun", value=value.slug)
    return len(changed)
