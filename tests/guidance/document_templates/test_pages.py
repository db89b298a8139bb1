"""Document templates as readers meet them, and the edit form that keeps file and fields together."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from people import roles
from pomost.models import HomePage
from publishing import limits
from resources.guidance.models import Chapter, DocumentTemplate, DocumentTemplateChapter
from tests.builders import signed_in
from tests.guidance.document_templates.builders import make_template, simple, stored, word_file
from tests.reference.builders import make_value

pytestmark = pytest.mark.django_db

FILE = word_file(*(simple(f"MERGEFIELD {name}") for name in ("osoba", "dzien", "kwota", "rodzaj", "uwagi")))
FIELDS: tuple[dict[str, Any], ...] = (
    {"name": "osoba", "label": "Imię i nazwisko", "required": True},
    {"name": "dzien", "kind": "date"},
    {"name": "kwota", "kind": "amount"},
    {"name": "rodzaj", "kind": "choice", "choices": "na czas określony\nna czas nieokreślony"},
    {"name": "uwagi", "kind": "long"},
)
GIVEN = {
    "pole-osoba": "Ewa Kos",
    "pole-dzien": "8.01.2027",
    "pole-kwota": "4 806",
    "pole-rodzaj": "na czas określony",
    "pole-uwagi": "",
}


@pytest.fixture
def page(home: HomePage) -> DocumentTemplate:
    return make_template(home, FILE, *FIELDS)


def text_of(response: Any) -> str:
    return ZipFile(BytesIO(response.content)).read("word/document.xml").decode().replace("\xa0", " ")


def test_the_document_has_what_was_written_and_dots_for_what_was_not(client: Client, page: DocumentTemplate) -> None:
    made = client.post("/wzory/umowa/", GIVEN)
    assert (made.status_code, made["Content-Disposition"]) == (200, 'attachment; filename="umowa.docx"')
    assert "no-store" in made["Cache-Control"]
    text = text_of(made)
    shown = [value for value in ("Ewa Kos", "8 stycznia 2027 r.", "4 806,00 zł", "na czas określony") if value in text]
    assert len(shown) == 4
    assert text.count("…" * 70) == 1


def test_the_blank_template_has_dots_for_every_field(client: Client, page: DocumentTemplate) -> None:
    text = text_of(client.get("/wzory/umowa/?pusty=1"))
    assert (text.count("…" * 20 + "<"), text.count("MERGEFIELD")) == (5, 0)


def test_an_error_stands_at_its_field_and_keeps_what_was_typed(client: Client, page: DocumentTemplate) -> None:
    refused = client.post("/wzory/umowa/", {**GIVEN, "pole-osoba": "", "pole-dzien": "wczoraj", "pole-kwota": "dużo"})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["pole-osoba", "pole-dzien", "pole-kwota"]
    assert 'value="wczoraj"' in refused.text
    assert client.post("/wzory/umowa/", {**GIVEN, "pole-rodzaj": "inna"}).status_code == 422


def test_an_amount_may_not_be_less_than_a_dated_value_is_today(client: Client, home: HomePage) -> None:
    wage = make_value("stawka", ("31.40", "2026-01-01"), name="stawka minimalna")
    make_template(home, FILE, *FIELDS[:2], {**FIELDS[2], "help_text": "Brutto.", "least": wage}, *FIELDS[3:])
    form = client.get("/wzory/umowa/").context["form"]
    assert form.fields["pole-kwota"].help_text == "Brutto. Najmniej 31,40\xa0zł: stawka minimalna."
    refused = client.post("/wzory/umowa/", {**GIVEN, "pole-kwota": "31,39"})
    assert refused.status_code == 422
    assert refused.context["form"].errors == {"pole-kwota": ["To za mało: stawka minimalna to 31,40\xa0zł."]}
    assert 'value="31,39"' in refused.text
    assert [client.post("/wzory/umowa/", {**GIVEN, "pole-kwota": given}).status_code for given in ("31,40", "")] == [
        200,
        200,
    ]


def test_the_page_is_not_cached_and_needs_a_token(page: DocumentTemplate) -> None:
    client = Client(enforce_csrf_checks=True)
    shown = client.get("/wzory/umowa/")
    assert "pomost.cacheable" not in shown.wsgi_request.META
    assert "no-store" in shown["Cache-Control"]
    assert client.post("/wzory/umowa/", GIVEN).status_code == 403


def test_many_documents_in_a_minute_are_refused(client: Client, page: DocumentTemplate, settings: Any) -> None:
    limits.clear()
    settings.POMOST_RATE_LIMITS = {"document_template": "1/m/ip"}
    assert [client.post("/wzory/umowa/", GIVEN).status_code for _twice in range(2)] == [200, 429]
    limits.clear()


def test_a_file_that_was_replaced_by_another_is_not_filled_in(client: Client, page: DocumentTemplate) -> None:
    DocumentTemplate.objects.filter(pk=page.pk).update(document=stored(word_file(simple("MERGEFIELD obce"))))
    shown = client.get("/wzory/umowa/")
    assert (shown.status_code, shown.context["form"]) == (200, None)
    assert client.post("/wzory/umowa/", GIVEN).status_code == 422
    assert client.get("/wzory/umowa/?pusty=1")["Content-Type"].startswith("text/html")


def test_the_list_and_the_chapters_lead_to_each_other(client: Client, chapters: list[Chapter], home: HomePage) -> None:
    page = make_template(home, FILE, *FIELDS)
    page.chapters = [DocumentTemplateChapter(chapter=chapters[0])]
    page.save()
    chapters[0].body = [{"type": "document_template", "id": "", "value": {"page": page.pk, "title": ""}}]
    chapters[0].save()
    assert [(item.title, item.url) for item in client.get("/wzory/").context["templates"]] == [
        ("Umowa", "/wzory/umowa/")
    ]
    assert [link.url for link in client.get("/wzory/umowa/").context["chapters"]] == [chapters[0].get_url()]
    assert 'href="/wzory/umowa/"' in client.get(chapters[0].get_url() or "").text


def test_the_edit_form_says_which_fields_file_and_list_lack(page: DocumentTemplate) -> None:
    wage = make_value("stawka", ("31.40", "2026-01-01"))
    fields = [
        {
            "id": "",
            "name": name,
            "label": name,
            "help_text": "",
            "kind": kind,
            "choices": "",
            "least": str(wage.pk) if name == "osoba" else "",
            "ORDER": order,
            "DELETE": "",
        }
        for order, (name, kind) in enumerate((("osoba", "text"), ("obce", "text"), ("rodzaj", "choice")))
    ]
    data = nested_form_data(
        {
            "title": "Umowa",
            "slug": "umowa-2",
            "summary": "",
            "search_text": "",
            "document": str(page.document_id),
            "body": streamfield([]),
            "fields": inline_formset(fields),
            "chapters": inline_formset([]),
            "comments": inline_formset([]),
            "action-publish": "1",
        }
    )
    parent = page.get_parent().pk
    response = signed_in(roles.EDITOR).post(
        reverse("wagtailadmin_pages:add", args=["guidance", "documenttemplate", parent]), data
    )
    form = response.context["form"]
    assert "dzien, kwota, uwagi" in form.errors["document"][0]
    errors = [list(inline.errors) for inline in form.formsets["fields"].forms]
    assert errors == [["least"], ["name"], ["choices"]]
