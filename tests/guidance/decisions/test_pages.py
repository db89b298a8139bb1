"""A decision guide as readers meet it: in its chapter, question by question, and its result."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from reference.models import LegalAct
from resources.guidance.models import Chapter, Guide
from tests.builders import heading, prose
from tests.guidance.decisions.builders import bridge_or_ferry, item
from tests.prepared import prepared
from tests.reference.builders import make_lists, make_term, make_value

pytestmark = pytest.mark.django_db


@pytest.fixture
@prepared
def chapter(chapters: list[Chapter]) -> Chapter:
    """A chapter with a decision guide whose first outcome cites the other chapter and an act."""
    page, cited = chapters
    cited.body = [*heading("O kładkach"), *prose("Tekst.")]
    cited.save()
    act = LegalAct.objects.get(eli="DU/1974/141")
    block = bridge_or_ferry(
        force="legal",
        text="<p>Zbuduj kładkę.</p>",
        citations=[item({"page": cited.pk, "anchor": "o-kladkach"})],
        references=[item({"act": act.pk, "provision": "art. 1"})],
    )
    page.body = [*prose("Wstęp."), block]
    page.save()
    return page


def address(chapter: Chapter) -> str:
    return f"{chapter.get_url()}decyzja/{chapter.body[1].id}/"


def test_the_chapter_asks_the_first_question_without_a_token(client: Client, chapter: Chapter) -> None:
    html = client.get(chapter.get_url() or "").text
    assert "Jaka jest rzeka?" in html
    assert f'action="decyzja/{chapter.body[1].id}/"' in html
    assert "csrfmiddlewaretoken" not in html
    (tool,) = client.get("/poradniki/poradnik/").context["tools"]
    assert (tool.title, tool.url) == ("Którą drogę wybrać?", address(chapter))


def test_an_answer_leads_to_an_address_that_can_be_shared(client: Client, chapter: Chapter) -> None:
    here = address(chapter)
    sent = client.get(here, {"krok": "rzeka", "rzeka": "szeroka", "inne": "1"})
    assert (sent.status_code, sent["Location"]) == (302, f"{here}?rzeka=szeroka")
    shown = client.get(sent["Location"])
    assert shown.context["question"].key == "ruch"
    assert shown.context["back_url"] == here
    assert [(step.answer, step.change_url) for step in shown.context["steps"]] == [("Szeroka", here)]
    end = client.get(here, {"krok": "ruch", "rzeka": "szeroka", "ruch": "duzy"}, follow=True)
    assert end.context["outcome"].title == "Wynik most"
    assert end.context["address"] == f"http://testserver{here}?rzeka=szeroka&ruch=duzy"
    assert [step.reason for step in end.context["steps"]] == ["Bo szeroka.", "Bo duży."]
    assert 'name="robots" content="noindex"' in end.text


def test_without_an_answer_or_with_one_of_yesterday_the_question_is_asked_again_and_says_why(
    client: Client, chapter: Chapter
) -> None:
    nothing = client.get(address(chapter), {"krok": "rzeka"})
    assert (nothing.status_code, nothing.context["question"].key) == (422, "rzeka")
    assert "Wybierz jedną z odpowiedzi." in nothing.text.replace("\xa0", " ")
    old = client.get(address(chapter), {"rzeka": "szeroka", "ruch": "ogromny"})
    assert (old.status_code, old.context["question"].key) == (200, "ruch")
    assert old.context["error"] != ""


def test_the_result_cites_sections_and_acts(client: Client, chapter: Chapter) -> None:
    outcome: Any = client.get(address(chapter), {"rzeka": "waska"}).context["outcome"]
    assert (outcome.title, outcome.force) == ("Wynik kladka", "legal")
    assert [(link.title, link.url) for link in outcome.citations] == [
        ("Drugi temat: O kładkach", "/poradniki/poradnik/drugi-temat/#o-kladkach")
    ]
    assert [link.title for link in outcome.references] == ["art. 1 Kodeksu pracy"]


def test_a_cited_chapter_that_is_taken_down_is_left_out(client: Client, chapter: Chapter) -> None:
    Chapter.objects.get(slug="drugi-temat").unpublish()
    assert client.get(address(chapter), {"rzeka": "waska"}).context["outcome"].citations == []


def test_the_result_shows_values_and_terms_of_today(client: Client, chapter: Chapter, home: Any) -> None:
    make_lists(home)
    value = make_value("oplata-mostowa", ("12.5", "2020-01-01"))
    make_term("kładka")
    body = bridge_or_ferry(text=f'<p>Kładka kosztuje <embed embedtype="value" id="{value.pk}"/>.</p>')
    chapter.body = [*prose("Wstęp."), body]
    chapter.save()
    html = client.get(address(chapter), {"rzeka": "waska"}).text
    assert '<data class="value" value="12.5"' in html
    assert 'class="term" href="/slownik/#kładka"' in html


def test_in_an_edition_the_form_leads_to_the_live_chapter(client: Client, chapter: Chapter) -> None:
    frozen = f"/poradniki/poradnik/wydania/1/{chapter.slug}/decyzja/{chapter.body[1].id}/"
    assert client.get(frozen, {"rzeka": "waska"})["Location"] == f"{address(chapter)}?rzeka=waska"


def test_a_restricted_chapter_keeps_its_guide_to_itself(client: Client, chapter: Chapter) -> None:
    here = address(chapter)
    assert client.get(here.replace(chapter.body[1].id, "0" * 36)).status_code == 404
    PageViewRestriction.objects.create(page=Guide.objects.get(slug="poradnik"), restriction_type="login")
    assert client.get(here)["Location"] == chapter.get_url()
