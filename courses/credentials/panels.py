"""Adds the rule of the certificate to the forms of courses and programmes, where their editors look for it."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import InlinePanel

from courses.catalogue.models import Course, Programme


def add() -> None:
    """Called once, when Django is ready: before the first form is made, as Wagtail keeps them."""
    for page in (Course, Programme):
        page.content_panels = [*page.content_panels, _panel()]


def _panel() -> InlinePanel:
    return InlinePanel(
        "certificate_rules",
        heading=_("Certificate"),
        label=_("Certificate"),
        max_num=1,
        help_text=_(
            "Without a rule no certificate is issued. A changed rule does not touch certificates that were issued."
        ),
    )
