"""The search page: filters in the address, parts of results, and what it says when little or nothing is found."""

from collections.abc import Callable
from datetime import date
from typing import Any

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from courses.catalogue.models import Catalogue, Course, Topic
from pomost.models import HomePage
from publishing import public_cache
from resources.guidance.models import Chapter, Guide
from search.finder import FEW
from search.models import Section
from search.models.sections import Kind
from search.parameters import KINDS
from tests.builders import heading, make_page, prose
from tests.prepared import prepared
from tests.reference.builders import make_lists, make_term

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


@pytest.fixture(autouse=True)
@prepared
def home(home: HomePage) -> HomePage:
    """Without the sections of other pages."""
    Section.objects.all().delete()
    return home


@pytest.fixture
@prepared
def guide(chapter: Chapter) -> Guide:
    """A guide with two chapters of different years, one of which has the word twice under headings, and a course."""
    chapter.legal_state = date(2026, 3, 1)
    chapter.body = chapter.body.stream_block.to_python(
        [
            *heading("Regulamin pracy"),
            *prose("Regulamin ustala pracodawca."),
            *heading("Zmiany"),
            *prose("Regulamin zmieniasz."),
        ]
    )
    chapter.save_revision().publish()
    guide: Guide = Guide.objects.get(pk=chapter.get_parent().pk)
    guide.add_child(
        instance=Chapter(title="Płace", slug="place", legal_state=date(2025, 1, 1), body=prose("Regulamin płac."))
    )
    catalogue = chapter.get_ancestors().filter(depth=2).get().add_child(instance=Catalogue(title="Szkolenia", slug="s"))
    course = catalogue.add_child(
        instance=Course(title="Kurs o regulaminach", slug="kurs", audience="Dla zarządów, społeczników & innych")
    )
    course.add_child(instance=Topic(title="Regulamin w praktyce", slug="temat"))
    return guide


def search(client: Client, query: str = "regulamin", address: str = "/szukaj/", **more: Any) -> Any:
    response = client.get(address, {"q": query, **more})
    assert response.status_code == 200
    return response


def titles(response: Any) -> list[str]:
    return sorted(result.title for result in response.context["results"])


def spaced(text: str) -> str:
    """A label with plain spaces for those that hold its words together."""
    return text.replace("\u00a0", " ")


def facets(response: Any) -> dict[str, dict[str, int]]:
    return {
        spaced(card.title): {spaced(link.label): link.count for link in (*card.links, *card.more)}
        for card in response.context["facets"]
    }


ALL = ["Czas pracy", "Kurs o regulaminach", "Płace", "Regulamin w praktyce"]


def test_facets_count_the_results_and_lead_to_them(client: Client, guide: Guide) -> None:
    response = search(client)
    assert titles(response) == ALL
    assert facets(response) == {
        "Rodzaj": {"Poradniki i metodologia": 2, "Szkolenia i studia": 2},
        "Poradnik lub kurs": {"Praca a trzeci sektor": 2, "Kurs o regulaminach": 2},
        "Stan prawny z roku": {"2025": 1, "2026": 1},
    }
    (kind, part_of, year) = response.context["facets"]
    assert {spaced(link.label): link.url for link in kind.links} == {
        "Poradniki i metodologia": "?q=regulamin&rodzaj=poradniki",
        "Szkolenia i studia": "?q=regulamin&rodzaj=szkolenia",
    }
    for card in (kind, part_of, year):
        for link in card.links:
            filtered = client.get(f"/szukaj/{link.url}")
            assert filtered.context["total"] == link.count
            (chosen,) = filtered.context["chosen"]
            assert (chosen.label, chosen.url) == (link.label, "?q=regulamin")
            assert spaced(card.title) not in facets(filtered)


def test_filters_add_up_and_each_can_be_dropped(client: Client, guide: Guide) -> None:
    response = search(client, rodzaj="poradniki", rok="2025")
    assert titles(response) == ["Płace"]
    assert {spaced(link.label): link.url for link in response.context["chosen"]} == {
        "Poradniki i metodologia": "?q=regulamin&rok=2025",
        "2025": "?q=regulamin&rodzaj=poradniki",
    }
    assert 'href="?q=regulamin"' in response.text
    both = search(client, rok=["2025", "2026"])
    assert titles(both) == ["Czas pracy", "Płace"]


