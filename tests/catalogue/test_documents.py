"""Documents of the catalogue: what they hold, for whom, and that they are PDF/UA-1."""

import io

import pypdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from courses.catalogue.models import Course, Lesson
from tests.courses_tree import choice, lessons_of, make_course, make_lesson
from tests.publishing.test_pdf import PICTURE, text_of
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
    assert reverse("documents:course_reading", args=[course.pk]) in Client().get(course.get_url() or "").content.decode()
