"""Works: drafts, hand-ins with their receipts, reviews."""

from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.coursework import files, receipts, rules, states
from courses.coursework.errors import (
    AlreadyReviewedError,
    CommentRequiredError,
    EmptyWorkError,
    NotPermittedError,
    WrongStateError,
)
from courses.coursework.models import Assignment, Review, Submission, SubmissionRound
from courses.coursework.states import Decision, State
from people.models import User

LONGEST_TEXT = 100_000
"""Characters of a work that is written on the page: about 40 pages."""


@transaction.atomic
def save_draft(*, by: User, assignment: Assignment, text: str) -> Submission:
    """Keeps what a learner has written so far; nobody else reads it. The state stays draft, or returned.

    Raises ``NotPermittedError`` and ``WrongStateError``.
    """
    submission = _own_submission(by, assignment)
    states.check_writable(submission.state)
    submission.draft_text = _normal(text)
    submission.save(update_fields=["draft_text"])
    return submission


def hand_in(
    *, by: User, assignment: Assignment, key: UUID, text: str = "", file: "File[bytes] | None" = None
) -> SubmissionRound:
    """Hands in a text, a file or both, as a new round with a receipt.

    The same ``key`` again gives the round of the first time and keeps nothing new. With a file this must be the
    outermost transaction, for the stored file goes away when it rolls back. Raises ``NotPermittedError``,
    ``WrongStateError``, ``EmptyWorkError`` and ``FileRefusedError``; nothing is kept then.
    """
    work = _normal(text)
    stored = SubmissionRound()
    try:
        with transaction.atomic(durable=file is not None):
            submission = _own_submission(by, assignment)
            if known := submission.rounds.filter(key=key).first():
                return known
            state = states.move(submission.state, State.SUBMITTED)
            if not work.strip() and file is None:
                raise EmptyWorkError
            file_name = files.check(file) if file is not None else ""
            now = timezone.now()
            stored = SubmissionRound(
                submission=submission,
                number=submission.rounds.count() + 1,
                text=work if work.strip() else "",
                file_name=file_name,
                file_size=(file.size or 0) if file is not None else 0,
                submitted_at=now,
                receipt=_free_receipt(),
                key=key,
            )
            if file is not None:
                stored.file.save(file_name, file, save=False)
            stored.save()
            submission.state, submission.submitted_at, submission.draft_text = state, now, ""
            submission.save(update_fields=["state", "submitted_at", "draft_text"])
    except BaseException:
        if stored.file:
            stored.file.storage.delete(stored.file.name or "")
        raise
    return stored


@transaction.atomic
def review(*, by: User, round: SubmissionRound, decision: Decision, comment: str = "") -> Review:  # noqa: A002
    """Decides of the version that was read: accepts it, returns it or marks it as not passed.

    Only a trainer of the group may, and nobody of their own work. Raises ``NotPermittedError``,
    ``CommentRequiredError`` when a work is not accepted and no comment says why, ``AlreadyReviewedError`` when the
    version has its decision or is no longer the last one, and ``WrongStateError`` when the work does not wait.
    """
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("assignment__cohort")
        .get(pk=round.submission_id)
    )
    if submission.user_id == by.pk or not rules.trains(by, submission.assignment.cohort):
        raise NotPermittedError
    known = Review.objects.select_related("reviewer").filter(round=round).first()
    if known is not None:
        raise AlreadyReviewedError(
            _("%(person)s has already decided of this version: %(decision)s. Your decision was not recorded.")
            % {"person": known.reviewer.display_name, "decision": Decision(known.decision).label}
        )
    if submission.rounds.filter(number__gt=round.number).exists():
        raise AlreadyReviewedError(_("A newer version of this work has been handed in. Read it before you decide."))
    state = states.move(submission.state, State(Decision(decision).value))
    said = _normal(comment).strip()
    if decision != Decision.ACCEPTED and not said:
        raise CommentRequiredError
    submission.state = state
    submission.save(update_fields=["state"])
    return Review.objects.create(round=round, reviewer=by, decision=decision, comment=said)


def _own_submission(user: User, assignment: Assignment) -> Submission:
    """The learner's work on this assignment, made where there is none, and locked."""
    if not Assignment.objects.set_to(user).filter(pk=assignment.pk, kind=Assignment.Kind.WRITTEN).exists():
        raise NotPermittedError
    Submission.objects.get_or_create(assignment=assignment, user=user)
    return Submission.objects.select_for_update().get(assignment=assignment, user=user)


def _free_receipt() -> str:
    for _attempt in range(10):
        receipt = receipts.new()
        if not SubmissionRound.objects.filter(receipt=receipt).exists():
            return receipt
    raise WrongStateError(_("No receipt could be made. Try again."))


def _normal(text: str) -> str:
    """Line ends as one character, without NUL, which PostgreSQL does not store, and never longer than is taken."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")[:LONGEST_TEXT]
