"""Legal acts."""

from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.search import index

EU_PREFIX = "reg/"


class LegalAct(index.Indexed, models.Model):
    """A legal act, identified by its first publication, because the identifier of the consolidated text changes.

    ``eli`` is the end of the European Legislation Identifier: ``DU/1974/141`` for a Polish act, ``reg/2016/679`` for a
    regulation of the European Union.
    """

    changes_public_pages: ClassVar[bool] = True

    eli = models.CharField(
        "ELI",
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^(DU/\d{4}/\d+|reg/\d{4}/\d+)$", _("Such as DU/1974/141 or reg/2016/679."))],
    )
    title = models.CharField(_("title"), max_length=300)
    title_genitive = models.CharField(
        _("title in the genitive"), max_length=300, help_text=_("As it reads after “art. 94”: Kodeksu pracy.")
    )
    short_title = models.CharField(_("short title"), max_length=120, blank=True)
    date = models.DateField(_("date of the act"))
    published = models.CharField(_("first publication"), max_length=120)

    search_fields: ClassVar[list[Any]] = [
        field(name) for name in ("title", "eli") for field in (index.SearchField, index.AutocompleteField)
    ]
    panels: ClassVar[list[Panel]] = [
        FieldPanel(name) for name in ("title", "title_genitive", "short_title", "eli", "date", "published")
    ]

    class Meta:
        verbose_name = _("legal act")
        verbose_name_plural = _("legal acts")
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        """The act's page at its publisher: ISAP's ELI service, or EUR-Lex."""
        if self.eli.startswith(EU_PREFIX):
            return f"https://eur-lex.europa.eu/eli/{self.eli}/oj"
        return f"https://eli.gov.pl/eli/{self.eli}/ogl"
