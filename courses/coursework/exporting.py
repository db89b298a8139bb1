"""What the app exports of a user: groups, invitations, submissions with their files and reviews, and messages."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from courses.coursework.models import (
    Cohort,
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
from people import exporting
from people.exporting import Column, File, Section
from people.models import User, deleted_person


def connect() -> None:
    """Called once, when Django is ready."""
    exporting.register(
        _sections,
        covers=(
            "coursework.Cohort.trainers",
            "coursework.CohortInvitation.accepted_by",
            "coursework.CohortInvitation.email",
            "coursework.CohortInvitation.invited_by",
            "coursework.CohortMember.attended_by",
            "coursework.CohortMember.user",
            "coursework.CohortMessage.recipients",
            "coursework.CohortMessage.sender",
            "coursework.Extension.given_by",
            "coursework.Extension.user",
            "coursework.Review.reviewer",
            "coursework.SavedComment.trainer",
            "coursework.Submission.user",
            "coursework.UnsentText.user",
        ),
    )


def _sections(user: User) -> Iterable[Section]:
    yield from _groups(user)
    yield from _submissions(user)
    yield from _messages(user)
    yield from _work_of_a_trainer(user)


def _groups(user: User) -> Iterable[Section]:
    yield Section(
        "groups",
        _("Groups"),
        (
            Column("group", _("Group")),
            Column("since", _("Since")),
            Column("attended_at", _("Attendance confirmed")),
        ),
        tuple(
            CohortMember.objects.filter(user=user)
            .order_by("pk")
            .values_list("cohort__name", "created_at", "attended_at")
        ),
    )
    yield Section(
        "invitations",
        _("Invitations to groups"),
        (
            Column("group", _("Group")),
            Column("email", _("E-mail address")),
            Column("sent_at", _("Sent")),
            Column("state", _("State")),
            Column("answered_at", _("Answered")),
        ),
        tuple(
            (item.cohort.name, item.email, item.sent_at, item.get_state_display(), item.answered_at)
            for item in CohortInvitation.objects.about(user).select_related("cohort").order_by("pk")
        ),
    )
    yield Section(
        "extensions",
        _("Later due dates"),
        (
            Column("task", _("Task")),
            Column("due_at", _("Due")),
            Column("reason", _("Reason")),
            Column("given_at", _("Given")),
        ),
        tuple(
            (item.assignment.name, item.due_at, item.reason, item.given_at)
            for item in Extension.objects.filter(user=user).select_related("assignment__lesson").order_by("pk")
        ),
    )


def _submissions(user: User) -> Iterable[Section]:
    submissions = Submission.objects.filter(user=user).select_related("assignment__cohort").order_by("pk")
    yield Section(
        "submissions",
        _("Submissions"),
        (
            Column("task", _("Task")),
            Column("group", _("Group")),
            Column("state", _("State")),
            Column("submitted_at", _("Last handed in")),
            Column("draft", _("Draft")),
        ),
        tuple(
            (
                item.assignment.name,
                item.assignment.cohort.name,
                item.get_state_display(),
                item.submitted_at,
                item.draft_text,
            )
            for item in submissions
        ),
    )
    rounds = SubmissionRound.objects.filter(submission__user=user).select_related("submission__assignment")
    yield Section(
        "rounds",
        _("Work handed in"),
        (
            Column("task", _("Task")),
            Column("number", _("Version")),
            Column("submitted_at", _("Handed in")),
            Column("receipt", _("Receipt")),
            Column("text", _("Text")),
            Column("file", _("File")),
        ),
        tuple(
            (
                item.submission.assignment.name,
                item.number,
                item.submitted_at,
                item.receipt,
                item.text,
                File(item.file_name, item.file.storage, str(item.file.name)) if item.file else None,
            )
            for item in rounds.order_by("pk")
        ),
    )
    reviews = Review.objects.filter(round__submission__user=user).select_related(
        "round__submission__assignment", "reviewer"
    )
    yield Section(
        "reviews",
        _("Reviews of your work"),
        (
            Column("task", _("Task")),
            Column("number", _("Version")),
            Column("decision", _("Decision")),
            Column("comment", _("Comment")),
            Column("reason", _("Reason of the correction")),
            Column("reviewer", _("Who reviewed")),
            Column("reviewed_at", _("Reviewed")),
        ),
        tuple(
            (
                item.round.submission.assignment.name,
                item.round.number,
                item.get_decision_display(),
                item.comment,
                item.reason,
                item.reviewer.display_name if item.reviewer else deleted_person(),
                item.created_at,
            )
            for item in reviews.order_by("pk")
        ),
    )
    yield Section(
        "unsent",
        _("Texts that were not sent"),
        (Column("task", _("Task")), Column("text", _("Text")), Column("saved_at", _("Saved"))),
        tuple(
            (item.assignment.name, item.text, item.saved_at)
            for item in UnsentText.objects.filter(user=user).select_related("assignment__lesson").order_by("pk")
        ),
    )


def _messages(user: User) -> Iterable[Section]:
    columns = (
        Column("group", _("Group")),
        Column("subject", _("Subject")),
        Column("text", _("Text")),
        Column("sent_at", _("Sent")),
    )
    fields = ("cohort__name", "subject", "text", "sent_at")
    got = CohortMessage.objects.filter(recipients=user).order_by("pk").values_list(*fields)
    yield Section("messages", _("Messages in groups"), columns, tuple(got))
    sent = CohortMessage.objects.filter(sender=user).order_by("pk").values_list(*fields)
    yield Section("messages_sent", _("Messages that you sent to groups"), columns, tuple(sent))


def _work_of_a_trainer(user: User) -> Iterable[Section]:
    """What a trainer did, without the names of learners, whose data it is too."""
    yield Section(
        "groups_led",
        _("Groups that you lead"),
        (Column("group", _("Group")), Column("since", _("Made"))),
        tuple(Cohort.objects.filter(trainers=user).order_by("pk").values_list("name", "created_at")),
    )
    yield Section(
        "reviews_given",
        _("Reviews that you gave"),
        (
            Column("task", _("Task")),
            Column("decision", _("Decision")),
            Column("comment", _("Comment")),
            Column("reviewed_at", _("Reviewed")),
        ),
        tuple(
            (item.round.submission.assignment.name, item.get_decision_display(), item.comment, item.created_at)
            for item in Review.objects.filter(reviewer=user)
            .select_related("round__submission__assignment")
            .order_by("pk")
        ),
    )
    yield Section(
        "saved_comments",
        _("Saved comments"),
        (Column("name", _("Name")), Column("text", _("Text")), Column("saved_at", _("Saved"))),
        tuple(SavedComment.objects.filter(trainer=user).order_by("pk").values_list("name", "text", "created_at")),
    )
    yield Section(
        "invitations_sent",
        _("Invitations that you sent"),
        (Column("group", _("Group")), Column("sent_at", _("Sent"))),
        tuple(CohortInvitation.objects.filter(invited_by=user).order_by("pk").values_list("cohort__name", "sent_at")),
    )
    yield Section(
        "attendance_confirmed",
        _("Attendance that you confirmed"),
        (Column("group", _("Group")), Column("confirmed_at", _("Confirmed at"))),
        tuple(CohortMember.objects.filter(attended_by=user).order_by("pk").values_list("cohort__name", "attended_at")),
    )
    yield Section(
        "extensions_given",
        _("Later due dates that you gave"),
        (Column("group", _("Group")), Column("given_at", _("Given"))),
        tuple(
            Extension.objects.filter(given_by=user).order_by("pk").values_list("assignment__cohort__name", "given_at")
        ),
    )
