"""Pages of the sign-up with a guardian's consent."""

from http import HTTPStatus

from allauth.account.models import EmailAddress
from django.core.signing import BadSignature
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people import guardians
from people.models import GuardianConsent


@never_cache
@require_safe
def guardian_asked(request: HttpRequest) -> HttpResponse:
    """``/konto/opiekun/``: what happens after somebody under 16 has signed up."""
    return render(request, "people/pages/guardian_asked.html", {"days": guardians.LINK_WORKS.days})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def guardian(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the link to a guardian: who asks and for what; agrees or refuses by POST."""
    try:
        consent = guardians.consent_of(token)
    except (BadSignature, GuardianConsent.DoesNotExist):
        return render(request, "people/pages/guardian.html", {"state": "gone"}, status=HTTPStatus.NOT_FOUND)
    person, state = consent.user, "agreed" if consent.given_at else "asked"
    if request.method == "POST" and state == "asked":
        if request.POST.get("action") == "refuse":
            state = "refused" if guardians.refuse(consent=consent) else "agreed"
        elif request.POST.get("action") == "agree":
            with transaction.atomic():
                if guardians.agree(consent=consent):
                    EmailAddress.objects.get(user=person, primary=True).send_confirmation(request, signup=True)
            state = "agreed"
    return render(request, "people/pages/guardian.html", {"state": state, "person": person})
