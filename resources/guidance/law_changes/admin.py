"""Changes of the law in Wagtail's admin: the list, recording one, the sections of one and their checks."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import AdminDateInput, Button
from wagtail.models import Page

from editing.frames import frame
from editing.home import Row, Waiting, WaitingList, counted, is_editor, register
from people.current_user import user_of
from people.models import User, deleted_person
from reference.citations import articles_in
from reference.models import LegalAct
from resources.guidance.law_changes import notices, services
from resources.guidance.law_changes.cards import ChangeCard, ChangeItem, SectionItem
from resources.guidance.law_changes.models import LawChange, SectionToCheck
from resources.guidance.requirements.admin import ReportMenuItem
from resources.guidance.reviews.owners import owners_of

ICON = "warning"


def connect() -> None:
    """Called once, when Django is ready."""
    register(
        WaitingList(
            "law_changes", 35, gettext_lazy("To check after a change of the law"),
            gettext_lazy("No section waits to be checked."), waiting_sections, is_editor,
        )
    )  # fmt: skip


def waiting_sections(user: User, shown: slice) -> Waiting:
    """The pages with sections to check, by the earliest change."""
    sections = SectionToCheck.objects.waiting().select_related("change__act").annotate(page_title=F("page__title"))
    found, total = counted(sections.order_by("change__changed_on", "change", "page__path", "position"), shown)
    rows = []
    for section in found:
        title: str = getattr(section, "page_title")  # noqa: B009 - an annotation
        words = f"{title}: {section.heading}" if section.heading else title
        rows.append(Row(words, section.change.label, reverse("law_change", args=[section.change_id])))
    return Waiting(rows, total)


class LawChangeForm(forms.Form):
    """What has changed: an act or some of its articles."""

    act = forms.ModelChoiceField(queryset=LegalAct.objects.all(), label=gettext_lazy("Act"))
    changed_on = forms.DateField(label=gettext_lazy("In force since"), widget=AdminDateInput())
    articles = forms.CharField(
        label=gettext_lazy("Articles"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Numbers alone: 5 or 5, 5a. Empty: the whole act has changed."),
    )
    what = forms.CharField(
        label=gettext_lazy("What has changed in the law"),
        max_length=400,
        help_text=gettext_lazy("A sentence for whoever checks the sections."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_articles(self) -> str:
        text = " ".join(str(self.cleaned_data["articles"]).split())
        numbers = text.lower().removeprefix("art.").strip()
        if numbers and not articles_in(f"art. {numbers}"):
            raise ValidationError(_("Write the numbers of articles, such as 5 or 5, 5a."))
        return numbers


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("law-changes/", law_changes, name="law_changes"),
        path("law-changes/new/", new_law_change, name="new_law_change"),
        path("law-changes/<int:change_id>/", law_change, name="law_change"),
        path("law-changes/sections/<int:section_id>/", check_section, name="check_section"),
    ]


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    title = gettext_lazy("Changes of the law")
    return ReportMenuItem(title, reverse("law_changes"), name="law-changes", icon_name=ICON, order=64)


@hooks.register("register_snippet_listing_buttons")
def record_button(snippet: Any, user: User, next_url: str | None = None) -> Iterator[Button]:
    """The link to the form, in the menu of an act."""
    if isinstance(snippet, LegalAct) and services.may_record(user):
        url = f"{reverse('new_law_change')}?act={snippet.pk}"
        yield Button(_("Record a change of the law"), url, icon_name=ICON, priority=60)


@hooks.register("before_edit_page")
def sections_of_the_form(request: HttpRequest, page: Page) -> None:
    notices.tell_editor(request, page)


@require_safe
def law_changes(request: HttpRequest) -> HttpResponse:
    """The changes, the newest first, with how many of their sections were checked. One query and the frame's."""
    _check_reader(request)
    live = Q(sections__page__live=True) | Q(sections__checked_at__isnull=False)
    changes = (
        LawChange.objects.select_related("act")
        .annotate(total=Count("sections", filter=live), checked=Count("sections", filter=~Q(sections__checked_at=None)))
        .order_by("-changed_on", "-pk")
    )
    context = {
        **frame(_("Changes of the law"), icon=ICON),
        "changes": [
            ChangeItem(
                label=change.label,
                url=reverse("law_change", args=[change.pk]),
                changed_on=change.changed_on,
                what=change.what,
                checked=change.checked,
                total=change.total,
            )
            for change in changes
        ],
        "new_url": reverse("new_law_change") if services.may_record(user_of(request)) else "",
    }
    return TemplateResponse(request, "guidance/law_changes/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_law_change(request: HttpRequest) -> HttpResponse:
    """The form; ``?act=<id>`` chooses the act."""
    user = user_of(request)
    if not services.may_record(user):
        raise PermissionDenied
    form = LawChangeForm(request.POST or None, initial={"act": request.GET.get("act", "")})
    if form.is_bound and form.is_valid():
        change = services.record_law_change(by=user, **form.cleaned_data)
        number = change.sections.count()
        done = ngettext(
            "The change is recorded. %(number)d section cites it.",
            "The change is recorded. %(number)d sections cite it.",
            number,
        )
        messages.success(request, done % {"number": number})
        return redirect("law_change", change.pk)
    context = {**frame(_("Record a change of the law"), icon=ICON), "form": form, "back_url": reverse("law_changes")}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "guidance/law_changes/new.html", {**context, "media": form.media}, status=status)


