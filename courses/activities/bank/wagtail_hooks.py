"""The question bank in Wagtail's admin: its snippet, its addresses, and what is asked before deleting."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.snippets.models import register_snippet

from courses.activities.bank import admin
from courses.activities.bank.errors import QuestionInUseError
from courses.activities.bank.models import BankQuestion, check_deletable
from courses.activities.bank.viewsets import BankQuestionViewSet

register_snippet(BankQuestionViewSet)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return admin.urls()


@hooks.register("before_delete_snippet")
def keep_what_is_used(request: HttpRequest, instances: Iterable[Any]) -> HttpResponse | None:
    """Says why a question is kept, instead of asking whether to delete it."""
    return _refusal(request, [item for item in instances if isinstance(item, BankQuestion)])


@hooks.register("before_bulk_action")
def keep_what_is_used_of_many(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action_class_instance: Any
) -> HttpResponse | None:
    """The same where many are chosen in the list."""
    if action_type != "delete":
        return None
    return _refusal(request, [item for item in objects if isinstance(item, BankQuestion)])


def _refusal(request: HttpRequest, questions: list[BankQuestion]) -> HttpResponse | None:
    if not questions:
        return None
    try:
        check_deletable(BankQuestion.objects.filter(pk__in=[item.pk for item in questions]))
    except QuestionInUseError as error:
        messages.error(request, error.message)
        return redirect(reverse(BankQuestionViewSet().get_url_name("list")))
    return None
