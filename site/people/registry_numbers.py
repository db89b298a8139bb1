"""Numbers of organisations in Polish registers: NIP (taxes), REGON (statistics), KRS (courts)."""

import re
from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength
from stdnum.pl import nip as _nip
from stdnum.pl import regon as _regon

NAMES: Final = ("nip", "regon", "krs")

_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015./]+")
_KRS_LENGTH = 10


def normal_nip(text: str) -> str:
    """The ten digits of a NIP. Raises ``ValidationError``, which says what is wrong."""
    return _checked(text, _nip.validate, "NIP", _("10 digits"))


def normal_regon(text: str) -> str:
    """The 9 or 14 digits of a REGON. Raises ``ValidationError``, which says what is wrong."""
    return _checked(text, _regon.validate, "REGON", _("9 or 14 digits"))


def normal_krs(text: str) -> str:
    """The ten digits of a KRS number, none of which checks the others. Raises ``ValidationError`` in words."""
    number = re.sub(r"^KRS:?", "", _SEPARATORS.sub("", text).upper())
    if not re.fullmatch(r"[0-9]{10}", number) or not number.strip("0"):
        raise ValidationError(_("A KRS number has 10 digits, with the zeros at its beginning, such as 0000123456."))
    return number


def _checked(text: str, validate: Callable[[str], str], name: str, length: str) -> str:
    try:
        number = validate(_SEPARATORS.sub("", text))
    except (InvalidFormat, InvalidLength):
        raise ValidationError(_("A %(name)s has %(length)s.") % {"name": name, "length": length}) from None
    except InvalidChecksum:
        raise ValidationError(
            _("This is no %(name)s: the last digit does not fit the others. Look for a typing mistake.")
            % {"name": name}
        ) from None
    if not number.strip("0"):
        raise ValidationError(_("A %(name)s has %(length)s.") % {"name": name, "length": length})
    return number


NORMAL: Final[dict[str, Callable[[str], str]]] = {"nip": normal_nip, "regon": normal_regon, "krs": normal_krs}


class RegistryNumberField(models.CharField[Any, Any]):
    """A number of the register ``kind``, one of ``NAMES``, in its normal form; null without one."""

    def __init__(self, *args: Any, kind: str = "nip", **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(*args, **{"max_length": 14, "null": True, "blank": True, **kwargs})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return str(name), path, list(args), {**kwargs, "kind": self.kind}

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        """Normalised before the checks of uniqueness, in the admin too."""
        text = (value or "").strip()
        return super().clean(NORMAL[self.kind](text) if text else None, model_instance)
