from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CourseworkConfig(AppConfig):
    name = "courses.coursework"
    verbose_name = _("Coursework")

    def ready(self) -> None:
        from courses.coursework import access, emails, events, exporting, impact, kept, receivers
        from people import landing

        access.register_kinds()
        exporting.connect()
        impact.connect()
        kept.connect()
        receivers.connect()
        events.register_records()
        emails.register_kinds()
        landing.register(
            "coursework:queue", permissions={"coursework.run_cohorts", "coursework.manage_cohorts"}, order=10
        )
