"""The e-mails of coursework: rendered at once, in the site's main language, and sent by the background worker."""

from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from courses.coursework import rules
from people import emails
from people.emails import absolute_url
from people.models import User
from people.tasks import send_email

__all__ = [
    "GROUPS",
    "MESSAGES",
    "REVIEWS",
    "SUBMISSIONS",
    "TASKS",
    "absolute_url",
    "register_kinds",
    "send",
    "send_to_all",
]

GROUPS: Final = "groups"
TASKS: Final = "tasks"
REVIEWS: Final = "reviews"
MESSAGES: Final = "messages"
SUBMISSIONS: Final = "submissions"


def register_kinds() -> None:
    """Called once, when Django is ready."""
    for name, label, help_text in (
        (GROUPS, _("Groups"), _("When a coordinator adds you to a group.")),
        (TASKS, _("Tasks"), _("When a trainer of your group sets a new task.")),
        (REVIEWS, _("Reviews"), _("When your submission is accepted, returned for correction or otherwise reviewed.")),
        (MESSAGES, _("Messages"), _("When a trainer of your group writes to you.")),
    ):
        emails.register(emails.Kind(name, label, help_text, _everyone))
    emails.register(
        emails.Kind(
            SUBMISSIONS,
            _("Submissions to review"),
            _("When a submission is handed in to a group of yours."),
            rules.may_run,
        )
    )


def _everyone(_user: User) -> bool:
    return True


def send(name: str, *, to: "User | str", kind: str = "", reply_to: str = "", **context: Any) -> None:
    """Queues the e-mail ``coursework/emails/<name>.txt``, with its subject, to a user or, without a kind, an address.

    Nothing is sent to a user who turned off e-mails of this ``kind``. The task is a row of the same database, so it is
    committed or rolled back with the change that the e-mail is about, and the time of the response does not depend on
    the mail server.
    """
    if isinstance(to, User):
        send_to_all(name, to=[to], kind=kind, reply_to=reply_to, **context)
    else:
        _enqueue(*_rendered(name, context), to=to, reply_to=reply_to)


def send_to_all(name: str, *, to: Iterable[User], kind: str, reply_to: str = "", **context: Any) -> None:
    """As ``send``, an e-mail of their own for each of many users; rendered once, with one query for who wants it."""
    if users := emails.who_wants(to, kind):
        subject, body = _rendered(name, context)
        for user in users:
            _enqueue(subject, body, to=user.email, unsubscribe=emails.opt_out_url(user, kind), reply_to=reply_to)


def _rendered(name: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and text."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = render_to_string(f"coursework/emails/{name}_subject.txt", context)
        body = render_to_string(f"coursework/emails/{name}.txt", context)
    return settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + " ".join(subject.split()), body.strip() + "\n"


def _enqueue(subject: str, body: str, *, to: str, unsubscribe: str = "", reply_to: str = "") -> None:
    send_email.enqueue(
        subject=subject,
        body=body,
        sender=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        unsubscribe=unsubscribe,
        reply_to=reply_to,
    )
