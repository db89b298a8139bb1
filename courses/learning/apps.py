from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "courses.learning"
    verbose_name = _("Learning")

    def ready(self) -> None:
        from courses.learning import impact, receivers, records

        impact.connect()
        receivers.connect()
        records.register_own()
