"""Services of reviews: deciding on a round, undoing a decision within a minute, and correcting it later."""

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from courses.coursework import emails, events, rules, states, tasks
from courses.coursework.errors import (
    AlreadyReviewedError,
    CommentRequiredError,
    NotPermittedError,
    ReasonRequiredError,
    UndoRefusedError,
    WrongStateError,
)
from courses.coursework.models import Review, Submission, SubmissionRound
from courses.coursework.services.submissions import normal_text
from courses.coursework.states import Decision, State
from people.emails import absolute_url
from people.models import User

log = structlog.get_logger("coursework")


@transaction.atomic
def review(*, by: User, round: SubmissionRound, decision: Decision, comment: str = "") -> Review:  # noqa: A002
    """Records the decision on a round. The e-mail to the learner waits for ``UNDO_TIME``.

    Only a trainer of the group may, and not on their own submission. Raises ``NotPermittedError``,
    ``CommentRequiredError`` when the decision is not ``ACCEPTED`` and ``comment`` is empty, ``AlreadyReviewedError``
    when the round has a decision or is no longer the last one, and ``WrongStateError`` when the submission is not in
    the state ``SUBMITTED`` or its content was removed with the learner's account.
    """
    submission = _locked_submission(by, round)
    known = _last_review(round)
    if known is not None:
        raise AlreadyReviewedError(
            _("%(person)s has already decided on this version: %(decision)s. Your decision was not recorded.")
            % {"person": known.reviewer_name, "decision": Decision(known.decision).label}
        )
    _check_newest(submission, round)
    if submission.rounds.filter(pk=round.pk, content_removed=True).exists():
        raise WrongStateError(_("There is nothing to decide on: the account is anonymised and its content removed."))
    _check_can_be_corrected(submission, decision)
    state = states.move(submission.state, State(Decision(decision).value))
    said = _comment(decision, comment)
    _change_state(submission, state)
    made = Review.objects.create(round=round, reviewer=by, decision=decision, comment=said)
    events.record_review(made)
    tasks.enqueue_review_email(made)
    return made


@transaction.atomic
def undo_review(*, by: User, review: Review) -> SubmissionRound:
    """Undoes a decision: deletes the review, which voids its learning event, and the round waits for a review again.

    Only the reviewer may, while they train the group, within ``UNDO_TIME``. Raises ``NotPermittedError``, and
    ``UndoRefusedError`` when the time has passed, the review was undone or corrected, or there is a newer round.
    """
    made = review.round
    submission = _locked_submission(by, made)
    if review.reviewer_id != by.pk:
        raise NotPermittedError
    if not Review.objects.filter(pk=review.pk).exists():
        raise UndoRefusedError(_("This decision is undone already."))
    if submission.rounds.filter(number__gt=made.number).exists():
        raise UndoRefusedError(
            _("This decision can no longer be undone: a newer version of the submission has been handed in.")
        )
    if not Review.objects.undoable().filter(pk=review.pk).exists():
        raise UndoRefusedError(
            _("This decision can no longer be undone, only corrected: the learner has been told about it.")
        )
    Review.objects.filter(pk=review.pk).delete()
    _change_state(submission, State.SUBMITTED)
    log.info("coursework.review_undone", user_id=by.pk, submission_id=submission.pk)
    return made


@transaction.atomic
def email_review(*, review_id: int) -> bool:
    """E-mails the learner about a review; returns whether it did.

    Not about one that was undone or corrected meanwhile, or that the learner has answered with a newer round.

    The submission is locked, so that a review is not undone while its e-mail is queued.
    """
    found = Submission.objects.select_for_update(of=("self",)).filter(rounds__reviews=review_id)
    submission = found.select_related("assignment__cohort", "user").first()
    if submission is None:
        return False
    if not Review.objects.filter(pk=review_id, correction=None, decision=submission.state).exists():
        return False
    _email_learner("reviewed", submission)
    return True


@transaction.atomic
def correct_review(
    *,
    by: User,
    review: Review,
    decision: Decision,
    reason: str,
    comment: str = "",
) -> Review:
    """Replaces a decision, or its comment, by a new review; the earlier one stays readable. E-mails the learner.

    Only a trainer of the group may, and not on their own submission. Repeating the same correction changes nothing.
    Raises ``NotPermittedError``, ``CommentRequiredError``, ``ReasonRequiredError``, ``AlreadyReviewedError`` when
    ``review`` has another correction or there is a newer round, and ``WrongStateError`` when neither the decision nor
    the comment changes.
    """
    submission = _locked_submission(by, review.round)
    said, why = normal_text(comment).strip(), normal_text(reason).strip()
    last = _last_review(review.round)
    if last is not None and last.pk != review.pk:
        same = (last.corrects_id, last.reviewer_id, last.decision, last.comment, last.reason)
        if same == (review.pk, by.pk, decision, said, why):
            return last
        raise AlreadyReviewedError(
            _("%(person)s has corrected this decision in the meantime: %(decision)s. Your correction was not recorded.")
            % {"person": last.reviewer_name, "decision": Decision(last.decision).label}
        )
    _check_newest(submission, review.round)
    if decision != review.decision:
        _check_can_be_corrected(submission, decision)
    state = states.correct(submission.state, Decision(decision))
    said = _comment(decision, comment)
    if not why:
        raise ReasonRequiredError
    if (review.decision, review.comment) == (decision, said):
        raise WrongStateError(_("This decision holds already. Change it, or change the comment."))
    _change_state(submission, state)
    made = Review.objects.create(
        round=review.round, reviewer=by, decision=decision, comment=said, corrects=review, reason=why
    )
    events.record_review(made)
    _email_learner("review_corrected", submission)
    return made


def _locked_submission(by: User, round: SubmissionRound) -> Submission:  # noqa: A002
    """Returns the submission, locked, for a trainer who may review it. Raises ``NotPermittedError``."""
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("assignment__cohort", "user")
        .get(pk=round.submission_id)
    )
    if submission.user_id == by.pk or not rules.trains(by, submission.assignment.cohort):
        raise NotPermittedError
    return submission


def _last_review(round: SubmissionRound) -> Review | None:  # noqa: A002
    """The current review of a round, or None."""
    return round.reviews.select_related("reviewer").order_by("pk").last()


def _check_newest(submission: Submission, round: SubmissionRound) -> None:  # noqa: A002
    if submission.rounds.filter(number__gt=round.number).exists():
        raise AlreadyReviewedError(
            _("A newer version of this submission has been handed in. Read it before you decide.")
        )


def _check_can_be_corrected(submission: Submission, decision: Decision) -> None:
    """Raises ``WrongStateError`` for returning a submission whose task is closed, as no next round could come."""
    if decision == Decision.RETURNED and submission.assignment.closed_at is not None:
        raise WrongStateError(
            _(
                "This task is closed, so a corrected work could not be handed in. Open the task again on the page of "
                "the group, or accept or do not pass this submission."
            )
        )


def _comment(decision: Decision, comment: str) -> str:
    said = normal_text(comment).strip()
    if decision != Decision.ACCEPTED and not said:
        raise CommentRequiredError
    return said


def _change_state(submission: Submission, state: State) -> None:
    submission.state = state
    submission.save(update_fields=["state"])


def _email_learner(name: str, submission: Submission) -> None:
    """Sends a link to the review, whose comment stays on the site."""
    page = absolute_url("coursework:submission", submission.assignment_id)
    emails.send(
        name,
        to=[submission.user],
        kind=emails.REVIEWS,
        assignment=submission.assignment,
        state=submission.state,
        url=page,
    )
