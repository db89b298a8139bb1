"""One page of a decision guide, as its template gets it."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.rich_text import RichText

from polish.typography import no_orphans_html
from publishing.access import may_open
from publishing.links import Link
from publishing.models import BasePage
from publishing.rendered_html import rendering, transformed
from reference.values import plain_with_values
from resources.guidance.decisions.blocks import DecisionValue
from resources.guidance.decisions.cards import AnswerCard, DecisionPage, OutcomeCard, QuestionCard, StepCard
from resources.guidance.decisions.structure import STEP, Question, Walk
from resources.guidance.tools import Tool

Given = list[tuple[str, str]]


def address_of(here: str, given: Given) -> str:
    """The address of the page that answers lead to; it is the same for whoever opens it."""
    return f"{here}?{urlencode(given)}" if given else here


def given_by(taken: Walk) -> Given:
    """The answers of a way as parameters, in its order and without any other."""
    return [(question.key, answer.key) for question, answer in taken.steps]


def page_of(request: HttpRequest, tool: Tool, taken: Walk) -> DecisionPage:
    """The question or the outcome that the answers in the address, the way ``taken``, lead to."""
    value: DecisionValue = tool.value
    given = given_by(taken)
    here = request.path
    chapter = Link(tool.page.title, tool.page_url)
    return DecisionPage(
        title=value["title"],
        intro=value["intro"],
        chapter=chapter,
        steps=[
            StepCard(question.text, answer.text, answer.reason, address_of(here, given[:number]))
            for number, (question, answer) in enumerate(taken.steps)
        ],
        given=given,
        step=STEP,
        number=len(given) + 1,
        start_url=here,
        back_url=address_of(here, given[:-1]) if given else "",
        question=_question(taken.question) if taken.question else None,
        outcome=_outcome(request, tool, value.outcome(taken.outcome)) if taken.question is None else None,
        address=request.build_absolute_uri(address_of(here, given)),
        legal_state=getattr(tool.page, "legal_state", None),
        today=timezone.localdate(),
        error=_error(request, taken),
        breadcrumbs=[*tool.page.breadcrumbs(request), chapter],
    )


def _error(request: HttpRequest, taken: Walk) -> str:
    if taken.question is None:
        return ""
    if taken.lost:
        return _("The answer to this question in the address is not among those of today. Answer it again.")
    return _("Choose one of the answers.") if request.GET.get(STEP) == taken.question.key else ""


def _question(question: Question) -> QuestionCard:
    answers = [AnswerCard(answer.key, answer.text) for answer in question.answers]
    return QuestionCard(question.key, question.text, plain_with_values(question.help), answers)


def _outcome(request: HttpRequest, tool: Tool, found: Any) -> OutcomeCard | None:
    if found is None:
        return None
    return OutcomeCard(
        title=found["title"],
        force=found["force"],
        text=_html(found["text"], tool.page),
        next_steps=_html(found["next_steps"], tool.page),
        citations=[
            link
            for item in found["citations"]
            if (link := _citation(request, item["page"], item["anchor"])) is not None
        ],
        references=[Link(reference.label, reference.url) for reference in found["references"]],
    )


def _html(text: RichText | None, page: BasePage) -> SafeString:
    """Rich text as in the body of the page: with its values of today and the links to the glossary."""
    if text is None or not text.source:
        return SafeString("")
    with override(page.language), rendering():
        html = no_orphans_html(str(text))
        return mark_safe(transformed(html, page=page))  # noqa: S308 - rich text as Wagtail renders it


def _citation(request: HttpRequest, page: Any, anchor: str) -> Link | None:
    """The link to a chapter or its section; None for one that is not live or that the reader may not open."""
    if page is None or not page.live or not may_open(page, request):
        return None
    url = page.get_url(request) or ""
    heading = next((item["title"] for item in page.headings if anchor and item["anchor"] == anchor), "")
    return Link(f"{page.title}: {heading}", f"{url}#{anchor}") if heading else Link(page.title, url)
