"""What deleting guides would destroy."""

from django.db.models import QuerySet
from django.utils.translation import ngettext
from wagtail.models import Page

from publishing import impact
from publishing.impact import Impact
from resources.guidance.models import GuideEdition


def connect() -> None:
    """Called once, when Django is ready."""
    impact.register(Page, _on_pages)


def _on_pages(pages: QuerySet[Page]) -> list[Impact]:
    number = GuideEdition.objects.filter(guide__in=pages.values("pk")).count()
    sentence = ngettext(
        "%(number)d edition of a guide would be lost.", "%(number)d editions of guides would be lost.", number
    ) % {"number": number}
    return [Impact(sentence, number, record=True)]
