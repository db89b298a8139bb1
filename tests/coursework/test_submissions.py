from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from courses.coursework import files, receipts, services
from courses.coursework.errors import (
    AlreadyReviewedError,
    CommentRequiredError,
    EmptySubmissionError,
    FileRefusedError,
    NotPermittedError,
    WrongStateError,
)
from courses.coursework.models import Review, Submission, SubmissionRound
from courses.coursework.states import Decision, State
from tests.courses_tree import lessons_of
from tests.coursework import factories
from tests.coursework.factories import PDF, handed_in, upload

pytestmark = pytest.mark.django_db


def kept_files(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def test_a_draft_is_saved_and_changed(written, learner):
    services.save_draft(by=learner, assignment=written, text="Zaczynam")
    services.save_draft(by=learner, assignment=written, text="Zaczynam\r\ndalej\x00")
    submission = Submission.objects.get()
    assert (submission.state, submission.draft_text) == (State.DRAFT, "Zaczynam\ndalej")


def test_a_text_is_handed_in_for_a_receipt(written, learner):
    services.save_draft(by=learner, assignment=written, text="Zaczynam")
    made = handed_in(written, learner, text="Gotowe")
    submission = Submission.objects.get()
    assert receipts.PATTERN.match(made.receipt)
    assert (made.number, made.text, made.submission) == (1, "Gotowe", submission)
    assert (submission.state, submission.draft_text) == (State.SUBMITTED, "")
    assert submission.submitted_at == made.submitted_at


def test_a_file_is_handed_in(written, learner, private_files):
    made = handed_in(written, learner, text="", file=upload("../Moja praca.pdf", PDF))
    assert (made.file_name, made.file_size) == ("Moja praca.pdf", len(PDF))
    assert made.file.read() == PDF
    made.file.close()
    (path,) = kept_files(private_files)
    assert path.suffix == ".pdf"
    assert "praca" not in path.name


def test_the_same_form_twice_is_one_round(written, learner, private_files):
    key = uuid4()
    first, second = (
        services.hand_in(by=learner, assignment=written, key=key, text="Gotowe", file=upload("praca.pdf", PDF))
        for _ in range(2)
    )
    assert first.receipt == second.receipt
    assert SubmissionRound.objects.count() == 1
    assert len(kept_files(private_files)) == 1


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("Inaczej", ("praca.pdf", PDF)),
        ("Gotowe", None),
        ("Gotowe", ("inna.pdf", PDF)),
        ("Gotowe", ("praca.pdf", PDF + b" ")),
        ("Gotowe", ("praca.pdf", PDF.replace(b"0", b"9"))),
    ],
)
def test_the_same_form_with_other_content_is_an_error(written, learner, private_files, text, file):
    key = uuid4()
    first = services.hand_in(by=learner, assignment=written, key=key, text="Gotowe", file=upload("praca.pdf", PDF))
    with pytest.raises(WrongStateError, match=first.receipt):
        services.hand_in(by=learner, assignment=written, key=key, text=text, file=file and upload(*file))
    Submission.objects.update(state=State.RETURNED)
    with pytest.raises(WrongStateError, match=first.receipt):
        services.hand_in(by=learner, assignment=written, key=key, text=text, file=file and upload(*file))
    assert SubmissionRound.objects.get() == first
    assert len(kept_files(private_files)) == 1


def test_a_file_is_checked_and_stored_before_the_transaction(written, learner, monkeypatch):
    seen = []

    def atomic_blocks(*args, **kwargs):
        seen.append(len(connection.savepoint_ids))
        return "praca.pdf"

    before = len(connection.savepoint_ids)
    monkeypatch.setattr("courses.coursework.files.check", atomic_blocks)
    monkeypatch.setattr("courses.coursework.models.SubmissionRound.file.field.upload_to", atomic_blocks)
    handed_in(written, learner, file=upload("praca.pdf", PDF))
    assert seen == [before, before]


