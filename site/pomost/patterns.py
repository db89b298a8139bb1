from django.http import HttpRequest, HttpResponse


def patterns(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")
