"""Publications hold what the public may read, as it stands or as it stood."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from editing.digests import digest_of
from editing.models import PageApproval
from people.models import User
from pomost.models import HomePage
from resources.guidance import services
from resources.guidance.models import Chapter, Guide
from resources.guidance.publications.content import chapter_publication, edition_publication, guide_publication
from tests.builders import heading, make_chapters, prose
from tests.prepared import prepared
from tests.publishing.test_publications import PICTURE

pytestmark = pytest.mark.django_db


@pytest.fixture
@prepared
def guide(home: HomePage) -> Guide:
    chapters = make_chapters(home, "Pierwszy temat", "Drugi temat")
    chapters[0].body = heading("Śródtytuł") + prose("Zobacz <a href='/wzory/'>wzory</a>.")
    chapters[0].save_revision().publish()
    found: Guide = chapters[0].get_parent().specific
    return found


def test_a_guide_holds_its_public_chapters_with_whole_addresses(guide: Guide) -> None:
    hidden = Chapter.objects.get(title="Drugi temat")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    publication = guide_publication(guide)
    assert publication.kind == "poradnik"
    assert [(part.number, part.title) for part in publication.parts] == [("1", "Pierwszy temat")]
    assert publication.introduction.title == publication.title == guide.title
    text = publication.parts[0].html
    assert 'href="http://localhost:8000/wzory/"' in text
    assert "<svg" not in text


def test_a_chapter_alone(guide: Guide) -> None:
    chapter = Chapter.objects.get(title="Pierwszy temat")
    publication = chapter_publication(chapter)
    assert (publication.kind, publication.title, publication.parts) == ("rozdział", "Pierwszy temat", ())


def test_images_go_with_it(guide: Guide) -> None:
    name = default_storage.save("images/mapa.png", ContentFile(PICTURE))
    chapter = Chapter.objects.get(title="Pierwszy temat")
    Chapter.objects.filter(pk=chapter.pk).update(
        body_html=f'<figure><img src="/media/{name}" alt="Mapa"></figure><img src="/media/nie-ma.png" alt="">'
    )
    assert guide_publication(guide).images == {f"/media/{name}": PICTURE}


def test_an_edition_holds_the_text_as_it_was(guide: Guide) -> None:
    user = User.objects.create_user("zarzadza@example.org", is_superuser=True)
    assert isinstance(user, User)
    edition = services.make_edition(by=user, guide=guide)
    before = guide_publication(guide)
    chapter = Chapter.objects.get(title="Pierwszy temat")
    chapter.body = prose("Zmieniony.")
    chapter.save_revision().publish()
    publication = edition_publication(edition)
    assert publication.edition.startswith("Wydanie 1 z\xa0")
    assert publication.validation == "W\xa0walidacji"
    assert [part.html for part in publication.parts] == [part.html for part in before.parts]
    assert publication.url.endswith("/wydania/1/")


def add_approved(guide: Guide, title: str) -> None:
    chapter = guide.add_child(instance=Chapter(title=title, summary="W skrócie.", body=prose("Tekst.")))
    PageApproval.objects.create(
        page=chapter, digest=digest_of(chapter), reviewer_name=f"Recenzja {title}", decided_at=timezone.now()
    )


def test_reviews_of_all_chapters_are_one_query(guide: Guide) -> None:
    counts = []
    before = guide.public_chapters().count()
    for titles in (["Jeden"], ["Dwa", "Trzy", "Cztery"]):
        for title in titles:
            add_approved(guide, title)
        guide_publication(guide)  # what is remembered for a process
        with CaptureQueriesContext(connection) as queries:
            publication = guide_publication(guide)
        assert sum("pageapproval" in query["sql"] for query in queries) == 1
        counts.append(len(queries))
    reviews = [dict(part.facts).get("Sprawdzenie", "").partition(",")[0] for part in publication.parts]
    assert reviews == [*[""] * before, *(f"Recenzja {title}" for title in ("Jeden", "Dwa", "Trzy", "Cztery"))]
    assert counts[0] == counts[1]
