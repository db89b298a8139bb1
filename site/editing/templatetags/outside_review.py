"""Template tag on comments from outside, for the panel of comments of Wagtail's editor."""

from django import template
from wagtail.models import Page

from editing.outside.cards import CommentCard, waiting_comments

register = template.Library()


@register.simple_tag
def comments_from_outside(subject: object) -> list[CommentCard]:
    """The comments on a page that nobody has marked as done; none for other objects."""
    return waiting_comments(subject) if isinstance(subject, Page) and subject.pk is not None else []
