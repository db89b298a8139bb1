"""The accessibility declaration."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from django.db import models
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from polish.readability import count_words
from polish.typography import NBSP, no_orphans_html
from publishing.blocks import BodyBlock, anchor_of
from publishing.models.base import BasePage
from publishing.rendering import RenderedBody, render_body
from publishing.statement_checks import StatementForm, is_empty, phone_number, refusals

FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]

IDS: Final = (
    "a11y-wstep",
    "a11y-podmiot",
    "a11y-zakres",
    "a11y-url",
    "a11y-data-publikacja",
    "a11y-data-aktualizacja",
    "a11y-status",
    "a11y-ocena",
    "a11y-data-sporzadzenie",
    "a11y-data-przeglad",
    "a11y-kontakt",
    "a11y-email",
    "a11y-telefon",
    "a11y-procedura",
    "a11y-aplikacje",
    "a11y-architektura",
    "a11y-architektura-url",
    "a11y-komunikacja",
)
"""The ids of elements in their order.

By "Warunki techniczne publikacji i struktura dokumentu elektronicznego deklaracji dostępności", version 2.0 of
31 July 2024, of the minister for digital affairs.
"""


class StatementBodyBlock(BodyBlock):
    """What stands under a heading of the declaration."""

    top_level = 3


@dataclass(frozen=True, slots=True)
class Title:
    """A heading of the declaration, with what ``publishing/blocks/heading.html`` asks of a heading."""

    text: str
    level: int
    anchor: str


class AccessibilityStatement(BasePage):
    """The accessibility declaration of a website, in the order and with the element ids of the technical conditions.

    The whole declaration is its stored HTML, so that search, previews and the contents are made of it like of any text.
    ``body`` is the part about conveniences and limits. ``statement_checks.REQUIRED`` may be empty only in drafts.
    """

    class Status(models.TextChoices):
        FULL = "full", gettext_lazy("complies in full")
        PARTIAL = "partial", gettext_lazy("complies partially")
        NONE = "none", gettext_lazy("does not comply")

    class Basis(models.TextChoices):
        OWN = "own", gettext_lazy("self-assessment")
        EXTERNAL = "external", gettext_lazy("assessment by somebody else")

    body = StreamField(StatementBodyBlock(), verbose_name=gettext_lazy("text"), blank=True)
    entity = models.CharField(gettext_lazy("who runs the website"), max_length=250)
    site_name = models.CharField(gettext_lazy("name of the website"), max_length=200)
    site_url = models.URLField(gettext_lazy("address of the website"))
    # Not empty in what is published; an empty day in a draft is stored as none.
    site_published_on = models.DateField(gettext_lazy("website published"), null=True)
    site_updated_on = models.DateField(gettext_lazy("last major change"), null=True)
    status = models.CharField(gettext_lazy("state"), max_length=7, choices=Status)
    nonconformities = RichTextField(
        gettext_lazy("not in line with the law"),
        blank=True,
        features=FEATURES,
        help_text=gettext_lazy("What is not accessible, for whom that matters, and how else to get it."),
    )
    burden = RichTextField(
        gettext_lazy("excessive costs"),
        blank=True,
        features=FEATURES,
        help_text=gettext_lazy("What is not accessible because it would cost too much."),
    )
    burden_analysis_url = models.URLField(gettext_lazy("analysis of the costs"), blank=True)
    exempt = RichTextField(gettext_lazy("content outside the law"), blank=True, features=FEATURES)
    prepared_on = models.DateField(gettext_lazy("declaration prepared"), null=True)
    reviewed_on = models.DateField(
        gettext_lazy("last review of the declaration"),
        null=True,
        blank=True,
        help_text=gettext_lazy("From the first review on. The law asks for one by 31 March of each year."),
    )
    basis = models.CharField(gettext_lazy("based on"), max_length=8, choices=Basis)
    assessed_by = models.CharField(gettext_lazy("assessed by"), max_length=250, blank=True)
    report_url = models.URLField(gettext_lazy("report of the assessment"), blank=True)
    shortcuts = RichTextField(
        gettext_lazy("keyboard shortcuts"),
        blank=True,
        features=FEATURES,
        help_text=gettext_lazy("Only if the website has shortcuts of its own."),
    )
    contact = models.CharField(gettext_lazy("person or unit"), max_length=250)
    email = models.EmailField(gettext_lazy("e-mail"))
    phone = models.CharField(gettext_lazy("telephone"), max_length=40, validators=[phone_number])
    procedure = RichTextField(
        gettext_lazy("requests and complaints"),
        features=FEATURES,
        help_text=gettext_lazy(
            "What a request has to say, when you answer (7 days, at most 2 months) and where to complain."
        ),
    )
    apps = RichTextField(
        gettext_lazy("mobile applications"),
        blank=True,
        features=FEATURES,
        help_text=gettext_lazy("Only if there are any: where to get each, and its own declaration."),
    )
    architecture = RichTextField(
        gettext_lazy("access to the building"),
        features=FEATURES,
        help_text=gettext_lazy("The way in, stairs and lifts, parking, toilets, assistance dogs."),
    )
    architecture_url = models.URLField(gettext_lazy("page with more about the building"), blank=True)
    communication = RichTextField(
        gettext_lazy("information and communication"),
        features=FEATURES,
        help_text=gettext_lazy("Sign language, induction loops, e-mail, text messages, other ways to reach you."),
    )

    base_form_class = StatementForm
    template = "publishing/pages/standard_page.html"
    parent_page_types: ClassVar[list[str]] = ["pomost.HomePage", "publishing.StandardPage"]
    subpage_types: ClassVar[list[str]] = []
    max_count = 1
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("entity"),
                FieldPanel("site_name"),
                FieldPanel("site_url"),
                FieldRowPanel([FieldPanel("site_published_on"), FieldPanel("site_updated_on")]),
            ],
            heading=gettext_lazy("Introduction"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("status", "nonconformities", "burden", "burden_analysis_url", "exempt")],
            heading=gettext_lazy("State of digital accessibility"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("prepared_on"), FieldPanel("reviewed_on")]),
                FieldPanel("basis"),
                FieldPanel("assessed_by"),
                FieldPanel("report_url"),
            ],
            heading=gettext_lazy("Preparation of the declaration"),
        ),
        FieldPanel("body", heading=gettext_lazy("Conveniences, limits and other information")),
        FieldPanel("shortcuts"),
        MultiFieldPanel(
            [FieldPanel("contact"), FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]), FieldPanel("procedure")],
            heading=gettext_lazy("Feedback and contact"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("apps", "architecture", "architecture_url", "communication")],
            heading=gettext_lazy("Other information"),
        ),
    ]

    class Meta:
        verbose_name = gettext_lazy("accessibility declaration")
        verbose_name_plural = gettext_lazy("accessibility declarations")

    @property
    def phone_link(self) -> str:
        """The number for a ``tel:`` link, as a Polish one where it names no country."""
        digits = "".join(character for character in self.phone if character.isdigit())
        return f"+{digits}" if self.phone.strip().startswith("+") else f"+48{digits}"

    @property
    def phone_text(self) -> str:
        """The number on one line."""
        return NBSP.join(self.phone.split())

    def refusal_to_publish(self) -> str:
        found = refusals({field.attname: getattr(self, field.attname) for field in self._meta.concrete_fields})
        if not found:
            return super().refusal_to_publish()
        return _("“%(page)s” is not complete. %(reasons)s") % {
            "page": self.title,
            "reasons": " ".join(found.values()),
        }

    def render_body(self) -> RenderedBody:
        with override(self.language):
            titles = dict(self._titles())
            # No heading of the editors may take an id that the declaration needs.
            reserved = {*IDS, *(title.anchor for title in titles.values())}
            further = render_body(self.body, language=self.language, page=self, reserved=reserved)
            context = {"statement": self, "further": further.html, **titles}
            html = no_orphans_html(render_to_string("publishing/statement.html", context))
        rendered = RenderedBody(html=html, words=count_words(strip_tags(html)))
        for name, title in titles.items():
            rendered.headings.append({"level": title.level, "title": title.text, "anchor": title.anchor})
            if name == "further_title":
                rendered.headings += further.headings
        return rendered

    def _titles(self) -> Iterator[tuple[str, Title]]:
        """The headings that this declaration has, in their order, by their names in the template."""

        def has(*names: str) -> bool:
            return any(not is_empty(getattr(self, name)) for name in names)

        for name, level, text, shown in (
            ("state_title", 2, _("State of digital accessibility"), True),
            ("inaccessible_title", 2, _("Content that is not accessible"), has("nonconformities", "burden", "exempt")),
            ("nonconformities_title", 3, _("Not in line with the annex"), has("nonconformities")),
            ("burden_title", 3, _("Excessive costs"), has("burden")),
            ("exempt_title", 3, _("Content outside the law"), has("exempt")),
            ("preparation_title", 2, _("Preparation of the declaration"), True),
            ("further_title", 2, _("Conveniences, limits and other information"), bool(self.body)),
            ("shortcuts_title", 2, _("Keyboard shortcuts"), has("shortcuts")),
            ("contact_title", 2, _("Feedback and contact"), True),
            ("procedure_title", 2, _("Handling of requests and complaints about accessibility"), True),
            ("other_title", 2, _("Other information"), True),
            ("apps_title", 3, _("Mobile applications"), has("apps")),
            ("architecture_title", 3, _("Access to the building"), True),
            ("communication_title", 3, _("Access to information and communication"), True),
        ):
            text = text.replace(NBSP, " ")  # as editors type it; the template binds words again
            if shown:
                yield name, Title(text=text, level=level, anchor=anchor_of(text))
