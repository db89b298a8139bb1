from reference.models.acts import LegalAct
from reference.models.glossary import GlossaryTerm, PageLemmas
from reference.models.pages import GlossaryPage, ValuesPage
from reference.models.values import DatedAmount, DatedValue, Unit

__all__ = [
    "DatedAmount",
    "DatedValue",
    "GlossaryPage",
    "GlossaryTerm",
    "LegalAct",
    "PageLemmas",
    "Unit",
    "ValuesPage",
]
