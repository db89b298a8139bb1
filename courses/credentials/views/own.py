"""Pages of learners: the result of a course or programme, and their certificates."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.catalogue.models import Course, Programme
from courses.credentials import services
from courses.credentials.badges.keys import offered
from courses.credentials.cards import ResultCard
from courses.credentials.elm import elm_of
from courses.credentials.errors import CredentialError, NotMetError
from courses.credentials.forms import IssueForm, VisibilityForm
from courses.credentials.listing import course_result, programme_result
from courses.credentials.models import Certificate, State
from courses.credentials.paper import certificate_pdf
from courses.credentials.services.certificates import issued_to
from courses.credentials.wording import own_card
from people.current_user import user_of
from people.models import User
from publishing.publications import pdf_response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_course(request: HttpRequest, course_id: int) -> HttpResponse:
    """The finish of a course: the result, the certificate, what comes next.

    POST issues the certificate, or renews the one that has expired.
    """
    course = get_object_or_404(Course.objects.live(), pk=course_id)
    return _result(request, course, course_result(user=user_of(request), course=course, request=request))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_programme(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The same for a programme."""
    programme = get_object_or_404(Programme.objects.live(), pk=programme_id)
    return _result(request, programme, programme_result(user=user_of(request), programme=programme, request=request))


def _result(request: HttpRequest, subject: Course | Programme, result: ResultCard | None) -> HttpResponse:
    if result is None:
        raise Http404
    form = IssueForm(request.POST if request.method == "POST" else None, initial={"name": result.name})
    if form.is_bound and form.is_valid():
        try:
            made = _issued(user_of(request), subject, form.cleaned_data["name"])
        except NotMetError:
            return redirect(request.path)  # the page says what is missing
        except CredentialError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The certificate is issued. You find it in My learning."))
            return redirect("credentials:certificate", made.number)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "credentials/pages/result.html", {"result": result, "form": form}, status=status)


def _issued(user: User, subject: Course | Programme, name: str) -> Certificate:
    """The certificate that was asked for: the first one, or one in the place of an expired one."""
    known = issued_to(user=user, subject=subject)
    if known is not None and known.state == State.EXPIRED:
        return services.renew(user=user, certificate=known, name=name)
    return services.issue(user=user, subject=subject, name=name)


def own_certificate(request: HttpRequest, number: str) -> Certificate:
    """The certificate of the signed-in user. Raises ``Http404`` for the numbers of others."""
    return get_object_or_404(Certificate.objects.of(user_of(request)), number=number)


@never_cache
@login_required
@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """One certificate, for its holder; the address of one that was replaced leads to the one in its place."""
    newer = Certificate.objects.filter(replaces__number=number, replaces__user=user_of(request)).first()
    if newer is not None:
        return redirect("credentials:certificate", newer.number)
    found = own_certificate(request, number)
    return _page(request, found, VisibilityForm.of(found))


@never_cache
@login_required
@require_safe
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The certificate on paper, for its holder; a revoked one is not printed any more."""
    found = own_certificate(request, number)
    if found.state == State.REVOKED:
        raise Http404
    return pdf_response(certificate_pdf(found), name=found.number)


@never_cache
@login_required
@require_safe
def elm(request: HttpRequest, number: str) -> HttpResponse:
    """The certificate as a credential of the European Learning Model, without a seal, for its holder."""
    found = own_certificate(request, number)
    if found.state != State.VALID:
        raise Http404
    response = JsonResponse(
        elm_of(found), content_type="application/ld+json", json_dumps_params={"ensure_ascii": False}
    )
    response["Content-Disposition"] = content_disposition_header(True, f"{found.number}-elm.jsonld") or ""
    return response


def _page(
    request: HttpRequest, found: Certificate, form: VisibilityForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    name = user_of(request).get_full_name()
    context = {
        "certificate": own_card(found),
        "form": form,
        "badges": offered(),
        "new_name": name if found.state == State.VALID and name != found.snapshot["name"] else "",
    }
    return render(request, "credentials/pages/certificate.html", context, status=status)


@never_cache
@login_required
@require_POST
def visibility(request: HttpRequest, number: str) -> HttpResponse:
    """Stores what whoever checks the number sees."""
    found = own_certificate(request, number)
    form = VisibilityForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    services.choose_visibility(user=user_of(request), certificate=found, **form.cleaned_data)
    messages.success(request, _("Your choice has been saved."))
    return redirect("credentials:certificate", found.number)


@never_cache
@login_required
@require_POST
def reissue(request: HttpRequest, number: str) -> HttpResponse:
    """Replaces the certificate by one with the name that the account has now."""
    found = get_object_or_404(Certificate, number=number, user=user_of(request))
    try:
        made = services.reissue(user=user_of(request), certificate=found, name=request.POST.get("name", ""))
    except CredentialError as error:
        messages.error(request, str(error))
        return redirect("credentials:certificate", found.number)
    messages.success(
        request, _("The certificate has a new number and your new name. The old number says that it is replaced.")
    )
    return redirect("credentials:certificate", made.number)
