"""Works: drafts, and hand-ins with their receipts."""

from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.coursework import emails, events, files, receipts, states
from courses.coursework.errors import DraftChangedError, EmptySubmissionError, NotPermittedError, WrongStateError
from courses.coursework.models import Assignment, Submission, SubmissionRound
from courses.coursework.states import State
from people.models import User

LONGEST_TEXT = 100_000
"""Characters of a work that is written on the page: about 40 pages."""

_PIECE = 64 * 1024


@transaction.atomic
def save_draft(*, by: User, assignment: Assignment, text: str, draft_version: int | None = None) -> Submission:
    """Keeps what a learner has written so far; nobody else reads it. The state stays draft, or returned.

    ``draft_version`` is ``Submission.draft_version`` as it was when the form was opened; None overwrites whatever there
    is. Raises ``NotPermittedError``, ``WrongStateError``, and ``DraftChangedError`` when another text has been saved
    since: nothing is overwritten then.
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
    """The same text saved twice is one draft, and an empty one holds nothing that could be lost."""
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
    """Hands in a text, a file or both, as a new round with a receipt, and writes to the trainers of the group.

    The same ``key`` with the same content again gives the round of the first time and keeps nothing new; with another
    content it is a ``WrongStateError``. A file is looked at and stored before the transaction, so that nobody else
    waits for it, and goes away when that rolls back: with a file this must be the outermost transaction.
    ``draft_version`` is as in ``save_draft``. Raises ``NotPermittedError``, ``WrongStateError``,
    ``EmptySubmissionError``, ``FileRefusedError`` and ``DraftChangedError``; nothing is kept then.
    """
    text = normal_text(text)
    text = text if text.strip() else ""
    _check_set_to(by, assignment)
    rounds = SubmissionRound.objects.filter(submission__assignment=assignment, submission__user=by)
    if known := rounds.filter(key=key).first():
        return _if_same(known, text, file)
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
        # The same form was sent twice at the same moment, and the other one was first.
        _remove_file(made)
        return _if_same(known, text, file)
    return made


def _record(made: SubmissionRound, submission: Submission) -> None:
    """Keeps a new round of a locked submission."""
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
    page = emails.absolute_url("coursework:review", submission.pk)
    for trainer in assignment.cohort.trainers.filter(is_active=True).exclude(pk=submission.user_id):
        emails.send("handed_in", to=trainer.email, assignment=assignment, url=page)


def _if_same(known: SubmissionRound, text: str, file: "File[bytes] | None") -> SubmissionRound:
    """The round that this form has made, unless something else is in the form now."""
    if known.text == text and _is_same_file(known, file):
        return known
    raise WrongStateError(
        _(
            "This form was handed in before, with another text or file: receipt %(receipt)s. What you see here "
            "was not sent. If the work comes back for correction, hand it in then."
        )
        % {"receipt": known.receipt}
    )


def _is_same_file(known: SubmissionRound, file: "File[bytes] | None") -> bool:
    if file is None or not known.file:
        return file is None and not known.file
    if (known.file_name, known.file_size) != (files.harmless_name(file.name or ""), file.size):
        return False
    try:
        with known.file.open("rb") as kept:
            file.seek(0)
            while piece := file.read(_PIECE):
                if piece != kept.read(_PIECE):
                    return False
            return True
    except FileNotFoundError:
        return True  # by its name and size


def _remove_file(made: SubmissionRound) -> None:
    if made.file:
        made.file.storage.delete(made.file.name or "")


def _check_set_to(user: User, assignment: Assignment) -> None:
    if not Assignment.objects.set_to(user).filter(pk=assignment.pk, kind=Assignment.Kind.WRITTEN).exists():
        raise NotPermittedError


def _own_submission(user: User, assignment: Assignment) -> Submission:
    """The learner's work on this assignment, made where there is none, and locked."""
    _check_set_to(user, assignment)
    Submission.objects.get_or_create(assignment=assignment, user=user)
    return Submission.objects.select_for_update().get(assignment=assignment, user=user)


def _free_receipt() -> str:
    for _attempt in range(10):
        receipt = receipts.new()
        if not SubmissionRound.objects.filter(receipt=receipt).exists():
            return receipt
    raise WrongStateError(_("No receipt could be made. Try again."))


def normal_text(text: str) -> str:
    """Line ends as one character, without NUL, which PostgreSQL does not store, and never longer than is taken."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")[:LONGEST_TEXT]
