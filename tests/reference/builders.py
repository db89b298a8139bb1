"""Builders of values, terms and the pages that list them."""

from datetime import date
from decimal import Decimal
from typing import Any

from wagtail.models import Page

from publishing.models import StalePage
from reference.models import DatedAmount, DatedValue, GlossaryPage, GlossaryTerm, LegalAct, Unit, ValuesPage
from reference.periods import Period, closed

Amount = tuple[str, str] | tuple[str, str, str]


def make_value(slug: str, *amounts: Amount, unit: str = Unit.MONEY, **fields: Any) -> DatedValue:
    """A value; each amount is given with its first and, where it ends before the next, its last day in ISO format."""
    days = [tuple(map(date.fromisoformat, given[1:])) for given in amounts]
    periods = closed(Period(*given) for given in days)
    value = DatedValue(name=fields.pop("name", slug), slug=slug, unit=unit, **fields)
    value.amounts = [
        DatedAmount(
            amount=Decimal(amount),
            valid_from=period.first,
            valid_to=period.last,
            source="Obwieszczenie o kładkach",
        )
        for (amount, *_days), period in zip(amounts, periods, strict=True)
    ]
    value.save()
    saved: DatedValue = DatedValue.objects.get(pk=value.pk)
    return saved


def make_act(about: str = "mostach", **fields: Any) -> LegalAct:
    """An act that texts cite: ``ustawy o mostach``."""
    given = {
        "eli": "DU/1999/7777",
        "title": f"Ustawa o {about}",
        "title_genitive": f"ustawy o {about}",
        "date": "1999-01-01",
        "published": "Dz.U. 1999 poz. 7777",
    }
    made: LegalAct = LegalAct.objects.create(**{**given, **fields})
    return made


def make_term(term: str, **fields: Any) -> GlossaryTerm:
    slug = fields.pop("slug", "-".join(term.lower().split()))
    fields.setdefault("definition", f"Co znaczy: {term}.")
    made: GlossaryTerm = GlossaryTerm.objects.create(term=term, slug=slug, **fields)
    return made


def make_lists(home: Page) -> tuple[GlossaryPage, ValuesPage]:
    """The glossary at /slownik/ and the list of values at /wartosci/, live; the demo's are taken off the site.

    No page of the demo is left waiting to be rendered.
    """
    for model in (GlossaryPage, ValuesPage):
        model.objects.update(live=False)
    glossary: GlossaryPage = home.add_child(instance=GlossaryPage(title="Słownik", slug="slownik"))
    values: ValuesPage = home.add_child(instance=ValuesPage(title="Wartości", slug="wartosci"))
    StalePage.objects.all().delete()
    return glossary, values
