"""Why a page may not go live."""

from wagtail.models import Page


class PublishRefusedError(Exception):
    """The content of ``page`` may not go live; the text says why, in words for editors."""

    def __init__(self, page: Page, reason: str) -> None:
        self.page = page
        super().__init__(reason)
