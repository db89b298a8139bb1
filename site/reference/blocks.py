"""The requirement block: what is to be done, its force, whom it concerns, when, its date, and its legal basis."""

import calendar
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from reference.conditions import Condition, Repeat
from reference.extracts import RequirementExtract, requirement_extract
from reference.models import LegalAct

if TYPE_CHECKING:
    from publishing.models import BasePage

LAW = _("Requirements and good practice")
LEGAL, GRANTOR, PRACTICE = "legal", "grantor", "practice"
FORCES = [
    (LEGAL, _("Legal requirement")),
    (GRANTOR, _("Grantor's requirement")),
    (PRACTICE, _("Good practice")),
]


class LegalReferenceValue(blocks.StructValue):
    """An article of an act, with its label and the act's URL."""

    @property
    def label(self) -> str:
        """The citation, such as ``art. 44 ust. 4 ustawy o działalności pożytku publicznego i o wolontariacie``."""
        return f"{self['provision']} {self['act'].title_genitive}".strip()

    @property
    def url(self) -> str:
        return str(self["act"].url)


class LegalReferenceBlock(blocks.StructBlock):
    act = SnippetChooserBlock("reference.LegalAct", label=_("Act"))
    provision = blocks.CharBlock(label=_("Article"), max_length=120, help_text=_("Such as: art. 44 ust. 4"))

    class Meta:
        value_class = LegalReferenceValue
        icon = "doc-full"


class DueBlock(blocks.StructBlock):
    """The date of a duty: each month or year by a day, or within a number of days of an event; or none."""

    repeat = blocks.ChoiceBlock(
        label=_("How often"),
        choices=Repeat.choices,
        required=False,
        help_text=_("Nothing chosen: the requirement is not in the calendar of duties."),
    )
    day = blocks.IntegerBlock(
        label=_("Day of the month"),
        required=False,
        min_value=1,
        max_value=31,
        help_text=_("The last day on which it is in time. In a shorter month its last day counts."),
    )
    month = blocks.ChoiceBlock(
        label=_("Month"), choices=[(str(number), name) for number, name in MONTHS.items()], required=False
    )
    days = blocks.IntegerBlock(label=_("Number of days"), required=False, min_value=0, max_value=3650)
    event = blocks.CharBlock(
        label=_("Event"),
        required=False,
        max_length=150,
        help_text=_("As it reads after “from”: the signing of the contract."),
    )

    class Meta:
        icon = "date"
        label = _("Date")

    # The fields that each kind of date needs.
    needed = {Repeat.MONTHLY: ("day",), Repeat.YEARLY: ("day", "month"), Repeat.EVENT: ("days", "event")}

    def clean(self, value: Any) -> Any:
        """Refuses a date that lacks a part; parts that it does not need are dropped."""
        cleaned = super().clean(value)
        needed = self.needed.get(cleaned["repeat"], ())
        missing = [name for name in needed if cleaned[name] in (None, "")]
        if missing:
            raise StructBlockValidationError(
                block_errors={name: ValidationError(_("This kind of date needs it.")) for name in missing}
            )
        if cleaned["repeat"] == Repeat.YEARLY:
            longest = calendar.monthrange(2024, int(cleaned["month"]))[1]  # a leap year
            if cleaned["day"] > longest:
                raise StructBlockValidationError(
                    block_errors={"day": ValidationError(_("This month has no such day."))}
                )
        for name in ("day", "month", "days", "event"):
            if name not in needed:
                cleaned[name] = "" if name in ("month", "event") else None
        return cleaned


class RequirementBlock(blocks.StructBlock):
    """A legal requirement, a requirement of a grantor or good practice; icon and label differ, not only colour."""

    force = blocks.ChoiceBlock(
        label=_("Force"),
        choices=FORCES,
        default=LEGAL,
    )
    what = blocks.TextBlock(label=_("What is to be done"), rows=2, max_length=600)
    whom = blocks.CharBlock(label=_("Whom it concerns"), required=False, max_length=250)
    conditions = blocks.MultipleChoiceBlock(
        label=_("It concerns an organisation that"),
        choices=Condition.choices,
        required=False,
        default=[],
        widget=CheckboxSelectMultiple,
        help_text=_("One of these is enough. Nothing ticked: every organisation."),
    )
    when = blocks.CharBlock(label=_("When"), required=False, max_length=250)
    due = DueBlock(label=_("Date"), required=False)
    references = blocks.ListBlock(LegalReferenceBlock(), label=_("Basis"), default=[])

    class Meta:
        form_layout = BlockGroup(
            children=[
                "force",
                "what",
                "whom",
                "when",
                "references",
                BlockGroup(
                    children=["conditions", "due"],
                    heading=_("In the list of requirements and in the calendar"),
                    icon="list-ul",
                    classname="collapsed",
                    label_format="",
                ),
            ]
        )
        template = "reference/blocks/requirement.html"
        icon = "clipboard-list"
        group = LAW
        label = _("Requirement or good practice")
        description = _("What the law or a grantor requires, or good practice advises, with its basis.")
        preview_value = {
            "force": LEGAL,
            "what": "Zawrzyj porozumienie na piśmie, jeżeli wolontariusz ma pracować dłużej niż 30 dni.",
            "whom": "organizacji, które korzystają ze świadczeń wolontariuszy",
            "when": "zanim zacznie",
            "references": [],
            "conditions": [Condition.VOLUNTEERS],
            "due": {"repeat": "", "day": None, "month": "", "days": None, "event": ""},
        }

    def extracts(self, value: Any, *, block_id: str, page: "BasePage") -> Iterator[RequirementExtract]:
        """The requirement, for the lists of requirements and the calendar (``publishing.pipeline``)."""
        yield requirement_extract(value, block_id=block_id, known_conditions=Condition.values)

    def get_preview_value(self) -> Any:
        """With a basis, since a legal requirement needs one; its act is not stored."""
        act = LegalAct(eli="DU/2003/873", title_genitive="ustawy o działalności pożytku publicznego i o wolontariacie")
        basis = {"act": act, "provision": "art. 44 ust. 4"}
        return self.normalize({**self.meta.preview_value, "references": [basis]})

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["force"] == LEGAL and not len(cleaned["references"]):
            raise StructBlockValidationError(
                block_errors={"references": ValidationError(_("A legal requirement needs its basis: add an article."))}
            )
        return cleaned
