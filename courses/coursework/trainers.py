"""The users who can run groups."""

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from courses.coursework.rules import RUN
from people.models import User


def trainers() -> QuerySet[User]:
    """Active users with the permission of trainers, by group or by themselves."""
    return _ordered(_has_permission())


def able_to_run() -> QuerySet[User]:
    """Active users for whom ``rules.may_run`` is true: trainers and superusers."""
    return _ordered(_has_permission() | Q(is_superuser=True))


def _has_permission() -> Q:
    app, codename = RUN.split(".")
    permission = Permission.objects.filter(content_type__app_label=app, codename=codename)
    return Q(groups__permissions__in=permission) | Q(user_permissions__in=permission)


def _ordered(condition: Q) -> QuerySet[User]:
    return User.objects.filter(condition, is_active=True).distinct().order_by("last_name", "first_name", "email")
