"""Reports of learning in Wagtail's admin."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from courses.learning.items import admin as items


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("reports/questions/", items.report, name="items_report"),
        path("reports/questions/<uuid:activity_id>/", items.detail, name="items_detail"),
    ]


@hooks.register("register_reports_menu_item")
def items_menu_item() -> MenuItem:
    return items.menu_item()
