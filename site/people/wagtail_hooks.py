"""Hooks of Wagtail's user management: reauthentication, notifications, deletion by the service."""

from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.account import NameEmailSettingsPanel
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from people import access, admin_views, services
from people.current_user import user_of
from people.errors import AdministratorAccountError
from people.models import User
from people.organisation_list import OrganisationViewSet

# Wagtail calls the block with first and last name "Name", its word for the name of a thing.
NameEmailSettingsPanel.title = gettext_lazy("First and last name")


register_snippet(OrganisationViewSet)


@dataclass(frozen=True, slots=True)
class _Before:
    """An account as it was before the form changed it."""

    email: str
    password: str


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    pages = [path("<int:user_id>/", admin_views.anonymise, name="anonymise")]
    return [path("anonimizacja/", include((pages, "people_admin")))]


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """What the history of an account calls it."""
    actions.register_action("people.anonymise", gettext_lazy("Anonymise"), gettext_lazy("Account anonymised"))


@hooks.register("before_create_user")
@hooks.register("before_edit_user")
def require_reauthentication(request: HttpRequest, user: User | None = None) -> HttpResponse | None:
    """Asks for the password again before an account is created, changed or deleted, so that a stolen session cannot."""
    if is_reauthentication_required(request, app="allauth.account"):
        here = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('account_reauthenticate')}?{here}")
    if user is not None:
        access.record(by=user_of(request), whose=[user.pk], kind=access.ACCOUNT)
        request.META["people.before"] = _Before(email=user.email, password=user.password)
    return None


@hooks.register("after_edit_user")
def notify_owner(request: HttpRequest, user: User) -> None:
    """Makes a changed address wait for confirmation, and e-mails the old address about every change."""
    services.follow_address(user=user)
    before: _Before = request.META["people.before"]
    changes = {
        "email_changed_by_administrator": before.email != user.email,
        "password_set_by_administrator": before.password != user.password,
    }
    with translation.override(settings.LANGUAGE_CODE):  # the administrator's language need not be the owner's
        for template, changed in changes.items():
            if changed:
                addresses = {"from_email": before.email, "to_email": user.email}
                get_adapter().send_mail(f"account/email/{template}", before.email, addresses)


@hooks.register("before_delete_user")
def erase_one(request: HttpRequest, user: User) -> HttpResponse | None:
    """Deletes the user by the service, in place of Wagtail's own view."""
    refused = require_reauthentication(request)
    if refused is None:
        access.record(by=user_of(request), whose=[user.pk], kind=access.ACCOUNT)
    if refused is None and request.method == "POST":
        return _erase(request, [user])
    return refused


@hooks.register("before_bulk_action")
def change_many(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """Bulk actions on users: each asks for the password again; deleting is done by the service."""
    users = [item for item in objects if isinstance(item, User)]
    refused = require_reauthentication(request) if users else None
    if refused is None and users:
        access.record(by=user_of(request), whose=[user.pk for user in users], kind=access.ACCOUNT_LIST)
    if refused is None and users and action_type == "delete":
        return _erase(request, users)
    return refused


def _erase(request: HttpRequest, users: list[User]) -> HttpResponse:
    names = [user.display_name for user in users]
    try:
        with transaction.atomic():
            for user in users:
                services.erase_account(by=user_of(request), user=user)
    except AdministratorAccountError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Deleted: %(names)s.") % {"names": ", ".join(names)})
    return redirect("wagtailusers_users:index")
