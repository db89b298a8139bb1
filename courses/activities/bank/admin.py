"""The pages of the bank in Wagtail's admin beside the list and the form of a question."""

from django.http import HttpRequest
from django.urls import URLPattern
from wagtail.admin.widgets import Button


def urls() -> list[URLPattern]:
    return []


def list_buttons(request: HttpRequest) -> list[Button]:
    """What the menu of the list offers."""
    return []
