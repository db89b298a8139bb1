"""Letters of this room: written now, in the language of the site, and sent by the background worker."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from people.tasks import send_letter


def send(name: str, *, to: str, **context: Any) -> None:
    """Queues the letter ``coursework/emails/<name>.txt``, with its subject, to one address.

    The task is a row of the same database, so it comes to be with the change that the letter is about; how long a mail
    server takes tells nobody anything.
    """
    with translation.override(settings.LANGUAGE_CODE):
        subject = render_to_string(f"coursework/emails/{name}_subject.txt", context)
        body = render_to_string(f"coursework/emails/{name}.txt", context)
    send_letter.enqueue(
        subject=settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + " ".join(subject.split()),
        body=body.strip() + "\n",
        sender=settings.DEFAULT_FROM_EMAIL,
        to=[to],
    )


def address(name: str, *args: object) -> str:
    """The whole address of a page, by the name of its pattern: no request tells a letter the host or the language."""
    with translation.override(settings.LANGUAGE_CODE):
        return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(name, args=args)
