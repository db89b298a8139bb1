from resources.guidance.models.pages import (
    Chapter,
    ChapterAuthor,
    ChapterSource,
    Guide,
    GuideIndex,
    GuideSource,
)
from resources.guidance.models.versions import ChangeKind, PublishedVersion, VersionedPage

__all__ = [
    "ChangeKind",
    "Chapter",
    "ChapterAuthor",
    "ChapterSource",
    "Guide",
    "GuideIndex",
    "GuideSource",
    "PublishedVersion",
    "VersionedPage",
]
