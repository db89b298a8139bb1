"""Terms of the glossary, and the lemmas of published texts, by which the pages of a term are found."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.models import Page
from wagtail.search import index


class GlossaryTerm(index.Indexed, models.Model):
    """A term and its definition in a sentence or two; it links itself in the texts that use it."""

    changes_public_pages: ClassVar[bool] = True

    term = models.CharField(_("term"), max_length=120, unique=True)
    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        help_text=_("The end of the link to the term in the glossary: small letters, digits and hyphens."),
    )
    definition = models.TextField(
        _("meaning"), help_text=_("In one or two sentences. It opens beside the word, so it has to make sense alone.")
    )
    other_forms = models.TextField(
        _("other names and abbreviations"),
        blank=True,
        help_text=_("One in a line, such as: NGO. Inflected forms are found by themselves."),
    )
    links_itself = models.BooleanField(
        _("link it in texts"),
        default=True,
        help_text=_(
            "The first place in each section that uses the term leads to its meaning. "
            "Turn it off for a word that mostly means something else."
        ),
    )

    search_fields: ClassVar[list[Any]] = [
        field(name)
        for name in ("term", "other_forms", "definition")
        for field in (index.SearchField, index.AutocompleteField)
    ]
    panels: ClassVar[list[Panel]] = [
        FieldPanel("term"),
        FieldPanel("definition"),
        MultiFieldPanel([FieldPanel("links_itself"), FieldPanel("other_forms")], heading=_("In texts")),
        FieldPanel("slug"),
    ]

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ("term",)

    def __str__(self) -> str:
        return self.term

    def clean(self) -> None:
        super().clean()
        try:
            validate_slug(self.slug)
        except ValidationError:
            return
        if self.slug != self.slug.lower():
            raise ValidationError({"slug": _("Use small letters only.")})

    @property
    def names(self) -> list[str]:
        """The term and its other names, in order."""
        others = (line.strip() for line in self.other_forms.splitlines())
        return list(dict.fromkeys([self.term, *(line for line in others if line)]))


class PageLemmasQuerySet(models.QuerySet["PageLemmas"]):
    def with_words(self, names: Iterable[Iterable[Iterable[str]]]) -> "PageLemmasQuerySet":
        """The pages that may use one of these names: each a row of words, each word given by its possible lemmas.

        The words of a name may stand apart in the text, so pages may be found that do not use it; none is missed.
        """
        picked = Q(pk__in=[])
        for name in names:
            every = Q()
            for lemmas in name:
                every &= reduce(or_, (Q(lemmas__contains=f" {lemma} ") for lemma in lemmas), Q())
            picked |= every
        return self.filter(picked)


class PageLemmas(models.Model):
    """The distinct lemmas of a page's published text, with a space before and after each, in order.

    A new term, or another name of one, must be linked on pages that do not refer to it yet: they are those whose text
    has its lemmas. The sections of search have lemmas too, but only the most common one of each word, in a table of an
    engine that can be exchanged, and in an app above this one.
    """

    page = models.OneToOneField(Page, primary_key=True, on_delete=models.CASCADE, related_name="+")
    lemmas = models.TextField()

    objects = PageLemmasQuerySet.as_manager()

    wagtail_reference_index_ignore: ClassVar[bool] = True

    def __str__(self) -> str:
        return str(self.page_id)