@require_safe
def law_change(request: HttpRequest, change_id: int) -> HttpResponse:
    """A change and its sections, those to check first."""
    _check_reader(request)
    change = get_object_or_404(LawChange.objects.select_related("act", "recorded_by"), pk=change_id)
    context = {**frame(_("Change of the law"), change.label, icon=ICON), "change": _card(request, change)}
    return TemplateResponse(request, "guidance/law_changes/change.html", context)


@require_POST
def check_section(request: HttpRequest, section_id: int) -> HttpResponse:
    """Marks a section as checked; with ``open`` it waits again."""
    section = get_object_or_404(SectionToCheck.objects.select_related("page"), pk=section_id)
    services.mark_checked(by=user_of(request), section=section, checked="open" not in request.POST)
    return redirect("law_change", section.change_id)


def _check_reader(request: HttpRequest) -> None:
    if not request.user.has_perm("guidance.view_requirement"):
        raise PermissionDenied


def _card(request: HttpRequest, change: LawChange) -> ChangeCard:
    rows = list(
        change.sections.filter(Q(page__live=True) | Q(checked_at__isnull=False))
        .select_related("page", "checked_by")
        .order_by("page__path", "position", "pk")
    )
    owners, user = owners_of({row.page for row in rows}), user_of(request)
    permissions: dict[int, bool] = {}
    items = []
    for row in rows:
        if row.page_id not in permissions:
            permissions[row.page_id] = row.page.permissions_for_user(user).can_edit()
        owner = owners.get(row.page_id)
        items.append(
            SectionItem(
                id=row.pk,
                page=row.page.title,
                heading=row.heading,
                sentence=row.sentence,
                edit_url=reverse("wagtailadmin_pages:edit", args=[row.page_id]),
                public_url=f"{row.page.get_url(request) or ''}#{row.anchor}" if row.page.live else "",
                person=owner.display_name if owner else "",
                checked_at=row.checked_at,
                checked_by=row.checked_by.display_name if row.checked_by else deleted_person(),
                may_check=permissions[row.page_id],
            )
        )
    return ChangeCard(
        label=change.label,
        changed_on=change.changed_on,
        what=change.what,
        note=change.note,
        recorded_by=change.recorded_by.display_name if change.recorded_by else deleted_person(),
        recorded_at=change.recorded_at,
        waiting=[item for item in items if item.checked_at is None],
        checked=[item for item in items if item.checked_at is not None],
    )
