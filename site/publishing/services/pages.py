"""Stale pages: those whose stored HTML is older than an object that they refer to.

They are marked in the transaction of the change and rendered after it: few at once, many by the background worker.
"""

from collections.abc import Callable, Collection

import structlog
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, ReferenceIndex

from publishing import pipeline, references
from publishing.models import BasePage, StalePage
from publishing.models.stale import Progress
from publishing.pipeline import lock_for_rendering
from publishing.signals import public_page_changed

log = structlog.get_logger("publishing.pages")

AT_ONCE = 20
"""Up to this number stale pages are rendered in the request that made them stale, more by the worker."""
BATCH = 25
"""Pages between two reports of progress."""


@transaction.atomic
def mark_dependents_stale(*objects: Model) -> int:
    """Marks the live pages that refer to one of these, directly or through snippets. Returns their number."""
    lock_for_rendering(exclusive=True)
    return mark_stale(page_ids=references.pages_that_refer_to(references.key_of(item) for item in objects))


@transaction.atomic
def mark_stale(*, page_ids: Collection[int]) -> int:
    """Marks the live ones of these pages as stale and sees that they are rendered after the commit."""
    marked = _mark(Page.objects.live().filter(pk__in=list(page_ids)))
    if marked:
        # The mark stays when this fails or the process ends: the worker takes it up.
        transaction.on_commit(_render_few_or_enqueue, robust=True)
    return marked


@transaction.atomic
def mark_all_stale() -> int:
    """Marks every live page, without rendering any. Returns how many there are."""
    StalePage.objects.all().delete()
    return _mark(Page.objects.live().filter(depth__gt=1))


def _mark(pages: QuerySet[Page]) -> int:
    now = timezone.now()
    marked = StalePage.objects.bulk_create(
        [
            StalePage(page_id=pk, marked_at=now, state=StalePage.State.WAITING)
            for pk in pages.values_list("pk", flat=True)
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["marked_at", "state"],
    )
    return len(marked)


def _render_few_or_enqueue() -> None:
    if StalePage.objects.waiting().count() <= AT_ONCE:
        render_stale_pages()
    else:
        enqueue_stale_pages()


def enqueue_stale_pages() -> bool:
    """Enqueues the rendering if there are stale pages and it is not enqueued yet. Returns whether it did."""
    from publishing import tasks  # its tasks call this module

    waiting = DBTaskResult.objects.ready().filter(task_path=tasks.render_stale_pages.module_path)
    if not StalePage.objects.waiting().exists() or waiting.exists():
        return False
    tasks.render_stale_pages.enqueue()
    return True


def render_stale_pages(*, tell: Callable[[Progress], None] | None = None) -> Progress:
    """Renders pages until none is stale. ``tell`` is called after each batch.

    A page that cannot be rendered is logged, stays unchanged and is counted as failed; the next change marks it again.
    """
    progress = StalePage.objects.progress()
    while batch := list(StalePage.objects.waiting().order_by("marked_at", "pk").values_list("pk", flat=True)[:BATCH]):
        for pk in batch:
            _render(pk)
        progress = StalePage.objects.progress()
        if tell:
            tell(progress)
    with transaction.atomic():
        if not StalePage.objects.waiting().exists():
            StalePage.objects.filter(state=StalePage.State.DONE).delete()
    return progress


def _render(page_id: int) -> None:
    try:
        with transaction.atomic():
            lock_for_rendering()
            # Lock the page first, in the order that publishing locks: a publish that is under way is waited for.
            page = Page.objects.select_for_update().get(pk=page_id)
            stale = StalePage.objects.select_for_update().get(page=page_id)
            if stale.state == StalePage.State.WAITING:
                process_again(page=page.specific)
                StalePage.objects.filter(page=page_id).update(state=StalePage.State.DONE)
    except (Page.DoesNotExist, StalePage.DoesNotExist):
        StalePage.objects.filter(page=page_id).delete()  # the page was deleted meanwhile
    except Exception:
        # One failing page must not prevent the others from being rendered.
        log.exception("page.not_rendered", page=page_id)
        StalePage.objects.filter(page=page_id).update(state=StalePage.State.FAILED)


@transaction.atomic
def process_again(*, page: Page) -> None:
    """Renders a live page again and stores its extracts; no other field changes."""
    if not isinstance(page, BasePage) or not page.live:
        return
    page.update_rendered_body()
    type(page).objects.filter(pk=page.pk).update(body_html=page.body_html, headings=page.headings, words=page.words)
    ReferenceIndex.create_or_update_for_object(page)
    pipeline.store_extracts(page)
    public_page_changed.send(sender=type(page), page=page)
