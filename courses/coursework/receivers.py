"""Receivers of the signals of lower layers."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, pre_delete
from django.http import HttpRequest

from courses.catalogue.models import Course, Programme
from courses.coursework import services
from courses.coursework.due import due_items_of, groups_of
from courses.coursework.models import SubmissionRound
from courses.coursework.trainers_word import trainers_word
from courses.learning.dashboard import CourseProgress
from courses.learning.signals import (
    DueItem,
    GroupsView,
    TrainersWord,
    due_requested,
    groups_requested,
    trainers_word_requested,
)
from people.models import User
from publishing.signals import housekeeping


def connect() -> None:
    """Called once, when Django is ready."""
    due_requested.connect(_due_requested, dispatch_uid="coursework.due")
    groups_requested.connect(_groups_requested, dispatch_uid="coursework.groups")
    trainers_word_requested.connect(_trainers_word_requested, dispatch_uid="coursework.trainers_word")
    housekeeping.connect(_housekeeping, dispatch_uid="coursework.unsent")
    post_delete.connect(_round_deleted, sender=SubmissionRound, dispatch_uid="coursework.files")
    pre_delete.connect(_user_about_to_be_deleted, sender=User, dispatch_uid="coursework.invitations")


def _due_requested(
    sender: Any, user: User, request: HttpRequest, progress: list[CourseProgress], **_kwargs: Any
) -> list[DueItem]:
    return due_items_of(user, request, progress=progress)


def _groups_requested(sender: Any, user: User, **_kwargs: Any) -> GroupsView:
    return groups_of(user)


def _trainers_word_requested(
    sender: Any, user: User, subject: Course | Programme, since: datetime | None, **_kwargs: Any
) -> list[TrainersWord]:
    return trainers_word(user, subject, since=since)


def _housekeeping(sender: Any, **_kwargs: Any) -> None:
    services.delete_old_unsent()


def _round_deleted(sender: type[SubmissionRound], instance: SubmissionRound, **_kwargs: Any) -> None:
    """Deletes the file after the commit, also when the row is deleted by a cascade, as with its author's account."""
    if instance.file:
        storage, name = instance.file.storage, str(instance.file.name)
        transaction.on_commit(lambda: storage.delete(name), robust=True)


def _user_about_to_be_deleted(sender: type[User], instance: User, **_kwargs: Any) -> None:
    """Deletes what has the user's address or was written to them alone, while it is known what that is."""
    services.delete_invitations(user=instance)
    services.delete_messages(user=instance)
