from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PomostConfig(AppConfig):
    name = "pomost"
    verbose_name = "Pomost"

    def ready(self) -> None:
        from pomost import admin_lists
        from pomost import checks as _checks  # noqa: F401 - registers the system checks
        from pomost.logs import configure
        from pomost.roles import grant_roles

        admin_lists.use()
        configure()
        post_migrate.connect(grant_roles, sender=self, dispatch_uid="pomost.roles")
