"""The pages of guides and chapters."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from reference.blocks import RequirementBlock
from reference.models import LegalAct
from resources.guidance.cards import LegalState
from resources.guidance.models import Chapter, Guide

pytestmark = pytest.mark.django_db

GUIDE = "/poradniki/praca-a-trzeci-sektor/"


@pytest.fixture
def chapter() -> Chapter:
    found: Chapter = Chapter.objects.get(slug="wolontariusze")
    return found


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_chapter_stands_between_its_neighbours_in_numbered_contents(client: Client, chapter: Chapter) -> None:
    context = client.get(f"{GUIDE}wolontariusze/").context
    assert context["number"] == 4
    assert [item.number for item in context["contents"]] == list(range(1, 14))
    assert [item.title for item in context["contents"] if item.current] == ["Wolontariusze"]
    assert (context["previous"].number, context["next"].number) == (3, 5)


def test_the_first_chapter_has_nothing_before_it_and_the_last_nothing_after(client: Client) -> None:
    addresses = [item.url for item in client.get(GUIDE).context["chapters"]]
    assert client.get(addresses[0]).context["previous"] is None
    assert client.get(addresses[-1]).context["next"] is None


def test_a_chapter_taken_down_leaves_the_contents_and_numbers_close_up(client: Client, chapter: Chapter) -> None:
    chapter.unpublish()
    contents = client.get(f"{GUIDE}czas-pracy/").context["contents"]
    assert "Wolontariusze" not in [item.title for item in contents]
    assert [item.number for item in contents] == list(range(1, 13))
    assert client.get(f"{GUIDE}wolontariusze/").status_code == 404


def test_the_rail_says_what_to_trust(client: Client, chapter: Chapter) -> None:
    html = page(client, f"{GUIDE}wolontariusze/")
    assert chapter.legal_state == date(2026, 3, 1)
    assert '<time datetime="2026-03-01">1\u00a0marca 2026</time>' in html
    assert "Zespół poradnika" in html
    assert f'href="/zglos-blad/?strona={chapter.pk}"' in html
    assert re.search(r"DOCX, \d+\u00a0kB", html)


def test_a_chapter_that_nobody_reviewed_says_so(client: Client, chapter: Chapter) -> None:
    assert "Weryfikacja: jeszcze nie przeprowadzona" in page(client, f"{GUIDE}wolontariusze/")
    chapter.reviewers.create(name="Ewa Prawna", role="radczyni prawna")
    chapter.save_revision().publish()
    html = page(client, f"{GUIDE}wolontariusze/")
    assert "Weryfikacja: Ewa Prawna, radczyni prawna" in html
    assert "jeszcze nie przeprowadzona" not in html


def test_a_guide_says_how_long_it_is_where_it_begins_and_how_old_its_law_is(client: Client, chapter: Chapter) -> None:
    response = client.get(GUIDE)
    chapters = response.context["chapters"]
    assert response.context["minutes"] == sum(item.minutes for item in chapters)
    assert response.context["legal_state"] == LegalState(oldest=date(2026, 3, 1), newest=date(2026, 3, 1))
    assert f'<a class="button" href="{chapters[0].url}">Czytaj od początku</a>' in response.content.decode()
    chapter.legal_state = date(2026, 1, 31)
    chapter.save_revision().publish()
    assert "od 31\u00a0stycznia 2026 do 1\u00a0marca 2026" in page(client, GUIDE)


def test_a_guide_without_chapters_has_nothing_to_begin_with(client: Client) -> None:
    Chapter.objects.all().unpublish()
    response = client.get(GUIDE)
    assert (response.context["minutes"], response.context["legal_state"]) == (0, None)
    assert "Czytaj od początku" not in response.content.decode()


def test_every_anchor_on_this_page_leads_to_a_heading(client: Client) -> None:
    response = client.get(f"{GUIDE}wolontariusze/")
    html = response.content.decode()
    assert len(response.context["headings"]) >= 3
    for heading in response.context["headings"]:
        assert html.count(f'id="{heading["anchor"]}"') == 1
        assert html.count(f'href="#{heading["anchor"]}"') == 3


def test_requirements_say_their_force_and_their_basis(client: Client) -> None:
    html = page(client, f"{GUIDE}wolontariusze/")
    assert "Wymóg prawny" in html
    assert "Dobra praktyka" in html
    assert "ustawy o\u00a0działalności pożytku publicznego i\u00a0o\u00a0wolontariacie" in html


def test_the_methodology_says_of_validation_what_its_source_says(client: Client) -> None:
    html = page(client, "/metodologia/")
    assert "Poddawana walidacji" in html
    assert "zwalidowan" not in html


def requirement(force: str, references: list[Any]) -> Any:
    return RequirementBlock().to_python(
        {"force": force, "what": "Zrób to.", "whom": "", "when": "", "references": references}
    )


def test_a_legal_requirement_needs_a_basis_and_good_practice_does_not() -> None:
    block = RequirementBlock()
    act = LegalAct.objects.get(eli="DU/1974/141")
    block.clean(requirement("practice", []))
    cleaned = block.clean(requirement("legal", [{"act": act.pk, "provision": "art. 94"}]))
    assert [reference.label for reference in cleaned["references"]] == ["art. 94 Kodeksu pracy"]
    with pytest.raises(ValidationError):
        block.clean(requirement("legal", []))


def test_a_guide_lists_its_live_chapters_only(client: Client, chapter: Chapter) -> None:
    before = len(client.get(GUIDE).context["chapters"])
    chapter.unpublish()
    assert len(client.get(GUIDE).context["chapters"]) == before - 1
    guides = client.get("/poradniki/").context["guides"]
    assert {guide.title: guide.chapters_count for guide in guides}[
        Guide.objects.get(slug="praca-a-trzeci-sektor").title
    ] == before - 1
