"""The accessibility declaration: its elements in order, what is refused, and the link in every footer."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.fields import RichTextField
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from people.models import User
from pomost.models import HomePage
from publishing.errors import PublishRefusedError
from publishing.models import AccessibilityStatement, FooterLink, FooterSettings
from publishing.statement_checks import REQUIRED, phone_number, refusals
from tests.builders import heading, hide_other_pages, make_page, prose

pytestmark = pytest.mark.django_db

ALWAYS = [
    "a11y-wstep",
    "a11y-podmiot",
    "a11y-zakres",
    "a11y-url",
    "a11y-data-publikacja",
    "a11y-data-aktualizacja",
    "a11y-status",
    "a11y-data-sporzadzenie",
    "a11y-kontakt",
    "a11y-email",
    "a11y-telefon",
    "a11y-procedura",
    "a11y-architektura",
    "a11y-komunikacja",
]
ALL = [
    *ALWAYS[:7],
    "a11y-ocena",
    "a11y-data-sporzadzenie",
    "a11y-data-przeglad",
    *ALWAYS[8:12],
    "a11y-aplikacje",
    "a11y-architektura",
    "a11y-architektura-url",
    "a11y-komunikacja",
]
LEAST: dict[str, Any] = {
    "title": "Deklaracja dostępności",
    "slug": "dostepnosc",
    "entity": "Fundacja Kładka & Most",
    "site_name": "Kładka",
    "site_url": "https://kladka.example.org",
    "site_published_on": date(2025, 2, 3),
    "site_updated_on": date(2026, 5, 4),
    "status": "full",
    "prepared_on": date(2025, 3, 1),
    "basis": "own",
    "contact": "Ala Nowak",
    "email": "ala@example.org",
    "phone": "22 123 45 67",
    "procedure": "<p>Napisz do nas.</p>",
    "architecture": "<p>Wejście bez progu.</p>",
    "communication": "<p>Pętla indukcyjna.</p>",
}
MORE: dict[str, Any] = {
    "status": "partial",
    "nonconformities": "<ul><li>Stare skany.</li></ul>",
    "burden": "<p>Archiwum nagrań.</p>",
    "burden_analysis_url": "https://kladka.example.org/analiza.pdf",
    "exempt": "<p>Mapy.</p>",
    "reviewed_on": date(2026, 3, 30),
    "basis": "external",
    "assessed_by": "Spółdzielnia Próg",
    "report_url": "https://kladka.example.org/raport.pdf",
    "shortcuts": "<p>Alt i S: szukaj.</p>",
    "apps": "<p>Aplikacja Kładka.</p>",
    "architecture_url": "https://kladka.example.org/budynek",
}


def make_statement(parent: Any, **fields: Any) -> AccessibilityStatement:
    statement: AccessibilityStatement = parent.add_child(instance=AccessibilityStatement(**{**LEAST, **fields}))
    return statement


def ids_of(html: str) -> list[str]:
    return re.findall(r'id="(a11y-[^"]+)"', html)


@pytest.mark.parametrize(("fields", "expected"), [({}, ALWAYS), (MORE, ALL)], ids=["the least", "everything"])
def test_each_element_is_there_once_and_in_order(
    client: Client, home: HomePage, fields: dict[str, Any], expected: list[str]
) -> None:
    statement = make_statement(home, **fields)
    assert ids_of(client.get(statement.get_url() or "").content.decode()) == expected


def test_headings_are_those_of_the_conditions(home: HomePage) -> None:
    body = [*heading("Dostępność architektoniczna", 3), *prose("Tryb ciemny.")]
    statement = make_statement(home, **MORE, body=body)
    assert [(item["level"], item["title"]) for item in statement.headings] == [
        (2, "Stan dostępności cyfrowej"),
        (2, "Niedostępne treści"),
        (3, "Niezgodność z załącznikiem"),
        (3, "Nadmierne koszty"),
        (3, "Treści nieobjęte przepisami"),
        (2, "Przygotowanie deklaracji dostępności"),
        (2, "Udogodnienia, ograniczenia i inne informacje"),
        (3, "Dostępność architektoniczna"),
        (2, "Skróty klawiszowe"),
        (2, "Informacje zwrotne i dane kontaktowe"),
        (2, "Obsługa wniosków i skarg związanych z dostępnością"),
        (2, "Pozostałe informacje"),
        (3, "Aplikacje mobilne"),
        (3, "Dostępność architektoniczna"),
        (3, "Dostępność komunikacyjno-informacyjna"),
    ]
    anchors = [item["anchor"] for item in statement.headings]
    assert re.findall(r'<h[23] id="([^"]+)"', statement.body_html) == anchors
    assert len(set(anchors)) == len(anchors)


def test_no_heading_of_the_editors_takes_an_id_of_the_conditions(home: HomePage) -> None:
    body = heading("Stan", 3)
    body[0]["value"]["anchor"] = "a11y-status"
    assert ids_of(make_statement(home, body=body).body_html) == [
        *ALWAYS[:8],
        "a11y-status-2",
        *ALWAYS[8:],
    ]


def test_days_are_elements_of_time_and_contacts_are_links(home: HomePage) -> None:
    html = make_statement(home, **MORE).body_html
    assert re.findall(r'<time id="a11y-data-(\w+)" datetime="([\d-]+)">([^<]+)</time>', html) == [
        ("publikacja", "2025-02-03", "3\u00a0lutego 2025"),
        ("aktualizacja", "2026-05-04", "4\u00a0maja 2026"),
        ("sporzadzenie", "2025-03-01", "1\u00a0marca 2025"),
        ("przeglad", "2026-03-30", "30\u00a0marca 2026"),
    ]
    assert '<a id="a11y-email" href="mailto:ala@example.org">ala@example.org</a>' in html
    assert '<a id="a11y-telefon" href="tel:+48221234567">22\u00a0123\u00a045\u00a067</a>' in html
    assert '<span id="a11y-podmiot">Fundacja Kładka &amp; Most</span>' in html
    assert '<a id="a11y-url" href="https://kladka.example.org">Kładka</a>' in html


@pytest.mark.parametrize(
    ("status", "words"),
    [("full", "jest w\u00a0pełni zgodna"), ("partial", "jest częściowo zgodna"), ("none", "jest niezgodna")],
)
def test_the_state_is_said_in_the_words_of_the_conditions(home: HomePage, status: str, words: str) -> None:
    fields = {"status": status} if status == "full" else {**MORE, "status": status}
    html = make_statement(home, **fields).body_html
    (sentence,) = re.findall(r'<p id="a11y-status">(.*?)</p>', html)
    assert words in sentence


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({}, []),
        (MORE, []),
        ({"nonconformities": "<p>Skany.</p>"}, ["nonconformities"]),
        ({"status": "partial"}, ["nonconformities"]),
        ({"status": "partial", "nonconformities": '<p data-block-key="x"></p>'}, ["nonconformities"]),
        ({"status": "partial", "exempt": "<p>Mapy.</p>"}, []),
        ({"burden_analysis_url": "https://example.org"}, ["burden"]),
        ({"basis": "external"}, ["assessed_by"]),
        ({"site_updated_on": date(2024, 1, 1)}, ["site_updated_on"]),
        ({"reviewed_on": date(2025, 2, 28)}, ["reviewed_on"]),
        ({"procedure": "<p></p>", "phone": ""}, ["phone", "procedure"]),
    ],
)
def test_what_contradicts_itself_is_refused_at_its_field(fields: dict[str, Any], refused: list[str]) -> None:
    assert list(refusals({**LEAST, **fields})) == refused


@pytest.mark.parametrize("number", ["22 123 45 67", "+48 22 123-45-67", "(22) 123 45 67", "600100200", "19115"])
def test_a_number_that_can_be_called(number: str) -> None:
    phone_number(number)


@pytest.mark.parametrize("number", ["do uzupełnienia", "1", "22 123 45 67 wew. 3", "+", "1" * 16])
def test_other_words_are_no_number(number: str) -> None:
    with pytest.raises(ValidationError, match="cyframi"):
        phone_number(number)


def form_of(page: AccessibilityStatement, **fields: Any) -> Any:
    rich = {field.name for field in page._meta.concrete_fields if isinstance(field, RichTextField)}
    data = nested_form_data({"body": streamfield([])}) | {
        name: rich_text(str(value)) if name in rich else str(value)
        for name, value in {**LEAST, **dict.fromkeys(rich, ""), **fields}.items()
    }
    user = User.objects.create_superuser("zarzad@example.org", "most-nad-rzeka")
    return page.get_edit_handler().get_form_class()(data, instance=page, for_user=user)


def test_an_empty_field_is_refused_in_words_and_only_when_published(home: HomePage) -> None:
    page = make_statement(home)
    form = form_of(page, **dict.fromkeys(REQUIRED, ""))
    assert {name: list(form.errors[name]) for name in REQUIRED} == {
        name: [str(message)] for name, message in REQUIRED.items()
    }
    draft = page.get_edit_handler().get_form_class()(
        form.data, instance=page, for_user=User.objects.get(email="zarzad@example.org")
    )
    draft.defer_required_fields()
    assert {name: errors for name, errors in draft.errors.items() if name in REQUIRED} == {}


def test_a_draft_that_is_not_complete_goes_live_by_no_path(home: HomePage) -> None:
    page = make_statement(home)
    page.contact = ""
    page.site_published_on = None
    revision = page.save_revision(clean=False)
    with pytest.raises(PublishRefusedError, match="opublikowania") as refused:
        revision.publish()
    assert "Napisz, kto odpowiada" in str(refused.value)
    assert AccessibilityStatement.objects.get(pk=page.pk).contact == "Ala Nowak"


def footer_of(client: Client, address: str = "/") -> list[str]:
    html = client.get(address).content.decode()
    return re.findall(r'<a href="([^"]+)"', html[html.index('<ul class="footer-links">') :].partition("</ul>")[0])


def test_every_footer_links_it_wherever_it_is(client: Client, home: HomePage) -> None:
    hide_other_pages(home)
    statement = make_statement(home)
    assert footer_of(client) == ["/dostepnosc/"]
    statement.move(make_page(home, "O nas"), pos="last-child")
    assert [footer_of(client, address) for address in ("/", "/konto/login/", "/o-nas/")] == [["/o-nas/dostepnosc/"]] * 3
    AccessibilityStatement.objects.get(pk=statement.pk).unpublish()
    assert footer_of(client) == []


def test_it_stands_where_the_editors_put_it_and_once(client: Client, home: HomePage) -> None:
    hide_other_pages(home)
    statement, other = make_statement(home), make_page(home, "Regulamin")
    footer = FooterSettings.for_site(home.get_site())
    for place, page in enumerate((statement, other)):
        FooterLink.objects.create(settings=footer, page=page, sort_order=place)
    assert footer_of(client) == ["/dostepnosc/", "/regulamin/"]


def test_a_declaration_behind_a_password_is_not_linked(client: Client, home: HomePage) -> None:
    hide_other_pages(home)
    PageViewRestriction.objects.create(page=make_statement(home), restriction_type="login")
    assert footer_of(client) == []


def test_the_declaration_of_the_demo_has_every_element(client: Client) -> None:
    assert ids_of(client.get("/deklaracja-dostepnosci/").content.decode()) == ALWAYS
