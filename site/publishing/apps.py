from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        from publishing import converters, moving, receivers, sentence_fields, table_editor

        converters.register()
        moving.connect()
        receivers.connect()
        sentence_fields.register()
        table_editor.use()
