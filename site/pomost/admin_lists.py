"""Labels of Wagtail's admin that no catalogue can correct: its code glues them together or takes a field's name."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms.choosers import (
    AnchorLinkChooserForm,
    EmailLinkChooserForm,
    ExternalLinkChooserForm,
    PhoneLinkChooserForm,
)
from wagtail.admin.forms.workflows import WorkflowPageForm
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm
from wagtail.models import Site
from wagtail.sites.views import IndexView as SiteList
from wagtail.users.forms import PagePermissionsForm

from people.permission_names import name_of


def count_of_items(paginator: WagtailPaginator) -> str:
    """What stands at the end of a list: "Akty prawne: 30". Names of models have no plural forms for a number."""
    return f"{capfirst(paginator.verbose_name_plural)}: {paginator.count}"


# Wagtail gives these fields no label, so Django makes one of their names, in English.
LINK_LABELS = {
    "link_text": _("Text of the link"),
    "email_address": _("E-mail address"),
    "subject": pgettext_lazy("e-mail", "Subject"),
    "body": pgettext_lazy("e-mail", "Text"),
    "phone_number": _("Telephone number"),
}


def use() -> None:
    """Puts our labels in the place of Wagtail's."""
    for form in (AnchorLinkChooserForm, EmailLinkChooserForm, ExternalLinkChooserForm, PhoneLinkChooserForm):
        for name, field in form.base_fields.items():
            field.label = LINK_LABELS.get(name, field.label)
    WagtailPaginator.items_count_label = property(count_of_items)
    WorkflowPageForm.base_fields["page"].label = _("Page")
    DefaultPageForm.base_fields["include_descendants"].label = _("With all pages below them")
    PagePermissionsForm.base_fields["page"].label = _("Page")
    PagePermissionsForm.base_fields["permissions"].label_from_instance = name_of
    for column in SiteList.columns:
        if column.name in ("port", "site_name", "root_page"):
            column.label = capfirst(Site._meta.get_field(column.name).verbose_name)
