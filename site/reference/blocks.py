"""The requirement block: what is to be done, its force, whom it concerns, when, and its legal basis."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from reference.models import LegalAct

LAW = _("Requirements and good practice")
LEGAL, GRANTOR, PRACTICE = "legal", "grantor", "practice"


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


class RequirementBlock(blocks.StructBlock):
    """A legal requirement, a requirement of a grantor or good practice; icon and label differ, not only colour."""

    force = blocks.ChoiceBlock(
        label=_("Force"),
        choices=[
            (LEGAL, _("Legal requirement")),
            (GRANTOR, _("Grantor's requirement")),
            (PRACTICE, _("Good practice")),
        ],
        default=LEGAL,
    )
    what = blocks.TextBlock(label=_("What is to be done"), rows=2, max_length=600)
    whom = blocks.CharBlock(label=_("Whom it concerns"), required=False, max_length=250)
    when = blocks.CharBlock(label=_("When"), required=False, max_length=250)
    references = blocks.ListBlock(LegalReferenceBlock(), label=_("Basis"), default=[])

    class Meta:
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
        }

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
