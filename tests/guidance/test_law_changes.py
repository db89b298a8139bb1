"""Sections that cite a changed act are marked, for editors and for readers, until somebody has checked them."""

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from editing.content_checks import report_on
from people.models import User
from people.roles import COORDINATOR, EDITOR, REVIEWER, TRAINER
from pomost.models import HomePage
from reference.models import LegalAct
from resources.guidance.law_changes import services
from resources.guidance.models import Chapter, LawChange, SectionToCheck
from tests.builders import heading, hide_other_pages, make_chapters, prose, signed_in
from tests.guidance.test_pages import requirement_block
from tests.prepared import prepared
from tests.reference.builders import make_act

pytestmark = pytest.mark.django_db

FIRST = "/poradniki/poradnik/pierwszy-temat/"


@pytest.fixture
def editor(db: None) -> User:
    signed_in(EDITOR, first_name="Pola", last_name="Pisząca")
    user: User = User.objects.latest("pk")
    return user


@pytest.fixture
@prepared
def act(db: None) -> LegalAct:
    return make_act()


@pytest.fixture
@prepared
def chapter(home: HomePage, act: LegalAct) -> Chapter:
    """Cites article 5 under two headings, in a requirement and in a sentence, and article 7 under a third one."""
    hide_other_pages(home)
    LawChange.objects.all().delete()
    first, _second = make_chapters(home, "Pierwszy temat", "Drugi temat")
    page: Chapter = Chapter.objects.get(pk=first.pk)
    page.body = [
        *heading("Most"),
        *requirement_block("legal", "Zbuduj most.", [{"act": act.pk, "provision": "art. 5"}]),
        *heading("Kładka"),
        *prose("Wynika to z art. 4–6 ustawy o mostach."),
        *heading("Bród"),
        *prose("Zobacz art. 7 ustawy o mostach."),
    ]
    page.change_kind, page.change_note = "minor", "Nowy tekst."
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def record(editor: User, act: LegalAct, articles: str = "5") -> LawChange:
    return services.record_law_change(
        by=editor, act=act, changed_on=date(2026, 3, 1), articles=articles, what="Nowe terminy."
    )


def marked(change: LawChange) -> list[str]:
    return [section.heading for section in SectionToCheck.objects.waiting().filter(change=change)]


def publish(page: Chapter, body: list[dict[str, Any]]) -> None:
    page.body, page.change_kind, page.change_note = body, "minor", "Inny tekst."
    page.save_revision().publish()
    page.refresh_from_db()


def notices(client: Client) -> dict[str, str]:
    """The notices of the public page by the heading before each."""
    html = BeautifulSoup(client.get(FIRST).content, "html.parser")
    found = {}
    for notice in html.select(".law-change"):
        before = notice.find_previous(["h1", "h2"])
        assert before is not None
        found[before.get_text(strip=True)] = " ".join(notice.get_text().split())
    return found


@pytest.mark.parametrize(
    ("articles", "headings"),
    [("5", ["Most", "Kładka"]), ("7, 8", ["Bród"]), ("", ["Most", "Kładka", "Bród"]), ("9", [])],
)
def test_the_sections_that_cite_what_changed_are_marked(
    editor: User, act: LegalAct, chapter: Chapter, articles: str, headings: list[str]
) -> None:
    assert marked(record(editor, act, articles)) == headings


def test_readers_see_a_notice_at_the_section_until_it_is_checked(
    client: Client,
    editor: User,
    act: LegalAct,
    chapter: Chapter,
    caching: None,
    django_capture_on_commit_callbacks: Any,
) -> None:
    assert notices(client) == {}
    with django_capture_on_commit_callbacks(execute=True):
        change = record(editor, act)
    sentence = "Zmiana prawa od 1 marca 2026: art. 5 ustawy o mostach. Sprawdzamy tę część."
    assert notices(client) == {"Most": sentence, "Kładka": sentence}
    chapter.refresh_from_db()
    assert "law-change" not in chapter.body_html, "stored texts, of editions too, have no notices"
    section = change.sections.get(heading="Most")
    with django_capture_on_commit_callbacks(execute=True):
        services.mark_checked(by=editor, section=section)
    assert notices(client) == {"Kładka": sentence}
    assert (section.checked_by, marked(change)) == (editor, ["Kładka"])
    with django_capture_on_commit_callbacks(execute=True):
        services.mark_checked(by=editor, section=section, checked=False)
    assert list(notices(client)) == ["Most", "Kładka"]


