"""Results that share the telling words of the best one move up."""

import pytest
from pytest_django import DjangoAssertNumQueries

from search.expressions import Alternative, Term
from search.feedback import SHARE, telling_words, with_feedback
from search.models import Word
from search.ranking import RankedPage

QUERY = (Term("krk", (Alternative(("krk",)),)),)
Ranked = tuple[tuple[str, int], RankedPage]


@pytest.fixture
def words(db: None) -> None:
    """The words of a site: ``organizacja`` stands everywhere, ``maloletni`` on a few pages, ``rzadki`` once."""
    Word.objects.all().delete()
    for lemma, count in (("organizacja", 900), ("maloletni", 12), ("krk", 9), ("rzadki", 1)):
        Word.objects.create(form=lemma, plain=lemma, lemma=lemma, length=len(lemma), count=count)


def page(section: int, score: float) -> Ranked:
    return ("page", section), RankedPage(sections=(section,), score=score, coverage=1.0, is_full=True)


BEST = ("wolontariusz\n", "\n\nkrk maloletni organizacja rzadki")


def test_a_page_with_the_telling_word_of_the_best_gains_and_one_with_a_common_word_hardly(words: None) -> None:
    texts = {
        1: BEST,
        2: ("strona\n", "\n\norganizacja"),
        3: ("wzor\n", "\n\nmaloletni inny inny inny inny"),
        4: ("strona\n", "\n\ninny"),
    }
    gained = [after.score - 1.0 for _key, after in with_feedback([page(n, 1.0) for n in texts], texts, QUERY)]
    assert gained[0] == pytest.approx(SHARE)
    assert gained[0] > gained[2] > 10 * gained[1] > 0
    assert gained[3] == 0


def test_words_of_the_query_and_words_that_stand_on_hardly_any_page_tell_nothing(words: None) -> None:
    assert [term.typed for term in telling_words(BEST, QUERY)] == ["maloletni", "organizacja"]


@pytest.mark.parametrize("texts", [{1: BEST}, {1: ("strona\n", "\n\nkrk"), 2: ("strona\n", "\n\nkrk")}])
def test_nothing_to_compare_changes_nothing(words: None, texts: dict[int, tuple[str, str]]) -> None:
    ranked = [page(n, 1.0 / n) for n in texts]
    assert with_feedback(ranked, texts, QUERY) == ranked


def test_the_words_of_a_section_are_counted_in_one_query(
    words: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        telling_words(BEST, QUERY)
