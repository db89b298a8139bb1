"""The appearance of Wagtail's admin: Pomost's colours; logo and name are in ``templates/wagtailadmin``."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def colours() -> SafeString:
    """The style sheet that sets Wagtail's colour properties."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
