"""The versions of a course's outline that enrolments pin."""

from typing import Any, ClassVar

from django.db import models
from django.utils.functional import cached_property

from courses.catalogue.outline import OutlineData


class CourseOutline(models.Model):
    """A version of a course's outline. Immutable: an enrolment counts against the one that it pins."""

    course = models.ForeignKey("catalogue.Course", on_delete=models.CASCADE, related_name="outlines")
    number = models.PositiveIntegerField()
    data: Any = models.JSONField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("course", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["course", "number"], name="one_outline_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.course_id} v{self.number}"

    @cached_property
    def outline(self) -> OutlineData:
        """The data as objects, kept in the process by the digest of the data.

        By the digest and not by the id, so that it holds in a transaction too, whether that is rolled back or not.
        """
        known = _outlines.get(self.digest)
        if known is None:
            known = OutlineData.from_json(self.data)
            if len(_outlines) >= MOST_OUTLINES:
                _outlines.clear()
            _outlines[self.digest] = known
        return known


MOST_OUTLINES = 500
"""The most outlines kept in each process: about 30 kB for a course of 40 lessons."""
_outlines: dict[str, OutlineData] = {}
