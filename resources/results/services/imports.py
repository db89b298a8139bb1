"""Saves what was read from a text page as a project or result."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.html import escape
from wagtail.models import Page

from publishing.slugs import slug_of
from resources.results.importing.parsed import Note, NoteKind, Parsed, ReadPage
from resources.results.models import (
    GrantProgramme,
    ImportedText,
    Project,
    ProjectBeneficiaries,
    ProjectComponent,
    ProjectIndex,
    ProjectPartner,
    ProjectRegion,
    Result,
    ResultAddressee,
    ResultElement,
    Theme,
)

LONGEST_SUMMARY = 300


class Outcome(StrEnum):
    """``DRAFT``: the page has been changed here, or was made here, so the import is a draft to compare with it."""

    CREATED = "created"
    UPDATED = "updated"
    DRAFT = "draft"
    UNCHANGED = "unchanged"
    NO_TITLE = "no title"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a text: the page, None without a title."""

    outcome: Outcome
    page: Project | Result | None


@transaction.atomic
def import_page(*, base: ProjectIndex, parsed: Parsed, file_name: str, digest: str) -> Imported:
    """Saves a page that was read below ``base``; nothing changes where the same text was imported before."""
    read = parsed.page
    if not slug_of(read.title):  # which makes the address of the page, too
        return Imported(Outcome.NO_TITLE, None)
    page = _existing(base, read)
    known = ImportedText.objects.filter(page=page.pk).first() if page else None
    if page and known and known.digest == digest:
        return Imported(Outcome.UNCHANGED, page)
    outcome = Outcome.CREATED
    if page is None:
        page = base.add_child(instance=(Result if read.is_result else Project)(title=read.title, live=False))
    else:
        untouched = known and known.revision == page.latest_revision_id and not page.has_unpublished_changes
        outcome = Outcome.UPDATED if untouched else Outcome.DRAFT
        page = page.get_latest_revision_as_object()
    _fill(page, read, base)
    _save(page, publish=outcome != Outcome.DRAFT, file_name=file_name, digest=digest, kept=parsed.of(NoteKind.KEPT))
    page = type(page).objects.get(pk=page.pk)  # a revision publishes an object of its own
    if isinstance(page, Project):
        _link_results(base, page, read, file_name)
    return Imported(outcome, page)


def _existing(base: ProjectIndex, read: ReadPage) -> Project | Result | None:
    """The page of the same kind with the number, else with the title but for case and punctuation."""
    model = Result if read.is_result else Project
    pages = model.objects.child_of(base)
    if not read.is_result and read.number and (found := pages.filter(number=read.number).first()):
        return found
    return _titled(base, model, read.title)


def _titled(base: ProjectIndex, model: type[Any], title: str) -> Any:
    wanted = slug_of(title)
    titles = model.objects.child_of(base).values_list("pk", "title")
    pk = next((pk for pk, other in titles if slug_of(other) == wanted), None)
    return model.objects.get(pk=pk) if pk else None


def _fill(page: Project | Result, read: ReadPage, base: ProjectIndex) -> None:
    page.title = read.title
    page.summary = page.summary or summary_of(read.paragraphs)
    page.body = body_of(page, read.paragraphs)
    page.grant_programme = _programme(read.programme) or page.grant_programme
    if isinstance(page, Project):
        _fill_project(page, read)
    else:
        project = Project.objects.child_of(base).filter(number=read.number).first() if read.number else None
        page.of_project, page.project_number = project or page.of_project, read.number
        page.elements = [
            ResultElement(sort_order=order, title=item.title, text=item.text)
            for order, item in enumerate(read.components)
        ]
        page.addressees = [
            ResultAddressee(sort_order=order, name=name, kind=kind)
            for order, (name, kind) in enumerate(read.addressees)
        ]


