"""Services of submissions: drafts, and rounds with their receipts."""

from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.coursework import emails, events, files, receipts, states
from courses.coursework.errors import (
    AssignmentClosedError,
    DraftChangedError,
    EmptySubmissionError,
    NotPermittedError,
    WrongStateError,
)
from courses.coursework.models import Assignment, Submission, SubmissionRound
from courses.coursework.states import State
from people.emails import absolute_url
from people.models import User

LONGEST_TEXT = 100_000
"""Characters of the text of a round or a draft: about 40 pages."""

_PIECE = 64 * 1024


@transaction.atomic
def save_draft(*, by: User, assignment: Assignment, text: str, draft_version: int | None = None) -> Submission:
    """Saves the learner's draft, which nobody else can read. The state stays ``DRAFT`` or ``RETURNED``.

    ``draft_version`` is ``Submission.draft_version`` at the time the form was opened; None overwrites any draft. Raises
    ``NotPermittedError``, ``WrongStateError``, and ``DraftChangedError`` when another text has been saved since:
    nothing is overwritten then.
    """
    submission = _own_submission(by, assignment)
    states.check_writable(submission.state)
    draft = normal_text(text)
    _check_draft(submission, draft, draft_version)
    if draft != submission.draft_text:
        submission.draft_text = draft
        submission.draft_version += 1
        submission.save(update_fields=["draft_text", "draft_version"])
    return submission


def _check_draft(submission: Submission, text: str, version: int | None) -> None:
    """Raises ``DraftChangedError`` for another version, unless the stored draft is empty or has the same text."""
    changed = version is not None and version != submission.draft_version
    if changed and submission.draft_text.strip() and submission.draft_text != text:
        raise DraftChangedError(text=submission.draft_text, version=submission.draft_version)


def hand_in(
    *,
    by: User,
    assignment: Assignment,
    key: UUID,
    text: str = "",
    file: "File[bytes] | None" = None,
    draft_version: int | None = None,
) -> SubmissionRound:
    """Submits a text, a file or both as a new round with a receipt, and e-mails the trainers of the group.

    Idempotent: the same ``key`` with the same content returns the existing round, with other content it raises
    ``WrongStateError``. A file is checked and stored before the transaction, so that no lock is held meanwhile, and is
    deleted when the transaction rolls back: with a file this must be the outermost transaction. ``draft_version`` is as
    in ``save_draft``. Raises ``NotPermittedError``, ``WrongStateError``, ``AssignmentClosedError``,
    ``EmptySubmissionError``, ``FileRefusedError`` and ``DraftChangedError``; nothing is stored then.
    """
    text = normal_text(text)
    text = text if text.strip() else ""
    _check_set_to(by, assignment)
    rounds = SubmissionRound.objects.filter(submission__assignment=assignment, submission__user=by)
    if known := rounds.filter(key=key).first():
        return _if_same(known, text, file)
    _check_open(assignment)
    if submission := Submission.objects.filter(assignment=assignment, user=by).first():
        states.move(submission.state, State.SUBMITTED)
    if not text and file is None:
        raise EmptySubmissionError
    made = SubmissionRound(text=text, key=key)
    if file is not None:
        made.file_name = files.check(file)
        made.file_size = file.size or 0
    try:
        if file is not None:
            made.file.save(made.file_name, file, save=False)
        with transaction.atomic(durable=file is not None):
            submission = _own_submission(by, assignment)
            known = submission.rounds.filter(key=key).first()
            if known is None:
                _check_draft(submission, text, draft_version)
                _record(made, submission)
                _email_trainers(submission, assignment)
    except BaseException:
        _remove_file(made)
        raise
    if known is not None:
        # The same form was sent twice at the same time, and the other request won.
        _remove_file(made)
        return _if_same(known, text, file)
    return made


def _record(made: SubmissionRound, submission: Submission) -> None:
    """Stores a new round of a locked submission."""
    state = states.move(submission.state, State.SUBMITTED)
    now = timezone.now()
    made.submission = submission
    made.number = submission.rounds.count() + 1
    made.submitted_at = now
    made.receipt = _free_receipt()
    made.save()
    submission.state, submission.submitted_at, submission.draft_text = state, now, ""
    submission.draft_version += 1
    submission.save(update_fields=["state", "submitted_at", "draft_text", "draft_version"])
    events.record_hand_in(made)


def _email_trainers(submission: Submission, assignment: Assignment) -> None:
    """Sends each trainer one e-mail for each round; it names the assignment and the group, and quotes no text."""
    page = absolute_url("coursework:review", submission.pk)
    trainers = assignment.cohort.trainers.exclude(pk=submission.user_id)
    emails.send("handed_in", to=trainers, kind=emails.SUBMISSIONS, assignment=assignment, url=page)


def _if_same(known: SubmissionRound, text: str, file: "File[bytes] | None") -> SubmissionRound:
    """Returns the round made from this form. Raises ``WrongStateError`` when the content differs now."""
    if known.text == text and _is_same_file(known, file):
        return known
    raise WrongStateError(
        _(
            "This form was handed in before, with another text or file: receipt %(receipt)s. What you see here "
            "was not sent. If the submission is returned for correction, hand it in then."
        )
        % {"receipt": known.receipt}
    )


def _is_same_file(known: SubmissionRound, file: "File[bytes] | None") -> bool:
    if file is None or not known.file:
        return file is None and not known.file
    if (known.file_name, known.file_size) != (files.harmless_name(file.name or ""), file.size):
        return False
    try:
        with known.file.open("rb") as stored:
            file.seek(0)
            while piece := file.read(_PIECE):
                if piece != stored.read(_PIECE):
                    return False
            return True
    except FileNotFoundError:
        return True  # name and size are equal


def _remove_file(made: SubmissionRound) -> None:
    if made.file:
        made.file.storage.delete(made.file.name or "")


def _check_set_to(user: User, assignment: Assignment) -> None:
    if not Assignment.objects.set_to(user).filter(pk=assignment.pk, kind=Assignment.Kind.WRITTEN).exists():
        raise NotPermittedError


def _check_open(assignment: Assignment, *, lock: bool = False) -> None:
    assignments = Assignment.objects.select_for_update() if lock else Assignment.objects.all()
    found = list(assignments.filter(pk=assignment.pk).values_list("closed_at", flat=True))
    if not found:
        raise NotPermittedError  # deleted meanwhile
    if found[0] is not None:
        raise AssignmentClosedError


def _own_submission(user: User, assignment: Assignment) -> Submission:
    """Returns the learner's submission for this assignment, created where there is none, and locked.

    Raises ``AssignmentClosedError`` when a trainer has closed it: the assignment is locked too, so that it cannot be
    closed or deleted meanwhile.
    """
    _check_set_to(user, assignment)
    _check_open(assignment, lock=True)
    Submission.objects.get_or_create(assignment=assignment, user=user)
    return Submission.objects.select_for_update().get(assignment=assignment, user=user)


def _free_receipt() -> str:
    for _attempt in range(10):
        receipt = receipts.new()
        if not SubmissionRound.objects.filter(receipt=receipt).exists():
            return receipt
    raise WrongStateError(_("No receipt could be made. Try again."))


def normal_text(text: str) -> str:
    """Normalises line ends to ``\\n``, drops NUL, which PostgreSQL cannot store, and truncates to ``LONGEST_TEXT``."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")[:LONGEST_TEXT]