def test_a_mark_follows_its_section_and_goes_when_it_cites_no_more(
    editor: User, act: LegalAct, chapter: Chapter
) -> None:
    change = record(editor, act)
    sentence = "Wynika to z art. 4–6 ustawy o mostach."
    publish(chapter, [*heading("Inna kładka"), *prose(sentence), *heading("Nowa część"), *prose("Zobacz art. 5.")])
    assert marked(change) == ["Inna kładka"], "the heading changed, the other section is gone"
    publish(chapter, [*heading("Inna kładka"), *prose("Bez podstawy."), *heading("Nowa"), *prose(f"Nowe. {sentence}")])
    assert marked(change) == ["Nowa"], "the sentence went to another section"
    publish(chapter, prose("Bez podstawy."))
    assert marked(change) == []


def test_a_section_written_after_the_change_is_not_marked(editor: User, act: LegalAct, chapter: Chapter) -> None:
    change = record(editor, act, "9")
    publish(chapter, [*heading("Most"), *prose("Zobacz art. 9 ustawy o mostach.")])
    assert marked(change) == []


def test_a_checked_section_stays_checked(editor: User, act: LegalAct, chapter: Chapter) -> None:
    change = record(editor, act)
    services.mark_checked(by=editor, section=change.sections.get(heading="Most"))
    publish(chapter, [*chapter.body.raw_data][:2])
    assert marked(change) == []
    assert change.sections.get().heading == "Most"


@pytest.mark.parametrize("role", [REVIEWER, TRAINER, COORDINATOR, ""])
def test_only_editors_record_and_check(editor: User, act: LegalAct, chapter: Chapter, role: str) -> None:
    section = record(editor, act).sections.first()
    assert section is not None
    client = signed_in(*([role] if role else []))
    other = User.objects.latest("pk")
    with pytest.raises(PermissionDenied):
        record(other, act)
    with pytest.raises(PermissionDenied):
        services.mark_checked(by=other, section=section)
    client.post(reverse("check_section", args=[section.pk]))
    section.refresh_from_db()
    assert section.checked_at is None
    assert client.get(reverse("law_change", args=[section.change_id])).status_code in (302, 403)


def test_an_editor_records_a_change_and_marks_a_section_as_checked(act: LegalAct, chapter: Chapter) -> None:
    client = signed_in(EDITOR, first_name="Pola", last_name="Pisząca")
    form = reverse("new_law_change")
    acts = client.get(reverse("wagtailsnippets_reference_legalact:list")).text
    assert f'href="{form}?act={act.pk}"' in acts
    wrong = client.post(form, {"act": act.pk, "changed_on": "2026-03-01", "articles": "piąty", "what": "Terminy."})
    assert (wrong.status_code, wrong.context["form"]["what"].value()) == (422, "Terminy.")
    client.post(form, {"act": act.pk, "changed_on": "2026-03-01", "articles": "art. 5", "what": "Terminy."})
    (change,) = LawChange.objects.all()
    assert change.label == "art. 5 ustawy o mostach"
    Chapter.objects.filter(pk=chapter.pk).update(review_owner=User.objects.latest("pk"))
    page = client.get(reverse("law_change", args=[change.pk]))
    card = page.context["change"]
    assert [(item.heading, item.person) for item in card.waiting] == [
        ("Most", "Pola Pisząca"),
        ("Kładka", "Pola Pisząca"),
    ]
    client.post(reverse("check_section", args=[card.waiting[0].id]))
    card = client.get(reverse("law_change", args=[change.pk])).context["change"]
    assert [(item.heading, item.checked_by) for item in card.checked] == [("Most", "Pola Pisząca")]
    (item,) = client.get(reverse("law_changes")).context["changes"]
    assert (item.checked, item.total) == (1, 2)


def test_the_form_of_the_page_says_which_sections(editor: User, act: LegalAct, chapter: Chapter) -> None:
    change = record(editor, act)
    findings = [item for report in report_on(chapter, editor).findings for item in report.shown]
    blocks = {str(child.value["text"]): str(child.id) for child in chapter.body if child.block_type == "heading"}
    wanted = [("Most", blocks["Most"]), ("Kładka", blocks["Kładka"])]
    assert [(item.where, item.block_id) for item in findings if item.words == change.label] == wanted
    client = Client()
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    edit = reverse("wagtailadmin_pages:edit", args=[chapter.pk])
    assert f'href="{reverse("law_change", args=[change.pk])}"' in client.get(edit).text
    for section in change.sections.all():
        services.mark_checked(by=editor, section=section)
    assert f'href="{reverse("law_change", args=[change.pk])}"' not in client.get(edit).text


def test_publishing_takes_the_same_queries_however_many_changes(
    editor: User, act: LegalAct, chapter: Chapter, django_assert_num_queries: Any
) -> None:
    record(editor, act, "9")
    with django_assert_num_queries(3):  # a savepoint, which the transaction of the publish is here, and the marks
        services.follow_page(page=chapter)
    for _three in range(3):
        record(editor, act)
    with django_assert_num_queries(4):  # and the anchors of all marks of the page
        services.follow_page(page=chapter)
