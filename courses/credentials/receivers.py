"""Receivers of the signals of lower layers."""

from typing import Any

from django.db.models.signals import pre_delete
from django.urls import reverse

from courses.credentials import services
from courses.credentials.listing import certificates_of
from courses.learning.models import Enrolment
from courses.learning.signals import CertificatesView, certificates_requested, result_requested
from people.models import User


def connect() -> None:
    """Called once, when Django is ready."""
    certificates_requested.connect(_certificates_requested, dispatch_uid="credentials.certificates")
    result_requested.connect(_result_requested, dispatch_uid="credentials.result")
    pre_delete.connect(_user_about_to_be_deleted, sender=User, dispatch_uid="credentials.names")


def _certificates_requested(sender: Any, user: User, **_kwargs: Any) -> CertificatesView:
    return certificates_of(user)


def _result_requested(sender: Any, enrolment: Enrolment, **_kwargs: Any) -> str:
    return reverse("credentials:course_result", args=[enrolment.course_id])


def _user_about_to_be_deleted(sender: type[User], instance: User, **_kwargs: Any) -> None:
    """While it is known whose certificates they are; the foreign key is then set to null."""
    services.strip_names(user=instance)
