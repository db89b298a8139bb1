"""Builders of projects and results."""

from typing import Any
from uuid import uuid4

from wagtail.models import Page

from resources.results.models import (
    Project,
    ProjectIndex,
    ProjectPartner,
    ProjectRegion,
    Record,
    RecordValue,
    Result,
)


def make_project(
    base: ProjectIndex, title: str, *, partners: tuple[tuple[str, str], ...] = (), region: str = "", **fields: Any
) -> Project:
    """A live project; ``partners`` are names and kinds."""
    project = Project(title=title, **fields)
    project.partnership = [ProjectPartner(name=name, kind=kind) for name, kind in partners]
    if region:
        project.regions = [ProjectRegion(region=region)]
    made: Project = base.add_child(instance=project)
    return made


def make_result(base: ProjectIndex, title: str, project: Project | None = None, **fields: Any) -> Result:
    """A live result."""
    made: Result = base.add_child(instance=Result(title=title, of_project=project, **fields))
    return made


def make_many(base: ProjectIndex, number: int) -> None:
    """So many live projects, of which only the first is published: the others are rows with copies of its record."""
    first = make_project(base, "Projekt", region="24", partners=(("Gmina", "local_government"),))
    record = Record.objects.get(page=first.pk)
    place = int(Page._str2int(first.path[-Page.steplen :]))
    pages = Page.objects.bulk_create(
        Page(
            path=Page._get_path(base.path, first.depth, step),
            depth=first.depth,
            title=f"Projekt {step}",
            slug=f"projekt-{step}-z-wielu",
            url_path=f"{base.url_path}projekt-{step}-z-wielu/",
            content_type=first.content_type,
            locale=first.locale,
        )
        for step in range(place + 1, place + number)
    )
    copies = [
        Record(
            key=uuid4(),
            base=base,
            page=page,
            kind="project",
            sort_key=record.sort_key,
            data={**record.data, "title": page.title},
            words=record.words,
            changed_at=record.changed_at,
        )
        for page in pages
    ]
    Record.objects.bulk_create(copies)
    RecordValue.objects.bulk_create(
        RecordValue(record=copy, facet=value.facet, value=value.value, label=value.label)
        for copy in copies
        for value in record.values.all()
    )
    Page.objects.filter(pk=base.pk).update(numchild=base.get_children().count())
    base.refresh_from_db()
