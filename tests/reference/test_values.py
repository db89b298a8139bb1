"""Dated values: what holds on a day, how texts show it, and how a change or a new day reaches every page."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import ReferenceIndex

from courses.activities.models import Activity
from demo.people import EDITOR, Persona
from pomost.models import HomePage
from publishing.models import StalePage, StandardPage
from publishing.references import live_pages_that_refer_to
from reference import services
from reference.models import DatedAmount, DatedValue, ValuesPage
from reference.values import shown_values
from search.models import Section
from tests.builders import heading, make_page
from tests.courses_tree import choice, lessons_of, make_course
from tests.reference.builders import make_lists, make_value

pytestmark = pytest.mark.django_db

NBSP = "\N{NO-BREAK SPACE}"
OnCommit = DjangoCaptureOnCommitCallbacks


@pytest.fixture
def wage() -> DatedValue:
    return make_value("placa-kladkowego", ("4806", "2026-01-01", "2026-12-31"), ("5000.5", "2027-01-01"))


@pytest.fixture
def toll() -> DatedValue:
    return make_value("myto", ("12", "2020-01-01"), unit="hours")


def html(page: StandardPage) -> str:
    return str(StandardPage.objects.values_list("body_html", flat=True).get(pk=page.pk))


def embed(value: DatedValue, kind: str = "value") -> str:
    return f'<embed embedtype="{kind}" id="{value.pk}"/>'


@pytest.mark.parametrize(
    ("day", "holds", "comes"),
    [
        ("2025-12-31", None, "4806"),
        ("2026-01-01", "4806", "5000.5"),
        ("2026-12-31", "4806", "5000.5"),
        ("2027-01-01", "5000.5", None),
    ],
)
def test_one_amount_holds_on_a_day(wage: DatedValue, day: str, holds: str | None, comes: str | None) -> None:
    today = date.fromisoformat(day)
    amounts = (wage.amount_on(today), wage.amount_after(today))
    assert [amount.amount if amount else None for amount in amounts] == [
        Decimal(text) if text else None for text in (holds, comes)
    ]
    mine = DatedAmount.objects.filter(value=wage)
    assert [mine.on(today).first(), mine.following(today).first()] == list(amounts)


@pytest.mark.parametrize(
    ("day", "text", "following"),
    [
        ("2026-05-01", "4 806,00 zł", "od 1 stycznia 2027: 5 000,50 zł"),
        ("2027-01-01", "5 000,50 zł", ""),
        ("2025-05-01", "od 1 stycznia 2026: 4 806,00 zł", ""),
    ],
)
def test_a_text_shows_what_holds_or_what_comes_with_its_day(
    wage: DatedValue, day: str, text: str, following: str
) -> None:
    shown = shown_values(date.fromisoformat(day))[wage.slug]
    assert (shown.text.replace(NBSP, " "), shown.following.replace(NBSP, " ")) == (text, following)


def test_what_no_longer_holds_says_until_when() -> None:
    make_value("stare", ("7", "2020-01-01", "2020-12-31"), unit="days")
    assert shown_values()["stare"].text.replace(NBSP, " ") == "7 (do 31 grudnia 2020)"


def test_the_database_refuses_what_ends_before_it_begins_and_two_open_periods(toll: DatedValue) -> None:
    for first, last in (("2021-01-01", "2020-01-01"), ("2021-01-01", None), ("2020-01-01", "2020-02-01")):
        with pytest.raises(IntegrityError), transaction.atomic():
            DatedAmount.objects.create(value=toll, amount=1, valid_from=first, valid_to=last, source="Nic")


# --- the editor's form ---------------------------------------------------------------------------
def form_of(*amounts: dict[str, str], **fields: str) -> dict[str, str]:
    prefix = "amounts"
    data = {"name": "Myto", "slug": "myto-nowe", "unit": "pln", "explanation": ""} | fields
    data |= {f"{prefix}-{name}": str(len(amounts)) for name in ("TOTAL_FORMS",)}
    data |= {f"{prefix}-INITIAL_FORMS": "0", f"{prefix}-MIN_NUM_FORMS": "1", f"{prefix}-MAX_NUM_FORMS": "1000"}
    for number, amount in enumerate(amounts):
        given = {"amount": "1", "source": "Uchwała", "valid_to": "", **amount}
        data |= {f"{prefix}-{number}-{name}": value for name, value in given.items()}
        data |= {f"{prefix}-{number}-ORDER": str(number), f"{prefix}-{number}-DELETE": "", f"{prefix}-{number}-id": ""}
    return data


def test_an_editor_adds_a_value_and_the_open_period_ends_before_the_next(
    client_of: Callable[[Persona], Client],
) -> None:
    address = reverse("wagtailsnippets_reference_datedvalue:add")
    data = form_of({"valid_from": "2027-01-01"}, {"valid_from": "2026-01-01"})
    assert client_of(EDITOR).post(address, data).status_code == 302
    amounts = DatedValue.objects.get(slug="myto-nowe").amounts_in_order()
    assert [(str(one.valid_from), str(one.valid_to)) for one in amounts] == [
        ("2026-01-01", "2026-12-31"),
        ("2027-01-01", "None"),
    ]


@pytest.mark.parametrize(
    ("amounts", "message"),
    [
        (
            [{"valid_from": "2026-01-01", "valid_to": "2027-03-31"}, {"valid_from": "2027-01-01"}],
            "Okresy nie mogą na siebie zachodzić.",
        ),
        ([{"valid_from": "2026-01-01"}, {"valid_from": "2026-01-01"}], "Od tego samego dnia obowiązuje już"),
        ([{"valid_from": "2026-01-01", "valid_to": "2025-01-01"}], "Okres kończy się, zanim się zacznie."),
        ([{"valid_from": "2026-01-01", "source": ""}], "Podaj źródło"),
    ],
)
def test_what_cannot_hold_is_refused_in_words_and_kept(
    client_of: Callable[[Persona], Client], amounts: list[dict[str, str]], message: str
) -> None:
    address = reverse("wagtailsnippets_reference_datedvalue:add")
    text = client_of(EDITOR).post(address, form_of(*amounts)).content.decode()
    assert message in text.replace(NBSP, " ")
    assert 'value="myto-nowe"' in text
    assert not DatedValue.objects.filter(slug="myto-nowe").exists()


def test_the_key_stays(client_of: Callable[[Persona], Client], toll: DatedValue) -> None:
    address = reverse("wagtailsnippets_reference_datedvalue:edit", args=[toll.pk])
    data = form_of({"valid_from": "2026-01-01"}, name="Myto", slug="inne")
    data |= {"amounts-INITIAL_FORMS": "1", "amounts-0-id": str(toll.amounts.get().pk)}
    assert client_of(EDITOR).post(address, data).status_code == 302
    toll.refresh_from_db()
    assert (toll.slug, toll.name, str(toll.amounts.get().valid_from)) == ("myto", "Myto", "2026-01-01")


def test_an_editor_is_told_that_another_one_changed_the_amounts(
    client_of: Callable[[Persona], Client], toll: DatedValue
) -> None:
    address = reverse("wagtailsnippets_reference_datedvalue:edit", args=[toll.pk])
    text = client_of(EDITOR).post(address, form_of({"valid_from": "2026-01-01"})).content.decode()
    assert "Ktoś zmienił w tym czasie kwoty tej wartości." in text.replace(NBSP, " ")
    assert toll.amounts.get().valid_from == date(2020, 1, 1)


# --- texts ---------------------------------------------------------------------------------------
def test_rich_text_and_tokens_show_todays_amount_with_a_link(home: HomePage, toll: DatedValue) -> None:
    _glossary, values = make_lists(home)
    page = make_page(home, "Strona", f"Za {embed(toll)} i {{wartość:myto}} godzin.")
    refers = f'data-refers-to="reference.datedvalue:{toll.pk} reference.valuespage:{values.pk}"'
    shown = f'<a class="value-link" href="/wartosci/#myto"><data class="value" value="12" {refers}>12</data></a>'
    assert html(page) == f"<p>Za {shown} i{NBSP}{shown} godzin.</p>\n"
    assert page.words == 5


def test_what_comes_next_stands_in_brackets(home: HomePage) -> None:
    soon = timezone.localdate() + timedelta(days=10)
    value = make_value("cena", ("5", "2020-01-01"), ("6", soon.isoformat()))
    make_lists(home)
    page = make_page(home, "Strona", embed(value, "value-next"), "{wartość:cena|następna}", embed(value))
    assert html(page).count(f"6,00{NBSP}zł)") == 2


def test_a_change_is_shown_by_every_page_after_one_edit(
    home: HomePage, toll: DatedValue, django_capture_on_commit_callbacks: OnCommit
) -> None:
    make_lists(home)
    shows = [make_page(home, "Wpis", embed(toll)), make_page(home, "Token", "{wartość:myto}")]
    other = make_page(home, "Inna", "Nic")
    assert set(live_pages_that_refer_to(toll).values_list("pk", flat=True)) == {page.pk for page in shows}
    before = html(other)
    with django_capture_on_commit_callbacks(execute=True):
        amount = toll.amounts.all()[0]
        amount.amount = Decimal(15)
        toll.amounts = [amount]
        toll.save()
    assert [">15</data>" in html(page) for page in shows] == [True, True]
    assert html(other) == before
    assert [row.text for row in Section.objects.filter(page__in=shows)] == ["15", "15"]
    # A page that no longer shows it is not rendered again for it.
    shows[0].body = shows[1].body = []
    for page in shows:
        page.save()
    assert not live_pages_that_refer_to(toll).exists()


def test_a_value_that_a_page_shows_is_not_deleted(home: HomePage, toll: DatedValue) -> None:
    page = make_page(home, "Token", "{wartość:myto}")
    with pytest.raises(ProtectedError):
        toll.delete()
    page.unpublish()
    toll.delete()


def test_in_links_labels_and_attributes_the_amount_is_no_link(home: HomePage, toll: DatedValue) -> None:
    make_lists(home)
    page = make_page(home, "Strona", '<a href="https://example.org/">{wartość:myto}</a>')
    assert "value-link" not in html(page)
    assert '<data class="value" value="12"' in html(page)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{wartość:nie-ma}", "Nie ma wartości o kluczu „nie-ma”. Lista jest w menu „Akty i pojęcia”."),
        ("{wartość myto}", "„{wartość myto}” nie jest poprawnym zapisem wartości. Napisz {wartość:klucz}."),
        ("{wartość:myto", "„{wartość:myto” nie jest poprawnym zapisem wartości. Napisz {wartość:klucz}."),
    ],
)
def test_a_wrong_token_is_refused_at_its_field(toll: DatedValue, text: str, message: str) -> None:
    block = StandardPage._meta.get_field("body").stream_block
    value = block.to_python(
        [
            {"type": "prose", "value": "<p>{wartość:myto}</p>"},
            {"type": "quote", "value": {"text": text, "source": "Most"}},
        ]
    )
    with pytest.raises(ValidationError) as caught:
        block.clean(value)
    quote: Any = caught.value.block_errors[1]  # type: ignore[attr-defined]
    assert list(quote.block_errors) == ["text"]
    assert quote.block_errors["text"].message.replace(NBSP, " ") == message


def test_a_heading_shows_no_value(toll: DatedValue) -> None:
    block = StandardPage._meta.get_field("body").stream_block
    with pytest.raises(ValidationError) as caught:
        block.clean(block.to_python(heading("Ile to {wartość:myto}")))
    errors: Any = caught.value.block_errors[0]  # type: ignore[attr-defined]
    assert errors.block_errors["text"].message.replace(NBSP, " ") == (
        "Nagłówek nie może podawać wartości, bo wraz z nią zmieniałby się link do niego."
    )


def test_an_exercise_shows_the_amount_and_keeps_its_version(
    toll: DatedValue, client: Client, django_capture_on_commit_callbacks: OnCommit
) -> None:
    lesson = lessons_of(make_course("Kładki"))[0]
    block = choice("Czy {wartość:myto} godzin wystarczy?")
    block["value"]["options"][1]["value"]["text"] = "Nie, trzeba {wartość:myto}"
    lesson.body = [block]
    lesson.save()
    activity = Activity.objects.get(container=lesson.key, title="Czy 12 godzin wystarczy?")
    text = client.get(lesson.url).content.decode()
    assert [text.count("{wartość"), text.count('value="12"'), text.count("value-link")] == [0, 2, 0]
    assert set(live_pages_that_refer_to(toll).values_list("pk", flat=True)) == {lesson.pk}
    assert "Czy 12 godzin wystarczy?" in Section.objects.get(page=lesson).text
    with django_capture_on_commit_callbacks(execute=True):
        toll.amounts = [DatedAmount(amount=15, valid_from="2020-01-01", source="Uchwała")]
        toll.save()
    text = client.get(lesson.url).content.decode()
    assert [text.count('value="12"'), text.count('value="15"')] == [0, 2]
    assert activity.versions.count() == 1


# --- a new day -----------------------------------------------------------------------------------
def test_on_the_day_a_period_begins_the_pages_are_rendered_once(
    home: HomePage, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: OnCommit
) -> None:
    make_lists(home)
    value = make_value("oplata", ("1", "2030-01-01", "2030-06-30"), ("2", "2030-07-01"), unit="number")
    ended = make_value("koniec", ("1", "2030-01-01", "2030-06-30"), unit="number")
    other = make_value("inna", ("3", "2030-01-01"), unit="number")
    monkeypatch.setattr(timezone, "localdate", lambda *_args: date(2030, 6, 30))
    DatedValue.objects.update(rendered_on=date(2030, 6, 30))  # those of the demo, too
    pages = [make_page(home, item.slug, embed(item)) for item in (value, ended, other)]
    assert services.show_begun_amounts() == 0
    monkeypatch.setattr(timezone, "localdate", lambda *_args: date(2030, 7, 1))
    with django_capture_on_commit_callbacks(execute=True):
        assert services.show_begun_amounts() == 2
    assert [html(page).partition("</data>")[0].rpartition(">")[2].replace(NBSP, " ") for page in pages] == [
        "2",
        "1 (do 30 czerwca 2030)",
        "3",
    ]
    assert services.show_begun_amounts() == 0
    assert not StalePage.objects.exists()


# --- the list ------------------------------------------------------------------------------------
def test_the_list_says_what_holds_what_comes_and_by_which_source(
    home: HomePage, client: Client, toll: DatedValue, monkeypatch: pytest.MonkeyPatch
) -> None:
    DatedValue.objects.exclude(pk=toll.pk).delete()
    _glossary, values = make_lists(home)
    soon = (timezone.localdate() + timedelta(days=3)).isoformat()
    make_value("oplata", ("1", "2019-01-01", "2019-12-31"), ("2", "2020-01-01"), ("3", soon))
    pages = [make_page(home, f"Strona {number}", embed(toll)) for number in range(7)]
    context = client.get("/wartosci/").context
    first, second = context["values"]
    assert (first.name, first.current.text.replace(NBSP, " "), first.current.source) == (
        "myto",
        "12 godzin",
        "Obwieszczenie o kładkach",
    )
    assert ([link.title for link in first.pages], first.more) == ([page.title for page in pages[:5]], 2)
    assert [[one.text[0] for one in second.coming], second.current.text[0], [one.text[0] for one in second.past]] == [
        ["3"],
        "2",
        ["1"],
    ]
    assert ReferenceIndex.get_references_to(values).count() == 7
    assert Section.objects.get(page=values, anchor="myto").text == "myto: 12."


def test_the_list_reads_no_more_for_more_values(
    home: HomePage, client: Client, toll: DatedValue, django_assert_max_num_queries: Any
) -> None:
    make_lists(home)
    for number in range(5):
        make_page(home, f"Strona {number}", embed(make_value(f"w{number}", ("1", "2020-01-01"))))
    client.get("/wartosci/")
    with django_assert_max_num_queries(22):
        client.get("/wartosci/")
    assert ValuesPage.objects.live().count() == 1


def test_a_publish_reads_the_values_once(home: HomePage, toll: DatedValue) -> None:
    page = make_page(home, "Strona", embed(toll))
    page.body = [*page.body.raw_data, *heading("Dalej"), *page.body.raw_data]
    with CaptureQueriesContext(connection) as captured:
        page.save()
    assert html(page).count("</data>") == 2
    assert sum('FROM "reference_datedvalue"' in query["sql"] for query in captured) == 1
