from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from search.expressions import KINDRED, RELATED, Alternative, Term
from search.ranking import Ranker, Scored, rank_pages


def term(lemma: str, *, importance: float = 1.0, **others: float) -> Term:
    alternatives = (Alternative((lemma,)), *(Alternative(tuple(one.split("_")), at) for one, at in others.items()))
    return Term(lemma, alternatives, importance)


CONTRACT, WORK = term("umowa"), term("praca")


def score(title: str, body: str, *terms: Term) -> Scored:
    return Ranker(terms or (CONTRACT, WORK)).score(1, title, body)


def test_the_fields_weigh_title_heading_then_text() -> None:
    in_title = score("umowa\n", "\n\nslowo", CONTRACT).score
    in_heading = score("strona\numowa", "\n\nslowo", CONTRACT).score
    in_requirement = score("strona\n", "umowa\n\nslowo", CONTRACT).score
    in_text = score("strona\n", "\n\numowa slowo", CONTRACT).score
    assert in_title > in_heading > in_requirement > in_text > 0


def test_words_that_stand_together_in_order_win() -> None:
    phrase = score("strona\n", "\n\numowa o praca i slowo slowo slowo slowo slowo slowo").score
    reversed_ = score("strona\n", "\n\npraca o umowa i slowo slowo slowo slowo slowo slowo").score
    apart = score("strona\n", "\n\numowa i slowo slowo slowo slowo slowo slowo slowo slowo praca").score
    assert phrase > reversed_ > apart


def test_a_missing_word_costs_more_than_many_repetitions_gain() -> None:
    assert score("strona\n", "\n\numowa slowo slowo praca").score > score("strona\n", "\n\n" + "umowa " * 50).score


def test_a_phrase_counts_only_where_its_words_stand_together() -> None:
    ngo = term("ngo", organizacja_pozarzadowy=RELATED)
    assert score("strona\n", "\n\norganizacja pozarzadowy", ngo).found == {0: RELATED}
    assert score("strona\n", "\n\norganizacja i pozarzadowy", ngo).found == {}


def pages(*scored: tuple[int, str]) -> list[tuple[int, bool]]:
    """The order of pages and whether each has every word, for sections by their page and text."""
    ranker = Ranker((CONTRACT, WORK))
    sections = [ranker.score(number, "strona\n", f"\n\n{text}") for number, (_page, text) in enumerate(scored)]
    keys = {number: ("page", page) for number, (page, _text) in enumerate(scored)}
    return [(key[1], page.is_full) for key, page in rank_pages(sections, keys, ranker, {})]


def test_all_words_in_one_section_come_before_words_scattered_over_a_page() -> None:
    assert pages((1, "umowa slowo"), (1, "praca slowo"), (2, "umowa " + "slowo " * 200 + "praca"), (3, "praca")) == [
        (2, True),
        (1, False),
        (3, False),
    ]


def test_a_word_of_the_same_family_does_not_make_a_full_match() -> None:
    ranker = Ranker((term("konsultacja", konsultowac=KINDRED),))
    scored = [ranker.score(1, "strona\n", "\n\nkonsultowac")]
    ((_key, page),) = rank_pages(scored, {1: ("page", 1)}, ranker, {})
    assert not page.is_full


def test_the_newer_legal_state_comes_first_among_equals() -> None:
    ranker = Ranker((CONTRACT,))
    scored = [ranker.score(number, "strona\n", "\n\numowa") for number in (1, 2, 3)]
    fresh = {1: date(2024, 1, 1), 2: date(2026, 3, 1), 3: None}
    order = [key[1] for key, _page in rank_pages(scored, {n: ("page", n) for n in (1, 2, 3)}, ranker, fresh)]
    assert order == [2, 1, 3]


@given(st.lists(st.sampled_from(["umowa", "praca", "slowo", "o"]), max_size=40), st.integers(0, 4))
def test_another_word_of_the_query_never_lowers_a_score(words: list[str], field: int) -> None:
    lines = ["", "", "", "", " ".join(words)]
    before = score("\n".join(lines[:2]), "\n".join(lines[2:]))
    lines[field] = f"{lines[field]} praca umowa".strip()
    after = score("\n".join(lines[:2]), "\n".join(lines[2:]))
    assert after.score >= before.score * 0.8  # a longer field counts a little less
    assert after.found == {0: 1.0, 1: 1.0}
