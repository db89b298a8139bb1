"""Services of anonymised and deleted accounts."""

from functools import partial

from django.db import transaction

from courses.coursework.models import (
    CohortInvitation,
    CohortMember,
    CohortMessage,
    Extension,
    Review,
    SavedComment,
    Submission,
    SubmissionRound,
    UnsentText,
)
from people.models import User


@transaction.atomic
def remove_personal_content(*, user: User) -> None:
    """Removes what identifies ``user``, whose account is being anonymised, and takes them out of their groups.

    Later due dates, whose reasons may tell of them, and their name among the recipients of messages go too. Of their
    submissions the texts, the files and the reviewers' comments are deleted, the files after the commit;
    states, dates, receipts and decisions stay, and so do the reviews that they gave to others.
    """
    rounds = SubmissionRound.objects.filter(submission__user=user)
    for storage, name in [(item.file.storage, str(item.file.name)) for item in rounds.exclude(file="")]:
        transaction.on_commit(partial(storage.delete, name), robust=True)
    Review.objects.filter(round__submission__user=user).remove_content()
    rounds.update(text="", file="", file_name="", file_size=0, content_removed=True)
    Submission.objects.filter(user=user).update(draft_text="")
    UnsentText.objects.filter(user=user).delete()
    SavedComment.objects.filter(trainer=user).delete()
    Extension.objects.filter(user=user).delete()
    delete_messages(user=user)
    user.cohort_messages.clear()
    CohortMember.objects.filter(user=user).delete()
    user.cohorts_led.clear()
    delete_invitations(user=user)


@transaction.atomic
def delete_messages(*, user: User) -> None:
    """Deletes the messages of groups that were sent to ``user`` alone, whose text may tell of them."""
    CohortMessage.objects.filter(recipients=user, recipients_count=1).delete()


@transaction.atomic
def delete_invitations(*, user: User) -> None:
    """Deletes the invitations that ``user`` accepted or that were sent to one of their confirmed addresses."""
    CohortInvitation.objects.about(user).delete()
