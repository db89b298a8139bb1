"""The lists of the home page that are about pages in general; those of one kind of page are registered by its app."""

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Revision, TaskState, WorkflowState, get_default_page_content_type
from wagtail.permissions import policy_registry

from editing.home import Row, Waiting, WaitingList, counted, is_editor, is_reviewer, register
from editing.models import PageApproval
from people.models import User, deleted_person
from publishing.passed_plans import PUNCTUAL

OWN = 5
"""How many of one's own drafts and decisions the home page shows."""


def connect() -> None:
    """Registers the lists; called once, when Django is ready."""
    for waiting_list in (
        WaitingList(
            "to_review", 10, gettext_lazy("Waiting for you"), gettext_lazy("Nothing is waiting for your review."),
            to_review, is_reviewer, gettext_lazy("Check"),
        ),
        WaitingList(
            "decided", 20, gettext_lazy("What you decided lately"), gettext_lazy("You have not decided anything yet."),
            decided, is_reviewer, limit=OWN,
        ),
        WaitingList(
            "to_publish", 10, gettext_lazy("To publish"), gettext_lazy("No approved page waits to be published."),
            to_publish, is_editor,
        ),
        WaitingList(
            "returned", 20, gettext_lazy("Sent back for changes"), gettext_lazy("No page was sent back."),
            returned, is_editor,
        ),
        WaitingList(
            "drafts", 30, gettext_lazy("Your drafts"), gettext_lazy("You have no drafts."), drafts, is_editor, limit=OWN
        ),
        WaitingList(
            "plans", 60, gettext_lazy("Overdue plans"), gettext_lazy("Every planned publication was on time."),
            plans, is_editor,
        ),
        WaitingList(
            "in_review", 70, gettext_lazy("With reviewers"), gettext_lazy("No page is with reviewers."),
            in_review, is_editor,
        ),
    ):  # fmt: skip
        register(waiting_list)


def to_review(user: User, shown: slice) -> Waiting:
    """What waits for a decision of the user, the oldest first."""
    states = TaskState.objects.reviewable_by(user).select_related("revision", "workflow_state__requested_by")
    found, total = counted(states.filter(_of_pages()).order_by("started_at", "pk"), shown)
    return Waiting([_in_review(state) for state in found], total)


def in_review(user: User, shown: slice) -> Waiting:
    """The pages with reviewers, the oldest first."""
    states = TaskState.objects.filter(
        _of_pages(), status=TaskState.STATUS_IN_PROGRESS, workflow_state__object_id__in=_keys(user)
    )
    found, total = counted(
        states.select_related("revision", "workflow_state__requested_by").order_by("started_at", "pk"), shown
    )
    return Waiting([_in_review(state) for state in found], total)


def _in_review(state: TaskState) -> Row:
    sender = state.workflow_state.requested_by
    detail = _("sent by %(person)s, %(date)s") % {
        "person": sender.display_name if sender else deleted_person(),
        "date": _day(state.started_at),
    }
    return Row(state.revision.object_str, detail, reverse("editing_review", args=[state.pk]))


def decided(user: User, shown: slice) -> Waiting:
    """The last decisions of the user."""
    words = {
        TaskState.STATUS_APPROVED: _("approved, %(date)s"),
        TaskState.STATUS_REJECTED: _("sent back, %(date)s"),
    }
    states = TaskState.objects.filter(_of_pages(), finished_by=user, status__in=words).select_related("revision")
    found, total = counted(states.order_by("-finished_at", "-pk"), shown)
    rows = [Row(state.revision.object_str, words[state.status] % {"date": _day(state.finished_at)}) for state in found]
    return Waiting(rows, total)


