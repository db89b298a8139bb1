"""Documents of the catalogue: what they hold, for whom, and that they are PDF/UA-1."""

import io
import re

import docx
import pypdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import PageViewRestriction

from courses.catalogue.models import Course, CourseOutcome, CourseSource, Lesson, Programme, ProgrammeOutcome
from courses.catalogue.services import renew_outline
from tests.courses_tree import choice, lessons_of, make_course, make_lesson, make_programme
from tests.publishing.test_publications import PICTURE, text_of
from tests.verapdf import failures

pytestmark = pytest.mark.django_db


def reading(course: Course, client: Client | None = None) -> bytes:
    response = (client or Client()).get(reverse("documents:course_reading", args=[course.pk]))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    return bytes(response.content)


def test_a_course_on_paper_holds_its_lessons_and_exercises_and_is_valid() -> None:
    course = make_course("Konsultacje", lessons=2)
    made = reading(course)
    assert failures({"course": made}) == {"course": []}
    text = text_of(made)
    for words in ("Konsultacje", "Lekcja 0", "Lekcja 1", "Pytanie 1?", "Odpowiedź 2", "Spis treści"):
        assert words in text
    assert "Dlaczego 0" not in text  # the feedback tells the answer
    assert pypdf.PdfReader(io.BytesIO(made)).outline != []


def test_images_are_in_the_document() -> None:
    course = make_course(lessons=1)
    name = default_storage.save("images/mapa.png", ContentFile(PICTURE))
    lesson = lessons_of(course)[0]
    Lesson.objects.filter(pk=lesson.pk).update(body_html=f'<figure><img src="/media/{name}" alt="Mapa"></figure>')
    page = pypdf.PdfReader(io.BytesIO(reading(course))).pages
    assert sum(len(one.images) for one in page) == 1


def test_restricted_lessons_are_left_out_for_those_who_may_not_open_them() -> None:
    course = make_course(lessons=1)
    topic = lessons_of(course)[0].get_parent()
    closed = make_lesson(topic, "Tylko dla zalogowanych", choice("Tajne?"))
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    response = Client().get(reverse("documents:course_reading", args=[course.pk]))
    assert "Tylko dla zalogowanych" not in text_of(response.content)
    assert response.headers["Cache-Control"] == "private, no-store"


def test_drafts_and_restricted_courses_have_no_document() -> None:
    draft, restricted = make_course("Szkic"), make_course("Zamknięty")
    draft.unpublish()
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    for course in (draft, restricted):
        assert Client().get(reverse("documents:course_reading", args=[course.pk])).status_code == 404


def test_the_course_page_links_to_it() -> None:
    course = make_course()
    page = Client().get(course.get_url() or "").content.decode()
    assert f'href="{reverse("documents:course_reading", args=[course.pk])}"' in page


def fetch(route: str, page: Course | Programme) -> bytes:
    response = Client().get(reverse(f"documents:{route}", args=[page.pk]))
    assert response.status_code == 200
    return bytes(response.content)


@pytest.fixture
def module() -> Course:
    """A module card with every part filled in."""
    course = make_course("Finanse", lessons=1)
    course.code, course.ects, course.contact_hours, course.own_hours = "ZGS-02", 3, 20, 60
    course.goals, course.methods, course.assessment = "Umieć liczyć.\nI mówić o tym.", "Warsztat.", "Test i praca."
    course.responsible, course.audience, course.completion = "Trenerka", "Dla skarbników", "Zdaj test"
    course.outcomes = [CourseOutcome(kind="knowledge", code="W1", text="Zna koszty", covers="W1")]
    course.sources = [CourseSource(title="Ustawa", note="art. 1", url="https://example.org/")]
    course.save()
    return course


@pytest.fixture
def programme(module: Course) -> Programme:
    made = make_programme("Studia", module, make_course("Prawo", lessons=0))
    made.kind, made.grading, made.final_work, made.entry = "path", "academic", "Projekt", "Praca w organizacji"
    made.outcomes = [ProgrammeOutcome(kind="knowledge", code="W1", text="Rozumie finanse")]
    made.save()
    return made


def test_a_module_card_and_a_curriculum_are_complete_and_valid(module: Course, programme: Programme) -> None:
    made = {"card": fetch("syllabus_pdf", module), "curriculum": fetch("curriculum_pdf", programme)}
    assert failures(made) == {"card": [], "curriculum": []}
    card, curriculum = text_of(made["card"]), text_of(made["curriculum"])
    for words in (
        "Finanse",
        "ZGS-02",
        "80 godzin",
        "Umieć liczyć.",
        "Test i praca.",
        "Zna koszty",
        "Lekcja 0",
        "Ustawa",
    ):
        assert words in card
    for words in ("Studia", "Finanse", "Prawo", "Rozumie finanse", "Projekt", "Praca w organizacji"):
        assert words in curriculum


def test_the_same_in_word_has_headings_and_header_rows(module: Course, programme: Programme) -> None:
    card = docx.Document(io.BytesIO(fetch("syllabus_docx", module)))
    styles = [(part.style.name, part.text) for part in card.paragraphs if part.style]
    assert ("Heading 1", "Finanse") in styles
    assert ("Heading 2", "Cele") in styles
    assert card.core_properties.language == "pl"
    curriculum = docx.Document(io.BytesIO(fetch("curriculum_docx", programme)))
    rows = [[cell.text for cell in row.cells] for row in curriculum.tables[0].rows]
    assert [row[1] for row in rows[1:]] == ["Finanse", "Prawo"]
    assert curriculum.tables[0].rows[0]._tr.xpath("./w:trPr/w:tblHeader") != []


def test_what_a_course_does_not_say_is_left_out() -> None:
    text = text_of(fetch("syllabus_pdf", make_course("Pusty", lessons=0)))
    for heading in ("Cele", "Plan kursu", "Źródła", "Kod"):
        assert heading not in text


def test_a_locked_lesson_is_not_on_paper() -> None:
    course = make_course(lessons=2)
    Course.objects.filter(pk=course.pk).update(release=Course.Release.IN_ORDER)
    renew_outline(course=Course.objects.get(pk=course.pk))
    text = text_of(reading(course))
    assert "Pytanie 0?" in text
    assert "Pytanie 1?" not in text


@pytest.mark.usefixtures("caching")
def test_a_document_read_on_an_english_page_leaves_the_links_of_english_pages_alone() -> None:
    """It is made in the language of its page, and so are the addresses in it."""
    course = make_course(lessons=2)
    make_programme("Cykl", course)
    with translation.override("en"):
        address = reverse("documents:syllabus_docx", args=[course.pk])
    assert address.startswith("/en/")
    assert Client().get(address).status_code == 200
    html = Client().get(f"/en/szkolenia/{course.slug}/").text
    assert re.findall(r'href="(/szkolenia/[^"]*)" lang="pl"', html) == []
    assert 'href="/en/szkolenia/cykl/" lang="pl"' in html
