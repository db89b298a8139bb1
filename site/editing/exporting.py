"""What the admin holds of a user: the history of pages and files that they worked on, comments and reviews."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from wagtail.models import (
    APIToken,
    Comment,
    CommentReply,
    ModelLogEntry,
    Page,
    PageLogEntry,
    PageSubscription,
    Revision,
    TaskState,
    WorkflowState,
)

from editing.models import OutsideComment, PageApproval, ReviewInvitation
from people import exporting
from people.exporting import Column, Section
from people.models import User
from publishing.models import PomostDocument, PomostImage

TECHNICAL = "Kept for minutes, while a form of the admin is open."
SUPERSEDED = "The model is not used: its files are of the project's own model, which is exported."


def connect() -> None:
    """Called once, when Django is ready."""
    exporting.register(
        _sections,
        covers=(
            "editing.OutsideComment.done_by",
            "editing.PageApproval.reviewer",
            "editing.ReviewInvitation.invited_by",
            "publishing.PomostDocument.uploaded_by_user",
            "publishing.PomostImage.uploaded_by_user",
            "wagtailcore.APIToken.user",
            "wagtailcore.Comment.user",
            "wagtailcore.CommentReply.user",
            "wagtailcore.ModelLogEntry.user",
            "wagtailcore.Page.owner",
            "wagtailcore.PageLogEntry.user",
            "wagtailcore.PageSubscription.user",
            "wagtailcore.Revision.user",
            "wagtailcore.TaskState.finished_by",
            "wagtailcore.WorkflowState.requested_by",
        ),
    )
    exporting.declare(
        {
            "editing.ReviewInvitation.email": "Of a person without an account, who has the link in the e-mail.",
            "publishing.AccessibilityStatement.email": "The public contact of the site's owner.",
            "wagtailadmin.EditingSession.user": TECHNICAL,
            "wagtailadmin.FormState.user": TECHNICAL,
            "wagtailcore.Comment.resolved_by": "Repeats an entry of the history of the page.",
            "wagtailcore.Page.locked_by": "Who holds a page now; taking and giving it back are in its history.",
            "wagtailcore.UploadedFile.uploaded_by_user": TECHNICAL,
            "wagtaildocs.Document.uploaded_by_user": SUPERSEDED,
            "wagtailimages.Image.uploaded_by_user": SUPERSEDED,
        }
    )


def _sections(user: User) -> Iterable[Section]:
    yield from _history(user)
    yield from _reviews(user)
    files = (Column("title", _("Title")), Column("uploaded_at", _("Uploaded")))
    for key, title, model in (
        ("images", _("Images that you uploaded"), PomostImage),
        ("documents", _("Documents that you uploaded"), PomostDocument),
    ):
        rows = model._default_manager.filter(uploaded_by_user=user).order_by("pk")
        yield Section(key, title, files, tuple(rows.values_list("title", "created_at")))
    yield Section(
        "api_tokens",
        _("Tokens of the interface for programs"),
        (Column("name", _("Name")), Column("made_at", _("Made")), Column("last_used", _("Last used"))),
        tuple(APIToken.objects.filter(user=user).order_by("pk").values_list("name", "created", "last_used_at")),
    )


def _history(user: User) -> Iterable[Section]:
    columns = (Column("what", _("Title")), Column("action", _("Action")), Column("at", _("When")))
    rows = [
        row
        for model in (PageLogEntry, ModelLogEntry)
        for row in model.objects.filter(user=user).order_by("pk").values_list("label", "action", "timestamp")
    ]
    yield Section("history", _("What you did in the editor"), columns, tuple(rows), json_only=True)
    yield Section(
        "revisions",
        _("Drafts that you saved"),
        (Column("what", _("Title")), Column("at", _("When"))),
        tuple(Revision.objects.filter(user=user).order_by("pk").values_list("object_str", "created_at")),
        json_only=True,
    )
    page = (Column("page", _("Page")),)
    owned = Page.objects.filter(owner=user).order_by("pk").values_list("title")
    yield Section("pages", _("Pages that you created"), page, tuple(owned), json_only=True)
    subscribed = PageSubscription.objects.filter(user=user).order_by("pk").values_list("page__title")
    yield Section("page_subscriptions", _("Pages whose comments you follow"), page, tuple(subscribed))


def _reviews(user: User) -> Iterable[Section]:
    page, text, moment = Column("page", _("Page")), Column("text", _("Text")), Column("at", _("When"))
    comments = Comment.objects.filter(user=user).order_by("pk").values_list("page__title", "text", "created_at")
    replies = CommentReply.objects.filter(user=user).order_by("pk")
    yield Section("comments", _("Comments on pages"), (page, text, moment), tuple(comments))
    yield Section(
        "replies",
        _("Replies to comments on pages"),
        (page, text, moment),
        tuple(replies.values_list("comment__page__title", "text", "created_at")),
    )
    yield Section(
        "approvals",
        _("Approvals of pages"),
        (page, moment),
        tuple(PageApproval.objects.filter(reviewer=user).order_by("pk").values_list("page__title", "decided_at")),
    )
    sent = WorkflowState.objects.filter(requested_by=user).order_by("pk").values_list("workflow__name", "created_at")
    yield Section(
        "sent_to_review", _("Drafts that you sent to review"), (Column("review", _("Review")), moment), tuple(sent)
    )
    yield Section(
        "review_tasks",
        _("Reviews that you finished"),
        (Column("task", _("Task")), Column("comment", _("Comment")), moment),
        tuple(
            TaskState.objects.filter(finished_by=user)
            .order_by("pk")
            .values_list("task__name", "comment", "finished_at")
        ),
    )
    yield Section(
        "outside_reviews",
        _("Reviews that you asked others for"),
        (page, Column("note", _("Note")), moment),
        tuple(
            ReviewInvitation.objects.filter(invited_by=user)
            .order_by("pk")
            .values_list("page__title", "note", "invited_at")
        ),
    )
    yield Section(
        "outside_comments",
        _("Comments of others that you dealt with"),
        (page, moment),
        tuple(
            OutsideComment.objects.filter(done_by=user).order_by("pk").values_list("invitation__page__title", "done_at")
        ),
    )
