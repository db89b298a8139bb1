from publishing.blocks import BodyBlock
from reference.blocks import RequirementBlock
from resources.guidance.calculators.blocks import EmploymentCostBlock
from resources.guidance.decisions.blocks import DecisionBlock
from resources.guidance.document_templates.blocks import DocumentTemplateBlock


class ChapterBodyBlock(BodyBlock):
    """The running text of a chapter: every common block, requirements, and tools for readers."""

    requirement = RequirementBlock()
    decision = DecisionBlock()
    employment_cost = EmploymentCostBlock()
    document_template = DocumentTemplateBlock()
