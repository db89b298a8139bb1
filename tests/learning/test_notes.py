"""Notes and bookmarks on passages, own answers, history, and the place where one stopped reading."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils.safestring import SafeString

from courses.catalogue.models import Lesson, Topic
from courses.catalogue.passages import with_passages
from courses.learning import services
from courses.learning.impact import _parts_of
from courses.learning.models import Enrolment, Note
from courses.learning.notes.models import LONGEST_NOTE
from courses.learning.notes.services import delete_notes
from people.models import User
from publishing.models import PomostDocument
from tests.courses_tree import choice, make_course, make_lesson
from tests.learning.steps import answer

pytestmark = pytest.mark.django_db


def heading(text: str) -> dict[str, object]:
    return {"type": "heading", "id": f"h-{text}", "value": {"level": "2", "text": text, "anchor": ""}}


@pytest.fixture
def lesson(learner: User) -> Lesson:
    """A lesson of two passages with an exercise each; the learner is on its course."""
    course = make_course(lessons=0)
    blocks = [heading("Umowa"), choice("Pierwsze?"), heading("Ryczałt"), choice("Drugie?")]
    lesson = make_lesson(Topic.objects.child_of(course).get(), "Koszty", *blocks)
    services.enrol(user=learner, course=course)
    return lesson


def note_address(lesson: Lesson) -> str:
    return f"/moja-nauka/lekcje/{lesson.pk}/notatka/"


def test_html_stands_below_its_passage() -> None:
    segments = ['<p>0</p><h2 id="a">A</h2><p>1</p>', "<form>", '<p>2</p><h2 id="b">B</h2>', "<form>"]
    below = {"a": SafeString("[a]"), "b": SafeString("[b]"), "": SafeString("[end]")}
    assert with_passages(segments, below) == [
        '<p>0</p><h2 id="a">A</h2><p>1</p>',
        "<form>",
        '<p>2</p>[a]<h2 id="b">B</h2>',
        "<form>",
        "[b][end]",
    ]


def test_a_note_is_written_below_its_passage_and_listed(lesson: Lesson, learner: User, signed_in: Client) -> None:
    html = signed_in.get(str(lesson.get_url())).text
    assert html.count('<details class="note-box">') == 3  # the third one takes notes on the text before the headings
    assert html.index("note-box") < html.index('id="ryczalt"') < html.rindex("note-box")
    posted = signed_in.post(note_address(lesson), {"anchor": "umowa", "text": " Zapytać *prawnika*.\nI gminę. "})
    assert posted["Location"] == f"{lesson.get_url()}#umowa"
    signed_in.post(note_address(lesson), {"anchor": "ryczalt", "text": ""})
    html = signed_in.get(str(lesson.get_url())).text
    assert "Twoja notatka: Zapytać *prawnika*. I gminę." in html
    assert html.count("Twoja zakładka") == 1
    listed = signed_in.get("/moja-nauka/notatki/").text
    assert [listed.count(f'href="{lesson.get_url()}#{anchor}"') for anchor in ("umowa", "ryczalt")] == [1, 1]
    markdown = signed_in.get("/moja-nauka/notatki/notatki.md").text
    assert "### Koszty · Umowa\n" in markdown
    assert "> Zapytać *prawnika*.\n> I gminę.\n" in markdown
    data = json.loads(signed_in.get("/moja-nauka/notatki/notatki.json").content)
    assert [(note["lesson"], note["heading"], note["text"]) for note in data["notes"]] == [
        ("Koszty", "Umowa", "Zapytać *prawnika*.\nI gminę."),
        ("Koszty", "Ryczałt", ""),
    ]
    signed_in.post(note_address(lesson), {"anchor": "umowa", "text": "Inaczej"})
    note = Note.objects.get(anchor="umowa")
    assert note.text == "Inaczej"
    assert signed_in.post(f"/moja-nauka/notatki/{note.pk}/usuniecie/")["Location"] == "/moja-nauka/notatki/"
    assert Note.objects.count() == 1


def test_what_is_refused_is_shown_again(lesson: Lesson, signed_in: Client) -> None:
    long = "a" * (LONGEST_NOTE + 1)
    response = signed_in.post(note_address(lesson), {"anchor": "umowa", "text": long})
    assert (response.status_code, response.text.count(long)) == (422, 1)
    response = signed_in.post(note_address(lesson), {"anchor": "nie-ma", "text": "Moje słowa"})
    assert (response.status_code, response.text.count("Moje słowa")) == (422, 1)
    assert not Note.objects.exists()


def test_a_note_outlives_its_heading(lesson: Lesson, signed_in: Client) -> None:
    signed_in.post(note_address(lesson), {"anchor": "umowa", "text": "Zostaje"})
    lesson.body = [block for block in lesson.body.raw_data if block["id"] != "h-Umowa"]
    lesson.save_revision().publish()
    assert signed_in.get(str(lesson.get_url())).text.count("Twoja notatka: Zostaje") == 1
    lesson.unpublish()
    listed = signed_in.get("/moja-nauka/notatki/").text.replace("\xa0", " ")
    assert "Zostaje" in listed
    assert "Tej lekcji nie ma już w kursie" in listed


def test_notes_are_the_learners_own(lesson: Lesson, learner: User, signed_in: Client, client: Client) -> None:
    signed_in.post(note_address(lesson), {"anchor": "umowa", "text": "Moje"})
    note = Note.objects.get()
    other = User.objects.create_user("inna@example.org")
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(note_address(lesson), {"anchor": "umowa", "text": "Cudze"}).status_code == 403
    client.post(f"/moja-nauka/notatki/{note.pk}/usuniecie/")
    assert "Moje" not in client.get("/moja-nauka/notatki/").text
    assert list(Note.objects.all()) == [note]
    assert [part.kept for part in _parts_of(learner) if part.count] == [True, False]
    delete_notes(user=learner)
    assert not Note.objects.exists()


def test_own_answers_and_history_are_listed(lesson: Lesson, learner: User, signed_in: Client) -> None:
    answer(learner, lesson, place=1, choice=1)
    answer(learner, lesson, place=1)
    html = signed_in.get("/moja-nauka/odpowiedzi/").text.replace("\xa0", " ")
    assert html.count(f'href="{lesson.get_url()}#cwiczenie-2"') == 2
    assert re.findall(r"Odpowiedź \d", html) == ["Odpowiedź 0", "Odpowiedź 1"]
    said = signed_in.get("/moja-nauka/historia/").text.replace("\xa0", " ")
    told = re.findall(r"<p[^>]*>([^<]*(?:ćwiczeniu|Zapis)[^<]*)</p>", said)
    assert told == [
        "Dobra odpowiedź w ćwiczeniu: Drugie?",
        "Odpowiedź do poprawy w ćwiczeniu: Drugie?",
        "Zapis na kurs: Kurs próbny",
    ]
    empty = Client()
    empty.force_login(User.objects.create_user("nowa@example.org"), "django.contrib.auth.backends.ModelBackend")
    for page in ("odpowiedzi", "historia", "notatki"):
        assert empty.get(f"/moja-nauka/{page}/").text.count('class="empty"') == 1


def test_one_resumes_at_the_place_last_read(lesson: Lesson, learner: User, signed_in: Client) -> None:
    address = f"/moja-nauka/lekcje/{lesson.pk}/miejsce/"
    assert f'data-place-url="{address}"' in signed_in.get(str(lesson.get_url())).text
    assert signed_in.post(address, {"place": "ryczalt"}).status_code == 204
    html = signed_in.get(str(lesson.get_url())).text.replace("\xa0", " ")
    assert '<a class="more" href="#ryczalt">Wróć do miejsca: Ryczałt</a>' in html
    assert f'href="{lesson.get_url()}#ryczalt"' in signed_in.get("/moja-nauka/").text
    assert signed_in.post(address, {"place": "cwiczenie-2"}).status_code == 204
    assert "Wróć do miejsca: ćwiczenie 2" in signed_in.get(str(lesson.get_url())).text.replace("\xa0", " ")
    # An answer says better where to go on: at the first exercise without a right one.
    answer(learner, lesson, place=1)
    assert "Wróć do miejsca" not in signed_in.get(str(lesson.get_url())).text
    assert f'href="{lesson.get_url()}#cwiczenie-1"' in signed_in.get("/moja-nauka/").text
    assert signed_in.post(address, {"place": "cwiczenie-2"}).status_code == 204
    assert f'href="{lesson.get_url()}#cwiczenie-1"' in signed_in.get("/moja-nauka/").text
    for wrong in ("", "cwiczenie-3", "nie-ma", '"><script>'):
        assert signed_in.post(address, {"place": wrong}).status_code == 400
    lesson.body = [block for block in lesson.body.raw_data if block["id"] != "block-Drugie?"]
    lesson.save_revision().publish()
    assert "Wróć do miejsca" not in signed_in.get(str(lesson.get_url())).text


def test_one_resumes_at_the_second_of_a_film(lesson: Lesson, signed_in: Client, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    film = PomostDocument.objects.create(title="Film", file=ContentFile(b"\x1aE\xdf\xa3", name="film.webm"))
    block = {"type": "video", "id": "f", "value": {"title": "Spotkanie", "file": film.pk, "transcript": "<p>Słowa</p>"}}
    lesson.body = [*lesson.body.raw_data, block]
    lesson.save_revision().publish()
    address, url = f"/moja-nauka/lekcje/{lesson.pk}/miejsce/", str(lesson.get_url())
    assert signed_in.post(address, {"place": f"film-{film.pk}@192"}).status_code == 204
    html = signed_in.get(url).text.replace("\xa0", " ")
    link = f'<a class="more" href="#film-{film.pk}" data-second="192">Wróć do miejsca: film „Spotkanie”, od 3:12</a>'
    assert (link in html, f'id="film-{film.pk}"' in html) == (True, True)
    assert f'href="{url}#film-{film.pk}"' in signed_in.get("/moja-nauka/").text
    for wrong in (f"film-{film.pk}", f"film-{film.pk}@", f"film-{film.pk + 1}@5", f"film-{film.pk}@1234567"):
        assert signed_in.post(address, {"place": wrong}).status_code == 400
    assert Client().get(url).text.count("data-second") == 0
    lesson.body = [item for item in lesson.body.raw_data if item["id"] != "f"]
    lesson.save_revision().publish()
    assert "Wróć do miejsca" not in signed_in.get(url).text


def test_a_place_is_kept_for_whoever_is_on_the_course_only(lesson: Lesson, client: Client) -> None:
    client.force_login(User.objects.create_user("inna@example.org"), "django.contrib.auth.backends.ModelBackend")
    assert client.post(f"/moja-nauka/lekcje/{lesson.pk}/miejsce/", {"place": "umowa"}).status_code == 403
    html = client.get(str(lesson.get_url())).text
    assert ("note-box" in html, "lesson-place.js" in html) == (False, False)


def test_notes_and_the_place_are_of_an_enrolment(lesson: Lesson, learner: User) -> None:
    enrolment = Enrolment.objects.get(user=learner)
    services.keep_place(user=learner, lesson=lesson, anchor="umowa")
    enrolment.refresh_from_db()
    assert (enrolment.place_lesson, enrolment.place, enrolment.last_lesson) == (lesson.key, "umowa", lesson.key)
