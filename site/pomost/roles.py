"""What each role may do with the models of the apps.

The groups, the rights of editors in the page tree and with files, and the reviewers' workflow are made once, by the
migration ``0100_roles``: people may change them afterwards in the admin. The permissions below are granted after every
``migrate`` instead, for two reasons. Django makes the rows of permissions after all migrations, so that a migration
finds none of a model in the same run. And an app that comes later (or a permission that an app adds) needs a line
here, not one more migration in ``pomost``.

Granting adds and never takes away. For a role that may do less, make another group.
"""

from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db.models import Q

from people.roles import COORDINATOR, EDITOR, REVIEWER, TRAINER

ACCESS_ADMIN = "wagtailadmin.access_admin"

GRANTS: Mapping[str, tuple[str, ...]] = {
    EDITOR: (
        ACCESS_ADMIN,
        "reference.add_legalact",
        "reference.change_legalact",
        "reference.add_glossaryterm",
        "reference.change_glossaryterm",
        "reference.delete_glossaryterm",
        "publishing.change_errorreport",
        "publishing.change_footersettings",
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
    ),
    # Drafts are opened to reviewers, and approved or sent back by them, through the workflow's task alone.
    REVIEWER: (ACCESS_ADMIN,),
    TRAINER: ("coursework.run_cohorts",),
    COORDINATOR: ("coursework.manage_cohorts",),
}


def grant_roles(
    sender: AppConfig | None = None, *, apps: Apps = installed, using: str = "default", **_kwargs: Any
) -> None:
    """Gives every existing role what it lacks of ``GRANTS``. A permission of an app that is not installed yet waits.

    Called after ``migrate``; may be called at any time.
    """
    try:
        group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    except LookupError:  # migrated only as far as some app below
        return
    for label in sorted({name.partition(".")[0] for names in GRANTS.values() for name in names}):
        create_permissions(installed.get_app_config(label), verbosity=0, using=using, apps=apps)
    for role, names in GRANTS.items():
        wanted = Q()
        for name in names:
            label, codename = name.split(".")
            wanted |= Q(content_type__app_label=label, codename=codename)
        for group in group_model.objects.using(using).filter(name=role):
            group.permissions.add(*permission_model.objects.using(using).filter(wanted))
