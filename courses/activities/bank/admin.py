"""The pages of the bank in Wagtail's admin beside the list and the form of a question: import and export."""

from collections import Counter

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.widgets import Button

from courses.activities.bank.formats.files import Format, exported
from courses.activities.bank.formats.moodle import LARGEST_FILE, FileRefusedError
from courses.activities.bank.forms import ExportForm, ImportForm
from courses.activities.bank.importing import Fate, Planned, import_questions, plan
from courses.activities.bank.models import BankQuestion
from editing import waiting_uploads
from editing.frames import frame
from editing.waiting_uploads import WaitingUpload
from people.current_user import user_of

ADD, PUBLISH = "bank.add_bankquestion", "bank.publish_bankquestion"
PURPOSE = "question-import"
"""Of the file that waits for the editor to confirm it."""


def urls() -> list[URLPattern]:
    return [
        path("question-bank/import/", import_file, name="bank_import"),
        path("question-bank/export/", export_file, name="bank_export"),
    ]


def list_buttons(request: HttpRequest) -> list[Button]:
    """What the menu of the list offers."""
    if not _may(request):
        return []
    return [
        Button(_("Import from a file"), reverse("bank_import"), icon_name="upload", priority=30),
        Button(_("Export to a file"), reverse("bank_export"), icon_name="download", priority=31),
    ]


def _may(request: HttpRequest) -> bool:
    return request.user.has_perm(ADD) and request.user.has_perm(PUBLISH)


@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """``question-bank/import/``: a file is uploaded, what it would do is shown, and then it is done."""
    if not _may(request):
        raise PermissionDenied
    if token := request.POST.get("token", ""):
        return _import(request, token)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        uploaded = form.cleaned_data["file"]
        if uploaded.size > LARGEST_FILE:
            form.add_error("file", _("The file is larger than 5 MB. Divide it into smaller ones."))
            return _page(request, form)
        facts = {"language": form.cleaned_data["language"], "tags": form.cleaned_data["tags"]}
        upload = WaitingUpload(uploaded.read(), uploaded.name, facts)
        try:
            planned = plan(data=upload.data, language=facts["language"])
        except FileRefusedError as error:
            form.add_error("file", str(error))
            return _page(request, form)
        token = waiting_uploads.keep(user=user_of(request), purpose=PURPOSE, upload=upload)
        return _plan_page(request, upload, planned, token)
    return _page(request, form)


def _import(request: HttpRequest, token: str) -> HttpResponse:
    user = user_of(request)
    upload = waiting_uploads.find(user=user, purpose=PURPOSE, token=token)
    if upload is None:
        messages.error(request, _("The file has waited too long, or was imported already. Upload it again."))
        return redirect("bank_import")
    done = import_questions(data=upload.data, user=user, **upload.facts)
    waiting_uploads.drop(user=user, purpose=PURPOSE, token=token)
    counts = Counter(item.fate for item in done)
    words = _("Imported: %(new)d new, %(changed)d changed, %(same)d as before, %(skipped)d skipped.")
    messages.success(request, words % {fate.value: counts[fate] for fate in Fate})
    return redirect("wagtailsnippets_bank_bankquestion:list")


def _page(request: HttpRequest, form: ImportForm) -> HttpResponse:
    context = {**frame(_("Import questions"), icon="upload"), "form": form}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "activities/bank/import.html", context, status=status)


def _plan_page(request: HttpRequest, upload: WaitingUpload, planned: list[Planned], token: str) -> HttpResponse:
    counts = Counter(item.fate for item in planned)
    context = {
        **frame(_("Import questions"), upload.name, icon="upload"),
        "planned": planned,
        "token": token,
        "counts": {fate.value: counts[fate] for fate in Fate},
        "anything": counts[Fate.NEW] + counts[Fate.CHANGED],
    }
    return TemplateResponse(request, "activities/bank/import_plan.html", context)


@require_safe
def export_file(request: HttpRequest) -> HttpResponse:
    """``question-bank/export/``: the published questions in a format, and which of them it cannot hold."""
    if not _may(request):
        raise PermissionDenied
    form = ExportForm(request.GET or None)
    context = {**frame(_("Export questions"), icon="download"), "form": form}
    if form.is_bound and form.is_valid():
        file_format = Format(form.cleaned_data["file_format"])
        tags = [tag.name for tag in form.cleaned_data["tags"]]
        questions = list(
            BankQuestion.objects.live()
            .about(tags=tags, outcomes=())
            .prefetch_related("tag_items__tag", "outcome_items__tag")
        )
        found = exported(questions, file_format)
        if "download" in request.GET:
            response = HttpResponse(found.data, content_type="application/octet-stream")
            name = f"pytania.{file_format.extension}"
            response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
            return response
        context |= {
            "left_out": [(question, reason) for question, reason in found.left_out],
            "number": len(questions) - len(found.left_out),
            "download_url": f"?{request.GET.urlencode()}&download=1",
        }
    return TemplateResponse(request, "activities/bank/export.html", context)
