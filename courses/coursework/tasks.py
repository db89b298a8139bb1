"""Background work of coursework."""

from django_tasks import task

from courses.coursework.models import UNDO_TIME, Review


@task()
def send_review_email(review_id: int) -> bool:
    from courses.coursework import services  # which enqueue this task

    return services.email_review(review_id=review_id)


def enqueue_review_email(review: Review) -> None:
    """Queues the e-mail about a review for when it can no longer be undone.

    A backend that cannot wait runs the task at once.
    """
    later = send_review_email
    if send_review_email.get_backend().supports_defer:
        later = send_review_email.using(run_after=review.created_at + UNDO_TIME)
    later.enqueue(review_id=review.pk)
