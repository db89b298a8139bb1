from publishing.models.base import BasePage, ParentalSource
from publishing.models.files import PomostDocument, PomostImage, PomostRendition
from publishing.models.pages import (
    NewsIndex,
    NewsItem,
    Project,
    ProjectDocument,
    ProjectIndex,
    ProjectPart,
    ProjectSource,
    StandardPage,
)
from publishing.models.reports import ErrorReport
from publishing.models.settings import FooterLink, FooterSettings
from publishing.models.stale import StalePage

__all__ = [
    "BasePage",
    "ErrorReport",
    "FooterLink",
    "FooterSettings",
    "NewsIndex",
    "NewsItem",
    "ParentalSource",
    "PomostDocument",
    "PomostImage",
    "PomostRendition",
    "Project",
    "ProjectDocument",
    "ProjectIndex",
    "ProjectPart",
    "ProjectSource",
    "StalePage",
    "StandardPage",
]
