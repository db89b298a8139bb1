"""The form of the calculator. All of it is in the address, with Polish names, so that a calculation can be shared."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from polish.amounts import money_text
from resources.guidance.calculators.employment_cost import Employment, Rate, RateKey, Rates, least_gross
from resources.guidance.form_fields import AmountField

YES, NO = "tak", "nie"
PARTS = {
    "1": Decimal(1),
    "3/4": Decimal("0.75"),
    "1/2": Decimal("0.5"),
    "1/4": Decimal("0.25"),
}
MOST_GROSS = Decimal(1_000_000)
_MONTH = re.compile(r"^(?:(?P<year>\d{4})-(?P<month>\d{1,2})|(?P<month2>\d{1,2})[./](?P<year2>\d{4}))$")


class MonthField(forms.Field):
    """A month as its first day: ``2026-11`` or ``11.2026``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"type": "month", "autocomplete": "off"}), **kwargs)

    def to_python(self, value: Any) -> date | None:
        """The first day of the month. Raises ``ValidationError``."""
        text = str(value or "").strip()
        if not text:
            return None
        found = _MONTH.match(text)
        try:
            if found is None:
                raise ValueError(text)
            return date(int(found["year"] or found["year2"]), int(found["month"] or found["month2"]), 1)
        except ValueError:
            raise ValidationError(gettext("Write the month as year and month, such as 2026-11.")) from None


def _choice(label: Any, help_text: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=[(YES, _("Yes")), (NO, _("No"))],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose yes or no."), "required": _("Choose yes or no.")},
    )


class EmploymentCostForm(forms.Form):
    """What a post is. ``rates`` are those of the month once it is known (``use_rates``)."""

    miesiac = MonthField(label=_("Month"), help_text=_("Rates of its first day are used. Such as 2026-11."))
    etat = forms.ChoiceField(
        label=_("Part of full time"),
        choices=[
            ("1", _("full time")),
            ("3/4", _("three quarters")),
            ("1/2", _("half")),
            ("1/4", _("a quarter")),
        ],
    )
    brutto = AmountField(
        label=_("Gross pay a month, in złoty"),
        least=Decimal(1),
        most=MOST_GROSS,
        required=False,
        help_text=_("Empty: the least that is due for this part of full time."),
    )
    ppk = _choice(
        _("Employee capital plan (PPK)"),
        _("The employee takes part and both sides pay the basic contribution."),
    )
    fp = _choice(
        _("Labour Fund"),
        _(
            "Due where the month's basis of contributions is at least the minimum wage, all jobs of the person "
            "together. Not for some people, such as women from 55 and men from 60 on."
        ),
    )
    fgsp = _choice(
        _("Guaranteed Employee Benefits Fund (FGŚP)"),
        _("Paid by employers with business activity. An organisation without it answers no."),
    )
    wypadkowa = AmountField(
        label=_("Accident contribution, in percent"),
        least=Decimal(0),
        most=Decimal(10),
        required=False,
        help_text=_("Empty: the rate of payers who insure at most nine people. Others have theirs from ZUS."),
    )

    @classmethod
    def defaults(cls) -> dict[str, str]:
        return {"miesiac": f"{timezone.localdate():%Y-%m}", "etat": "1", "ppk": NO, "fp": YES, "fgsp": NO}

    def use_rates(self, rates: Rates) -> Rate | None:
        """Checks gross pay against the minimum wage of the month, and fills it in where it is empty.

        Returns the minimum wage, None where it is not known; then an empty gross pay is an error.
        """
        wage = rates.get(RateKey.MINIMUM_WAGE)
        gross = self.cleaned_data["brutto"]
        if wage is None:
            if gross is None:
                self.add_error("brutto", gettext("We do not know the minimum wage of this month. Write the gross pay."))
            return None
        least = least_gross(wage.value, PARTS[self.cleaned_data["etat"]])
        if gross is None:
            self.cleaned_data["brutto"] = least
        elif gross < least:
            self.add_error(
                "brutto",
                gettext("For this part of full time at least %(least)s gross is due in this month.")
                % {"least": money_text(least)},
            )
        return wage

    def employment(self) -> Employment:
        data = self.cleaned_data
        return Employment(
            gross=data["brutto"],
            ppk=data["ppk"] == YES,
            labour_fund=data["fp"] == YES,
            guaranteed_benefits=data["fgsp"] == YES,
            accident_rate=data["wypadkowa"],
        )
