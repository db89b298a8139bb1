"""What the pages of the glossary and of the values list."""

from collections import defaultdict
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest
from wagtail.models import Page, ReferenceIndex

from polish.collation import sort_key
from publishing.links import Link
from publishing.references import page_type
from reference.cards import AmountCard, LetterCard, TermCard, ValueCard

if TYPE_CHECKING:
    from reference.models import DatedAmount, DatedValue

SHOWN = 5
"""How many of the pages that use a term or a value are named."""


def letters(request: HttpRequest) -> list[LetterCard]:
    """The terms in the order of the Polish alphabet, by their first letters. Three queries."""
    from reference.models import GlossaryTerm  # the pages are models too, and call this module

    using = _pages_using(GlossaryTerm, request)
    terms = sorted(GlossaryTerm.objects.all(), key=lambda term: sort_key(term.term))
    cards = [
        TermCard(
            term=term.term,
            anchor=term.slug,
            definition=term.definition,
            others=term.names[1:],
            pages=using[term.pk][:SHOWN],
            more=max(0, len(using[term.pk]) - SHOWN),
        )
        for term in terms
    ]
    return [LetterCard(letter, list(group)) for letter, group in groupby(cards, lambda card: card.term[:1].upper())]


def values(request: HttpRequest, *, today: date) -> list[ValueCard]:
    """The values in the order of the Polish alphabet, as they are on a day. Four queries and one for the acts."""
    from reference.models import DatedValue

    using = _pages_using(DatedValue, request)
    found = sorted(DatedValue.objects.with_amounts(), key=lambda value: sort_key(value.name))
    return [_value_card(value, using[value.pk], today) for value in found]


def _value_card(value: "DatedValue", pages: list[Link], today: date) -> ValueCard:
    current = value.amount_on(today)
    amounts = value.amounts_in_order()
    return ValueCard(
        name=value.name,
        anchor=value.slug,
        explanation=value.explanation,
        current=_amount_card(value, current) if current else None,
        coming=[_amount_card(value, amount) for amount in amounts if amount.valid_from > today],
        past=[_amount_card(value, one) for one in reversed(amounts) if one.valid_to and one.valid_to < today],
        pages=pages[:SHOWN],
        more=max(0, len(pages) - SHOWN),
    )


def _amount_card(value: "DatedValue", amount: "DatedAmount") -> AmountCard:
    return AmountCard(
        text=value.text_of(amount.amount),
        valid_from=amount.valid_from,
        valid_to=amount.valid_to,
        source=amount.source_label,
        source_url=amount.source_link,
        note=amount.note,
    )


def _pages_using(model: type[Model], request: HttpRequest) -> defaultdict[int, list[Link]]:
    """The public pages that refer to each object of a model, by its id, in the order of the site. Two queries."""
    rows = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model), base_content_type=page_type()
    ).values_list("to_object_id", "object_id")
    targets: defaultdict[int, set[int]] = defaultdict(set)
    for target, source in rows:
        targets[int(source)].add(int(target))
    using: defaultdict[int, list[Link]] = defaultdict(list)
    for page in Page.objects.live().public().filter(pk__in=targets).order_by("path"):
        for target in targets[page.pk]:
            using[target].append(Link(page.title, page.get_url(request) or ""))
    return using
