"""The questions of readers that wait, for the home page of the admin."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editing.home import Row, Waiting, WaitingList, counted, register
from people.models import User
from resources.guidance.questions.models import Question
from resources.guidance.questions.queue import place_of
from resources.guidance.questions.services import MAY_ANSWER

LATE_AFTER = timedelta(days=7)


def connect() -> None:
    """Called once, when Django is ready."""
    register(
        WaitingList(
            key="questions",
            order=45,
            heading=gettext_lazy("Questions of readers"),
            empty=gettext_lazy("No question waits."),
            waiting=open_questions,
            shown_to=may_answer,
        )
    )


def may_answer(user: User) -> bool:
    return user.has_perm(MAY_ANSWER)


def open_questions(user: User, shown: slice) -> Waiting:
    """Open questions and reports that the user or nobody deals with, the oldest first."""
    rows = Question.objects.open().filter(Q(person=user) | Q(person=None)).select_related("page").in_queue_order()
    found, total = counted(rows, shown)
    return Waiting([_row(question) for question in found], total)


def _row(question: Question) -> Row:
    late = timezone.now() - question.asked_at > LATE_AFTER
    parts = [question.get_kind_display(), place_of(question), date_format(timezone.localtime(question.asked_at))]
    if late:
        parts.append(_("waits for more than a week"))
    url = reverse("reader_question", args=[question.pk])
    return Row(Truncator(question.text).words(12), ", ".join(parts), url, late=late)