def to_publish(user: User, shown: slice) -> Waiting:
    """Pages whose latest draft was approved and has not been published since, nor planned."""
    approvals = PageApproval.objects.filter(page=OuterRef("pk"), revision=OuterRef("latest_revision")).order_by(
        "-decided_at"
    )
    pages = (
        _pages(user)
        .annotate(
            approved_by=Subquery(approvals.values("reviewer_name")[:1]),
            approved_at=Subquery(approvals.values("decided_at")[:1]),
        )
        .filter(Q(last_published_at__isnull=True) | Q(last_published_at__lt=F("approved_at")))
        .filter(has_unpublished_changes=True, approved_at__isnull=False)
        .filter(latest_revision__approved_go_live_at__isnull=True)
    )
    found, total = counted(pages.order_by("approved_at", "pk"), shown)
    rows = [
        Row(
            page.draft_title,
            _("approved by %(person)s, %(date)s")
            % {"person": page.approved_by or deleted_person(), "date": _day(page.approved_at)},
            _edit(page.pk),
        )
        for page in found
    ]
    return Waiting(rows, total)


def returned(user: User, shown: slice) -> Waiting:
    """Pages that reviewers sent back: by whom, when, and the first words of the comment."""
    states = TaskState.objects.filter(
        _of_pages(),
        status=TaskState.STATUS_REJECTED,
        workflow_state__status=WorkflowState.STATUS_NEEDS_CHANGES,
        workflow_state__current_task_state=F("pk"),
        workflow_state__object_id__in=_keys(user),
    ).select_related("revision", "finished_by", "workflow_state")
    found, total = counted(states.order_by("-finished_at", "-pk"), shown)
    rows = []
    for state in found:
        by = state.finished_by.display_name if state.finished_by else deleted_person()
        detail = f"{by}, {_day(state.finished_at)}"
        if state.comment:
            detail += f": {Truncator(state.comment).words(12)}"
        rows.append(Row(state.revision.object_str, detail, _edit(state.workflow_state.object_id)))
    return Waiting(rows, total)


def drafts(user: User, shown: slice) -> Waiting:
    """The drafts that the user saved last, but those that another list has."""
    in_workflow = WorkflowState.objects.active().filter(
        base_content_type=get_default_page_content_type(), object_id=Cast(OuterRef("pk"), CharField())
    )
    approved = PageApproval.objects.filter(revision=OuterRef("latest_revision"))
    pages = _pages(user).filter(has_unpublished_changes=True, latest_revision__user=user)
    found, total = counted(
        pages.exclude(Exists(in_workflow)).exclude(Exists(approved)).order_by("-latest_revision_created_at", "-pk"),
        shown,
    )
    rows = [
        Row(
            page.draft_title,
            _("saved %(date)s") % {"date": _moment(page.latest_revision_created_at)},
            _edit(page.pk),
        )
        for page in found
    ]
    return Waiting(rows, total)


def plans(user: User, shown: slice) -> Waiting:
    """Planned publications whose time has passed."""
    revisions = Revision.objects.filter(
        base_content_type=get_default_page_content_type(),
        object_id__in=_keys(user),
        approved_go_live_at__lt=timezone.now() - PUNCTUAL,
    )
    found, total = counted(revisions.order_by("approved_go_live_at", "pk"), shown)
    rows = [
        Row(
            revision.object_str,
            _("was to be published %(date)s and is not") % {"date": _moment(revision.approved_go_live_at)},
            _edit(revision.object_id),
            late=True,
        )
        for revision in found
    ]
    return Waiting(rows, total)


def _pages(user: User) -> QuerySet[Page]:
    """The pages that the user may change."""
    policy = policy_registry.get_by_type(Page)
    pages: QuerySet[Page] = policy.instances_user_has_any_permission_for(user, {"change", "publish"})
    return pages


def _keys(user: User) -> QuerySet[Page]:
    """The ids of those pages as workflows and revisions store them."""
    return _pages(user).order_by().annotate(key=Cast("pk", CharField())).values("key")


def _of_pages() -> Q:
    return Q(workflow_state__base_content_type=get_default_page_content_type())


def _edit(page: int | str) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page])


def _day(moment: object) -> str:
    return date_format(timezone.localtime(moment))  # type: ignore[arg-type]


def _moment(moment: object) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")  # type: ignore[arg-type]
