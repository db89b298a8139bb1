"""The text of a page with what stands after each of its sections: published answers, and the way to ask."""

from collections import defaultdict

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from publishing.access import is_restricted
from publishing.models import BasePage
from publishing.models.base import language_key
from publishing.public_cache import cached
from publishing.rendering import Heading, parts_of
from resources.guidance.models import Guide
from resources.guidance.questions.addresses import answers_url, form_url, rating_url
from resources.guidance.questions.cards import Addresses
from resources.guidance.questions.listing import html_of
from resources.guidance.questions.models import Kind, PublishedAnswer


def text_of(page: BasePage, request: HttpRequest) -> SafeString:
    """The stored body with the end of each section; in a preview, and on a page that is restricted, as it is."""
    if getattr(request, "is_preview", False) or is_restricted(page):
        return page.html
    return cached(("text with answers", page.pk, language_key()), lambda: _with_ends(page, request))


def addresses_of(page: BasePage, request: HttpRequest) -> Addresses | None:
    """The addresses of the forms about a page; None in a preview and for a page that is restricted."""
    if getattr(request, "is_preview", False) or is_restricted(page):
        return None

    def find() -> Addresses:
        above = page.path if isinstance(page, Guide) else page.path[: -page.steplen]
        guide = cached(("guide at", above), lambda: Guide.objects.filter(path=above).first())
        return Addresses(
            question=form_url(request, page, Kind.QUESTION),
            error=form_url(request, page, Kind.ERROR),
            rating=rating_url(request, page),
            all_answers=answers_url(request, theme=guide.pk if guide is not None else None),
        )

    return cached(("forms about", page.pk, language_key()), find)


def _with_ends(page: BasePage, request: HttpRequest) -> SafeString:
    answers: defaultdict[str, list[PublishedAnswer]] = defaultdict(list)
    section_of = _sections_by_anchor(page.headings)
    for answer in _answers_on(page.alias_of_id or page.pk):
        answers[section_of.get(answer.anchor, "")].append(answer)
    parts = []
    for heading, html in parts_of(page.body_html, page.sections):
        parts.append(html)
        if heading is not None:
            url = form_url(request, page, Kind.QUESTION, anchor=heading["anchor"])
            parts.append(_end(answers.pop(heading["anchor"], []), title=heading["title"], ask_url=url))
    parts.append(_end([answer for rest in answers.values() for answer in rest]))
    return mark_safe("".join(parts))  # noqa: S308 - the stored body and a template, autoescaped


def _answers_on(page_id: int) -> list[PublishedAnswer]:
    """The published answers of a page; one query says which pages have some, cached for all."""
    live = PublishedAnswer.objects.filter(live=True)
    answered = cached(("pages with answers",), lambda: frozenset(live.values_list("page", flat=True)))
    return list(live.filter(page=page_id).in_order()) if page_id in answered else []


def _end(answers: list[PublishedAnswer], *, title: str = "", ask_url: str = "") -> str:
    if not answers and not ask_url:
        return ""
    context = {
        "answers": [(answer.public_anchor, answer.question, html_of(answer)) for answer in answers],
        "title": title,
        "ask_url": ask_url,
    }
    return render_to_string("guidance/questions/section_end.html", context)


def section_title(page: BasePage, anchor: str) -> str:
    """The text of the heading with this anchor, or "" where there is none."""
    return next((heading["title"] for heading in page.headings if heading["anchor"] == anchor), "")


def _sections_by_anchor(headings: list[Heading]) -> dict[str, str]:
    """The anchor of the section of level 2 in which each heading stands."""
    found, section = {}, ""
    for heading in headings:
        section = heading["anchor"] if heading["level"] == 2 else section
        found[heading["anchor"]] = section
    return found
