"""Ratings, questions of readers, their answers by e-mail, and the answers that everybody reads."""

import re
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import Page

from people import emails
from people.models import User
from people.tasks import send_email
from publishing.models import BasePage
from resources.guidance.questions.errors import (
    AlreadyHandledError,
    NoAddressError,
    PersonalDataError,
    QuestionsFullError,
)
from resources.guidance.questions.models import MOST_TEXT, Kind, PageRating, PublishedAnswer, Question, State

MAY_ANSWER = "guidance.change_question"
MAY_PUBLISH = "guidance.change_publishedanswer"

OPEN_OF_A_PAGE = 50
MOST_OPEN = 1000
"""The most open questions. 1,000 of 4,000 characters are 4 MB."""

ADDRESS_KEPT = timedelta(days=30)
"""How long the address of an asker is kept after the answer, or after the question was closed."""
LONGEST_ADDRESS_KEPT = timedelta(days=365)
"""How long the address of a question is kept that nobody has answered."""
KEPT = timedelta(days=400)
"""How long questions are kept after they were answered or closed, and ratings after their day."""

_ADDRESS = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")

log = structlog.get_logger("guidance")


# --- readers ----------------------------------------------------------------------------------------


@transaction.atomic
def rate(*, page: Page, helpful: bool) -> None:
    """Counts that a page helped a reader, or that it did not."""
    rating, _made = PageRating.objects.get_or_create(page_id=page.pk, day=timezone.localdate())
    name = "helpful" if helpful else "unhelpful"
    PageRating.objects.filter(pk=rating.pk).update(**{name: F(name) + 1})


@transaction.atomic
def ask(*, page: BasePage, kind: Kind, text: str, anchor: str = "", email: str = "") -> Question:
    """Stores what a reader asks or reports about a page, or about the section with this anchor.

    An open one with the same text, section and address is returned instead of a second one. An anchor that the page
    does not have counts as none. Raises ``QuestionsFullError``.
    """
    Page.objects.select_for_update(no_key=True).get(pk=page.pk)
    headings = {heading["anchor"]: heading["title"] for heading in page.headings}
    anchor = anchor if anchor in headings and len(anchor) <= 80 else ""
    text, email = text.replace("\r\n", "\n").strip()[:MOST_TEXT], email.strip()
    waiting = Question.objects.open()
    known = waiting.filter(page=page.pk, kind=kind, anchor=anchor, text=text, email=email).first()
    if known is not None:
        return known
    if waiting.filter(page=page.pk).count() >= OPEN_OF_A_PAGE or waiting.count() >= MOST_OPEN:
        raise QuestionsFullError
    heading = headings.get(anchor, "")[:250]
    made: Question = Question.objects.create(
        page_id=page.pk, kind=kind, anchor=anchor, heading=heading, text=text, email=email
    )
    return made


# --- editors and advisers ---------------------------------------------------------------------------


@transaction.atomic
def take(*, by: User, question: Question) -> Question:
    """Makes ``by`` the person who deals with an open question. Raises ``PermissionDenied``, ``AlreadyHandledError``."""
    row = _open(by, question)
    row.person, row.state = by, State.IN_PROGRESS
    row.save(update_fields=["person", "state"])
    return row


@transaction.atomic
def release(*, by: User, question: Question) -> Question:
    """Gives an open question back to everybody. Raises ``PermissionDenied``, ``AlreadyHandledError``."""
    row = _open(by, question)
    row.person, row.state = None, State.NEW
    row.save(update_fields=["person", "state"])
    return row


@transaction.atomic
def answer(*, by: User, question: Question, text: str) -> Question:
    """Sends the answer to the address of the asker, once; answers to it go to the address of ``by``.

    Raises ``PermissionDenied``, ``AlreadyHandledError``, and ``NoAddressError`` where no answer was asked for.
    """
    row = _open(by, question)
    if not row.email:
        raise NoAddressError
    row.person, row.state, row.answer = by, State.ANSWERED, text.replace("\r\n", "\n").strip()
    row.handled_at = timezone.now()
    row.save(update_fields=["person", "state", "answer", "handled_at"])
    subject, body = emails.rendered("guidance/emails/answer", _email(row, by))
    send_email.enqueue(subject=subject, body=body, to=row.email, reply_to=by.email)
    log.info("guidance.question_answered", user=by.pk, question=row.pk)
    return row


