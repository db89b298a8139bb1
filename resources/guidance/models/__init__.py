from resources.guidance.document_templates.models import (
    DocumentTemplate,
    DocumentTemplateChapter,
    DocumentTemplateField,
    DocumentTemplateList,
)
from resources.guidance.law_changes.models import LawChange, SectionToCheck
from resources.guidance.models.editions import EditionFile, EditionPage, GuideEdition
from resources.guidance.models.pages import (
    Chapter,
    ChapterAuthor,
    ChapterSource,
    Guide,
    GuideIndex,
    GuideSource,
)
from resources.guidance.models.subscriptions import ChangeSubscription
from resources.guidance.models.versions import ChangeKind, PublishedVersion, VersionedPage
from resources.guidance.publications.models import PublicationFile
from resources.guidance.questions.models import PageRating, PublishedAnswer, Question
from resources.guidance.questions.pages import QuestionsPage
from resources.guidance.requirements.models import (
    ChecklistEntry,
    ChecklistShare,
    Requirement,
    RequirementReference,
)
from resources.guidance.requirements.pages import RequirementList
from resources.guidance.reviews.models import ReviewReminder
from resources.guidance.word_import.models import ImportedChapter

__all__ = [
    "ChangeKind",
    "ChangeSubscription",
    "Chapter",
    "ChapterAuthor",
    "ChapterSource",
    "ChecklistEntry",
    "ChecklistShare",
    "DocumentTemplate",
    "DocumentTemplateChapter",
    "DocumentTemplateField",
    "DocumentTemplateList",
    "EditionFile",
    "EditionPage",
    "Guide",
    "GuideEdition",
    "GuideIndex",
    "GuideSource",
    "ImportedChapter",
    "LawChange",
    "PageRating",
    "PublicationFile",
    "PublishedAnswer",
    "PublishedVersion",
    "Question",
    "QuestionsPage",
    "Requirement",
    "RequirementList",
    "RequirementReference",
    "ReviewReminder",
    "SectionToCheck",
    "VersionedPage",
]
