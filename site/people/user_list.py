"""The list of users in Wagtail's admin, with labels that fit people who sign in by e-mail address."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.users.views.users import IndexView
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet


class UserList(IndexView):
    """Wagtail's list: "Name" is its label for things too, and the user name is an e-mail address here."""

    labels = {"name": _("First and last name"), "email": _("E-mail address")}

    @cached_property
    def columns(self) -> list[Any]:
        columns: list[Any] = super().columns
        for column in columns:
            column.label = self.labels.get(column.name, column.label)
        return columns


class UserViewSet(WagtailUserViewSet):
    index_view_class = UserList
