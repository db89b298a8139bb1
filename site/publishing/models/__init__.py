from publishing.models.base import BasePage, ParentalSource
from publishing.models.files import PomostDocument, PomostImage, PomostRendition
from publishing.models.pages import StandardPage
from publishing.models.settings import FooterLink, FooterSettings
from publishing.models.stale import StalePage
from publishing.models.statement import AccessibilityStatement

__all__ = [
    "AccessibilityStatement",
    "BasePage",
    "FooterLink",
    "FooterSettings",
    "ParentalSource",
    "PomostDocument",
    "PomostImage",
    "PomostRendition",
    "StalePage",
    "StandardPage",
]
