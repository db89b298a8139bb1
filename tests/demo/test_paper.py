"""The documents of the demo: every guide, chapter, edition, list of requirements and course is valid PDF/UA-1."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.catalogue.models import Course
from publishing.publications.paper import pdf_of
from resources.guidance.models import Chapter, Guide, GuideEdition, RequirementList
from resources.guidance.publications.content import chapter_publication, edition_publication, guide_publication
from tests.verapdf import failures

pytestmark = pytest.mark.django_db


def test_every_document_of_the_demo_is_valid() -> None:
    guides, chapters, editions = Guide.objects.live(), Chapter.objects.live(), GuideEdition.objects.all()
    addresses = [f"{page.get_url()}lista.pdf" for page in RequirementList.objects.live()]
    addresses += [reverse("documents:course_reading", args=[course.pk]) for course in Course.objects.live()]
    made = {
        **{f"guide {guide.slug}": pdf_of(guide_publication(guide)) for guide in guides},
        **{f"chapter {chapter.slug}": pdf_of(chapter_publication(chapter)) for chapter in chapters},
        **{f"edition {edition.pk}": pdf_of(edition_publication(edition)) for edition in editions},
        **{address: Client().get(address).content for address in addresses},
    }
    assert len(made) > 30
    assert {name: found for name, found in failures(made).items() if found} == {}
