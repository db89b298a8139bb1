"""Background work of people."""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks import task

from people import services

TRY_AGAIN_AFTER = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
"""How long to wait for a mail server that refuses or does not answer; after the last retry the task fails."""


@task()
def send_email(
    subject: str, body: str, sender: str, to: list[str], tries: int = 0, reply_to: list[str] | None = None
) -> None:
    """Sends one e-mail in plain text, and retries later where the mail server fails (``TRY_AGAIN_AFTER``)."""
    try:
        EmailMessage(subject, body, sender, to, reply_to=reply_to).send()
    except OSError:  # smtplib's errors are among them
        if tries >= len(TRY_AGAIN_AFTER) or not send_email.get_backend().supports_defer:
            raise
        later = send_email.using(run_after=timezone.now() + TRY_AGAIN_AFTER[tries])
        later.enqueue(subject=subject, body=body, sender=sender, to=to, tries=tries + 1, reply_to=reply_to)


@task()
def delete_sessions(user_id: int) -> int:
    return services.delete_sessions(user_id=user_id)
