"""Keeps the site and its content origin apart: neither answers to what is the other's."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve, set_urlconf
from django.utils import translation

from courses.activities.hosted.origin import is_content_request
from pomost import content_urls
from pomost.unstorable import is_unstorable


class ContentOriginMiddleware:
    """Answers requests to the content origin itself, before any middleware that reads or sets a cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_content_request(request):
            return self.get_response(request)
        request.COOKIES = {}
        request.urlconf = content_urls.__name__
        set_urlconf(content_urls.__name__)  # for the pages of errors
        try:
            match = resolve(request.path_info, content_urls.__name__)
        except Resolver404:
            return content_urls.not_found(request)
        request.resolver_match = match
        # Not the language that the last request of this thread had.
        with translation.override(settings.LANGUAGE_CODE):
            try:
                answered: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
            except Exception as error:
                if is_unstorable(error):
                    return content_urls.bad_request(request)
                raise
        return answered
