"""Fields of the forms of tools for readers."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext


class AmountField(forms.Field):
    """A number as people write it: ``4 806,00 zł``, ``4806.5``, ``1,67%``.

    ``too_low`` is the message for a number below ``least``, where the reason is worth saying.
    """

    def __init__(self, *, least: Decimal, most: Decimal, too_low: str = "", **kwargs: Any) -> None:
        self._least, self._most, self._too_low = least, most, too_low
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        """The number, with two digits after the comma at most. Raises ``ValidationError``."""
        text = re.sub(r"\s|\xa0|zł|%", "", str(value or ""))
        if not text:
            return None
        if "," in text:
            text = text.replace(".", "").replace(",", ".")
        if not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", text):
            raise ValidationError(
                gettext("Write a number, such as 4806 or 1,67, with at most two digits after the comma.")
            )
        return Decimal(text)

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is not None and value < self._least and self._too_low:
            raise ValidationError(self._too_low)
        if value is not None and not self._least <= value <= self._most:
            raise ValidationError(
                gettext("Write a number from %(least)s to %(most)s.")
                % {"least": f"{self._least:f}".replace(".", ","), "most": f"{self._most:f}"}
            )
