"""Keeps the records of projects and results as their pages are."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from polish.collation import sort_key
from publishing.public_cache import invalidate
from resources.results.models import Project, ProjectIndex, Record, RecordValue, Result
from resources.results.records.content import Data, data_of
from resources.results.records.facets import Facet, Value, values_of
from resources.results.records.words import words_of


@transaction.atomic
def refresh_record(*, page: Project | Result) -> None:
    """Writes the record of a page, and those of the pages that it belongs to or that belong to it."""
    before = Record.objects.filter(page=page.pk).values_list("data", flat=True).first() or {}
    _write(page)
    for other in _related(page, before):
        _write(other)


@transaction.atomic
def refresh_below(*, path: str) -> None:
    """Writes the records at and below a tree path anew, as when a restriction was put on it or taken away."""
    for model in (Project, Result):
        for page in model.objects.filter(path__startswith=path):
            refresh_record(page=page)
    invalidate()  # after the commit of the restriction, a list may have been cached with the records as they were


@transaction.atomic
def forget_page(*, page_id: int) -> None:
    """Marks the record of a page as deleted, before the page is."""
    for record in Record.objects.filter(page=page_id, deleted=False):
        _delete(record)


def _related(page: Project | Result, before: Data) -> list[Project | Result]:
    """The results of a project; the project of a result, and the one that it had before."""
    if isinstance(page, Project):
        return list(Result.objects.filter(of_project=page.pk))
    former = Record.objects.filter(pk=UUID(before["project"]["id"])) if before.get("project") else Record.objects.none()
    return list(Project.objects.filter(pk__in={page.of_project_id, *former.values_list("page", flat=True)} - {None}))


def _write(page: Project | Result) -> None:
    record = Record.objects.filter(key=page.key).first()
    if not (page.live and is_open(page)):
        if record and not record.deleted:
            _delete(record)
        return
    data = data_of(page)
    values = values_of(data, _project_data(page))
    if record and not record.deleted and record.data == data and _stored(record) == set(values):
        return
    base = ProjectIndex.objects.ancestor_of(page).first()
    if base is None:
        return
    record, _created = Record.objects.update_or_create(
        key=page.key,
        defaults={
            "base": base,
            "page_id": page.pk,
            "kind": data["kind"],
            "sort_key": _sort_key(page.title),
            "data": data,
            "words": words_of(data),
            "changed_at": _now(),
            "deleted": False,
        },
    )
    record.values.all().delete()
    RecordValue.objects.bulk_create(
        [RecordValue(record=record, facet=item.facet, value=item.value, label=item.label) for item in values]
    )


def _project_data(page: Project | Result) -> Data | None:
    """The data of the project of a result, as far as it is public."""
    if isinstance(page, Project) or page.of_project_id is None:
        return None
    project = Project.objects.filter(pk=page.of_project_id, live=True).first()
    return data_of(project) if project and is_open(project) else None


def _stored(record: Record) -> set[Value]:
    return {Value(Facet(row.facet), row.value, row.label) for row in record.values.all()}


def _delete(record: Record) -> None:
    # The values stay: harvesters of a set learn that the record is gone.
    record.data, record.words, record.deleted, record.changed_at = {}, " ", True, _now()
    record.save(update_fields=["data", "words", "deleted", "changed_at"])


def is_open(page: Page) -> bool:
    """Whether no restriction applies to the page. From the database: a record outlives what is cached."""
    pages = [page, *([page.alias_of] if page.alias_of_id else [])]
    paths = {item.path[:end] for item in pages for end in range(Page.steplen, len(item.path) + 1, Page.steplen)}
    return not PageViewRestriction.objects.filter(page__path__in=paths).exists()


def _sort_key(title: str) -> str:
    """The beginning of a title as hexadecimal digits, which every database sorts as Polish does."""
    return "".join(f"{place + 1:02x}{ord(letter):05x}" for place, letter in sort_key(title[:80]))


def _now() -> datetime:
    return timezone.now().replace(microsecond=0)
