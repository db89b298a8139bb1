"""Pages for writing to people of a group, and for reading what was written."""

from http import HTTPStatus
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from courses.coursework import services
from courses.coursework.errors import CourseworkError, NotPermittedError, TooManyMessagesError
from courses.coursework.forms import MessageForm
from courses.coursework.models import Cohort, CohortMember, CohortMessage
from courses.coursework.views.groups import trail, visible_cohort
from courses.coursework.views.permissions import staff_page
from people.current_user import user_of
from publishing import limits
from publishing.converters import id_from


def _chosen(request: HttpRequest, cohort: Cohort) -> list[CohortMember]:
    """The active members whom the form names: all of them, or those with the ids ``osoba``."""
    sent = request.POST if request.method == "POST" else request.GET
    members = cohort.members.filter(user__is_active=True).select_related("user")
    if not sent.get("wszyscy"):
        members = members.filter(user__in=[id_from(value) for value in sent.getlist("osoba")])
    return list(members)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """A form for one e-mail to each of the chosen members; says to how many before it is sent."""
    found = visible_cohort(request, cohort_id)
    chosen = _chosen(request, found)
    page = reverse("coursework:cohort", args=[found.pk])
    if not chosen:
        messages.warning(request, _("Choose whom to write to: tick at least one person."))
        if request.method != "POST":
            return redirect(f"{page}?zaznacz=#osoby")
    form, status = MessageForm(request.POST or None, initial={"key": uuid4()}), HTTPStatus.OK
    if request.method == "POST":
        status = _send(request, found, chosen, form)
        if status == HTTPStatus.OK:
            return redirect(page)
    context = {
        "breadcrumbs": trail(found),
        "cohort": found,
        "recipients": chosen,
        "everybody": bool((request.POST if request.method == "POST" else request.GET).get("wszyscy")),
        "reply_to": user_of(request).email,
        "cancel_url": f"{page}#osoby",
    }
    return render(request, "coursework/pages/message_form.html", {**context, "form": form}, status=status)


def _send(request: HttpRequest, cohort: Cohort, chosen: list[CohortMember], form: MessageForm) -> HTTPStatus:
    """Sends the message. Returns the status: OK, or that of the page with the errors in ``form``."""
    if not form.is_valid() or not chosen:
        return HTTPStatus.UNPROCESSABLE_ENTITY
    data = form.cleaned_data
    known = CohortMessage.objects.filter(key=data["key"]).exists()
    if not known and not limits.allowed(request, "group_message"):
        form.add_service_error(TooManyMessagesError())
        return HTTPStatus.TOO_MANY_REQUESTS
    try:
        made = services.send_message(
            by=user_of(request),
            cohort=cohort,
            recipients=[member.user_id for member in chosen],
            subject=data["subject"],
            text=data["text"],
            key=data["key"],
        )
    except NotPermittedError:
        raise Http404 from None
    except CourseworkError as error:
        form.add_service_error(error)
        return HTTPStatus.UNPROCESSABLE_ENTITY
    number = made.recipients_count
    text = ngettext("The message is sent to %(number)d person.", "The message is sent to %(number)d people.", number)
    messages.success(request, text % {"number": number})
    return HTTPStatus.OK


@staff_page
@require_safe
def message_sent(request: HttpRequest, cohort_id: int, message_id: int) -> HttpResponse:
    """Shows a message that was sent, and to whom."""
    found = visible_cohort(request, cohort_id)
    sent = get_object_or_404(CohortMessage.objects.select_related("sender"), pk=message_id, cohort=found)
    context = {
        "breadcrumbs": trail(found),
        "cohort": found,
        "sent": sent,
        "recipients": [person.display_name for person in sent.recipients.order_by("last_name", "first_name", "email")],
    }
    return render(request, "coursework/pages/message_sent.html", context)
