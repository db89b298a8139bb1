"""The words of the site, and the version of the analyser that the index was made with."""

from typing import ClassVar

from django.db import models


class Word(models.Model):
    """A form that occurs in the texts of the site, in lower case.

    It restores missing diacritics, corrects spelling, and says how common a lemma is. ``count`` is brought up to date
    when the index is rebuilt; a word that a publish adds counts from then on.
    """

    form = models.CharField(max_length=60, unique=True)
    # The form and its lemma without diacritics, as the index has them.
    plain = models.CharField(max_length=60, db_index=True)
    lemma = models.CharField(max_length=60, db_index=True)
    # What words of one family share (``polish.families``).
    family = models.CharField(max_length=60, db_index=True, default="")
    length = models.PositiveSmallIntegerField(db_index=True)
    count = models.PositiveIntegerField(default=1)
    # Whether the form can belong to one lemma only.
    certain = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["form"]

    def __str__(self) -> str:
        return self.form


class IndexVersion(models.Model):
    """The analyser that one backend's index was made with, and when it was last rebuilt whole."""

    backend = models.CharField(max_length=60, unique=True)
    analyser = models.CharField(max_length=200)
    rebuilt_at = models.DateTimeField(auto_now=True)
    # While an engine's index is built anew, what its new indices are called beside the old ones.
    building = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.backend}: {self.analyser}"
