"""Pages of the admin about accounts, beside Wagtail's own."""

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from people import access, services
from people.anonymising import parts_of
from people.current_user import user_of
from people.errors import AdministratorAccountError
from people.models import User


@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def anonymise(request: HttpRequest, user_id: int) -> HttpResponse:
    """Shows what is removed and what stays when a user is anonymised; anonymises the user by POST."""
    user = get_object_or_404(User, pk=user_id)
    name = user.display_name
    try:
        services.check_may_anonymise(by=user_of(request), user=user)
        if request.method == "POST":
            services.anonymise_account(by=user_of(request), user=user)
    except AdministratorAccountError as error:
        messages.error(request, str(error))
        return redirect("wagtailusers_users:index")
    if request.method == "POST":
        messages.success(request, _("Anonymised: %(name)s.") % {"name": name})
        return redirect("wagtailusers_users:index")
    access.record(by=user_of(request), whose=[user.pk], kind=access.ACCOUNT)
    parts = parts_of(user)
    context = {
        "account": user,
        "removed": [part for part in parts if not part.kept],
        "kept": [part for part in parts if part.kept],
    }
    return render(request, "people/admin/anonymise.html", context)