def test_a_file_of_a_user_without_permission_is_not_checked(written, monkeypatch):
    monkeypatch.setattr("courses.coursework.files.check", lambda file: pytest.fail("looked at"))
    with pytest.raises(NotPermittedError):
        handed_in(written, factories.UserFactory.create(), file=upload("praca.pdf", PDF))
    member = factories.member(written.cohort)
    handed_in(written, member)
    with pytest.raises(WrongStateError):
        handed_in(written, member, file=upload("praca.pdf", PDF))


def test_the_same_form_in_two_requests_at_once_stores_one_file(written, learner, private_files, monkeypatch):
    """Both requests look the key up before either creates the round."""
    key = uuid4()
    check = files.check
    first: list[SubmissionRound | None] = []

    def check_while_the_other_is_handed_in(file):
        if not first:
            first.append(None)
            first[0] = services.hand_in(
                by=learner, assignment=written, key=key, text="Gotowe", file=upload("praca.pdf", PDF)
            )
        return check(file)

    monkeypatch.setattr("courses.coursework.files.check", check_while_the_other_is_handed_in)
    second = services.hand_in(by=learner, assignment=written, key=key, text="Gotowe", file=upload("praca.pdf", PDF))
    assert second == first[0] == SubmissionRound.objects.get()
    assert len(kept_files(private_files)) == 1


def test_an_empty_submission_is_an_error(written, learner):
    for text in ("", "  \n "):
        with pytest.raises(EmptySubmissionError):
            handed_in(written, learner, text=text)
    assert not Submission.objects.exists()


def test_a_refused_file_leaves_nothing(written, learner, private_files):
    with pytest.raises(FileRefusedError):
        handed_in(written, learner, text="Gotowe", file=upload("praca.pdf", b"<html>"))
    assert not Submission.objects.exists()
    assert kept_files(private_files) == []


def test_a_file_is_deleted_when_the_transaction_fails(written, learner, private_files, monkeypatch):
    handed_in(written, learner)
    services.review(
        by=written.cohort.trainers.get(), round=SubmissionRound.objects.get(), decision=Decision.RETURNED, comment="x"
    )
    taken = SubmissionRound.objects.get().receipt
    monkeypatch.setattr("courses.coursework.services.submissions._free_receipt", lambda: taken)
    with pytest.raises(IntegrityError):
        handed_in(written, learner, file=upload("praca.pdf", PDF))
    assert kept_files(private_files) == []
    assert Submission.objects.get().state == State.RETURNED


def test_no_new_round_while_one_waits_or_after_the_end(lead, written, learner):
    made = handed_in(written, learner)
    for state in (State.SUBMITTED, State.ACCEPTED, State.FAILED):
        Submission.objects.update(state=state)
        with pytest.raises(WrongStateError):
            handed_in(written, learner)
        with pytest.raises(WrongStateError):
            services.save_draft(by=learner, assignment=written, text="Jeszcze")
    assert SubmissionRound.objects.get() == made


def test_only_members_of_the_group_submit(lead, cohort, written):
    lesson = services.set_assignment(by=lead, cohort=cohort, lesson=lessons_of(cohort.course)[0])
    member = factories.member(cohort)
    for user, assignment in (
        (lead, written),
        (factories.UserFactory.create(), written),
        (factories.member(factories.CohortFactory.create(course=cohort.course)), written),
        (member, lesson),
    ):
        with pytest.raises(NotPermittedError):
            handed_in(assignment, user)
        with pytest.raises(NotPermittedError):
            services.save_draft(by=user, assignment=assignment, text="Cudze")
    assert not Submission.objects.exists()


def test_returned_corrected_accepted(lead, written, learner):
    first = handed_in(written, learner)
    services.review(by=lead, round=first, decision=Decision.RETURNED, comment="Dopisz źródła.")
    assert Submission.objects.get().state == State.RETURNED
    services.save_draft(by=learner, assignment=written, text="Dopisuję")
    assert Submission.objects.get().state == State.RETURNED
    second = handed_in(written, learner, text="Ze źródłami")
    assert second.number == 2
    assert second.receipt != first.receipt
    services.review(by=lead, round=second, decision=Decision.ACCEPTED)
    assert Submission.objects.get().state == State.ACCEPTED
    assert [review.decision for review in Review.objects.order_by("pk")] == ["returned", "accepted"]


