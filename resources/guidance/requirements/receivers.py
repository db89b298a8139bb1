"""What requirements do when pages are published, taken down and moved, and when somebody signs in."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import Page
from wagtail.signals import post_page_move

from people.models import User
from people.signals import signed_in
from publishing import pipeline
from publishing.signals import public_page_changed
from reference.extracts import RequirementExtract
from resources.guidance.requirements import cookies, services


def connect() -> None:
    """Called once, when Django is ready."""
    pipeline.register(RequirementExtract, services.store_requirements)
    public_page_changed.connect(_page_changed, dispatch_uid="guidance.requirements.changed")
    post_page_move.connect(_page_moved, dispatch_uid="guidance.requirements.moved")
    signed_in.connect(_signed_in, dispatch_uid="guidance.requirements.signed_in")


def _page_changed(sender: type[Page], page: Page, **_kwargs: Any) -> None:
    if not page.live:
        services.remove_requirements(page=page)


def _page_moved(sender: type[Page], instance: Page, url_path_before: str, url_path_after: str, **_kwargs: Any) -> None:
    """Moves among the pages of one parent change no guide."""
    if url_path_before != url_path_after:
        path = Page.objects.values_list("path", flat=True).get(pk=instance.pk)
        services.renew_guides(below=path)


def _signed_in(sender: Any, request: HttpRequest, user: User, response: HttpResponseBase, **_kwargs: Any) -> None:
    """The ticks of the browser become those of the account; the browser keeps none, as others may use it."""
    ticks = cookies.read(request)
    if ticks:
        services.take_over(user=user, ticks=ticks)
    if cookies.is_set(request):
        cookies.delete(response)
