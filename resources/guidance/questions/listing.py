"""Reads the published answers: of one page by section, and of the site by guide."""

from itertools import groupby

from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from publishing.links import Link
from publishing.models.base import language_key
from publishing.public_cache import cached
from publishing.routing import site_of
from publishing.templatetags.pomost import polish_typography
from resources.guidance.models import Guide
from resources.guidance.questions.cards import AnswerCard, ThemeCard
from resources.guidance.questions.models import PublishedAnswer


def html_of(answer: PublishedAnswer) -> SafeString:
    """The answer as HTML: what Wagtail's rich text allows, with the addresses of the pages that it links to."""
    return polish_typography(SafeString(expand_db_html(answer.answer)))


def themes(request: HttpRequest) -> list[ThemeCard]:
    """The answers of the site by guide, in its order. Four queries, none if cached."""
    site = site_of(request)
    if site is None:
        return []
    root = site.root_page
    return cached(("answers", root.path, language_key()), lambda: _read(request, root))


def _read(request: HttpRequest, root: Page) -> list[ThemeCard]:
    answers = list(PublishedAnswer.objects.public().below(root.path).select_related("page").in_order())
    headings = headings_of({answer.page_id for answer in answers})
    guides = {guide.path: guide for guide in Guide.objects.live().descendant_of(root)}
    cards = []
    for path, group in groupby(answers, lambda answer: _guide_path(answer.page.path, guides)):
        guide = guides.get(path)
        shown = tuple(_card(answer, headings[answer.page_id], request) for answer in group)
        if guide is not None:
            cards.append(ThemeCard(guide.pk, guide.menu_title, guide.get_url(request) or "", shown))
    return cards


def headings_of(pages: set[int]) -> dict[int, dict[str, str]]:
    """The titles of the headings of guides and chapters by anchor, by page. Two queries."""
    from resources.guidance.models import Chapter

    return {
        pk: {heading["anchor"]: heading["title"] for heading in headings}
        for model in (Guide, Chapter)
        for pk, headings in model.objects.filter(pk__in=pages).values_list("pk", "headings")
    }


def _guide_path(path: str, guides: dict[str, Guide]) -> str:
    return path if path in guides else path[: -Page.steplen]


def _card(answer: PublishedAnswer, headings: dict[str, str], request: HttpRequest) -> AnswerCard:
    address, heading = answer.page.get_url(request) or "", headings.get(answer.anchor, "")
    return AnswerCard(
        id=answer.pk,
        anchor=answer.public_anchor,
        question=answer.question,
        answer=html_of(answer),
        place=Link(
            f"{answer.page.title}: {heading}" if heading else answer.page.title,
            f"{address}#{answer.anchor}" if heading else address,
        ),
        answered_at=answer.first_published_at,
    )
