"""The page of one question in the admin, and the form of a published answer."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Page

from editing.frames import frame
from people.current_user import user_of
from people.models import User
from publishing.models import BasePage
from resources.guidance.questions import services
from resources.guidance.questions.errors import PersonalDataError, QuestionError
from resources.guidance.questions.models import PublishedAnswer, Question
from resources.guidance.questions.queue import place_of

LONGEST_ANSWER = 10_000


class AnswerForm(forms.Form):
    """The answer that goes out by e-mail."""

    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "Plain text; an empty line separates paragraphs. Under it stand your name and the question. "
            "Whoever writes back writes to your e-mail address."
        ),
        error_messages={"required": gettext_lazy("Write the answer.")},
    )


class PublishedAnswerForm(WagtailAdminModelForm):
    """The public wording. ``anchor`` is a choice of the headings of the page."""

    class Meta:
        model = PublishedAnswer
        fields = ("question", "answer", "anchor", "live")
        widgets: ClassVar[dict[str, Any]] = {"question": AdminAutoHeightTextInput}

    def __init__(self, *args: Any, page: BasePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = [("", _("The end of the page")), *((item["anchor"], item["title"]) for item in page.sections)]
        held = self.initial.get("anchor", "")
        if held and held not in dict(parts):
            parts.append((held, _("A section that is no longer in the text")))
        self.fields["anchor"].widget = forms.Select(choices=parts)
        self.fields["anchor"].label = _("Beside which section")


_ACTIONS: dict[str, tuple[Callable[..., Question], str | Promise]] = {
    "take": (services.take, gettext_lazy("You deal with this now.")),
    "release": (services.release, gettext_lazy("It is back in the queue.")),
    "close": (services.close, gettext_lazy("It is closed.")),
    "reopen": (services.reopen, gettext_lazy("It is open again, and you deal with it.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, question_id: int) -> HttpResponse:
    """One question: what it says, who deals with it, the answer. POST does what ``do`` names."""
    user = user_of(request)
    if not user.has_perm(services.MAY_ANSWER):
        raise PermissionDenied
    row = get_object_or_404(Question.objects.select_related("page", "person"), pk=question_id)
    if request.method != "POST":
        return _shown(request, user, row, AnswerForm())
    name = request.POST.get("do", "")
    if name == "answer":
        return _answer(request, user, row)
    if name in _ACTIONS:
        service, done = _ACTIONS[name]
        try:
            service(by=user, question=row)
        except QuestionError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, done)
    return redirect("question_queue") if name == "close" else redirect("reader_question", row.pk)


def _answer(request: HttpRequest, user: User, row: Question) -> HttpResponse:
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            services.answer(by=user, question=row, text=form.cleaned_data["answer"])
        except QuestionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The answer is on its way."))
            return redirect("reader_question", row.pk)
    row.refresh_from_db()
    return _shown(request, user, row, form)


def _shown(request: HttpRequest, user: User, row: Question, form: AnswerForm) -> HttpResponse:
    published = PublishedAnswer.objects.filter(source=row).first()
    address = (row.page.get_url(request) or "") if row.page.live else ""
    context = {
        **frame(_("Question of a reader"), row.page.title, icon="help"),
        "question": row,
        "place": place_of(row),
        "place_url": f"{address}#{row.anchor}" if address and row.anchor else address,
        "form": form,
        "mine": row.person_id == user.pk,
        "may_publish": user.has_perm(services.MAY_PUBLISH),
        "published": published,
        "address_kept": services.ADDRESS_KEPT.days,
        "queue_url": reverse("question_queue"),
    }
    return TemplateResponse(request, "guidance/admin/question.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, question_id: int) -> HttpResponse:
    """The form that publishes the answer of a question. What the reader wrote stands above it, not in it."""
    row = get_object_or_404(Question.objects.select_related("page"), pk=question_id)
    known = PublishedAnswer.objects.filter(source=row).first()
    if known is not None:
        return redirect("published_answer", known.pk)
    first = PublishedAnswer(page=row.page, anchor=row.anchor, answer=linebreaks(row.answer, autoescape=True))
    return _wording(request, first, source=row)


@require_http_methods(["GET", "HEAD", "POST"])
def published_answer(request: HttpRequest, answer_id: int) -> HttpResponse:
    """The form of an answer that is, or was, published."""
    known = get_object_or_404(PublishedAnswer.objects.select_related("page", "source"), pk=answer_id)
    return _wording(request, known, source=known.source)


def _wording(request: HttpRequest, answer: PublishedAnswer, *, source: Question | None) -> HttpResponse:
    user = user_of(request)
    if not user.has_perm(services.MAY_PUBLISH):
        raise PermissionDenied
    page = Page.objects.get(pk=answer.page_id).specific
    if not isinstance(page, BasePage):
        raise Http404
    known = PublishedAnswer.objects.filter(pk=answer.pk).first() if answer.pk else None
    form = PublishedAnswerForm(request.POST or None, instance=answer, page=page)
    if form.is_bound and form.is_valid():
        try:
            services.publish_answer(by=user, page=page, source=source, known=known, **form.cleaned_data)
        except PersonalDataError as error:
            form.add_error(error.field, str(error))
        else:
            live = form.cleaned_data["live"]
            messages.success(request, _("Everybody can read it now.") if live else _("It is saved and not visible."))
            return redirect("reader_question", source.pk) if source is not None else redirect("published_answers")
    context = {
        **frame(_("Published answer"), page.title, icon="help"),
        "form": form,
        "media": form.media,
        "source": source,
        "back_url": reverse("reader_question", args=[source.pk])
        if source is not None
        else reverse("published_answers"),
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "guidance/admin/published_answer.html", context, status=status)
