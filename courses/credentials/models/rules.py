"""Rules of certificates, edited on the page of the course or programme that they belong to."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, Panel

from courses.catalogue.models import Course, Programme
from courses.credentials.decision import Rule
from courses.credentials.models.settings import CredentialSettings


class Document(models.TextChoices):
    """What is issued. The second is reserved by law: act on higher education, art. 160."""

    CERTIFICATE = "certificate", _("certificate")
    POSTGRADUATE = "postgraduate", _("certificate of postgraduate studies (świadectwo)")


class CertificateRule(models.Model):
    """What a certificate takes. All lessons are always needed, and what learners say of themselves never suffices."""

    minimum_score = models.PositiveSmallIntegerField(
        _("score at least, in percent"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_(
            "Of all graded exercises together. The best answer to each counts, of a quiz the attempt that it says. "
            "Empty: no score is needed besides what completes the lessons."
        ),
    )
    accepted_work = models.BooleanField(
        _("a trainer has accepted the work"),
        default=False,
        help_text=_("Every written assignment of the learner's group is accepted. Needs a group."),
    )
    attendance = models.BooleanField(
        _("a trainer has confirmed attendance"),
        default=False,
        help_text=_("On the page of the person in the group. Needs a group."),
    )
    valid_months = models.PositiveSmallIntegerField(
        _("valid for so many months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text=_("Empty: it does not expire."),
    )
    expiry_reason = models.CharField(
        _("why it expires"),
        max_length=200,
        blank=True,
        help_text=_(
            "Shown to whoever checks the certificate, as: The law that the course is about changes every year."
        ),
    )

    panels: ClassVar[list[Panel]] = [
        FieldPanel(name) for name in ("minimum_score", "accepted_work", "attendance", "valid_months", "expiry_reason")
    ]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(_("rule of the certificate"))

    @property
    def document_kind(self) -> str:
        """A ``Document``."""
        return str(Document.CERTIFICATE)

    @property
    def conditions(self) -> Rule:
        return Rule(self.minimum_score, accepted_work=self.accepted_work, attendance=self.attendance)

    def clean(self) -> None:
        super().clean()
        if self.valid_months and not self.expiry_reason:
            raise ValidationError(
                {"expiry_reason": _("Say why the certificate expires: it is shown to whoever checks it.")}
            )
        if self.expiry_reason and not self.valid_months:
            raise ValidationError({"valid_months": _("Say for how many months the certificate is valid.")})


class CourseCertificateRule(CertificateRule):
    """The rule of a course; without one, no certificate is issued."""

    page = ParentalKey(Course, on_delete=models.CASCADE, related_name="certificate_rules")

    class Meta:
        verbose_name = _("rule of a course's certificate")
        verbose_name_plural = _("rules of courses' certificates")


class ProgrammeCertificateRule(CertificateRule):
    """The rule of a programme; without one, no certificate is issued."""

    page = ParentalKey(Programme, on_delete=models.CASCADE, related_name="certificate_rules")
    document = models.CharField(
        _("document"),
        max_length=20,
        choices=Document,
        default=Document.CERTIFICATE,
        help_text=_("A świadectwo may be issued only by a university, an institute of PAN or a research institute."),
    )

    panels: ClassVar[list[Panel]] = [*CertificateRule.panels, FieldPanel("document")]

    class Meta:
        verbose_name = _("rule of a programme's certificate")
        verbose_name_plural = _("rules of programmes' certificates")

    @property
    def document_kind(self) -> str:
        return self.document

    def clean(self) -> None:
        super().clean()
        if self.document == Document.POSTGRADUATE and not CredentialSettings.current().is_entitled:
            raise ValidationError(
                {
                    "document": _(
                        "This site's owner is not set as a university, an institute of PAN or a research institute, so "
                        "it may issue certificates only. An administrator sets that in Settings, Certificates."
                    )
                }
            )


def rule_of(subject: Course | Programme) -> CertificateRule | None:
    """The published rule of a course or programme, or None."""
    if isinstance(subject, Course):
        return CourseCertificateRule.objects.filter(page=subject).order_by("pk").first()
    return ProgrammeCertificateRule.objects.filter(page=subject).order_by("pk").first()
