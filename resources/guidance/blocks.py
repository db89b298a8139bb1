from publishing.blocks import BodyBlock
from reference.blocks import RequirementBlock


class ChapterBodyBlock(BodyBlock):
    """The running text of a chapter: every common block, and requirements."""

    requirement = RequirementBlock()
