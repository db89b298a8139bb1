import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from structlog.testing import capture_logs

from courses.coursework import services
from courses.coursework.models import Submission, SubmissionRound
from courses.coursework.states import Decision
from tests.courses_tree import lessons_of
from tests.coursework.factories import PDF, handed_in, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, learner, written):
    client.force_login(learner)
    return reverse("coursework:submission", args=[written.pk])


def key_of(response):
    return str(response.context["form"]["key"].value())


def test_the_task_the_date_and_the_state(client, page, written):
    written.due_at = datetime(2027, 1, 15, 23, 30, tzinfo=timezone.get_default_timezone())
    written.instructions = "Opisz <b>jedną</b> potrzebę.\n\nSkąd o niej wiesz?"
    written.save()
    response = client.get(page)
    text = response.content.decode().replace("\xa0", " ")
    assert response.context["state"] == "todo"
    assert "15 stycznia 2027, 23:30" in text
    assert "<p>Opisz &lt;b&gt;jedną&lt;/b&gt; potrzebę.</p>" in text
    assert text.count("<h1") == 1
    assert "no-store" in response["Cache-Control"]


def test_overdue_is_shown_before_the_state(client, page, written):
    written.due_at = timezone.now() - timedelta(days=1)
    written.save()
    for address in (page, reverse("learning:home")):
        services.save_draft(by=written.cohort.members.get().user, assignment=written, text="Zaczynam")
        badges = re.findall(r'<span class="badge[^>]*>([^<]*)</span>', client.get(address).content.decode())
        assert badges == ["Po terminie", "Wersja robocza"]


def test_a_submission_shows_its_receipt(client, page):
    key = key_of(client.get(page))
    response = client.post(page, {"text": "Gotowe <script>", "key": key, "file": upload("Moja praca.pdf", PDF)})
    assert (response.status_code, response["Location"]) == (302, page)
    made = SubmissionRound.objects.get()
    for _visit in range(2):
        response = client.get(page)
        text = response.content.decode()
        assert made.receipt in text
        assert "Moja praca.pdf" in text
        assert "Gotowe &lt;script&gt;" in text
        assert response.context["form"] is None


def test_the_same_form_twice_is_one_hand_in(client, page):
    data = {"text": "Gotowe", "key": key_of(client.get(page))}
    assert [client.post(page, data).status_code for _ in range(2)] == [302, 302]
    assert SubmissionRound.objects.count() == 1


def test_the_same_form_with_another_text_is_an_error_and_keeps_the_text(client, page):
    key = key_of(client.get(page))
    client.post(page, {"text": "Gotowe", "key": key})
    response = client.post(page, {"text": "Gotowe i poprawione", "key": key})
    assert response.status_code == 409
    made = SubmissionRound.objects.get()
    assert made.text == "Gotowe"
    assert made.receipt in str(response.context["form"].non_field_errors())
    assert response.context["form"]["text"].value() == "Gotowe i poprawione"
    assert key_of(response) != key
    Submission.objects.update(state="returned")
    again = {"text": "Gotowe i poprawione", "key": key_of(response)}
    assert client.post(page, again).status_code == 302
    assert [item.text for item in SubmissionRound.objects.order_by("number")] == ["Gotowe", "Gotowe i poprawione"]


def test_a_draft_comes_back_and_keeps_no_file(client, page):
    data = {"text": "  Zaczynam\n", "key": key_of(client.get(page)), "action": "draft", "file": upload("a.pdf", PDF)}
    response = client.post(page, data, follow=True)
    assert response.redirect_chain == [(page, 302)]
    assert len(list(response.context["messages"])) == 2
    assert response.context["form"]["text"].value() == "  Zaczynam\n"
    assert response.context["state"] == "draft"
    assert not SubmissionRound.objects.exists()


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "Gotowe", "file": ("praca.pdf", b"<html>")}, "file"),
        ({"text": "Gotowe", "file": ("praca.svg", b"<svg/>")}, "file"),
        ({"text": "Gotowe", "file": ("praca.pdf", b"")}, "file"),
        ({"text": "a" * 100_001}, "text"),
    ],
)
def test_what_was_typed_is_kept_on_an_error(client, page, data, field, private_files):
    key = key_of(client.get(page))
    sent = {**data, "key": key}
    if "file" in data:
        sent["file"] = upload(*data["file"])
    response = client.post(page, sent)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"]["text"].value() == data["text"]
    assert key_of(response) == key
    assert response.content.decode().count('id="errors"') == 1
    assert not Submission.objects.exists()
    assert not list(private_files.rglob("*.*"))


