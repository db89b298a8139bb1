"""The form of a group in Wagtail's admin with the names of permissions in the language of the user.

Django writes the names into the database, in English and from the verbose names before translation.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.users.forms import GroupForm as WagtailGroupForm
from wagtail.users.views.groups import GroupViewSet as WagtailGroupViewSet


def name_of(permission: Permission) -> str:
    """The name in words; the one in the database where it is of no standard action and not translated."""
    if permission.content_type.model == Page._meta.model_name:
        of_pages = {codename: str(label) for codename, _short, label in Page.permission_types}
        return of_pages.get(permission.codename, permission.name)
    action, _sign, model = permission.codename.rpartition("_")
    sentence = {
        "add": _("Add: %(model)s"),
        "change": _("Change: %(model)s"),
        "delete": _("Delete: %(model)s"),
        "publish": _("Publish: %(model)s"),
    }.get(action)
    if sentence is None or model != permission.content_type.model:
        return _(permission.name)
    return sentence % {"model": permission.content_type.name}


class PermissionsInWords(QuerySet[Permission]):
    """Permissions that are iterated over with their names in words; none of them may be saved."""

    def __iter__(self) -> Iterator[Any]:
        for permission in super().__iter__():
            if isinstance(permission, Permission):  # otherwise a row of values()
                permission.name = name_of(permission)
            yield permission


def in_words(permissions: QuerySet[Permission]) -> PermissionsInWords:
    """The same permissions with their names in words."""
    named = PermissionsInWords(Permission, using=permissions.db)
    return named.filter(pk__in=permissions).select_related("content_type")


class GroupForm(WagtailGroupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail's template tag takes the names from the field's queryset.
        self.fields["permissions"].queryset = in_words(self.registered_permissions)


class GroupViewSet(WagtailGroupViewSet):
    def get_form_class(self, for_update: bool = False) -> type[GroupForm]:
        return GroupForm
