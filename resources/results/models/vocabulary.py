"""What projects and results are filtered by: themes, grant programmes, regions, kinds of partners and beneficiaries."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, Panel


class PartnerKind(models.TextChoices):
    """Whom a project was made with, in the words of the kinds of organisations."""

    NGO = "ngo", _("non-governmental organisation")
    LOCAL_GOVERNMENT = "local_government", _("local government unit")
    SOCIAL_ECONOMY = "social_economy", _("social economy entity")
    PUBLIC_INSTITUTION = "public_institution", _("public institution")
    COMPANY = "company", _("company")
    UNIVERSITY = "university", _("university")


class BeneficiaryKind(models.TextChoices):
    """Whom a project supports and a result is meant for."""

    NGO = "ngo", _("non-governmental organisations and their people")
    PUBLIC = "public", _("local government and public institutions")
    SOCIAL_ECONOMY = "social_economy", _("social economy entities and those who found them")
    EXCLUDED = "excluded", _("people at risk of exclusion")
    RESIDENTS = "residents", _("residents")
    EDUCATION = "education", _("schools, universities and researchers")
    OTHER = "other", pgettext_lazy("beneficiaries", "others")


class Region(models.TextChoices):
    """The voivodeships by their codes in the register TERYT, and the whole country."""

    DOLNOSLASKIE = "02", "dolnośląskie"
    KUJAWSKO_POMORSKIE = "04", "kujawsko-pomorskie"
    LUBELSKIE = "06", "lubelskie"
    LUBUSKIE = "08", "lubuskie"
    LODZKIE = "10", "łódzkie"
    MALOPOLSKIE = "12", "małopolskie"
    MAZOWIECKIE = "14", "mazowieckie"
    OPOLSKIE = "16", "opolskie"
    PODKARPACKIE = "18", "podkarpackie"
    PODLASKIE = "20", "podlaskie"
    POMORSKIE = "22", "pomorskie"
    SLASKIE = "24", "śląskie"
    SWIETOKRZYSKIE = "26", "świętokrzyskie"
    WARMINSKO_MAZURSKIE = "28", "warmińsko-mazurskie"
    WIELKOPOLSKIE = "30", "wielkopolskie"
    ZACHODNIOPOMORSKIE = "32", "zachodniopomorskie"
    POLAND = "PL", _("the whole of Poland")


class Licence(models.TextChoices):
    """The licences that the data may have; the value is the address of the licence."""

    CC_BY = "https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"
    CC_BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/", "CC BY-SA 4.0"
    CC0 = "https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"


class Theme(models.Model):
    """A theme under which a grant programme files its projects, such as "Temat D" of PIW EQUAL."""

    # Pages show its name and records hold it.
    changes_public_pages = True

    code = models.CharField(_("code"), max_length=20, blank=True, help_text=_("As in the base: D."))
    name = models.CharField(_("name"), max_length=300, unique=True)

    panels: ClassVar[list[Panel]] = [FieldPanel("code"), FieldPanel("name")]

    class Meta:
        ordering = ["code", "name"]
        verbose_name = _("theme of projects")
        verbose_name_plural = _("themes of projects")

    def __str__(self) -> str:
        return f"{self.code}. {self.name}" if self.code else self.name


class GrantProgramme(models.Model):
    """A programme that pays for projects, such as PIW EQUAL."""

    changes_public_pages = True

    name = models.CharField(_("name"), max_length=200, unique=True)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)

    panels: ClassVar[list[Panel]] = [FieldPanel("name"), FieldPanel("short_name")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("grant programme")
        verbose_name_plural = _("grant programmes")

    def __str__(self) -> str:
        return f"{self.name} ({self.short_name})" if self.short_name else self.name