def test_a_form_without_its_key_is_an_error(client, page):
    response = client.post(page, {"text": "Gotowe", "key": "nie-klucz"})
    assert response.status_code == 422
    assert response.context["form"]["text"].value() == "Gotowe"


def test_what_was_typed_in_a_forgotten_window_is_kept(client, page, learner, written):
    handed_in(written, learner)
    response = client.post(page, {"text": "Drugie okno", "key": uuid4()})
    assert response.status_code == 409
    assert response.context["form"]["text"].value() == "Drugie okno"
    assert "Drugie okno" in response.content.decode()
    assert SubmissionRound.objects.count() == 1


def test_returned_with_a_comment_and_handed_in_again(client, page, lead, learner, written):
    first = handed_in(written, learner, text="Pierwsza wersja")
    services.review(by=lead, round=first, decision=Decision.RETURNED, comment="Dopisz źródła.")
    response = client.get(page)
    assert response.context["state"] == "returned"
    assert "Dopisz źródła." in response.content.decode()
    # The field holds the text to correct.
    assert response.context["form"]["text"].value() == "Pierwsza wersja"
    client.post(page, {"text": "Ze źródłami", "key": key_of(response)})
    response = client.get(page)
    assert [item.number for item in response.context["rounds"]] == [2, 1]
    assert response.context["confirmed"].receipt != first.receipt


def test_a_task_without_instructions_has_no_empty_heading(client, page, written):
    written.instructions = ""
    written.save()
    assert client.get(page).context["instructions_html"] == ""


def test_lines_that_begin_with_a_hyphen_are_a_list_and_all_is_text(client, page, written):
    written.instructions = "Opisz <b>gminę</b>.\r\n\r\n- co wiesz\r\n- czego <i>nie</i> wiesz\n\nJedna strona."
    written.save()
    assert client.get(page).context["instructions_html"] == (
        "<p>Opisz &lt;b&gt;gminę&lt;/b&gt;.</p>\n"
        "<ul><li>co wiesz</li><li>czego &lt;i&gt;nie&lt;/i&gt; wiesz</li></ul>\n"
        "<p>Jedna strona.</p>"
    )


def test_a_lesson_has_no_submission_page(client, learner, lead, cohort):
    task = services.set_assignment(by=lead, cohort=cohort, lesson=lessons_of(cohort.course)[0])
    client.force_login(learner)
    assert client.get(reverse("coursework:submission", args=[task.pk])).status_code == 404


def test_a_file_goes_out_as_a_file_and_nothing_else(client, learner, lead, written):
    made = handed_in(written, learner, file=upload("Żółta praca.txt", "Zażółć".encode(), "text/html"))
    address = reverse("coursework:file", args=[made.pk])
    client.force_login(learner)
    with capture_logs() as lines:
        response = client.get(address)
    assert lines == []
    assert response.getvalue().decode() == "Zażółć"
    assert response["Content-Type"] == "text/plain"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%C5%BB")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    client.force_login(lead)
    with capture_logs() as lines:
        client.get(address).getvalue()
    assert [(line["event"], line["user_id"], line["submission_id"]) for line in lines] == [
        ("coursework.file_read", lead.pk, made.submission_id)
    ]
    made.file.storage.delete(made.file.name)
    assert client.get(address).status_code == 404
    assert client.get(reverse("coursework:file", args=[handed_in(written).pk])).status_code == 404


def test_the_page_in_english(client, page):
    with translation.override("en"):
        address = page if page.startswith("/en/") else f"/en{page}"
    text = client.get(address).content.decode()
    assert "Hand in the work" in text
    assert "to do" in text
