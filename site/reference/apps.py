from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferenceConfig(AppConfig):
    name = "reference"
    verbose_name = _("Reference")

    def ready(self) -> None:
        from publishing import rendered_html, text_checks
        from reference import receivers
        from reference.linking import with_terms
        from reference.values import error_in, with_values

        receivers.connect()
        text_checks.register(error_in)
        # Values first: what they show is text in which terms may be found.
        rendered_html.register(lambda html, page: with_values(html))
        rendered_html.register(with_terms)
