"""Hours and ECTS points of programmes: properties over random plans."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.totals import QUANTITIES, Choice, Load, Totals, hours_of, totals_of

numbers = st.one_of(st.none(), st.integers(0, 60))
loads = st.builds(Load, numbers, numbers, numbers, numbers)
compulsory = st.builds(Choice, st.lists(loads, max_size=4).map(tuple))
groups = st.builds(Choice, st.lists(loads, min_size=1, max_size=4).map(tuple), st.integers(1, 5))
plans = st.lists(st.one_of(compulsory, groups), max_size=4)


def ways(choice: Choice, name: str) -> set[int]:
    """Every sum to which what one may take adds up."""
    values = [getattr(load, name) or 0 for load in choice.courses]
    return {sum(taken) for taken in combinations(values, choice.taken)}


@given(plans)
def test_each_total_is_the_least_that_one_can_choose(plan: list[Choice]) -> None:
    totals = totals_of(plan)
    for name in QUANTITIES:
        stated = any(getattr(load, name) is not None for choice in plan for load in choice.courses)
        least = sum(min(ways(choice, name)) for choice in plan)
        assert getattr(totals, name) == (least if stated else None)


@given(plans)
def test_a_total_is_called_the_least_where_another_choice_gives_more(plan: list[Choice]) -> None:
    differs = any(len(ways(choice, name)) > 1 for choice in plan for name in QUANTITIES)
    assert totals_of(plan).least == differs


@given(plans, st.randoms())
def test_the_order_of_the_plan_changes_nothing(plan: list[Choice], random: object) -> None:
    mixed = list(plan)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert totals_of(mixed) == totals_of(plan)


def test_a_group_of_two_modules_of_equal_points_counts_one_of_them() -> None:
    plan = [Choice((Load(12, 38, 50, 2),)), Choice((Load(10, 40, 50, 2), Load(20, 30, 50, 2)), 1)]
    assert totals_of(plan) == Totals(22, 68, 100, 4, least=True)


def test_hours_are_the_sum_of_what_is_stated() -> None:
    assert [hours_of(None, None), hours_of(12, None), hours_of(0, 0), hours_of(12, 38)] == [None, 12, 0, 50]
