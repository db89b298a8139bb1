"""The files in which guides, their editions and their chapters are offered."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from resources.guidance.models.editions import GuideEdition, edition_storage
from resources.guidance.models.pages import Chapter, Guide


class PublicationFileQuerySet(QuerySet["PublicationFile"]):
    def of_guide(self, guide_id: int) -> "PublicationFileQuerySet":
        """Of the whole guide as it is now."""
        return self.filter(guide=guide_id, edition=None, chapter=None)

    def failed(self) -> "PublicationFileQuerySet":
        return self.filter(state=PublicationFile.State.FAILED)


class PublicationFile(models.Model):
    """A file of a guide: of its current text, of one ``edition``, or of one ``chapter``; one row for each format.

    ``file`` is the last one that could be made, whatever the state; ``digest`` is that of the content that it holds,
    ``version`` says in words which text that is, ``held_pages`` are the ids of its pages. ``asked_at`` is when it was
    last asked for, ``started_at`` when somebody last began to make it. ``error`` says why the last attempt failed.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        BEING_MADE = "being_made", _("being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="publication_files")
    edition = models.ForeignKey(GuideEdition, null=True, on_delete=models.CASCADE, related_name="publication_files")
    chapter = models.ForeignKey(Chapter, null=True, on_delete=models.CASCADE, related_name="publication_files")
    format = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    file = models.FileField(storage=edition_storage, max_length=255, blank=True)
    size_bytes = models.PositiveIntegerField(null=True)
    pages = models.PositiveIntegerField(null=True)
    version = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    held_pages = models.JSONField(default=list)
    error = models.TextField(blank=True)

    objects = PublicationFileQuerySet.as_manager()

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["guide", "format"],
                condition=Q(edition=None, chapter=None),
                name="one_publication_file_a_guide",
            ),
            models.UniqueConstraint(
                fields=["edition", "format"],
                condition=Q(edition__isnull=False),
                name="one_publication_file_an_edition",
            ),
            models.UniqueConstraint(
                fields=["chapter", "format"],
                condition=Q(chapter__isnull=False),
                name="one_publication_file_a_chapter",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chapter or self.edition or self.guide} ({self.format})"

    @property
    def is_being_made(self) -> bool:
        return self.state in {self.State.WAITING, self.State.BEING_MADE}
