"""The guides of the demo as books: EPUBCheck finds no error and no warning."""

import pytest

from publishing.publications.epub import epub_of
from resources.guidance.models import Chapter, Guide, GuideEdition
from resources.guidance.publications.content import chapter_publication, edition_publication, guide_publication
from tests.epubcheck import problems

pytestmark = pytest.mark.django_db


def test_guides_editions_and_chapters_are_valid_books() -> None:
    chapter = Chapter.objects.live().filter(slug="umowa-o-prace").get()
    books = {
        **{guide.slug: epub_of(guide_publication(guide)) for guide in Guide.objects.live()},
        **{str(edition): epub_of(edition_publication(edition)) for edition in GuideEdition.objects.all()},
        chapter.slug: epub_of(chapter_publication(chapter)),
    }
    assert len(books) == 5
    assert problems(books) == {name: [] for name in books}
