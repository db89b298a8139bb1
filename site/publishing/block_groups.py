"""The groups in which the editor lists the blocks of running text."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXT: Final[Promise | str] = _("Text")
MEDIA: Final[Promise | str] = _("Files and pictures")
