"""Reports of errors in pages."""

from django.db import transaction
from wagtail.models import Page

from publishing.models import ErrorReport

OPEN_REPORTS_OF_A_PAGE = 50
OPEN_REPORTS = 1000
"""The most open reports. 1,000 of 4,000 characters are 4 MB."""


class ReportsFullError(Exception):
    """There are too many open reports to store another one."""


@transaction.atomic
def report_error(*, page: Page, text: str) -> ErrorReport:
    """Stores a reader's report of an error in ``page``. The text is cut at 4,000 characters.

    An open report with the same text about the same page is returned instead of a second one. Raises
    ``ReportsFullError`` where 50 reports of this page or 1,000 of all pages are open.
    """
    page = Page.objects.select_for_update(no_key=True).get(pk=page.pk)
    text = text.strip()[:4000]
    waiting = ErrorReport.objects.filter(handled=False)
    if known := waiting.filter(page=page, text=text).first():
        return known
    if waiting.filter(page=page).count() >= OPEN_REPORTS_OF_A_PAGE or waiting.count() >= OPEN_REPORTS:
        raise ReportsFullError
    return ErrorReport.objects.create(page=page, text=text)
