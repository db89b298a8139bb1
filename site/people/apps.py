from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from people import access, kept, own_data, receivers

        access.register(access.ACCOUNT, _("your account, in the administration"))
        access.register(access.ACCOUNT_LIST, _("list of accounts, in the administration"))
        kept.connect()
        own_data.connect()
        receivers.connect()


class AdminUsersConfig(WagtailUsersAppConfig):
    """Wagtail's management of users and groups with our list and our names of permissions."""

    group_viewset = "people.permission_names.GroupViewSet"
    user_viewset = "people.user_list.UserViewSet"
