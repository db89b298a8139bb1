import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.excerpts import LENGTH, excerpt, plain, words_found


@pytest.mark.parametrize(
    ("text", "words", "html"),
    [
        ("Ewidencja CZASU pracy", ["ewidencja", "czasu"], "<mark>Ewidencja</mark> <mark>CZASU</mark> pracy"),
        ("EWIDENCJA", ["ewidencja"], "<mark>EWIDENCJA</mark>"),
        ("Dobra współpraca i Łódź", ["wspolpraca", "lodz"], "Dobra <mark>współpraca</mark> i <mark>Łódź</mark>"),
        ("Praca pracownika", ["praca"], "<mark>Praca</mark> pracownika"),
        ("<b>umowa</b> & zlecenie", ["umowa"], "&lt;b&gt;<mark>umowa</mark>&lt;/b&gt; &amp; zlecenie"),
        ("Nic takiego", ["umowa"], "Nic takiego"),
        ("", ["umowa"], ""),
    ],
)
def test_matches_are_marked_in_the_original_text(text: str, words: list[str], html: str) -> None:
    assert excerpt([text], words) == html


def test_the_first_text_with_the_most_words_is_shown() -> None:
    texts = ["O pracy.", "Umowa o pracę.", "Umowa o pracy zdalnej."]
    assert excerpt(texts, ["umowa", "pracy"]) == "<mark>Umowa</mark> o <mark>pracy</mark> zdalnej."
    assert excerpt(["Streszczenie.", "Treść."], ["umowa"]) == "Streszczenie."


def test_a_long_text_is_cut_at_words_around_the_match() -> None:
    text = "słowo " * 400 + "wzmianka " + "dalej " * 400
    html = excerpt([text], ["wzmianka"])
    assert html.startswith("… słowo")
    assert html.endswith("dalej …")
    assert "<mark>wzmianka</mark>" in html
    assert len(html) < LENGTH + 40


def test_the_place_where_words_stand_together_wins() -> None:
    text = "umowa " + "x " * 500 + "umowa o zlecenie"
    assert excerpt([text], ["umowa", "zlecenie"]).endswith("<mark>umowa</mark> o <mark>zlecenie</mark>")


@given(st.text(max_size=600), st.lists(st.text(alphabet="abcłąż123", min_size=1, max_size=6), max_size=4))
def test_a_snippet_is_always_safe_and_whole(text: str, words: list[str]) -> None:
    html = excerpt([text], [plain(word) for word in words])
    bare = re.sub(r"</?mark>", "", html)
    assert "<" not in bare
    assert html.count("<mark>") == html.count("</mark>")


@given(st.text(max_size=300))
def test_plain_keeps_every_place(text: str) -> None:
    assert len(plain(text)) == len(text)


def test_words_found_ignores_case_and_marks() -> None:
    assert words_found("Współpraca w Łodzi", ["wspolpraca", "lodzi", "umowa"]) == {"wspolpraca", "lodzi"}
