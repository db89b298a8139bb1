"""Pages where users see, download and decide about what is held of them."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people import access, consents, exporting, services
from people.current_user import user_of
from people.errors import OutdatedWordingError, RequiredConsentError
from publishing import limits

ACCESSES_SHOWN = 20


@never_cache
@login_required
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """``/konto/dane/``: what is held of the user, and the ways to a copy and to deleting the account."""
    user = user_of(request)
    seen = access.accesses_of(user)
    shown = seen if request.GET.get("wszystkie") else seen[:ACCESSES_SHOWN]
    context = {"sections": exporting.sections_of(user), "accesses": shown, "accesses_count": len(seen)}
    return render(request, "people/pages/own_data.html", context)


@never_cache
@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_data_copy(request: HttpRequest) -> HttpResponseBase:
    """``/konto/dane/kopia/``: downloads a copy of everything by POST, after the password was given again."""
    if request.method != "POST":
        return render(request, "people/pages/own_data_copy.html")
    if not limits.allowed(request, "data_copy"):
        return limits.too_many(request)
    archive = services.export_own_data(by=user_of(request))
    name = f"pomost-moje-dane-{timezone.localdate()}.zip"
    return FileResponse(archive, as_attachment=True, filename=name, content_type="application/zip")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consent_page(request: HttpRequest) -> HttpResponse:
    """``/konto/zgody/``: what the user consented to; gives and withdraws consents by POST."""
    user = user_of(request)
    if request.method != "POST":
        return render(request, "people/pages/consents.html", {"cards": consents.cards_of(user)})
    purpose = request.POST.get("purpose", "")
    try:
        if request.POST.get("action") == "withdraw":
            services.withdraw_consent(by=user, purpose=purpose)
            messages.success(request, _("The consent is withdrawn."))
        else:
            services.give_consent(by=user, purpose=purpose, wording=request.POST.get("wording", ""))
            messages.success(request, _("Your consent is recorded."))
    except KeyError:
        raise Http404 from None
    except (OutdatedWordingError, RequiredConsentError) as error:
        messages.error(request, str(error))
    return redirect("people:consents")
