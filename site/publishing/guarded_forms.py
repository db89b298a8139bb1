"""Forms that anybody may send without an account, with two guards against programs."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LEAST_TIME = timedelta(seconds=2)
"""Nobody reads and fills in a form faster."""

_signer = signing.TimestampSigner(salt="publishing.guarded_forms")


class GuardedForm(forms.Form):
    """A form with a honeypot and a least time between opening and sending it.

    ``website`` is hidden and people leave it empty: where ``is_from_program()``, drop the form and answer as always.
    """

    website = forms.CharField(required=False, widget=forms.HiddenInput)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["opened"] = _signer.sign("")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:  # nothing is stored anyway, and people have enough to read
            return cleaned
        opened = cleaned.get("opened", "")
        try:
            _signer.unsign(opened)
        except signing.BadSignature:
            self.data = {**{name: self.data.get(name) for name in self.data}, "opened": _signer.sign("")}
            raise ValidationError(_("Part of the form did not arrive. Send it once more."), code="opened") from None
        try:
            _signer.unsign(opened, max_age=LEAST_TIME)
        except signing.SignatureExpired:
            return cleaned
        raise ValidationError(_("That was faster than people write. Wait two seconds and send it again."), code="fast")

    def is_from_program(self) -> bool:
        return bool(self.cleaned_data.get("website"))
