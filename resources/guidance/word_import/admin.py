"""Importing a Word file in Wagtail's admin: the form, the preview, and then the import."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.models import Page

from editing import waiting_uploads
from editing.frames import frame
from editing.waiting_uploads import WaitingUpload
from people.current_user import user_of
from people.models import User
from resources.guidance.models import Guide
from resources.guidance.word_import.contents import WordDocument
from resources.guidance.word_import.files import LARGEST_FILE, WordFileError, read_word, too_large
from resources.guidance.word_import.pictures import Pictures, pictures_of
from resources.guidance.word_import.planning import plan_for
from resources.guidance.word_import.preview import preview_of
from resources.guidance.word_import.services import Imported, PlanChangedError, import_document, may_import
from resources.guidance.word_import.warnings import warnings_of


class WordImportForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("Word file"),
        help_text=gettext_lazy("A file with the extension .docx, at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"empty": gettext_lazy("The file is empty. Check that you chose the right one.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(too_large())
        return file


@dataclass(frozen=True, slots=True)
class _Read:
    document: WordDocument
    pictures: Pictures


def buttons(page: Page, user: Any) -> Iterator[Button]:
    """The link in the menu of a guide."""
    if page.cached_content_type.model_class() is Guide and page.permissions_for_user(user).can_add_subpage():
        url = reverse("guidance_word_import", args=[page.pk])
        yield Button(_("Import from Word"), url, icon_name="upload", priority=63)


@require_http_methods(["GET", "HEAD", "POST"])
def word_import(request: HttpRequest, guide_id: int) -> HttpResponse:
    """A file is uploaded, what it would do is shown, and then it is done."""
    guide, user = get_object_or_404(Guide, pk=guide_id), user_of(request)
    if not may_import(user, guide):
        raise PermissionDenied
    if token := request.POST.get("token", ""):
        return _import(request, guide, user, token)
    form = WordImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        uploaded = form.cleaned_data["file"]
        upload = WaitingUpload(uploaded.read(), uploaded.name)
        try:
            read = _read(upload, user)
        except WordFileError as error:
            form.add_error("file", str(error))
        else:
            token = waiting_uploads.keep(user=user, purpose=_purpose(guide), upload=upload)
            return _preview(request, guide, read, name=upload.name, token=token)
    context = {**frame(_("Import from Word"), guide.title, icon="upload"), "form": form, "guide": guide}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "guidance/admin/word_import.html", context, status=status)


def _read(upload: WaitingUpload, user: User) -> _Read:
    file = BytesIO(upload.data)
    document = read_word(file, upload.name)
    return _Read(document, pictures_of(document, file, user))


def _import(request: HttpRequest, guide: Guide, user: User, token: str) -> HttpResponse:
    upload = waiting_uploads.find(user=user, purpose=_purpose(guide), token=token)
    if upload is None:
        messages.error(request, _("The file has waited too long, or was imported already. Upload it again."))
        return redirect("guidance_word_import", guide.pk)
    try:
        read = _read(upload, user)
        done = import_document(
            by=user,
            guide=guide,
            document=read.document,
            pictures=read.pictures,
            name=upload.name,
            chosen={int(number) for number in request.POST.getlist("chapter") if re.fullmatch("[0-9]{1,4}", number)},
            stamp=request.POST.get("stamp", ""),
        )
    except WordFileError as error:
        messages.error(request, str(error))
        return redirect("guidance_word_import", guide.pk)
    except PlanChangedError:
        messages.warning(request, _("The guide has changed since you saw this page. Look at it once more."))
        return _preview(request, guide, read, name=upload.name, token=token)
    waiting_uploads.drop(user=user, purpose=_purpose(guide), token=token)
    messages.success(request, _done_in_words(done))
    return redirect("wagtailadmin_explore", guide.pk)


def _purpose(guide: Guide) -> str:
    return f"word-import-{guide.pk}"


def _done_in_words(done: Imported) -> str:
    new, changed = len(done.new), len(done.changed)
    if not new and not changed:
        return _("Nothing was imported.")
    sentences = []
    if new:
        text = ngettext("%(number)d chapter was added as a draft.", "%(number)d chapters were added as drafts.", new)
        sentences.append(text % {"number": new})
    if changed:
        text = ngettext("%(number)d chapter has a new draft.", "%(number)d chapters have new drafts.", changed)
        sentences.append(text % {"number": changed})
    return " ".join(sentences)


def _preview(request: HttpRequest, guide: Guide, read: _Read, *, name: str, token: str) -> HttpResponse:
    plan = plan_for(guide, read.document, read.pictures.known, user_of(request))
    chapters = preview_of(plan, read.pictures, request)
    context = {
        **frame(_("Import from Word"), guide.title, icon="upload"),
        "guide": guide,
        "name": name,
        "token": token,
        "stamp": plan.stamp,
        "chapters": chapters,
        "anything": any(item.may_import for item in plan.chapters),
        "gone": plan.gone,
        "warnings": warnings_of(read.document.losses),
    }
    return TemplateResponse(request, "guidance/admin/word_import_preview.html", context)
