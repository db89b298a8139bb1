"""The calculator as a block of a chapter."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from resources.guidance.calculators.forms import EmploymentCostForm
from resources.guidance.decisions.blocks import TOOLS
from resources.guidance.tools import address_below


class EmploymentCostBlock(blocks.StructBlock):
    """The calculator of the cost of a post: in the chapter its form, below the chapter the calculation."""

    title = blocks.CharBlock(label=_("Title"), max_length=150, default="Ile kosztuje etat?")
    intro = blocks.TextBlock(label=_("Introduction"), required=False, rows=2, max_length=400)

    class Meta:
        template = "guidance/calculators/box.html"
        icon = "decimal"
        group = TOOLS
        label = _("Calculator: the cost of a post")
        description = _(
            "Counts contributions, pay in hand and a year's cost from the dated values, with every formula."
        )
        preview_value = {
            "title": "Ile kosztuje etat?",
            "intro": "Podaj kwotę brutto i wymiar etatu, a zobaczysz pełny koszt z podstawą każdej składki.",
        }

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """With ``form``, without a month: the page is stored, so that of today is filled in when it is sent."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        action = address_below("employment_cost", context.get("id") or "")
        return {**context, "action": action, "form": EmploymentCostForm(auto_id=False)}
