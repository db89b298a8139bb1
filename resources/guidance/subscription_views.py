"""Pages about e-mails of changes: asking for them, confirming the address, ending them."""

from http import HTTPStatus

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from publishing import limits
from publishing.guarded_forms import GuardedForm
from publishing.links import Link
from resources.guidance import services, subscription_links
from resources.guidance.history_views import public_page
from resources.guidance.models import Guide


class SubscriptionForm(GuardedForm):
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": gettext_lazy("Write the address that the e-mails should go to.")},
    )
    field_order = ("email",)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest, path: str) -> HttpResponse:
    """``/<guide>/historia/powiadomienia/``: one field; the answer is the same for every address."""
    guide = public_page(request, path)
    if not isinstance(guide, Guide):
        raise Http404
    form = SubscriptionForm(request.POST or None)
    context = {"guide": Link(guide.title, guide.get_url(request) or ""), "form": form}
    status = HTTPStatus.OK
    if form.is_bound:
        if not form.is_valid():
            status = HTTPStatus.UNPROCESSABLE_ENTITY
        elif form.is_from_program():
            context["sent_to"] = form.cleaned_data["email"]
        elif not limits.allowed(request, "change_subscription"):
            form.add_error(None, _("Many addresses came from your network in a short time. Try again in ten minutes."))
            status = HTTPStatus.TOO_MANY_REQUESTS
        else:
            email = form.cleaned_data["email"].lower()
            if limits.allowed(request, "change_subscription_repeat", key=email):  # else silently: it tells nothing
                services.ask_for_changes(guide=guide, email=email)
            context["sent_to"] = email
    return render(request, "guidance/pages/subscribe.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the link in the e-mail; its button confirms, because mail programs open links by themselves."""
    subscription = subscription_links.to_confirm(token, within=services.CONFIRM_WITHIN)
    if subscription is None:
        return render(request, "guidance/pages/confirm_changes.html", {"expired": True}, status=HTTPStatus.GONE)
    if request.method == "POST":
        services.confirm_changes(subscription=subscription)
        subscription.refresh_from_db()
    guide = Link(subscription.guide.title, subscription.guide.get_url(request) or "")
    context = {"guide": guide, "done": subscription.confirmed_at is not None}
    return render(request, "guidance/pages/confirm_changes.html", context)


# The token is the permission, as mail programs post it without a cookie (RFC 8058).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the link at the end of each e-mail; its button, or that of a mail program, ends the e-mails."""
    subscription = subscription_links.to_end(token)
    guide = subscription.guide.title if subscription else ""
    if subscription is not None and request.method == "POST":
        services.end_changes(subscription=subscription)
        subscription = None
    return render(request, "guidance/pages/end_changes.html", {"guide": guide, "done": subscription is None})
