"""What stands around the form of a document template."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from publishing.access import may_open
from resources.guidance.document_templates.cards import ChapterLinks
from resources.guidance.requirements.links import list_url
from resources.guidance.requirements.models import Requirement

if TYPE_CHECKING:
    from resources.guidance.document_templates.models import DocumentTemplate


def chapters_of(page: "DocumentTemplate", request: HttpRequest) -> list[ChapterLinks]:
    """The live chapters that explain the template and that the reader may open."""
    chapters = [row.chapter for row in page.chapters.all()]
    chapters = [chapter for chapter in chapters if chapter.live and may_open(chapter, request)]
    ids = [chapter.pk for chapter in chapters]
    with_requirements = set(Requirement.objects.filter(page__in=ids).values_list("page", flat=True))
    return [
        ChapterLinks(
            chapter.title,
            chapter.get_url(request) or "",
            list_url(request, chapter=chapter) if chapter.pk in with_requirements else "",
        )
        for chapter in chapters
    ]
