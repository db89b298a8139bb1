"""The rows of a course's module card: outcomes, requirements, prerequisites, sources."""

from typing import ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel, Panel
from wagtail.models import Orderable

from publishing.models import ParentalSource


class Line(Orderable):
    """One line of a list that is edited on its page."""

    text = models.CharField(_("text"), max_length=300)

    panels: ClassVar[list[Panel]] = [FieldPanel("text")]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.text


class OutcomeKind(models.TextChoices):
    """The categories of learning outcomes of the Polish Qualifications Framework."""

    KNOWLEDGE = "knowledge", _("Knowledge")
    SKILLS = "skills", _("Skills")
    SOCIAL = "social", _("Social competences")


class Outcome(Orderable):
    """A learning outcome: its kind, and the code by which other outcomes and documents refer to it, such as W1."""

    kind = models.CharField(_("kind"), max_length=9, choices=OutcomeKind, blank=True, default="")
    code = models.CharField(_("code"), max_length=12, blank=True, default="", help_text=_("Such as W1, U1 or K1."))
    text = models.CharField(_("text"), max_length=500)

    panels: ClassVar[list[Panel]] = [FieldRowPanel([FieldPanel("kind"), FieldPanel("code")]), FieldPanel("text")]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return " ".join(filter(None, (self.code, self.text)))


class CourseOutcome(Outcome, ClusterableModel):
    """A learning outcome of a course, the codes of the programme outcomes that it covers, and its lessons."""

    page = ParentalKey("catalogue.Course", on_delete=models.CASCADE, related_name="outcomes")
    covers = models.CharField(
        _("covers outcomes of the programme"),
        max_length=120,
        blank=True,
        default="",
        help_text=_("Their codes, separated by commas: W1, W3."),
    )
    lessons = ParentalManyToManyField(
        "catalogue.Lesson", verbose_name=_("taught in the lessons"), blank=True, related_name="+"
    )

    panels: ClassVar[list[Panel]] = [
        *Outcome.panels,
        FieldPanel("covers"),
        FieldPanel("lessons", widget=forms.CheckboxSelectMultiple),
    ]

    @property
    def covered_codes(self) -> tuple[str, ...]:
        return codes_in(self.covers)


def codes_in(text: str) -> tuple[str, ...]:
    """The codes in a list such as "W1, W3", each once."""
    return tuple(dict.fromkeys(filter(None, (part.strip() for part in text.replace(";", ",").split(",")))))


class CourseRequirement(Line):
    """What one should know before a course, in words."""

    page = ParentalKey("catalogue.Course", on_delete=models.CASCADE, related_name="requirements")


class CoursePrerequisite(Orderable):
    """A course to take before this one: recommended, or required to enrol."""

    page = ParentalKey("catalogue.Course", on_delete=models.CASCADE, related_name="prerequisites")
    course = models.ForeignKey(
        "catalogue.Course", verbose_name=_("course"), on_delete=models.CASCADE, related_name="required_by"
    )
    required = models.BooleanField(
        _("required"), default=False, help_text=_("Nobody enrols without having completed it. Otherwise recommended.")
    )

    panels: ClassVar[list[Panel]] = [PageChooserPanel("course", "catalogue.Course"), FieldPanel("required")]

    def __str__(self) -> str:
        return str(self.course.title)


class CourseSource(ParentalSource):
    """A source of a course."""

    page = ParentalKey("catalogue.Course", on_delete=models.CASCADE, related_name="sources")
