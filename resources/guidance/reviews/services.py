"""Reminders of reviews, by e-mail to their owners."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from people.emails import absolute_url, opt_out_url, rendered, who_wants
from people.models import User
from people.tasks import send_email
from resources.guidance.reviews.models import ReviewReminder
from resources.guidance.reviews.owners import DueReview, due_reviews

AHEAD = timedelta(days=14)
"""How long before the day an owner is reminded."""
KIND = "review_reminders"


def remind_owners(*, today: date | None = None) -> int:
    """Tells each owner, in one e-mail, which of their reviews are due within two weeks or overdue, each review once.

    Returns the number of e-mails. A review whose day is changed is told again.
    """
    day = today or timezone.localdate()
    due = due_reviews(until=day + AHEAD)
    told = set(ReviewReminder.objects.filter(page__in=[review.page_id for review in due]).values_list("page", "day"))
    by_owner: dict[int, list[DueReview]] = {}
    for review in due:
        if review.owner_id is not None and (review.page_id, review.day) not in told:
            by_owner.setdefault(review.owner_id, []).append(review)
    owners = User.objects.in_bulk(by_owner)
    return sum(_remind(owner, by_owner[owner.pk]) for owner in who_wants(owners.values(), KIND))


@transaction.atomic
def _remind(owner: User, reviews: list[DueReview]) -> bool:
    now = timezone.now()
    ReviewReminder.objects.bulk_create(
        [ReviewReminder(page_id=review.page_id, day=review.day, sent_at=now) for review in reviews],
        ignore_conflicts=True,
    )
    subject, body = rendered(
        "guidance/emails/reviews_due",
        {
            "number": len(reviews),
            "reviews": [(review.title, date_format(review.day)) for review in reviews],
            "url": f"{absolute_url('review_calendar')}?mine=on",
        },
    )
    send_email.enqueue(subject=subject, body=body, to=owner.email, unsubscribe=opt_out_url(owner, KIND))
    return True