def test_audiences_and_file_types_filter(client: Client, guide: Guide, make_document: Make) -> None:
    make_document("Wzór", "regulamin")
    audience = "Dla zarządów, społeczników & innych"
    assert titles(search(client, dla=audience)) == ["Kurs o regulaminach"]
    assert titles(search(client, plik="txt")) == ["Wzór"]
    assert search(client, dla=audience).context["chosen"][0].label == audience


@pytest.fixture
def glossary(home: HomePage) -> None:
    """A glossary of two terms, published."""
    make_lists(home)
    make_term("dzień wolny", slug="dzien-wolny")
    make_term("premia")


def test_terms_that_the_text_uses_are_themes(client: Client, home: HomePage, glossary: None) -> None:
    make_page(home, "Święta", "Regulamin mówi, ile jest dni wolnych, a dzień wolny to nie premia.")
    make_page(home, "Nagrody", "Regulamin premii.")
    make_page(home, "Inne", "Regulamin.")
    response = search(client)
    assert facets(response)["Temat"] == {"dzień wolny": 1, "premia": 2}
    assert titles(search(client, temat="premia")) == ["Nagrody", "Święta"]
    assert titles(search(client, temat=["premia", "dzien-wolny"])) == ["Nagrody", "Święta"]
    (chosen,) = search(client, temat="dzien-wolny").context["chosen"]
    assert (spaced(chosen.label), chosen.url) == ("dzień wolny", "?q=regulamin")


@pytest.mark.parametrize("name", ["rodzaj", "w", "rok", "dla", "plik", "temat", "strona"])
@pytest.mark.parametrize(
    "value", ["", "x" * 10_000, "-1", "٣", "9" * 30, "0", "a'b", "\x00", "🙂\n", "<b>", "guide OR 1=1"]
)
def test_values_that_cannot_be_are_ignored(client: Client, guide: Guide, name: str, value: str) -> None:
    response = search(client, **{name: value})
    if name == "dla" and value.isprintable() and value and len(value) <= 300:  # any words may be an audience
        assert titles(response) == []
        assert [link.label for link in response.context["chosen"]] == [value]
    elif name == "plik" and value == "0":
        assert titles(response) == []
    else:
        assert titles(response) == ALL
        assert response.context["chosen"] == []
    assert "<b>" not in response.text


def test_a_filter_does_not_tell_the_title_of_what_is_closed(client: Client, guide: Guide) -> None:
    PageViewRestriction.objects.create(page=guide, restriction_type=PageViewRestriction.LOGIN)
    response = search(client, w=guide.pk)
    assert "Praca a trzeci sektor" not in response.text
    assert (response.context["chosen"], titles(response)) == ([], ["Kurs o regulaminach", "Regulamin w praktyce"])


def test_every_kind_has_a_name_in_the_address() -> None:
    assert sorted(KINDS.values()) == sorted(Kind.values)


def test_filters_stay_on_further_pages(client: Client, make_pages: Make) -> None:
    make_pages(25)
    assert search(client, rodzaj="inne").context["next_url"] == "?q=regulamin&rodzaj=inne&strona=2"
    assert search(client, rodzaj="inne", strona=2).context["previous_url"] == "?q=regulamin&rodzaj=inne"


def test_a_result_leads_to_its_sections(client: Client, guide: Guide) -> None:
    html = lxml.html.fromstring(search(client, rok="2026").content.decode())
    (result,) = html.xpath("//li[@class='result']")
    address = "/poradniki/praca/czas-pracy/"
    assert result.xpath(".//h2/a/@href") == [f"{address}#regulamin-pracy"]
    (heading_shown,) = result.xpath(".//p[@class='result-section']")
    assert " ".join(heading_shown.text_content().split()) == "Regulamin pracy"
    assert result.xpath(".//ul[@class='result-links']//a/@href") == [f"{address}#zmiany"]
    assert result.xpath(".//mark/text()") == ["Regulamin"]


def test_results_with_some_of_the_words_come_after_a_line(client: Client, home: HomePage) -> None:
    make_page(home, "Oba", "Hipopotam i nosorożec.")
    make_page(home, "Jeden", "Hipopotam.")
    response = search(client, "hipopotam nosorożec")
    html = lxml.html.fromstring(response.content.decode())
    texts = [" ".join(one.text_content().split()) for one in html.xpath("//ol//h2 | //h2[@class='further']")]
    assert texts == ["Oba", "Strony, na których te słowa stoją osobno albo części z nich brakuje", "Jeden"]
    alone = search(client, "nosorożec")
    assert "stoją osobno" not in alone.text


