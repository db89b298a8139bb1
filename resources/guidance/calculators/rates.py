"""The rates of the calculator: dated values as they hold on the first day of a month."""

from datetime import date

from django.utils.translation import gettext as _

from reference.models import DatedValue
from resources.guidance.calculators.employment_cost import Rate, RateKey, Rates


def rates_on(day: date) -> Rates:
    """The rates that are known for a day; two queries more than one for the values."""
    found: dict[RateKey, Rate] = {}
    for value in DatedValue.objects.filter(slug__in=list(RateKey)).with_amounts():
        amount = value.amount_on(day)
        if amount is not None:
            key = RateKey(value.slug)
            found[key] = Rate(
                key, value.name, amount.amount, amount.valid_from, amount.source_label, amount.source_link
            )
    return found


def names_of(keys: tuple[RateKey, ...]) -> str:
    """The names of rates, also of those that have no value, for a message."""
    names = dict(DatedValue.objects.filter(slug__in=keys).values_list("slug", "name"))
    return ", ".join(names.get(key, _("value “%(key)s”") % {"key": key}) for key in keys)
