"""What the owner of the site is, as certificates say it. Only administrators change it."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from people.registry_numbers import RegistryNumberField

DEFAULT_ISSUER = "Pomost"


@register_setting(icon="clipboard-list")
class CredentialSettings(BaseSiteSetting):
    """The issuer on certificates, and whether it is entitled to issue a świadectwo of postgraduate studies."""

    class Body(models.TextChoices):
        OTHER = "", _("another organisation: issues certificates only")
        UNIVERSITY = "university", _("a university")
        ACADEMY = "academy", _("an institute of the Polish Academy of Sciences")
        RESEARCH = "research", _("a research institute")

    issuer = models.CharField(
        _("issuer"), max_length=200, blank=True, help_text=_("As printed on certificates. Empty: Pomost.")
    )
    nip = RegistryNumberField(
        "NIP",
        kind="nip",
        help_text=_("Of the issuer. It stands in the file for Europass, which asks for an official number."),
    )
    place = models.CharField(_("place"), max_length=100, blank=True, help_text=_("As printed before the date."))
    body = models.CharField(
        _("what the owner of the site is"),
        max_length=20,
        choices=Body,
        default=Body.OTHER,
        blank=True,
        help_text=_("The act on higher education says who may issue a świadectwo of postgraduate studies."),
    )

    panels: ClassVar[list[Panel]] = [FieldPanel("issuer"), FieldPanel("nip"), FieldPanel("place"), FieldPanel("body")]

    class Meta:
        verbose_name = _("certificates")

    def __str__(self) -> str:
        return str(_("Certificates"))

    @property
    def is_entitled(self) -> bool:
        """Whether the owner may issue a świadectwo."""
        return self.body in {self.Body.UNIVERSITY, self.Body.ACADEMY, self.Body.RESEARCH}

    @property
    def issuer_name(self) -> str:
        return self.issuer or DEFAULT_ISSUER

    @classmethod
    def current(cls) -> Self:
        """Those of the default site; unsaved defaults where nobody has set any."""
        site = Site.objects.filter(is_default_site=True).first()
        found: Self | None = cls.objects.filter(site=site).first() if site else None
        return found or cls(site=site)
