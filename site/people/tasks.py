"""Background work of people."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from people import emails, services

TRY_AGAIN_AFTER = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
"""How long to wait for a mail server that refuses or does not answer; after the last retry the task fails."""


@task()
def send_email(
    subject: str,
    body: str,
    to: str,
    tries: int = 0,
    unsubscribe: str = "",
    reply_to: str = "",
    reason: str = "",
) -> None:
    """Sends one e-mail as text and HTML, and retries later where the mail server fails (``TRY_AGAIN_AFTER``).

    A queued task is a row of the database, so it is committed or rolled back with the change that the e-mail is about,
    and the time of the response does not depend on the mail server.
    """
    try:
        emails.message(
            subject=subject, body=body, to=to, unsubscribe=unsubscribe, reason=reason, reply_to=reply_to
        ).send()
    except OSError:  # smtplib's errors are among them
        if tries >= len(TRY_AGAIN_AFTER) or not send_email.get_backend().supports_defer:
            raise
        later = send_email.using(run_after=timezone.now() + TRY_AGAIN_AFTER[tries])
        later.enqueue(
            subject=subject,
            body=body,
            to=to,
            tries=tries + 1,
            unsubscribe=unsubscribe,
            reply_to=reply_to,
            reason=reason,
        )


@task()
def delete_sessions(user_id: int) -> int:
    return services.delete_sessions(user_id=user_id)
