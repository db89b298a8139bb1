"""What the page of a result shows around its text."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from publishing.links import Link
from resources.results.cards import Component, ResultShown, Source
from resources.results.citation import citation_of
from resources.results.models import Project, Result


def results_behind(page: Page) -> Iterable[Result]:
    """The public results that name the page among their materials; one query."""
    return Result.objects.live().public().filter(materials__page=page.pk).order_by("title").distinct()


def shown(result: Result, request: HttpRequest) -> ResultShown:
    """The particulars of a result; the number of queries does not depend on how many there are."""
    project = Project.objects.live().public().filter(pk=result.of_project_id).select_related("grant_programme").first()
    programme = result.grant_programme or (project.grant_programme if project else None)
    chosen = [row.page_id for row in result.materials.all()]
    pages = {page.pk: page for page in Page.objects.live().public().filter(pk__in=chosen)}
    return ResultShown(
        project=Link(project.title, project.get_url(request) or "") if project else None,
        programme=str(programme or ""),
        elements=[Component("", row.title, row.text) for row in result.elements.all()],
        addressees=[row.name for row in result.addressees.all()],
        materials=[Link(pages[pk].title, pages[pk].get_url(request) or "") for pk in chosen if pk in pages],
        sources=[Source(row.title, row.note, row.url) for row in result.sources.all()],
        citation=citation_of(result, request),
        record_url=reverse("results_data:record", args=[result.key]),
    )
