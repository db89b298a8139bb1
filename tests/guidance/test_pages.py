"""The pages of guides and chapters."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client

from demo.people import EDITOR, Persona
from pomost.models import HomePage
from publishing.models import PomostDocument
from reference.blocks import RequirementBlock
from reference.models import LegalAct
from resources.guidance.cards import LegalState
from resources.guidance.models import Chapter, ChapterAuthor, Guide
from tests.builders import downloads, heading, make_chapters, prose
from tests.prepared import prepared
from tests.reference.builders import make_act

pytestmark = pytest.mark.django_db

GUIDE = "/poradniki/poradnik/"
FIRST, SECOND, THIRD = f"{GUIDE}pierwszy-temat/", f"{GUIDE}drugi-temat/", f"{GUIDE}trzeci-temat/"


@pytest.fixture
@prepared
def act(db: None) -> LegalAct:
    return make_act("mostach i kładkach")


@pytest.fixture
@prepared
def chapter(home: HomePage, act: LegalAct) -> Chapter:
    """The second of three chapters, with everything that a chapter can have but a reviewer."""
    document = PomostDocument.objects.create(title="Wzór", file=ContentFile(b"x" * 2_000, name="wzor.docx"))
    chapters = make_chapters(home, "Pierwszy temat", "Drugi temat", "Trzeci temat")
    for item in chapters:
        item.legal_state = date(2026, 3, 1)
        item.save()
    chapter = chapters[1]
    chapter.body = [
        *heading("Kto pracuje"),
        *prose("Tekst"),
        *heading("Umowa na piśmie"),
        *requirement_block("legal", "Zawrzyj umowę.", [{"act": act.pk, "provision": "art. 5"}]),
        *requirement_block("practice", "Porozmawiaj.", []),
        *heading("Wzory"),
        *downloads(document),
    ]
    chapter.authors.add(ChapterAuthor(name="Zespół próbny", role="redakcja"))
    chapter.save()
    return chapter


def requirement_block(force: str, what: str, references: list[Any]) -> list[dict[str, Any]]:
    value = {"force": force, "what": what, "whom": "", "when": "", "references": references}
    return [{"type": "requirement", "id": str(uuid4()), "value": value}]


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_chapter_stands_between_its_neighbours_in_numbered_contents(client: Client, chapter: Chapter) -> None:
    context = client.get(SECOND).context
    assert context["number"] == 2
    assert [(item.number, item.title) for item in context["contents"]] == [
        (1, "Pierwszy temat"),
        (2, "Drugi temat"),
        (3, "Trzeci temat"),
    ]
    assert [item.title for item in context["contents"] if item.current] == ["Drugi temat"]
    assert (context["previous"].number, context["next"].number) == (1, 3)


def test_the_first_chapter_has_nothing_before_it_and_the_last_nothing_after(client: Client, chapter: Chapter) -> None:
    addresses = [item.url for item in client.get(GUIDE).context["chapters"]]
    assert addresses == [FIRST, SECOND, THIRD]
    assert client.get(FIRST).context["previous"] is None
    assert client.get(THIRD).context["next"] is None


def test_a_chapter_taken_down_leaves_the_contents_and_numbers_close_up(client: Client, chapter: Chapter) -> None:
    chapter.unpublish()
    contents = client.get(THIRD).context["contents"]
    assert [(item.number, item.title) for item in contents] == [(1, "Pierwszy temat"), (2, "Trzeci temat")]
    assert client.get(SECOND).status_code == 404


def test_the_rail_says_what_to_trust(client: Client, chapter: Chapter) -> None:
    html = page(client, SECOND)
    assert '<time datetime="2026-03-01">1\u00a0marca 2026</time>' in html
    assert "Zespół próbny" in html
    assert f'<p><a href="{SECOND}zglos-blad/">Zgłoś błąd</a></p>' in html
    assert "DOCX, 2\u00a0kB" in html


def test_a_guide_says_how_long_it_is_where_it_begins_and_how_old_its_law_is(client: Client, chapter: Chapter) -> None:
    response = client.get(GUIDE)
    assert response.context["minutes"] == 3  # each chapter takes a minute at least
    assert response.context["legal_state"] == LegalState(oldest=date(2026, 3, 1), newest=date(2026, 3, 1))
    assert f'<a class="button" href="{FIRST}">Czytaj od początku</a>' in response.content.decode()
    chapter.legal_state = date(2026, 1, 31)
    chapter.save_revision().publish()
    assert "od 31\u00a0stycznia 2026 do 1\u00a0marca 2026" in page(client, GUIDE)


def test_a_guide_without_chapters_has_nothing_to_begin_with(client: Client, chapter: Chapter) -> None:
    Chapter.objects.sibling_of(chapter).unpublish()
    response = client.get(GUIDE)
    assert (response.context["minutes"], response.context["legal_state"]) == (0, None)
    assert "Czytaj od początku" not in response.content.decode()


def test_every_anchor_on_this_page_leads_to_a_heading(client: Client, chapter: Chapter) -> None:
    response = client.get(SECOND)
    html = response.content.decode()
    assert [heading["title"] for heading in response.context["headings"]] == ["Kto pracuje", "Umowa na piśmie", "Wzory"]
    for found in response.context["headings"]:
        assert html.count(f'id="{found["anchor"]}"') == 1
        assert html.count(f'href="#{found["anchor"]}"') == 3


def test_requirements_say_their_force_and_their_basis(client: Client, chapter: Chapter) -> None:
    html = page(client, SECOND)
    assert re.findall(r'class="requirement (\w+)"', html) == ["legal", "practice"]
    assert "Wymóg prawny" in html
    assert "Dobra praktyka" in html
    assert "ustawy o\u00a0mostach i\u00a0kładkach" in html
    assert "art. 5 ustawy o mostach i kładkach" in html.replace("\u00a0", " ")


def test_a_methodology_says_of_validation_what_an_editor_wrote(client: Client, home: HomePage) -> None:
    guide = home.add_child(
        instance=Guide(title="Metodologia", kind=Guide.Kind.METHODOLOGY, validation_note="Poddawana walidacji")
    )
    assert "Poddawana walidacji" in page(client, guide.get_url())
    guide.validation_note = ""
    guide.save()
    assert "walidacji" not in page(client, guide.get_url())


def requirement(force: str, references: list[Any]) -> Any:
    return RequirementBlock().to_python(
        {"force": force, "what": "Zrób to.", "whom": "", "when": "", "references": references}
    )


def test_a_legal_requirement_needs_a_basis_and_good_practice_does_not(act: LegalAct) -> None:
    block = RequirementBlock()
    block.clean(requirement("practice", []))
    cleaned = block.clean(requirement("legal", [{"act": act.pk, "provision": "art. 94"}]))
    assert [reference.label for reference in cleaned["references"]] == ["art. 94 ustawy o mostach i kładkach"]
    with pytest.raises(ValidationError):
        block.clean(requirement("legal", []))


def test_a_guide_lists_its_live_chapters_only(client: Client, chapter: Chapter) -> None:
    chapter.unpublish()
    assert [item.title for item in client.get(GUIDE).context["chapters"]] == ["Pierwszy temat", "Trzeci temat"]
    guides = client.get("/poradniki/").context["guides"]
    assert {guide.url: guide.chapters_count for guide in guides}[GUIDE] == 2


def test_the_editor_sees_chapters_in_reading_order_not_the_newest_first(
    client_of: Callable[[Persona], Client], chapters: list[Chapter]
) -> None:
    chapters[0].save_revision()
    guide = chapters[0].get_parent()
    listed = client_of(EDITOR).get(f"/admin/pages/{guide.pk}/").context["pages"]
    assert [page.pk for page in listed] == [chapter.pk for chapter in chapters]


def test_the_editor_is_asked_for_the_name_of_an_author_not_of_a_thing(
    client_of: Callable[[Persona], Client], chapter: Chapter
) -> None:
    page = BeautifulSoup(client_of(EDITOR).get(f"/admin/pages/{chapter.pk}/edit/").text, "lxml")
    template = page.select_one("template#id_authors-EMPTY_FORM_TEMPLATE")
    assert template is not None
    labels = [" ".join("".join(label.find_all(string=True)).split()) for label in template.select("label")]
    assert labels == ["Imię i nazwisko*", "Rola"]


@pytest.mark.parametrize(("days", "late"), [(-1, True), (0, False), (1, False)])
def test_a_chapter_past_its_date_of_review_says_so_from_midnight(
    client: Client, chapter: Chapter, caching: None, days: int, late: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    chapter.next_review = date(2026, 5, 3)
    chapter.save()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: date(2026, 5, 2))
    assert "Następny przegląd: maj 2026" in page(client, SECOND)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: date(2026, 5, 3 - days))
    html = page(client, SECOND).replace("\xa0", " ")
    assert ("Termin przeglądu minął 3 maja 2026" in html) is late
