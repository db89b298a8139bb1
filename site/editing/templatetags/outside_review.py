"""Template tag on comments from outside, for the panel of comments of Wagtail's editor."""

from django import template
from wagtail.models import Page

from editing.outside.cards import CommentCard, comment_card
from editing.outside.models import OutsideComment

register = template.Library()


@register.simple_tag
def comments_from_outside(subject: object) -> list[CommentCard]:
    """The comments on a page that nobody has marked as done; none for other objects."""
    if not isinstance(subject, Page) or subject.pk is None:
        return []
    waiting = OutsideComment.objects.on(subject).waiting().select_related("invitation", "done_by")
    return [comment_card(comment) for comment in waiting]
