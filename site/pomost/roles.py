"""The permissions of each role on the models of the apps.

The groups, the editors' permissions on pages and files, and the reviewers' workflow are created once, by the migration
``0100_roles``, and may be changed afterwards in the admin. The permissions below are granted after every ``migrate``,
for two reasons: Django creates permissions after all migrations, so a migration does not find those of a model created
in the same run; and a new app or permission needs a line here instead of another migration in ``pomost``.

Permissions are added and never removed. For a role with fewer permissions, create another group.
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
        "activities.add_libraryactivity",
        "activities.change_libraryactivity",
        "bank.add_bankquestion",
        "bank.change_bankquestion",
        "bank.delete_bankquestion",
        "bank.publish_bankquestion",
        "guidance.view_requirement",
        "guidance.change_question",
        "guidance.change_publishedanswer",
        "reference.add_legalact",
        "reference.change_legalact",
        "reference.add_datedvalue",
        "reference.change_datedvalue",
        "reference.add_glossaryterm",
        "reference.change_glossaryterm",
        "reference.delete_glossaryterm",
        "pomost_search.add_promotedresult",
        "pomost_search.change_promotedresult",
        "pomost_search.delete_promotedresult",
        "pomost_search.add_synonymgroup",
        "pomost_search.change_synonymgroup",
        "pomost_search.delete_synonymgroup",
        "pomost_search.view_searchedquery",
        "results.add_theme",
        "results.change_theme",
        "results.delete_theme",
        "results.add_grantprogramme",
        "results.change_grantprogramme",
        "results.delete_grantprogramme",
        "publishing.change_footersettings",
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
    ),
    # Reviewers open, approve and reject drafts only through the task of the workflow; they answer readers too.
    REVIEWER: (ACCESS_ADMIN, "guidance.change_question"),
    TRAINER: ("coursework.run_cohorts",),
    COORDINATOR: ("coursework.manage_cohorts", "credentials.revoke_certificate"),
}


def grant_roles(
    sender: AppConfig | None = None, *, apps: Apps = installed, using: str = "default", **_kwargs: Any
) -> None:
    """Adds the permissions in ``GRANTS`` that existing groups lack, as far as the apps are migrated.

    Called after ``migrate``; idempotent.
    """
    try:
        group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    except LookupError:  # only some apps have been migrated
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
