"""Members of a group, for its trainers and for coordinators: invite, add, remove."""

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from courses.coursework import rules, services
from courses.coursework.errors import CourseworkError, NotPermittedError
from courses.coursework.forms import AddMembersForm
from courses.coursework.models import Cohort, CohortInvitation, CohortMember, Submission
from courses.coursework.people_lists import rows_of_text
from courses.coursework.states import State
from courses.coursework.views.groups import cohort_page, left_key, outcome_key, trail, visible_cohort
from courses.coursework.views.people_lists import preview_page
from courses.coursework.views.permissions import staff_page
from people.current_user import user_of
from people.models import User
from publishing import limits


def _may_send(request: HttpRequest, cohort: Cohort) -> Callable[[str], bool]:
    """A check of the daily limits: of invitations by one user, and of e-mails from one group to one address."""

    def allowed(email: str) -> bool:
        return limits.allowed(request, "invitation_repeat", key=f"{cohort.pk}:{email}") and limits.allowed(
            request, "invitation"
        )

    return allowed


@staff_page
@require_POST
def members_add(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Invites the addresses, or adds them at once where a coordinator confirms that an organisation signed them up."""
    found = visible_cohort(request, cohort_id)
    user = user_of(request)
    form = AddMembersForm(request.POST, may_add=rules.may_manage(user))
    if not form.is_valid():
        return cohort_page(request, found, form)
    text, may_send = form.cleaned_data["addresses"], _may_send(request, found)
    try:
        if "\t" in text:  # rows of a spreadsheet, which have more in them than addresses
            return preview_page(request, found, rows_of_text(text))
        if form.cleaned_data.get("signed_up"):
            result = services.add_members(by=user, cohort=found, text=text, may_send=may_send)
            _tell_added(request, len(result.added))
            invited, outcome = result.invited, _outcome(result.added, result.invited)
        else:
            invited = services.invite(by=user, cohort=found, text=text, may_send=may_send)
            outcome = _outcome((), invited)
    except NotPermittedError:
        raise Http404 from None
    except CourseworkError as error:
        form.add_service_error(error)
        return cohort_page(request, found, form)
    _tell_invited(request, invited)
    if invited.left:
        request.session[left_key(found)] = "\n".join(invited.left)
    request.session[outcome_key(found)] = outcome
    return redirect("coursework:cohort", found.pk)


def _outcome(added: Iterable[User], invited: services.Invited) -> list[tuple[str, str]]:
    """What happened to each address, for the page that follows: pairs of address and the name of the outcome."""
    return [
        *((user.email, "added") for user in added),
        *((email, "sent") for email in invited.sent),
        *((email, "waiting") for email in invited.waiting),
        *((email, "present") for email in invited.present),
        *((email, "left") for email in invited.left),
    ]


def _tell_added(request: HttpRequest, number: int) -> None:
    if number:
        messages.success(
            request,
            ngettext("%(number)d person is added.", "%(number)d people are added.", number) % {"number": number},
        )


def _tell_invited(request: HttpRequest, invited: services.Invited) -> None:
    if number := len(invited.sent):
        messages.success(
            request,
            ngettext("%(number)d invitation is sent.", "%(number)d invitations are sent.", number) % {"number": number},
        )
    if number := len(invited.waiting):
        messages.info(
            request,
            ngettext(
                "%(number)d address has an invitation already.",
                "%(number)d addresses have an invitation already.",
                number,
            )
            % {"number": number},
        )
    if number := len(invited.present):
        messages.info(
            request,
            ngettext(
                "%(number)d person was in the group already.", "%(number)d people were in the group already.", number
            )
            % {"number": number},
        )
    if number := len(invited.left):
        messages.warning(
            request,
            ngettext(
                "%(number)d invitation was not sent, for too many went out today. The address is in the field below.",
                "%(number)d invitations were not sent, for too many went out today. "
                "The addresses are in the field below.",
                number,
            )
            % {"number": number},
        )


@staff_page
@require_POST
def invitation_send_again(request: HttpRequest, cohort_id: int, invitation_id: int) -> HttpResponse:
    found, invitation = _invitation(request, cohort_id, invitation_id)
    try:
        services.send_invitation_again(by=user_of(request), invitation=invitation, may_send=_may_send(request, found))
    except NotPermittedError:
        raise Http404 from None
    except CourseworkError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The invitation to %(email)s is sent again.") % {"email": invitation.email})
    return redirect("coursework:cohort", found.pk)


@staff_page
@require_POST
def invitation_revoke(request: HttpRequest, cohort_id: int, invitation_id: int) -> HttpResponse:
    found, invitation = _invitation(request, cohort_id, invitation_id)
    try:
        services.revoke_invitation(by=user_of(request), invitation=invitation)
    except NotPermittedError:
        raise Http404 from None
    except CourseworkError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The invitation to %(email)s is revoked.") % {"email": invitation.email})
    return redirect("coursework:cohort", found.pk)


def _invitation(request: HttpRequest, cohort_id: int, invitation_id: int) -> tuple[Cohort, CohortInvitation]:
    found = visible_cohort(request, cohort_id)
    invitations = CohortInvitation.objects.filter(cohort=found).select_related("cohort")
    return found, get_object_or_404(invitations, pk=invitation_id)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def member_remove(request: HttpRequest, cohort_id: int, user_id: int) -> HttpResponse:
    """Asks for confirmation and says what stays; removes by POST."""
    found = visible_cohort(request, cohort_id)
    member = get_object_or_404(CohortMember.objects.select_related("user"), cohort=found, user=user_id)
    page = reverse("coursework:cohort", args=[found.pk])
    if request.method != "POST":
        submissions = Submission.objects.filter(assignment__cohort=found, user=member.user, state=State.SUBMITTED)
        context = {
            "breadcrumbs": trail(found),
            "cohort": found,
            "who": member.user.display_name,
            "waiting": submissions.count(),
            "cancel_url": page,
        }
        return render(request, "coursework/pages/member_remove.html", context)
    try:
        services.remove_member(by=user_of(request), cohort=found, user=member.user)
    except NotPermittedError:
        raise Http404 from None
    text = _("%(person)s is no longer in the group. Their submissions and progress are kept.")
    messages.success(request, text % {"person": member.user.display_name})
    return redirect(page)