def test_a_corrected_spelling_is_told(client: Client, home: HomePage) -> None:
    make_page(home, "Zwierzęta", "Hipopotam śpi.")
    response = search(client, "hipopotem")
    assert titles(response) == ["Zwierzęta"]
    text = " ".join(lxml.html.fromstring(response.content.decode()).xpath("//main")[0].text_content().split())
    assert "Nic nie znaleziono dla „hipopotem”. Pokazujemy wyniki dla „hipopotam”." in text
    assert response.context["corrected_url"] == "?q=hipopotam"
    assert "Pokazujemy wyniki dla" not in search(client, "hipopotam").text


def test_nothing_found_leads_to_the_nearest_topics_and_to_a_question(client: Client, guide: Guide) -> None:
    response = search(client, "regulamin hulajnogi żyrafy słonia tygrysa lamparta")
    assert titles(response) == []
    assert {link.title for link in response.context["nearest"]} == {"Praca a trzeci sektor", "Kurs o regulaminach"}
    assert 'role="status">Brak wyników' in response.text
    root = guide.get_ancestors().get(depth=2)
    assert f'href="/zglos-blad/?strona={root.pk}"' in response.text
    assert client.get(f"/zglos-blad/?strona={root.pk}").status_code == 200
    PageViewRestriction.objects.create(page=guide, restriction_type=PageViewRestriction.LOGIN)
    public_cache.clear()
    response = search(client, "regulamin hulajnogi żyrafy słonia tygrysa lamparta")
    assert [link.title for link in response.context["nearest"]] == ["Kurs o regulaminach"]


def test_nothing_found_with_filters_leads_to_a_search_without(client: Client, guide: Guide) -> None:
    response = search(client, rodzaj="aktualnosci")
    assert titles(response) == []
    assert response.context["unfiltered_url"] == "?q=regulamin"
    assert 'class="button" href="?q=regulamin"' in response.text


def test_the_count_is_announced_and_there_is_one_h1(client: Client, guide: Guide) -> None:
    html = lxml.html.fromstring(search(client).content.decode())
    assert [" ".join(one.text_content().split()) for one in html.xpath("//h1")] == ["Wyniki dla „regulamin”"]
    assert [one.text_content() for one in html.xpath("//*[@role='status']")] == ["4 wyniki"]


def test_filters_do_not_add_queries_for_each_result(client: Client, make_pages: Make, guide: Guide) -> None:
    make_pages(FEW)
    client.get("/szukaj/", {"q": "regulamin", "w": guide.pk})
    with CaptureQueriesContext(connection) as few:
        assert len(titles(search(client, rodzaj="inne", w=""))) == FEW
    make_pages(27, start=FEW)
    public_cache.clear()
    with CaptureQueriesContext(connection) as many:
        assert len(titles(search(client, rodzaj="inne", w=""))) == 20
    assert len(many) == len(few)


def test_the_description_for_browsers_leads_to_search(client: Client, home: HomePage) -> None:
    html = lxml.html.fromstring(client.get("/szukaj/").content.decode())
    assert html.xpath("//link[@rel='search']/@href") == ["/opensearch.xml"]
    response = client.get("/opensearch.xml")
    assert response["Content-Type"] == "application/opensearchdescription+xml"
    description = lxml.etree.fromstring(response.content)
    name = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert description.findtext(f"{name}ShortName") == "Pomost"
    assert (
        spaced(description.findtext(f"{name}Description") or "")
        == "Poradniki, kursy i pliki dla organizacji pozarządowych"
    )
    assert {url.get("type"): url.get("template") for url in description.iter(f"{name}Url")} == {
        "text/html": "http://testserver/szukaj/?q={searchTerms}",
        "application/x-suggestions+json": "http://testserver/szukaj/podpowiedzi/lista/?q={searchTerms}",
        "application/opensearchdescription+xml": "http://testserver/opensearch.xml",
    }
    (image,) = description.iter(f"{name}Image")
    assert image.text == "http://testserver/static/img/favicon.png"
