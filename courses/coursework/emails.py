"""The e-mails of coursework, and the kinds of them that users may turn off."""

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from courses.coursework import rules
from people import emails
from people.models import User
from people.tasks import send_email

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


def send(name: str, *, to: Iterable[User], kind: str, reply_to: str = "", **context: Any) -> None:
    """Queues the e-mail ``coursework/emails/<name>.txt`` for each active user who has not turned off this ``kind``.

    Rendered once, with one query for who wants it.
    """
    if users := emails.who_wants(to, kind):
        subject, body = emails.rendered(f"coursework/emails/{name}", context)
        for user in users:
            url = emails.opt_out_url(user, kind)
            send_email.enqueue(subject=subject, body=body, to=user.email, unsubscribe=url, reply_to=reply_to)


def send_to_address(name: str, *, to: str, **context: Any) -> None:
    """As ``send``, to an address that may be nobody's."""
    subject, body = emails.rendered(f"coursework/emails/{name}", context)
    send_email.enqueue(subject=subject, body=body, to=to)
