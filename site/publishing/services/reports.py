"""Reports of errors in pages."""

from django.db import transaction
from wagtail.models import Page

from publishing.models import ErrorReport

OPEN_REPORTS_OF_A_PAGE = 50
OPEN_REPORTS = 1000
"""How many reports wait for the editors at the most: more are read by nobody. 1,000 of 4,000 characters are 4 MB."""


class ReportsFullError(Exception):
    """So many reports wait that no more are kept."""


@transaction.atomic
def report_error(*, page: Page, text: str) -> ErrorReport:
    """Keeps a reader's report of an error in ``page``. The text is cut at 4,000 characters.

    The same text about the same page that nobody has dealt with yet is one report. Raises ``ReportsFullError`` where
    50 open reports of this page or 1,000 of all pages wait.
    """
    page = Page.objects.select_for_update(no_key=True).get(pk=page.pk)
    text = text.strip()[:4000]
    waiting = ErrorReport.objects.filter(handled=False)
    if known := waiting.filter(page=page, text=text).first():
        return known
    if waiting.filter(page=page).count() >= OPEN_REPORTS_OF_A_PAGE or waiting.count() >= OPEN_REPORTS:
        raise ReportsFullError
    return ErrorReport.objects.create(page=page, text=text)
