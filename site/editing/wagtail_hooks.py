"""The appearance of Wagtail's admin: Pomost's colours; logo and name are in ``templates/wagtailadmin``. Its scripts."""

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks

EDITOR_SCRIPTS = ("js/autosave.js",)


@hooks.register("insert_global_admin_css")
def colours() -> SafeString:
    """The style sheet that sets Wagtail's colour properties."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_editor_js")
def editor_scripts() -> SafeString:
    """What Wagtail's edit forms lack, one script each."""
    return format_html_join("", '<script src="{}" defer></script>', ((static(path),) for path in EDITOR_SCRIPTS))
