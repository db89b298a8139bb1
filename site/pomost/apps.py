from django.apps import AppConfig


class PomostConfig(AppConfig):
    name = "pomost"
    verbose_name = "Pomost"

    def ready(self) -> None:
        from pomost import checks  # noqa: F401 - registers the system checks
