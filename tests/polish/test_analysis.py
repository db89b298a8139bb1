import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polish import morphology
from polish.analysis import MOST_SPELLINGS, Analyser, plain, restored, tokens, version
from polish.cases import nominative


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser()


@pytest.mark.parametrize("long", ["1" * 20_000, "x" * 20_000, "umowa" * 4_000])
def test_what_is_too_long_to_be_a_word_is_not_looked_up(analyser: Analyser, long: str) -> None:
    """Morfeusz ends the process at a run of 9,000 digits."""
    assert morphology.readings(long) == ()
    assert not morphology.is_word(long)
    assert nominative(f"{long} Fundacją") == f"{long} Fundacją"
    assert analyser.index_text(f"umów {long} o pracę") == f"umowa {long} o praca"


@pytest.mark.parametrize(
    ("text", "lemmas"),
    [
        ("umów o pracę", "umowa o praca"),
        ("Umowa o pracę", "umowa o praca"),
        ("UMOWĄ", "umowa"),
        ("zleceniobiorcom", "zleceniobiorca"),
        ("praw i zasad prac", "prawo i zasada praca"),
        ("członkinie zarządów stowarzyszeń", "czlonkini zarzad stowarzyszenie"),
        ("NGO-sów, KRS-u i ZUS-em", "ngo krs i zus"),
        ("NGOsów krs-u PITów", "ngo krs pit"),
        ("PIT-4R", "pit 4 r"),
        ("art. 44 ust. 4", "art 44 usta 4"),
        ("e-mail", "e mail"),
        ("w Łodzi", "w lodz"),
        ("współ\u00adpraca", "wspolpraca"),
        ("Xyzzyq brzdąkwała", "xyzzyq brzdakwala"),
        ("", ""),
        ("?! – …", ""),
    ],
)
def test_texts_become_lemmas_without_diacritics(analyser: Analyser, text: str, lemmas: str) -> None:
    assert analyser.index_text(text) == lemmas


@pytest.mark.parametrize(
    ("form", "lemmas"),
    [
        ("umów", ["umowa", "umówić"]),
        ("mam", ["mieć", "mama", "mamić"]),
        ("prace", ["praca", "prace"]),
        ("zatrudnienia", ["zatrudnić", "zatrudnienie"]),
        ("blabliblu", ["blabliblu"]),
    ],
)
def test_a_form_can_have_several_lemmas_the_common_one_first(analyser: Analyser, form: str, lemmas: list[str]) -> None:
    assert [reading.lemma for reading in analyser.readings(form)] == lemmas


def test_the_words_of_the_site_decide_between_lemmas() -> None:
    assert Analyser().lemma("mam") == "miec"
    assert Analyser({"mama": 10_000}).lemma("mam") == "mama"


@pytest.mark.parametrize(
    ("word", "lemmas"),
    [
        ("prace", [["przeć"], ["praca"]]),
        ("cudzoziemcow", [["cudzoziemiec"]]),
        ("zleceniobiorcow", [["zleceniobiorca"]]),
        ("swiadczeniobiorcow", [["świadczeniobiorca"]]),
        ("wspolrzadzenie", [["współrządzić"]]),
        ("umowy", []),
        ("zzzzzzzzzzzzzzzzzzzz", []),
    ],
)
def test_words_without_diacritics_are_restored_however_long(word: str, lemmas: list[list[str]]) -> None:
    assert [[reading.lemma for reading in group] for group in restored(word)] == lemmas


def test_spellings_that_are_tried_do_not_fill_the_cache_of_forms() -> None:
    before = morphology.readings.cache_info().currsize
    assert restored("niezapomniajkowosci") == ()
    assert morphology.readings.cache_info().currsize == before


@given(st.text("acelnoszwpy", max_size=30))
def test_only_so_many_spellings_are_looked_up(word: str) -> None:
    assert len(restored(word)) <= MOST_SPELLINGS


@pytest.mark.parametrize("word", ["o", "czy", "się", "między", "który", "móc", "jest"])
def test_words_of_grammar_are_function_words(analyser: Analyser, word: str) -> None:
    assert analyser.readings(word)[0].is_function


@pytest.mark.parametrize("word", ["umowa", "praca", "zatrudnić", "KRS", "blabliblu", "2026"])
def test_words_of_a_subject_are_not(analyser: Analyser, word: str) -> None:
    assert not analyser.readings(word)[0].is_function


def test_tokens_tell_where_a_word_stands() -> None:
    text = "Wpis do KRS-u (2026)"
    assert [(text[token.start : token.end], token.stem) for token in tokens(text)] == [
        ("Wpis", "Wpis"),
        ("do", "do"),
        ("KRS-u", "KRS"),
        ("2026", "2026"),
    ]


@given(st.text(max_size=400))
def test_any_text_becomes_words_of_letters_and_digits(text: str) -> None:
    lemmas = Analyser().lemmas(text)
    assert all(lemma.isalnum() for lemma in lemmas)
    assert [lemma for lemma in lemmas if lemma != plain(lemma)] == []
    places = [(token.start, token.end) for token in tokens(text)]
    assert places == sorted(places)
    assert all(start < end <= len(text) for start, end in places)


def test_the_version_names_the_dictionary() -> None:
    assert "sgjp" in version()
    assert "wordfreq" in version()


def test_the_dictionary_is_ready_in_half_a_second_of_processor_time() -> None:
    code = "import time, polish.morphology as m; t = time.process_time(); m.load(); print(time.process_time() - t)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(done.stdout) < 0.5
    morphology.load()
    started = time.process_time()
    morphology.load()
    assert time.process_time() - started < 0.01