@pytest.mark.parametrize("decision", [Decision.RETURNED, Decision.FAILED])
def test_returning_and_failing_say_why(lead, written, decision):
    made = handed_in(written)
    with pytest.raises(CommentRequiredError):
        services.review(by=lead, round=made, decision=decision, comment="  ")
    assert Submission.objects.get().state == State.SUBMITTED
    services.review(by=lead, round=made, decision=decision, comment="Brakuje źródeł.")
    assert Submission.objects.get().state == State(decision.value)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.bulk_create([Review(round=made, reviewer=lead, decision=decision)])


def test_the_second_of_two_reviewers_gets_an_error(lead, cohort, written):
    colleague = factories.trainer()
    cohort.trainers.add(colleague)
    made = handed_in(written)
    stale = SubmissionRound.objects.select_related("submission").get()
    services.review(by=lead, round=made, decision=Decision.ACCEPTED)
    with pytest.raises(AlreadyReviewedError) as error:
        services.review(by=colleague, round=stale, decision=Decision.FAILED, comment="Nie.")
    assert lead.display_name in str(error.value)
    assert Submission.objects.get().state == State.ACCEPTED
    assert Review.objects.get().reviewer == lead


def test_an_earlier_round_is_not_reviewed(lead, written, learner):
    first = handed_in(written, learner)
    Submission.objects.update(state=State.RETURNED)
    handed_in(written, learner)
    with pytest.raises(AlreadyReviewedError):
        services.review(by=lead, round=first, decision=Decision.ACCEPTED)


def test_a_draft_is_not_reviewed(lead, written, learner):
    made = handed_in(written, learner)
    Submission.objects.update(state=State.FAILED)
    with pytest.raises(WrongStateError):
        services.review(by=lead, round=made, decision=Decision.ACCEPTED)


def test_only_a_trainer_of_the_group_reviews(cohort, written, learner):
    made = handed_in(written, learner)
    former = factories.UserFactory.create()
    cohort.trainers.add(former)  # without the role
    superuser = factories.UserFactory.create(is_superuser=True)
    for person in (factories.trainer(), factories.coordinator(), learner, former, superuser):
        with pytest.raises(NotPermittedError):
            services.review(by=person, round=made, decision=Decision.ACCEPTED)
        assert not Submission.objects.waiting_for(factories.coordinator()).exists()
    assert not Review.objects.exists()


def test_nobody_reviews_their_own_submission(lead, cohort, written):
    made = handed_in(written, factories.member(cohort, lead))
    with pytest.raises(NotPermittedError):
        services.review(by=lead, round=made, decision=Decision.ACCEPTED)


def test_reviews_are_added_never_changed(lead, written):
    review = services.review(by=lead, round=handed_in(written), decision=Decision.ACCEPTED)
    review.comment = "Inaczej"
    with pytest.raises(TypeError):
        review.save()
    with pytest.raises(TypeError):
        Review.objects.update(comment="Inaczej")


def test_what_waits_is_of_own_groups_the_oldest_first(lead, cohort, written):
    newer = handed_in(written, days_ago=1)
    older = handed_in(written, days_ago=3)
    other = factories.WrittenAssignmentFactory.create(
        cohort=factories.CohortFactory.create(course=cohort.course, trainers=[factories.trainer()])
    )
    handed_in(other)
    gone = handed_in(written)
    cohort.members.filter(user=gone.submission.user).delete()
    accepted = handed_in(written)
    services.review(by=lead, round=accepted, decision=Decision.ACCEPTED)
    services.save_draft(by=factories.member(cohort), assignment=written, text="Zaczynam")
    waiting = Submission.objects.waiting_for(lead)
    assert list(waiting) == [older.submission, newer.submission]
    assert waiting.late().count() == 0
    written.due_at = newer.submitted_at.replace(microsecond=0)
    written.save()
    assert list(waiting.late()) == [newer.submission]
    assert waiting.revised().count() == 0
