"""Document templates: pages with a .docx file that readers fill in by a form, and the page that lists them."""

from http import HTTPMethod, HTTPStatus
from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, PageChooserPanel, Panel
from wagtail.models import Orderable, Page

from publishing import limits
from publishing.models import BasePage
from resources.guidance.document_templates.cards import TemplateItem
from resources.guidance.document_templates.edit_form import DocumentTemplateForm
from resources.guidance.document_templates.files import FIELD_NAME

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BLANK = "pusty"
"""The parameter that asks for the document with dotted lines in place of the fields."""


class DocumentTemplateList(BasePage):
    """The page that lists the document templates."""

    template = "guidance/pages/document_template_list.html"
    parent_page_types: ClassVar[list[str]] = ["pomost.HomePage"]
    subpage_types: ClassVar[list[str]] = ["guidance.DocumentTemplate"]
    max_count = 1

    class Meta:
        verbose_name = _("list of document templates")
        verbose_name_plural = _("lists of document templates")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        found = DocumentTemplate.objects.child_of(self).live().public().order_by("path")
        context["templates"] = [
            TemplateItem(item.title, item.get_url(request) or "", item.summary, item.legal_state) for item in found
        ]
        return context


class DocumentTemplate(BasePage):
    """A template: its file, its fields, and the form that fills it in. What readers write is not kept.

    Readers post to the page, so no cache may store it.
    """

    document = models.ForeignKey(
        "publishing.PomostDocument",
        verbose_name=_("file"),
        null=True,  # so that a draft may be saved without it
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A Word document (.docx) with merge fields: in Word, Insert, Quick Parts, Field, MergeField."),
    )
    legal_state = models.DateField(
        _("legal state"), null=True, blank=True, help_text=_("The day on which the text was checked against the law.")
    )

    template = "guidance/pages/document_template.html"
    parent_page_types: ClassVar[list[str]] = ["guidance.DocumentTemplateList"]
    subpage_types: ClassVar[list[str]] = []
    same_for_everybody: ClassVar[bool] = False
    base_form_class = DocumentTemplateForm
    allowed_http_methods: ClassVar[list[HTTPMethod]] = [
        HTTPMethod.GET,
        HTTPMethod.HEAD,
        HTTPMethod.OPTIONS,
        HTTPMethod.POST,
    ]
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("legal_state"),
        FieldPanel("body"),
        FieldPanel("document"),
        HelpPanel(
            _("The fields below and the merge fields of the file have the same names. Readers fill in the fields.")
        ),
        InlinePanel("fields", heading=_("Fields"), label=_("Field"), min_num=1),
        InlinePanel("chapters", heading=_("Chapters"), label=_("Chapter")),
    ]

    class Meta:
        verbose_name = _("document template")
        verbose_name_plural = _("document templates")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from resources.guidance.document_templates.pages import chapters_of

        context = super().get_context(request, *args, **kwargs)
        context["chapters"] = chapters_of(self, request)
        return context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page with its form; by POST the document, or the page with what is wrong. ``?pusty=1``: the blank one."""
        from resources.guidance.document_templates.filling import blank, fill, is_usable, reader_form

        if request.method == "POST" and not limits.allowed_here(request, "document_template"):
            return limits.too_many(request)
        usable = is_usable(self)
        form = reader_form(self, request.POST if request.method == "POST" else None)
        response: HttpResponseBase
        if usable and request.method == "POST" and form.is_valid():
            response = self._download(fill(self, form.cleaned_data))
        elif usable and request.method != "POST" and BLANK in request.GET:
            response = self._download(blank(self))
        else:
            context = {**self.get_context(request, *args, **kwargs), "form": form if usable else None}
            status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
            response = render(request, self.get_template(request), context, status=status)
        add_never_cache_headers(response)
        return response

    def _download(self, content: bytes) -> HttpResponse:
        disposition = content_disposition_header(as_attachment=True, filename=f"{self.slug}.docx") or ""
        headers = {"Content-Disposition": disposition, "X-Robots-Tag": "noindex"}
        return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)


class DocumentTemplateField(Orderable):
    """A field of a template: its merge field, and how readers are asked for it."""

    class Kind(models.TextChoices):
        TEXT = "text", _("a line of text")
        LONG = "long", _("longer text")
        DATE = "date", _("date")
        AMOUNT = "amount", _("amount in złoty")
        CHOICE = "choice", _("choice")

    page = ParentalKey(DocumentTemplate, on_delete=models.CASCADE, related_name="fields")
    name = models.CharField(
        _("name in the file"),
        max_length=40,
        validators=[RegexValidator(rf"^{FIELD_NAME}$", _("Use letters without diacritics, digits and _."))],
    )
    label = models.CharField(_("label"), max_length=150, help_text=_("What readers are asked for."))
    help_text = models.CharField(_("help"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.TEXT)
    choices = models.TextField(_("choices"), blank=True, help_text=_("For a choice only: one in each line."))
    least = models.ForeignKey(
        "reference.DatedValue",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("not less than"),
        help_text=_("For an amount only: readers cannot enter less than this value is on that day."),
    )
    required = models.BooleanField(_("required"), default=False)

    panels: ClassVar[list[Panel]] = [
        FieldPanel(name) for name in ("name", "label", "help_text", "kind", "choices", "least", "required")
    ]

    def __str__(self) -> str:
        return self.label

    @property
    def choice_list(self) -> list[str]:
        return [line.strip() for line in self.choices.splitlines() if line.strip()]


class DocumentTemplateChapter(Orderable):
    """A chapter that explains a template."""

    page = ParentalKey(DocumentTemplate, on_delete=models.CASCADE, related_name="chapters")
    chapter = models.ForeignKey(
        "guidance.Chapter", on_delete=models.CASCADE, related_name="+", verbose_name=_("chapter")
    )

    panels: ClassVar[list[Panel]] = [PageChooserPanel("chapter")]

    def __str__(self) -> str:
        return str(self.chapter)
