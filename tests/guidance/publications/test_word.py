"""A chapter as a Word file."""

import io
import re
from datetime import date
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from people.models import User
from pomost.models import HomePage
from resources.guidance.models import Chapter, ChapterAuthor, ChapterSource
from tests.builders import heading, make_chapters, prose
from tests.prepared import prepared

pytestmark = pytest.mark.django_db

CHAPTER = "/poradniki/poradnik/pierwszy-temat/"
FILE = f"{CHAPTER}plik.docx"


@pytest.fixture
@prepared
def chapter(home: HomePage) -> Chapter:
    chapter: Chapter = Chapter.objects.get(pk=make_chapters(home, "Pierwszy temat")[0].pk)
    chapter.body = [*heading("Most"), *prose('Zobacz <a href="https://eli.gov.pl/kp">ustawę</a>.')]
    chapter.legal_state = date(2026, 3, 1)
    chapter.authors = [ChapterAuthor(name="Maria Testowa", role="prawniczka")]
    chapter.sources = [ChapterSource(title="Kodeks pracy", note="Dział drugi", url="https://eli.gov.pl/kp")]
    chapter.save_revision().publish()
    return chapter


def test_it_holds_the_text_the_facts_and_the_sources(chapter: Chapter) -> None:
    response = Client().get(FILE)
    assert response.headers["Content-Disposition"] == 'attachment; filename="pierwszy-temat.docx"'
    file = docx.Document(io.BytesIO(response.getvalue()))
    texts = [paragraph.text.replace("\xa0", " ") for paragraph in file.paragraphs]
    assert texts[:5] == [
        "Rozdział",
        "Pierwszy temat",
        "W skrócie: Pierwszy temat.",
        "Stan prawny: 1 marca 2026",
        "Kto to napisał: Maria Testowa, prawniczka",
    ]
    assert texts[6:] == [
        f"Adres: {chapter.get_full_url()}",
        "Most",
        "Zobacz ustawę.",
        "Źródła",
        "Kodeks pracy. Dział drugi",
    ]


def test_addresses_of_citations_are_footnotes(chapter: Chapter) -> None:
    with ZipFile(io.BytesIO(Client().get(FILE).getvalue())) as archive:
        notes = archive.read("word/footnotes.xml").decode()
    assert re.findall(r"<w:t>([^<]+)</w:t>", notes) == ["https://eli.gov.pl/kp"]


def test_the_chapter_leads_to_it(chapter: Chapter) -> None:
    assert f'href="{FILE}"' in Client().get(CHAPTER).text


def test_drafts_restricted_chapters_and_other_pages_have_none(chapter: Chapter) -> None:
    user = User.objects.create_user("zarzadza@example.org", is_superuser=True)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/poradniki/poradnik/plik.docx").status_code == 404
    PageViewRestriction.objects.create(page=chapter, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(FILE).status_code == 404
    assert FILE not in client.get(CHAPTER).text
    PageViewRestriction.objects.all().delete()
    chapter.unpublish()
    assert client.get(FILE).status_code == 404


def test_it_is_limited(chapter: Chapter, settings: Any) -> None:
    settings.POMOST_RATE_LIMITS = {**settings.POMOST_RATE_LIMITS, "pdf": "1/m/ip"}
    client = Client()
    statuses = []
    for _time in range(2):
        response = client.get(FILE)
        response.getvalue()  # which closes the file
        statuses.append(response.status_code)
    assert statuses == [200, 429]
