"""Reminders of reviews: when they are sent, and how users turn them off."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from editing.home import is_editor, is_reviewer
from people import emails
from people.emails import Kind
from people.models import User
from publishing.signals import housekeeping
from resources.guidance.reviews import services


def connect() -> None:
    """Called once, when Django is ready."""
    housekeeping.connect(_remind, dispatch_uid="guidance.reviews")
    emails.register(
        Kind(
            name=services.KIND,
            label=_("Reviews that are due"),
            help_text=_("When the day comes near on which a text that you see to is to be checked."),
            concerns=_concerns,
        )
    )


def _concerns(user: User) -> bool:
    return is_editor(user) or is_reviewer(user)


def _remind(**_kwargs: Any) -> None:
    services.remind_owners()
