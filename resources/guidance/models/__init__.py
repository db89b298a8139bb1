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

__all__ = [
    "ChangeKind",
    "ChangeSubscription",
    "Chapter",
    "ChapterAuthor",
    "ChapterSource",
    "EditionFile",
    "EditionPage",
    "Guide",
    "GuideEdition",
    "GuideIndex",
    "GuideSource",
    "PublishedVersion",
    "VersionedPage",
]
