from importlib import import_module
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polish.analysis import Analyser
from pomost.models import HomePage
from publishing.models import StandardPage
from reference.models import GlossaryTerm
from search.expressions import KINDRED, OWN, PART, RELATED
from search.models import SynonymGroup, Word
from search.query import MOST_WORDS
from search.understanding import Understood, understand
from tests.builders import prose
from tests.reference.builders import make_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts(home: HomePage) -> None:
    SynonymGroup.objects.all().delete()
    GlossaryTerm.objects.all().delete()
    text = "Konsultacje społeczne w Łodzi, między ludźmi. Konsultować trzeba z organizacją pozarządową, o współpracy."
    home.add_child(instance=StandardPage(title="Strona", slug="strona", body=prose(text)))


def lemmas(understood: Understood) -> list[dict[str, float]]:
    """For each term that is asked for: its alternatives and their weights."""
    return [{" ".join(other.lemmas): other.weight for other in term.alternatives} for term in understood.telling]


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(
    ("query", "alternatives"),
    [
        ("umów", [{"umowa": OWN, "umowic": OWN}]),
        ("w Łodzi", [{"lodz": OWN}]),
        ("lodzi", [{"lodz": OWN}]),  # "lodzi" is a word of its own (lodowa), the site has "Łodzi"
        ("miedzy ludzmi", [{"czlowiek": OWN}]),
        ("wspolpracy", [{"wspolpraca": OWN}]),
        ("pieniedzy", [{"pieniadz": OWN}]),  # not on the site: restored from the dictionary
    ],
)
def test_words_are_asked_for_by_all_their_lemmas(query: str, alternatives: list[dict[str, float]]) -> None:
    found = lemmas(understand(query))
    assert [set(wanted) <= set(term) for wanted, term in zip(alternatives, found, strict=True)] == [True] * len(found)
    assert understand(query).corrected == ""


@pytest.mark.usefixtures("texts")
def test_words_of_one_family_count_less() -> None:
    (term,) = lemmas(understand("konsultacja"))
    assert term == {"konsultacja": OWN, "konsultowac": KINDRED}


@pytest.mark.usefixtures("texts")
def test_names_of_women_and_numbers_written_out_are_asked_for_like_synonyms(home: HomePage) -> None:
    home.add_child(instance=StandardPage(title="Druga", slug="druga", body=prose("Trener ma 8 dni. Prezeska.")))
    assert lemmas(understand("trenerka")) == [{"trenerka": OWN, "trener": RELATED}]
    assert lemmas(understand("prezesi")) == [{"prezes": OWN, "prezeska": RELATED}]
    assert lemmas(understand("ośmiu")) == [{"osiem": OWN, "8": RELATED}]


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("konsutacje spoleczne", "konsultacje spoleczne"),  # a letter left out
        ("organzacja", "organizacją"),
        ("wpsółpracy", "współpracy"),  # two letters changed places
        ("Łodzi", ""),
        ("hydroponika", ""),  # nothing is spelt like it
        ("xq", ""),  # too short to be guessed
        ("przysyła", ""),  # a word of the language is no mistake
    ],
)
def test_misspelt_words_are_corrected_by_the_words_of_the_site(typed: str, corrected: str) -> None:
    assert understand(typed).corrected == corrected


@pytest.mark.usefixtures("texts")
def test_synonyms_are_found_in_any_form_and_as_phrases() -> None:
    SynonymGroup.objects.create(terms="NGO\norganizacja pozarządowa")
    assert lemmas(understand("NGO-sów")) == [{"ngo": OWN, "organizacja pozarzadowy": RELATED}]
    (phrase,) = lemmas(understand("organizacjom pozarządowym"))
    assert phrase == {"organizacja pozarzadowy": OWN, "ngo": RELATED, "organizacja": PART, "pozarzadowy": PART}
    SynonymGroup.objects.all().delete()
    assert lemmas(understand("NGO-sów")) == [{"ngo": OWN}]


@pytest.mark.usefixtures("texts")
def test_names_of_a_term_of_the_glossary_are_synonyms() -> None:
    make_term("budżet partycypacyjny", other_forms="budżet obywatelski")
    (phrase,) = lemmas(understand("budżetu obywatelskiego"))
    assert phrase["budzet partycypacyjny"] == RELATED


@pytest.mark.usefixtures("texts")
def test_a_synonym_of_a_word_of_the_same_family_is_not_asked_for() -> None:
    SynonymGroup.objects.create(terms="konsultować\nradzić się")
    assert lemmas(understand("konsultacja")) == [{"konsultacja": OWN, "konsultowac": KINDRED}]


@pytest.mark.usefixtures("texts")
def test_words_of_grammar_are_left_out_unless_there_is_nothing_else() -> None:
    assert [term.typed for term in understand("czy mogę o współpracy?").telling] == ["współpracy"]
    assert [term.typed for term in understand("czy to ja").telling] == ["czy", "to", "ja"]


@pytest.mark.usefixtures("texts")
def test_rare_words_are_more_important() -> None:
    Word.objects.filter(lemma="organizacja").update(count=5000)
    common, rare = understand("organizacja współpraca").terms
    assert common.importance < rare.importance


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_any_text_is_understood(home: Any, text: str) -> None:
    understood = understand(text)
    assert len(understood.terms) <= MOST_WORDS
    assert all(lemma.isalnum() for term in understood.terms for one in term.alternatives for lemma in one.lemmas)


def test_each_first_group_of_synonyms_has_phrases_that_differ_and_none_is_a_number() -> None:
    groups = import_module("search.migrations.0002_first_synonyms").GROUPS
    phrases = {terms: {tuple(Analyser().lemmas(term)) for term in terms} for terms in groups}
    assert [terms for terms, found in phrases.items() if len(found) < 2] == []
    assert [terms for terms, found in phrases.items() if any(" ".join(one).isdigit() for one in found)] == []
