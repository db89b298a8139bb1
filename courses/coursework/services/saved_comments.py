"""Services of the comments that a trainer saved for use in further reviews."""

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from courses.coursework import rules
from courses.coursework.errors import NotPermittedError, SavedCommentError
from courses.coursework.models import SavedComment
from courses.coursework.services.submissions import normal_text
from people.models import User

MOST_SAVED = 50
"""How many comments one trainer may save."""


@transaction.atomic
def save_comment(*, by: User, text: str) -> SavedComment:
    """Saves a comment under its first words; a text that is saved already is returned.

    Raises ``NotPermittedError`` unless ``by`` may review, and ``SavedCommentError``.
    """
    if not rules.may_run(by):
        raise NotPermittedError
    text = _checked_text(text, field="comment")
    User.objects.select_for_update().get(pk=by.pk)  # so that two requests cannot exceed the limit together
    own = SavedComment.objects.filter(trainer=by)
    if known := own.filter(text=text).first():
        return known
    if own.count() >= MOST_SAVED:
        raise SavedCommentError(
            _("You have %(number)d saved comments already. Delete one that you do not use.") % {"number": MOST_SAVED},
            field="comment",
        )
    name = Truncator(" ".join(text.split())).chars(SavedComment.LONGEST_NAME)
    return SavedComment.objects.create(trainer=by, name=name, text=text)


@transaction.atomic
def change_saved_comment(*, by: User, comment: SavedComment, name: str, text: str) -> SavedComment:
    """Changes the name and the text of one's own saved comment. Raises as ``save_comment``."""
    _check_own(by, comment)
    name = " ".join(normal_text(name).split())
    if not name:
        raise SavedCommentError(_("Give the comment a name."), field="name")
    comment.name = name[: SavedComment.LONGEST_NAME]
    comment.text = _checked_text(text, field="text")
    comment.save(update_fields=["name", "text"])
    return comment


@transaction.atomic
def delete_saved_comment(*, by: User, comment: SavedComment) -> None:
    """Deletes one's own saved comment; reviews that used it stay. Raises ``NotPermittedError``."""
    _check_own(by, comment)
    comment.delete()


def _check_own(by: User, comment: SavedComment) -> None:
    if comment.trainer_id != by.pk or not rules.may_run(by):
        raise NotPermittedError


def _checked_text(text: str, *, field: str) -> str:
    text = normal_text(text).strip()
    if not text:
        raise SavedCommentError(_("Write the comment first: there is nothing to save."), field=field)
    if len(text) > SavedComment.LONGEST_TEXT:
        raise SavedCommentError(
            _("This comment is too long to be saved for reuse: at most %(number)d characters.")
            % {"number": SavedComment.LONGEST_TEXT},
            field=field,
        )
    return text
