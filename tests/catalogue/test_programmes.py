"""The pages of programmes and modules, the catalogue's choice, and what is refused when they are published."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from courses.catalogue.content_checks import outcomes_without_a_course
from courses.catalogue.curriculum import curriculum_of, syllabus_of
from courses.catalogue.models import Course, CourseOutcome, CoursePrerequisite, Programme
from courses.catalogue.totals import Totals
from editing.content_checks import CheckedPage
from people.models import User
from people.roles import EDITOR
from pomost.models import HomePage
from publishing.errors import PublishRefusedError
from tests.builders import hide_other_pages, signed_in
from tests.catalogue.builders import fill, make_module, make_studies
from tests.courses_tree import catalogue, lessons_of, make_course, make_programme

pytestmark = pytest.mark.django_db


def page_of(client: Client, address: str | None) -> BeautifulSoup:
    response = client.get(address or "")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words_in(page: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(found.get_text(" ").split()) for found in page.select(selector)]


def test_the_page_of_studies_tells_everything_before_signing_up(client: Client, home: HomePage) -> None:
    studies = make_studies(entry="Dyplom ukończenia studiów.", final_work="Projekt.")
    page = page_of(client, studies.url)
    brief = " ".join(words_in(page, ".summary-card dl"))
    for said in ("780 godzin", "30", "PRK 7", "2, 3, 3,5, 4, 4,5 i 5", "Ukończ oba obowiązkowe kursy", "wybierz 1 z 2"):
        assert said.split()[0] in brief
    assert words_in(page, ".stage > h3") == ["Semestr 1", "Semestr 2"]
    assert words_in(page, ".stage h4, .stage h5") == [
        "Podstawy",
        "Projekt",
        "Droga do projektu : wybierz 1 z 2",
        "Strategia",
        "Spółdzielnia",
    ]
    assert words_in(page, "#efekty .code") == ["W1", "K1"]
    assert words_in(page, "#efekty li .meta a") == ["Podstawy"]
    assert len(page.find_all("h1")) == 1


def test_the_curriculum_and_the_syllabus_are_plain_values_of_the_same(home: HomePage) -> None:
    studies, request = make_studies(), RequestFactory().get("/")
    data = curriculum_of(studies, request)
    assert data.totals == Totals(80, 700, 780, 30) == studies.totals
    assert [course.title for course in data.courses] == ["Podstawy", "Projekt", "Strategia", "Spółdzielnia"]
    assert [course.number for course in data.courses] == [1, 2, 3, 4]
    first = Course.objects.get(title="Podstawy")
    card = syllabus_of(first, request)
    assert (card.code, card.load.hours, card.load.ects) == ("ZGS-01", 400, 15)
    assert [link.title for link in card.programmes] == ["Zarządzanie"]
    assert [(kind.kind, kind.outcomes[0].covers) for kind in card.outcomes] == [("knowledge", ("W1",))]


def test_a_module_without_lessons_is_a_card_without_enrolment(client: Client, home: HomePage) -> None:
    module = make_module("Podstawy", goals="Poznać podstawy.", assessment="Test.", methods="Warsztaty.")
    page = page_of(client, module.url)
    assert "Moduł prowadzony na zajęciach" in " ".join(words_in(page, ".summary-card"))
    assert not page.select(".summary-card .button, .summary-card form, #plan")
    assert words_in(page, "#karta h3") == ["Cele", "Jak pracujesz", "Jak zaliczyć"]


def test_a_course_lists_the_lessons_that_teach_its_outcomes(client: Client, home: HomePage) -> None:
    course = make_course(lessons=2)
    outcome = CourseOutcome(page=course, kind="skills", code="U1", text="Pisać uwagi.")
    outcome.lessons = [lessons_of(course)[1]]
    outcome.save()
    page = page_of(client, course.url)
    assert words_in(page, "#efekty li .meta a") == ["Lekcja 1"]


def test_the_programme_and_the_catalogue_take_as_many_queries_for_fifty_courses_as_for_five(
    client: Client, home: HomePage
) -> None:
    hide_other_pages(home)
    programme = make_programme("Cykl")
    fill(programme, stages=["Pierwszy", "Drugi"], groups={"Wybór": 1}, outcomes=[("knowledge", "W1", "Wiedzieć.")])

    def add(first: int, last: int) -> None:
        modules = [make_module(f"Kurs {n}", ("knowledge", "W1", "Wiedzieć.", "W1")) for n in range(first, last)]
        places = [(module, 1 + n % 2, "Wybór" if n % 5 == 1 else "") for n, module in enumerate(modules)]
        fill(programme, courses=places)

    def queries(address: str | None) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address or "").status_code == 200
        return len(captured)

    addresses = (programme.url, catalogue().url, f"{catalogue().url}?czego=wiedzieć&rodzaj=course")
    add(0, 5)
    for address in addresses:
        queries(address)
    before = [queries(address) for address in addresses]
    add(5, 50)
    assert [queries(address) for address in addresses] == before


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Zarządzanie", "Krótki cykl", "Kurs z lekcją"]),
        ("rodzaj=postgraduate", ["Zarządzanie"]),
        ("rodzaj=course", ["Kurs z lekcją", "Podstawy", "Projekt", "Strategia", "Spółdzielnia"]),
        ("godziny=krotkie", ["Krótki cykl", "Kurs z lekcją"]),
        ("godziny=dlugie&rodzaj=course", ["Podstawy", "Projekt", "Strategia", "Spółdzielnia"]),
        ("czego=ekonomii+spolecznej", ["Podstawy"]),
        ("czego=o+samorządzie", ["Zarządzanie"]),
        ("czego=astronomia", []),
        ("rodzaj=nieznany", ["Zarządzanie", "Krótki cykl", "Kurs z lekcją"]),
    ],
)
def test_the_catalogue_is_chosen_from_by_kind_hours_and_theme(
    client: Client, home: HomePage, query: str, found: list[str]
) -> None:
    hide_other_pages(home)
    make_studies()
    course = make_course("Kurs z lekcją", lessons=1)
    Course.objects.filter(pk=course.pk).update(hours=6)
    make_programme("Krótki cykl", course)
    page = page_of(client, f"{catalogue().url}?{query}")
    assert sorted(words_in(page, ".card h3, .entry h3")) == sorted(found)
    assert bool(page.select(".empty .button")) == (not found)


def test_studies_that_break_a_rule_are_not_published_by_code(home: HomePage) -> None:
    studies = make_studies(live=False, prk_level=5)
    with pytest.raises(PublishRefusedError, match="poziom od 6 do 8"):
        Programme.objects.get(pk=studies.pk).save_revision().publish()


def form_of(studies: Programme, *, ects_of: list[Course], **fields: Any) -> dict[str, str]:
    rows = {
        "outcomes": [{"kind": "knowledge", "code": "W1", "text": "Wiedzieć."}],
        "stages": [{"title": "Semestr 1"}],
        "elective_groups": [{"name": "Wybór", "choose": "3"}],
        "courses": [{"course": str(course.pk), "stage": "1", "group": ""} for course in ects_of],
        "sources": [],
        "certificate_rules": [],
        **fields.pop("rows", {}),
    }
    form: dict[str, Any] = {
        **dict.fromkeys(("summary", "search_text", "share_image", "seo_title", "search_description"), ""),
        **dict.fromkeys(("audience", "entry", "final_work"), ""),
        "title": studies.title,
        "slug": studies.slug,
        "kind": "postgraduate",
        "grading": "academic",
        "prk_level": "7",
        "entry_level": "5",
        "body": streamfield([]),
        **{name: inline_formset(items) for name, items in rows.items()},
        "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"},
        **fields,
    }
    found: dict[str, str] = nested_form_data(form)
    return found


def test_the_editor_sees_the_broken_rules_beside_their_fields_and_saves_a_draft_all_the_same(home: HomePage) -> None:
    studies = catalogue().add_child(instance=Programme(title="Studia", live=False))
    module = make_module("Podstawy", ects=10)
    client, address = signed_in(EDITOR), reverse("wagtailadmin_pages:edit", args=[studies.pk])
    response = client.post(address, form_of(studies, ects_of=[module], **{"action-publish": "1"}))
    form = response.context["form"]
    assert set(form.errors) == {"entry_level"}
    assert [len(form.formsets[name].non_form_errors()) for name in ("stages", "courses")] == [1, 1]
    assert [set(row.errors) for row in form.formsets["elective_groups"].forms] == [{"choose"}]
    assert "co najmniej 30 punktów ECTS" in response.content.decode()
    assert client.post(address, form_of(studies, ects_of=[module])).status_code == 302
    studies.refresh_from_db()
    assert (studies.live, studies.has_unpublished_changes) == (False, True)


def test_the_checks_name_the_outcomes_that_no_course_teaches(home: HomePage) -> None:
    checked = CheckedPage(make_studies(), User())
    assert [finding.words for finding in outcomes_without_a_course(checked)] == ["K1 Współpracować z samorządem."]


def course_form(course: Course, rows: dict[str, list[dict[str, Any]]]) -> dict[str, str]:
    names = ("outcomes", "requirements", "prerequisites", "sources", "certificate_rules")
    form: dict[str, Any] = {
        **dict.fromkeys(("summary", "search_text", "share_image", "seo_title", "search_description"), ""),
        **dict.fromkeys(("code", "hours", "contact_hours", "own_hours", "ects", "level", "audience", "completion"), ""),
        **dict.fromkeys(("responsible", "goals", "methods", "assessment"), ""),
        "title": course.title,
        "slug": course.slug,
        "reading": "open",
        "release": "at_once",
        "pass_score": "80",
        "body": streamfield([]),
        **{name: inline_formset(rows.get(name, [])) for name in names},
        "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"},
        "action-publish": "1",
    }
    found: dict[str, str] = nested_form_data(form)
    return found


def test_the_form_of_a_course_offers_its_own_lessons_and_refuses_what_does_not_fit(home: HomePage) -> None:
    course, other = make_course("Kurs", lessons=2), make_course("Inny", lessons=1)
    CoursePrerequisite.objects.create(page=other, course=course, required=True)
    fill(make_programme("Cykl", course), outcomes=[("knowledge", "W1", "Wiedzieć.")])
    lesson, client = lessons_of(course)[0], signed_in(EDITOR)
    address = reverse("wagtailadmin_pages:edit", args=[course.pk])
    page = BeautifulSoup(client.get(address).content, "html.parser")
    template = BeautifulSoup(page.select("#id_outcomes-EMPTY_FORM_TEMPLATE")[0].decode_contents(), "html.parser")
    assert words_in(template, "#id_outcomes-__prefix__-lessons label") == ["Lekcja 0", "Lekcja 1"]

    outcome = {"kind": "skills", "code": "U1", "text": "Umieć.", "covers": "W1, W7", "lessons": str(lesson.pk)}
    needed = {"course": str(other.pk), "required": "on"}
    form = client.post(address, course_form(course, {"outcomes": [outcome], "prerequisites": [needed]})).context["form"]
    assert [set(row.errors) for row in form.formsets["outcomes"].forms] == [{"covers"}]
    assert [set(row.errors) for row in form.formsets["prerequisites"].forms] == [{"course"}]

    response = client.post(address, course_form(course, {"outcomes": [{**outcome, "covers": "W1"}]}))
    assert response.status_code == 302
    (saved,) = CourseOutcome.objects.filter(page=course)
    assert (saved.covered_codes, list(saved.lessons.all())) == (("W1",), [lesson])
