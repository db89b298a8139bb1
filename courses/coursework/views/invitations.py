"""Pages for invited people, and for members who leave a group."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.coursework import services
from courses.coursework.errors import InvitationAnsweredError, NotPermittedError
from courses.coursework.models import Cohort, CohortInvitation
from people.current_user import sign_in_address, sign_up_address, user_of

State = CohortInvitation.State


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Shows an invitation and what the trainers will see, with buttons to join and to decline.

    The token in the e-mail is enough to read and decline; joining needs an account that has confirmed the address.
    """
    invitations = CohortInvitation.objects.select_related("cohort__course", "cohort__programme", "invited_by")
    found = invitations.filter(token=token).first()
    if found is None:
        return _gone(request, None)
    if request.method == "POST":
        return _answer(request, found)
    if _has_joined(request, found):
        return redirect("coursework:leave", found.cohort_id)
    if found.state != State.PENDING:
        return _gone(request, found)
    return render(request, "coursework/pages/invitation.html", _context(request, found))


def _has_joined(request: HttpRequest, found: CohortInvitation) -> bool:
    """Whether the user joined by this invitation; its address then redirects to the page for leaving the group."""
    user = user_of(request) if request.user.is_authenticated else None
    if user is None or found.state != State.ACCEPTED or found.accepted_by_id != user.pk:
        return False
    return found.cohort.members.filter(user=user).exists()


def _context(request: HttpRequest, found: CohortInvitation) -> dict[str, object]:
    user = user_of(request) if request.user.is_authenticated else None
    return {
        "invitation": found,
        "account": user,
        "addressee": user is not None and services.is_addressee(user, found),
        "sign_in_url": sign_in_address(request.path),
        "sign_up_url": sign_up_address(request.path),
        "sign_out_url": f"{reverse('account_logout')}?{urlencode({'next': request.path})}",
        "addresses_url": reverse("account_email"),
    }


def _answer(request: HttpRequest, found: CohortInvitation) -> HttpResponse:
    try:
        if request.POST.get("action") == "decline":
            services.decline_invitation(invitation=found)
        elif not request.user.is_authenticated:
            return HttpResponseRedirect(sign_in_address(request.path))
        else:
            services.accept_invitation(by=user_of(request), invitation=found)
            text = _("You are in the group “%(cohort)s” and on its course.")
            messages.success(request, text % {"cohort": found.cohort.name})
            return redirect("learning:home")
    except (InvitationAnsweredError, NotPermittedError):
        pass  # the page says why
    return HttpResponseRedirect(request.path)


def _gone(request: HttpRequest, found: CohortInvitation | None) -> HttpResponse:
    """Renders the state of an invitation that is not pending, without data of its group."""
    context = {"state": found.state if found else ""}
    status = HTTPStatus.GONE if found else HTTPStatus.NOT_FOUND
    return render(request, "coursework/pages/invitation_gone.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Asks for confirmation, then removes the user from the group by POST."""
    cohorts = Cohort.objects.filter(members__user=user_of(request)).select_related("course", "programme")
    cohort = get_object_or_404(cohorts, pk=cohort_id)
    if request.method != "POST":
        return render(request, "coursework/pages/leave.html", {"cohort": cohort})
    try:
        services.leave_cohort(by=user_of(request), cohort=cohort)
    except NotPermittedError:
        raise Http404 from None
    text = _("You have left the group “%(cohort)s”. Your submissions and progress are kept.")
    messages.success(request, text % {"cohort": cohort.name})
    return redirect("learning:home")
