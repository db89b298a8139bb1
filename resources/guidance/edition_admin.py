"""The editions of a guide in Wagtail's admin: making one, recording its validation."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput
from wagtail.documents.widgets import AdminDocumentChooser

from editing.frames import frame
from people.current_user import user_of
from publishing.models import PomostDocument
from resources.guidance import services
from resources.guidance.edition_errors import EditionError
from resources.guidance.editions import changed_since_validation, editions_of, stamps_of
from resources.guidance.models import Guide, GuideEdition


class ValidationForm(forms.Form):
    """Who validated an edition, when, and by what document."""

    validated_by = forms.CharField(
        label=gettext_lazy("Who validated it"),
        max_length=300,
        help_text=gettext_lazy("As readers should see it: names, or the name of the institution."),
    )
    validated_on = forms.DateField(label=gettext_lazy("When"), widget=AdminDateInput())
    document = forms.ModelChoiceField(
        queryset=PomostDocument.objects.all(),
        required=False,
        label=gettext_lazy("The document that says so"),
        help_text=gettext_lazy(
            "Such as the protocol of the validation. The edition keeps a copy, which readers can open."
        ),
        widget=AdminDocumentChooser(),
    )


def _guide_of(request: HttpRequest, guide_id: int) -> Guide:
    guide = get_object_or_404(Guide, pk=guide_id)
    if not guide.permissions_for_user(user_of(request)).can_publish():
        raise PermissionDenied
    return guide


@require_http_methods(["GET", "HEAD", "POST"])
def editions(request: HttpRequest, guide_id: int) -> HttpResponse:
    """Lists the editions; POST makes one of what is public now."""
    guide = _guide_of(request, guide_id)
    if request.method == "POST":
        try:
            made = services.make_edition(by=user_of(request), guide=guide)
        except EditionError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Edition %(number)d is made.") % {"number": made.number})
        return redirect("guidance_editions", guide.pk)
    stamps = stamps_of(guide)
    context = {
        **_frame(guide),
        "guide": guide,
        "editions": [(item, stamps.get(item.number)) for item in editions_of(guide, request)],
        "since": changed_since_validation(guide, guide.contents(request), request),
    }
    return TemplateResponse(request, "guidance/admin/editions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def validation(request: HttpRequest, guide_id: int, number: int) -> HttpResponse:
    """The form that records the validation of an edition."""
    guide = _guide_of(request, guide_id)
    edition = get_object_or_404(GuideEdition, guide=guide, number=number)
    form = ValidationForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            services.record_validation(by=user_of(request), edition=edition, **form.cleaned_data)
        except EditionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The validation of edition %(number)d is recorded.") % {"number": number})
            return redirect("guidance_editions", guide.pk)
    context = {**_frame(guide), "form": form, "edition": edition, "media": form.media}
    back = reverse("guidance_editions", args=[guide.pk])
    status = 422 if form.errors else 200
    return TemplateResponse(request, "guidance/admin/validation.html", {**context, "back_url": back}, status=status)


def _frame(guide: Guide) -> dict[str, Any]:
    return frame(_("Editions"), guide.title, icon="doc-full-inverse")
