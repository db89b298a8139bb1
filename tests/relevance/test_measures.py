"""The measures, against examples that were computed by hand."""

import math
from typing import Any

import pytest

from tests.relevance.judgements import Query, unit_of, units_of
from tests.relevance.measures import Interval, bootstrap, mean, ndcg, recall
from tests.relevance.report import figures_of

GRADES = {"/a/": 2, "/b/": 1}
BEST = 3 + 1 / math.log2(3)


@pytest.mark.parametrize(
    ("found", "gain"),
    [
        (["/a/", "/b/"], BEST),
        (["/b/", "/x/", "/a/"], 1 + 3 / 2),  # log2(2) = 1, log2(4) = 2
        (["/x/", "/a/"], 3 / math.log2(3)),
        (["/x/"], 0),
        ([], 0),
        ([*"cdefghijkl", "/a/"], 0),  # the twelfth place does not count
    ],
)
def test_ndcg(found: list[str], gain: float) -> None:
    assert ndcg(found, GRADES) == pytest.approx(gain / BEST)


def test_ndcg_of_more_answers_than_places_can_be_one() -> None:
    assert ndcg(["/a/", "/b/"], {"/a/": 2, "/b/": 2, "/c/": 2, "/d/": 1}, depth=2) == pytest.approx(1)


@pytest.mark.parametrize(
    ("found", "share"), [(["/b/", "/x/", "/a/"], 1), (["/b/"], 0.5), ([], 0), ([*"cdefghijkl", "/a/"], 0)]
)
def test_recall(found: list[str], share: float) -> None:
    assert recall(found, GRADES) == share


@pytest.mark.parametrize("measure", [ndcg, recall])
def test_no_measure_without_grades(measure: Any) -> None:
    with pytest.raises(ValueError, match="at least one graded result"):
        measure(["/a/"], {})


def test_mean_of_nothing_is_not_a_number() -> None:
    assert math.isnan(mean([]))


def test_bootstrap_of_equal_differences_has_no_width() -> None:
    assert bootstrap([0.25] * 8) == Interval(0.25, 0.25, 0.25)


def test_bootstrap_of_two_differences_reaches_both() -> None:
    """Of two values a resample has both times the lower one in a quarter of cases, so the bounds are the values."""
    assert bootstrap([0.0, 1.0]) == Interval(0.5, 0.0, 1.0)


def test_bootstrap_is_near_the_normal_interval() -> None:
    """200 differences of 0 and 1: standard error 0.5 / sqrt(200) = 0.0354, so the bounds are 0.5 +- 0.0693."""
    interval = bootstrap([0.0, 1.0] * 100)
    assert (interval.low, interval.high) == pytest.approx((0.5 - 0.0693, 0.5 + 0.0693), abs=0.01)
    assert interval == bootstrap([0.0, 1.0] * 100)


@pytest.mark.parametrize(
    ("url", "unit"),
    [
        ("/poradniki/praca/#urlop", "/poradniki/praca/"),
        ("http://localhost/poradniki/praca/?od=szukaj", "/poradniki/praca/"),
        ("/dokumenty/12/umowa.docx#page=2", "umowa.docx"),
        ("/dokumenty/12/umowa_aB3dE6g.docx", "umowa.docx"),
    ],
)
def test_unit_of_an_address(url: str, unit: str) -> None:
    assert unit_of(url) == unit


def test_results_of_one_page_count_once() -> None:
    assert units_of(["/a/#2", "/b/", "/a/#1"]) == ["/a/", "/b/"]


def test_figures() -> None:
    """Three queries that something answers, one of them a repetition, and two that nothing answers."""
    queries = [
        Query("inflected-01", "łóżek", "open", {"/a/": 2}),
        Query("undiacritised-01", "lozek", "open", {"/a/": 2}, same_as="inflected-01"),
        Query("title-01", "Be", "open", {"/b/": 1, "/c/": 1}),
        Query("nothing-01", "żyrafa", "open", {}),
        Query("nothing-02", "zebra", "open", {}),
    ]

    def answers(*urls: list[str], full: bool) -> dict[str, dict[str, Any]]:
        return {query.id: {"urls": found, "full_match": full} for query, found in zip(queries, urls, strict=True)}

    site, stock = figures_of(
        "sqlite",
        queries,
        {
            "site": answers(["/a/"], ["/x/", "/a/"], ["/b/"], ["/x/"], [], full=True),
            "stock": answers([], ["/a/"], [], ["/x/"], ["/x/"], full=False),
        },
    )[:2]
    second, half_found = 1 / math.log2(3), 1 / (1 + 1 / math.log2(3))
    assert (site.queries, site.empty, site.false_full) == (5, 0, 0.5)
    assert [stock.empty, stock.false_full] == pytest.approx([2 / 3, 0])
    assert site.ndcg == pytest.approx((1 + second + half_found) / 3)
    assert [site.recall, stock.recall] == pytest.approx([2.5 / 3, 1 / 3])
    assert site.diacritics.mean == pytest.approx(second - 1)
    assert site.above is not None
    assert site.above.mean == pytest.approx((1 + (second - 1) + half_found) / 3)
    assert stock.above is None
    assert site.ndcg_of_kind["title"] == pytest.approx(half_found)
