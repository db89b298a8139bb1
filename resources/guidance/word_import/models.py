"""Which chapters came from a Word file, so that the changed file updates them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from resources.guidance.models.pages import Chapter


class ImportedChapter(models.Model):
    """What was last imported into a chapter; the guide is the page above the chapter.

    ``key`` is the bookmark of its heading, "" for none, and ``title`` the heading. ``digest`` is that of what the file
    said, ``draft_digest`` that of the draft which the import made: a draft with another one was changed by an editor.
    """

    chapter = models.OneToOneField(Chapter, on_delete=models.CASCADE, related_name="imported")
    key = models.CharField(max_length=255, blank=True)
    title = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    draft_digest = models.CharField(max_length=64)

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        verbose_name = _("imported chapter")
        verbose_name_plural = _("imported chapters")

    def __str__(self) -> str:
        return self.title
