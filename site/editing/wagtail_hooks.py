"""The appearance of Wagtail's admin: Pomost's colours; logo and name are in ``templates/wagtailadmin``. Its scripts."""

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks

from editing import views

EDITOR_SCRIPTS = ("js/autosave.js", "js/undo.js", "js/paste.js")


@hooks.register("insert_global_admin_css")
def colours() -> SafeString:
    """The style sheet that sets Wagtail's colour properties."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_editor_js")
def editor_scripts() -> SafeString:
    """What Wagtail's edit forms lack, one script each, and the bar that offers to undo a removal."""
    scripts = format_html_join("", '<script src="{}" defer></script>', ((static(path),) for path in EDITOR_SCRIPTS))
    return SafeString(render_to_string("editing/admin/undo_bar.html")) + scripts


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """What the scripts of the editor call. Wagtail requires access to the admin for all of them."""
    return [path("paste/", views.convert_paste, name="editing_paste")]