def _fill_project(page: Project, read: ReadPage) -> None:
    page.number = read.number
    page.theme = _theme(*read.theme) or page.theme
    page.funding = "; ".join(dict.fromkeys(read.funding))[:300]
    page.total_cost, page.cofinancing = read.total_cost, read.cofinancing
    if read.period:
        page.starts, page.ends, page.period = read.period.starts, read.period.ends, read.period.words
    page.partnership = [
        ProjectPartner(sort_order=order, name=item.name, role=item.role, kind=item.kind)
        for order, item in enumerate(read.partners)
    ]
    page.regions = [
        ProjectRegion(sort_order=order, region=item.region, area=item.area) for order, item in enumerate(read.regions)
    ]
    page.beneficiaries = [
        ProjectBeneficiaries(
            sort_order=order,
            number=item.number,
            precision=item.precision,
            unit=item.unit,
            kind=item.kind,
            description=item.description,
        )
        for order, item in enumerate(read.beneficiaries)
    ]
    page.components = [
        ProjectComponent(sort_order=order, kind=item.kind, title=item.title, text=item.text)
        for order, item in enumerate(read.components)
    ]


def _save(
    page: Project | Result, *, publish: bool, file_name: str, digest: str, kept: list[Note] | tuple[Note, ...]
) -> None:
    revision = page.save_revision()
    if publish:
        revision.publish()
    ImportedText.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "digest": digest,
            "file_name": file_name[:255],
            "revision": revision.pk,
            "kept": [[note.line, note.text] for note in kept],
            "imported_at": timezone.now(),
        },
    )


def _link_results(base: ProjectIndex, project: Project, read: ReadPage, file_name: str) -> None:
    """Results that the project names are made where they are missing; those with its number become its results."""
    if not project.live:
        return
    for title in read.results:
        if _titled(base, Result, title) is None:
            result = Result(title=title, live=False, of_project=project, project_number=project.number)
            base.add_child(instance=result)
            result.body = body_of(result, [_sentence_with(title, read.paragraphs)])
            _save(result, publish=True, file_name=file_name, digest="", kept=())
    for result in _without_project(base, project, read):
        known = ImportedText.objects.filter(page=result.pk, revision=result.latest_revision_id).first()
        result.of_project, result.project_number = project, project.number
        if known and not result.has_unpublished_changes:
            _save(result, publish=True, file_name=known.file_name, digest=known.digest, kept=())
        else:
            result.save_revision()


def _without_project(base: ProjectIndex, project: Project, read: ReadPage) -> Iterator[Result]:
    named = {slug_of(title) for title in read.results}
    for result in Result.objects.child_of(base).filter(of_project=None):
        if (project.number and result.project_number == project.number) or slug_of(result.title) in named:
            yield result


def _sentence_with(title: str, paragraphs: list[str]) -> str:
    """The sentence that names a result, else nothing."""
    sentences = (sentence for paragraph in paragraphs for sentence in paragraph.split(". "))
    found = next((sentence for sentence in sentences if title in sentence), "")
    return f"{found.rstrip('.')}." if found else ""


def _theme(code: str, name: str) -> Theme | None:
    return Theme.objects.get_or_create(name=name, defaults={"code": code})[0] if name else None


def _programme(name: str) -> GrantProgramme | None:
    if not name:
        return None
    known = GrantProgramme.objects.filter(short_name=name).first()
    return known or GrantProgramme.objects.get_or_create(name=name)[0]


def summary_of(paragraphs: list[str]) -> str:
    """The first sentence of the text, cut at a word where it is long."""
    first = next(iter(paragraphs), "").split(". ")[0].rstrip(".")
    if len(first) < LONGEST_SUMMARY:
        return f"{first}." if first else ""
    return f"{first[: LONGEST_SUMMARY - 2].rsplit(' ', 1)[0]} …"


def body_of(page: Page, paragraphs: list[str]) -> Any:
    """A body of paragraphs; lines that begin with a dash are a list."""
    html, items = "", ""
    for line in paragraphs:
        if line.startswith("- "):
            items += f"<li>{escape(line[2:])}</li>"
            continue
        html += f"<ul>{items}</ul>" if items else ""
        html, items = html + (f"<p>{escape(line)}</p>" if line else ""), ""
    html += f"<ul>{items}</ul>" if items else ""
    block = page._meta.get_field("body").stream_block
    return block.to_python([{"type": "prose", "id": str(uuid4()), "value": html}] if html else [])
