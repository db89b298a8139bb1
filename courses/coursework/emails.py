"""The e-mails of coursework: rendered at once, in the site's main language, and sent by the background worker."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from people.tasks import send_email


def send(name: str, *, to: str, reply_to: str = "", **context: Any) -> None:
    """Queues the e-mail ``coursework/emails/<name>.txt``, with its subject, to one address; answers go to ``reply_to``.

    The task is a row of the same database, so it is committed or rolled back with the change that the e-mail is about,
    and the time of the response does not depend on the mail server.
    """
    with translation.override(settings.LANGUAGE_CODE):
        subject = render_to_string(f"coursework/emails/{name}_subject.txt", context)
        body = render_to_string(f"coursework/emails/{name}.txt", context)
    send_email.enqueue(
        subject=settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + " ".join(subject.split()),
        body=body.strip() + "\n",
        sender=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        reply_to=[reply_to] if reply_to else [],
    )


def absolute_url(name: str, *args: object) -> str:
    """The URL of a page with scheme and host, in the site's main language, by the name of its pattern."""
    with translation.override(settings.LANGUAGE_CODE):
        return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(name, args=args)
