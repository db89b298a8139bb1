"""Pages of the user's own account; signing in, addresses, passwords and codes are django-allauth's."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.views import LogoutView as AllauthLogoutView
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from people import emails, returning, services
from people.current_user import user_of
from people.errors import AdministratorAccountError
from people.forms import EmailsForm, ProfileForm
from people.models import User
from publishing.impact import impact_on_object


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """``/konto/``: name and organisation, and links to the other pages of the account."""
    user = user_of(request)
    if request.method != "POST":
        return render(request, "people/pages/account.html", {"form": ProfileForm.of(user), "account": user})
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return render(request, "people/pages/account.html", {"form": form, "account": user}, status=422)
    services.change_profile(user=user, **form.cleaned_data)
    messages.success(request, _("Your details have been saved."))
    return redirect("people:account")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def email_choices(request: HttpRequest) -> HttpResponse:
    """``/konto/powiadomienia/``: the kinds of e-mails that the user gets."""
    user = user_of(request)
    form = EmailsForm(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and form.is_valid():
        services.choose_emails(user=user, wanted=form.wanted(), offered=form.offered)
        messages.success(request, _("Your choice has been saved."))
        return redirect("people:email_choices")
    return render(request, "people/pages/email_choices.html", {"form": form})


# The token is the permission, as mail programs post it without a cookie (RFC 8058).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def opt_out(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the link in e-mails that turns off e-mails of one kind, without signing in."""
    try:
        user, kind = emails.opt_out_of(token)
    except (BadSignature, User.DoesNotExist, KeyError):
        raise Http404 from None
    if request.method == "POST":
        services.opt_out(user=user, kind=kind.name)
    context = {"kind": kind, "off": not emails.wants(user, kind.name)}
    return render(request, "people/pages/opt_out.html", context)


@never_cache
@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """``/konto/usun/``: shows what is deleted with the account and what stays; deletes it by POST."""
    user = user_of(request)
    if request.method == "POST":
        try:
            services.erase_account(by=user, user=user)
        except AdministratorAccountError as error:
            messages.error(request, str(error))
            return redirect("people:account")
        logout(request)
        messages.success(request, _("Your account is deleted."))
        response = redirect("/")
        returning.delete_cookie(response)
        return response
    impacts = impact_on_object(user)
    context = {
        "account": user,
        "removed": [impact for impact in impacts if not impact.kept],
        "kept": [impact for impact in impacts if impact.kept],
    }
    return render(request, "people/pages/erase.html", context)


class LogoutView(AllauthLogoutView):
    """Signing out, which also deletes the cookie of ``people.returning``."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        returning.delete_cookie(response)
        return response
