"""The tools of the demo: every way through a decision guide ends, every template can be filled in."""

from datetime import date
from decimal import Decimal

import pytest

from resources.guidance.calculators.employment_cost import Employment, RateKey, year_of
from resources.guidance.calculators.rates import rates_on
from resources.guidance.decisions.structure import Question, walk
from resources.guidance.document_templates.filling import blank, is_usable
from resources.guidance.models import Chapter, DocumentTemplate

pytestmark = pytest.mark.django_db


def ways(questions: tuple[Question, ...], given: dict[str, str]) -> list[str]:
    """The outcomes of all ways on from the answers given."""
    taken = walk(questions, given)
    if taken.question is None:
        return [taken.outcome]
    question = taken.question
    return [end for answer in question.answers for end in ways(questions, {**given, question.key: answer.key})]


def test_both_decision_guides_lead_to_each_of_their_outcomes() -> None:
    blocks = [
        block.value for chapter in Chapter.objects.live() for block in chapter.body if block.block_type == "decision"
    ]
    assert len(blocks) == 2
    for value in blocks:
        assert set(ways(value.structure, {})) == {outcome["key"] for outcome in value["outcomes"]}
        assert all(outcome["citations"] for outcome in value["outcomes"])


def test_all_eight_templates_can_be_filled_in() -> None:
    templates = list(DocumentTemplate.objects.live())
    assert (len(templates), [page.slug for page in templates if not is_usable(page)]) == (8, [])
    assert len(blank(templates[0])) > 10_000


def test_the_calculator_knows_every_rate_of_this_year() -> None:
    rates = rates_on(date(2026, 3, 1))
    assert set(rates) == set(RateKey)
    year = year_of(Employment(rates[RateKey.MINIMUM_WAGE].value), rates)
    assert year.total == 12 * Decimal("5785.47")
