"""Template tags of exercises."""

from django import template

from courses.activities.cards import ExerciseFrame, QuestionFrame
from courses.activities.given import field_of

register = template.Library()


@register.simple_tag
def field_name(frame: ExerciseFrame | QuestionFrame, part: str) -> str:
    """The name of the field of a part of an exercise: ``{% field_name frame row.id %}``."""
    return field_of(frame.name, part)
