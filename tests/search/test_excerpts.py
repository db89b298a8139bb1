import re

import pytest
from django.utils.safestring import SafeString
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polish.analysis import plain
from search.excerpts import LENGTH, Marker
from search.expressions import Alternative, Term

pytestmark = pytest.mark.django_db  # the analyser reads how often the words of the site occur


def excerpt(texts: list[str], *phrases: str) -> SafeString:
    """The excerpt for terms of these lemmas; a space in one makes it a phrase."""
    return Marker([Term(phrase, (Alternative(tuple(phrase.split())),)) for phrase in phrases]).excerpt(texts)


@pytest.mark.parametrize(
    ("text", "lemmas", "html"),
    [
        ("Ewidencja CZASU pracy", ["ewidencja", "czas"], "<mark>Ewidencja</mark> <mark>CZASU</mark> pracy"),
        ("EWIDENCJĘ", ["ewidencja"], "<mark>EWIDENCJĘ</mark>"),
        ("Dobra współpraca i Łódź", ["wspolpraca", "lodz"], "Dobra <mark>współpraca</mark> i <mark>Łódź</mark>"),
        ("Praca pracownika", ["praca"], "<mark>Praca</mark> pracownika"),
        ("Dwie umowy, sześć umów", ["umowa"], "Dwie <mark>umowy</mark>, sześć <mark>umów</mark>"),
        ("Wpis do KRS-u", ["krs"], "Wpis do <mark>KRS-u</mark>"),
        ("<b>umowa</b> & zlecenie", ["umowa"], "&lt;b&gt;<mark>umowa</mark>&lt;/b&gt; &amp; zlecenie"),
        (
            "Sektor trzeci, trzeci sektor",
            ["trzeci sektor"],
            "Sektor trzeci, <mark>trzeci</mark> <mark>sektor</mark>",
        ),
        ("Nic takiego", ["umowa"], "Nic takiego"),
        ("", ["umowa"], ""),
    ],
)
def test_matches_are_marked_in_the_original_text(text: str, lemmas: list[str], html: str) -> None:
    assert excerpt([text], *lemmas) == html


def test_the_first_text_with_the_most_words_is_shown() -> None:
    texts = ["O pracy.", "Umowa o pracę.", "Umowa o pracy zdalnej."]
    assert excerpt(texts, "umowa", "praca") == "<mark>Umowa</mark> o <mark>pracę</mark>."
    assert excerpt(["Streszczenie.", "Treść."], "umowa") == "Streszczenie."


def test_a_long_text_is_cut_at_words_around_the_match() -> None:
    html = excerpt(["słowo " * 400 + "wzmianka " + "dalej " * 400], "wzmianka")
    assert html.startswith("… słowo")
    assert html.endswith("dalej …")
    assert "<mark>wzmianka</mark>" in html
    assert len(html) < LENGTH + 40


def test_the_place_where_words_stand_together_wins() -> None:
    text = "umowa " + "x " * 500 + "umowa o zlecenie"
    assert excerpt([text], "umowa", "zlecenie").endswith("<mark>umowa</mark> o <mark>zlecenie</mark>")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=600), st.lists(st.text(alphabet="abcłąż123", min_size=1, max_size=6), max_size=4))
def test_an_excerpt_is_always_safe_and_whole(text: str, words: list[str]) -> None:
    html = excerpt([text], *(plain(word) for word in words))
    assert "<" not in re.sub(r"</?mark>", "", html)
    assert html.count("<mark>") == html.count("</mark>")
