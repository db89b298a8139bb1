from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CourseworkConfig(AppConfig):
    name = "courses.coursework"
    verbose_name = _("Coursework")

    def ready(self) -> None:
        from courses.coursework import impact, receivers

        impact.connect()
        receivers.connect()
