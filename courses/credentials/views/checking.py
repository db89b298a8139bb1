"""Checking a certificate by its number, without an account, and revoking one."""

from http import HTTPStatus

import structlog
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.credentials import permissions, services
from courses.credentials.access import CERTIFICATE
from courses.credentials.errors import CredentialError, NotPermittedError
from courses.credentials.forms import NumberForm, RevocationForm
from courses.credentials.models import Certificate
from courses.credentials.numbers import normal
from courses.credentials.wording import public_card
from people import access
from people.current_user import user_of, user_or_none
from publishing import limits

log = structlog.get_logger("credentials")


@never_cache
@require_safe
def form(request: HttpRequest) -> HttpResponse:
    """``/zaswiadczenia/``: asks for a number; one that can be a number leads to its page."""
    if "numer" not in request.GET:
        return _page(request, NumberForm())
    asked = NumberForm(request.GET)
    if asked.is_valid():
        return redirect("credentials:check", asked.cleaned_data["numer"])
    return _page(request, asked, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@never_cache
@require_safe
def check(request: HttpRequest, number: str) -> HttpResponse:
    """``/zaswiadczenia/<number>/``: whether a certificate is valid, and of it no more than its holder allows."""
    if not limits.allowed_here(request, "certificate"):
        return limits.too_many(request)
    written = normal(number)
    if written is not None and written != number:
        return redirect("credentials:check", written)
    certificate = Certificate.objects.filter(number=written).first() if written else None
    if certificate is None:
        context = {"number": number, "form": NumberForm()}
        return _hidden(render(request, "credentials/pages/unknown.html", context, status=HTTPStatus.NOT_FOUND))
    user = user_or_none(request)
    context = {
        "certificate": public_card(certificate),
        "may_revoke": user is not None and permissions.may_revoke(user) and certificate.revoked_at is None,
    }
    return _hidden(render(request, "credentials/pages/check.html", context))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, number: str) -> HttpResponse:
    """Asks a coordinator for the reason and revokes the certificate by POST."""
    user = user_of(request)
    if not permissions.may_revoke(user):
        raise PermissionDenied
    certificate = get_object_or_404(Certificate, number=number)
    if certificate.user_id is not None:
        access.record(by=user, whose=[certificate.user_id], kind=CERTIFICATE)
    log.info("staff.access", user=user.pk, method=request.method, path=request.path, status=int(HTTPStatus.OK))
    asked = RevocationForm(request.POST if request.method == "POST" else None)
    if asked.is_bound and asked.is_valid():
        try:
            services.revoke(by=user, certificate=certificate, reason=asked.cleaned_data["reason"])
        except NotPermittedError:
            raise PermissionDenied from None
        except CredentialError as error:
            asked.add_service_error(error)
        else:
            messages.success(request, _("The certificate is revoked. Whoever checks its number sees why."))
            return redirect("credentials:check", certificate.number)
    if certificate.revoked_at is not None:
        return redirect("credentials:check", certificate.number)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if asked.is_bound else HTTPStatus.OK
    context = {"form": asked, "certificate": public_card(certificate)}
    return render(request, "credentials/pages/revoke.html", context, status=status)


def _page(request: HttpRequest, asked: NumberForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    return render(request, "credentials/pages/check_form.html", {"form": asked}, status=status)


def _hidden(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response