def _email(question: Question, by: User) -> dict[str, Any]:
    address = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + (question.page.specific.get_url() or "/")
    return {
        "question": question,
        "quoted": "\n".join(f"> {line}" for line in question.text.splitlines()),
        "page": question.page,
        "person": by,
        "url": f"{address}#{question.anchor}" if question.anchor else address,
        "days": ADDRESS_KEPT.days,
    }


@transaction.atomic
def close(*, by: User, question: Question) -> Question:
    """Closes an open question without an answer. Raises ``PermissionDenied``, ``AlreadyHandledError``."""
    row = _open(by, question)
    row.person, row.state, row.handled_at = by, State.CLOSED, timezone.now()
    row.save(update_fields=["person", "state", "handled_at"])
    return row


@transaction.atomic
def reopen(*, by: User, question: Question) -> Question:
    """Opens again what was closed without an answer; others stay as they are. Raises ``PermissionDenied``."""
    row = _locked(by, question)
    if row.state == State.CLOSED:
        row.person, row.state, row.handled_at = by, State.IN_PROGRESS, None
        row.save(update_fields=["person", "state", "handled_at"])
    return row


@transaction.atomic
def publish_answer(
    *,
    by: User,
    page: Page,
    question: str,
    answer: str,
    anchor: str = "",
    live: bool = True,
    source: Question | None = None,
    known: PublishedAnswer | None = None,
) -> PublishedAnswer:
    """Publishes a question and its answer, worded for everybody, or changes the one that is ``known``.

    An open ``source`` without an address is answered by it. Raises ``PermissionDenied``, and ``PersonalDataError``
    where a text has the address of the asker, or the question any e-mail address.
    """
    if not by.has_perm(MAY_PUBLISH):
        raise PermissionDenied
    row = Question.objects.select_for_update().filter(pk=source.pk).first() if source is not None else None
    _refuse_addresses(question, answer, row.email if row is not None else "")
    now = timezone.now()
    published = known or PublishedAnswer(page_id=page.pk, source=row)
    published.page_id, published.anchor = page.pk, anchor
    published.question, published.answer, published.live = " ".join(question.split()), answer, live
    published.changed_at = now
    if live and published.first_published_at is None:
        published.first_published_at = now
    published.save()
    if row is not None and live and row.is_open and not row.email:
        row.person, row.state, row.handled_at = by, State.ANSWERED, now
        row.save(update_fields=["person", "state", "handled_at"])
    log.info("guidance.answer_published", user=by.pk, answer=published.pk, live=live)
    return published


def _refuse_addresses(question: str, answer: str, email: str) -> None:
    if _ADDRESS.search(question):
        raise PersonalDataError("question")
    if email and email.lower() in strip_tags(answer).lower():
        raise PersonalDataError("answer")


def _locked(by: User, question: Question) -> Question:
    if not by.has_perm(MAY_ANSWER):
        raise PermissionDenied
    return Question.objects.select_for_update(of=("self",)).select_related("page").get(pk=question.pk)


def _open(by: User, question: Question) -> Question:
    row = _locked(by, question)
    if not row.is_open:
        raise AlreadyHandledError
    return row


# --- what does not stay -----------------------------------------------------------------------------


@transaction.atomic
def keep_house() -> None:
    """Removes addresses that are needed no more, and questions and ratings after their time."""
    now = timezone.now()
    late = Q(handled_at__lt=now - ADDRESS_KEPT) | Q(asked_at__lt=now - LONGEST_ADDRESS_KEPT)
    Question.objects.exclude(email="").filter(late).update(email="")
    Question.objects.filter(handled_at__lt=now - KEPT).delete()
    PageRating.objects.filter(day__lt=timezone.localdate() - KEPT).delete()


@transaction.atomic
def remove_person(*, user: User) -> None:
    """Gives back what a user has not dealt with, and removes their address from what they asked themselves."""
    Question.objects.open().filter(person=user).update(person=None, state=State.NEW)
    Question.objects.filter(email__iexact=user.email).update(email="")
