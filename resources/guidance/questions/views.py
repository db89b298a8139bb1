"""Forms about a page, for readers without an account: a question, an error, what is missing, and "Did this help?"."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from publishing import limits
from publishing.access import private_q
from publishing.converters import id_from
from publishing.links import Link
from publishing.models import BasePage
from publishing.views import serve
from resources.guidance.history_views import public_page
from resources.guidance.models import VersionedPage
from resources.guidance.questions import services
from resources.guidance.questions.addresses import PART, PATHS, RATING, form_url
from resources.guidance.questions.errors import QuestionsFullError
from resources.guidance.questions.forms import ReaderForm, form_of
from resources.guidance.questions.models import Kind
from resources.guidance.questions.text import section_title

YES, NO = "tak", "nie"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, path: str, kind: Kind) -> HttpResponse:
    """``/<guide or chapter>/pytanie/?czesc=<anchor>``, and the same for an error and for what is missing."""
    page = _page(request, path)
    if page is None:
        return serve(request, f"{path}{PATHS[kind]}/")
    return _form(request, page, kind, question_url=form_url(request, page, Kind.QUESTION))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """``/zglos-blad/?strona=<page id>``: the form about an error in any page that everybody may open."""
    public = Page.objects.live().exclude(private_q())
    page = get_object_or_404(public, pk=id_from(request.GET.get("strona"))).specific
    if not isinstance(page, BasePage):
        raise Http404
    return _form(request, page, Kind.ERROR)


def _form(request: HttpRequest, page: BasePage, kind: Kind, *, question_url: str = "") -> HttpResponse:
    """The form about a page, and what comes of sending it."""
    form = form_of(kind)(
        request.POST or None, kind=kind, headings=page.sections, initial={"part": request.GET.get(PART, "")}
    )
    address = page.get_url(request) or "/"
    context = {"form": form, "kind": kind, "place": Link(page.title, address), "question_url": question_url}
    status = HTTPStatus.OK
    if form.is_bound:
        if not form.is_valid():
            status = HTTPStatus.UNPROCESSABLE_ENTITY
        elif refusal := _refusal(request, page, kind, form):
            form.add_error(None, refusal)
            context["error_heading"] = _("It has not been sent")
            status = HTTPStatus.TOO_MANY_REQUESTS
        else:
            anchor = form.cleaned_data.get("part", "")
            heading = section_title(page, anchor)
            context["sent"] = True
            context["answer_wanted"] = bool(form.cleaned_data.get("email"))
            context["back"] = Link(heading or page.title, f"{address}#{anchor}" if heading else address)
    return render(request, "guidance/pages/question.html", context, status=status)


def _refusal(request: HttpRequest, page: BasePage, kind: Kind, form: ReaderForm) -> str:
    """Stores what the reader wrote and returns "", or returns the message why it is not stored."""
    if form.is_from_program():
        return ""
    if not limits.allowed(request, "question"):
        return _(
            "Many messages have come from your network address in a short time. "
            "Wait ten minutes and send it again: your text is still in the field."
        )
    fields = form.cleaned_data
    try:
        services.ask(
            page=page,
            kind=kind,
            text=fields["text"],
            anchor=fields.get("part", ""),
            email=fields.get("email", ""),
        )
    except QuestionsFullError:
        return _(
            "So many messages are waiting for the editors that new ones are not taken now. "
            "Copy your text and send it in a few days."
        )
    return ""


# The buttons are on pages that caches hold, which can carry no token. It only counts, whoever sends it.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, path: str) -> HttpResponse:
    """``/<guide or chapter>/ocena/``: POST counts ``pomoglo=tak`` or ``nie``, which asks what is missing; GET thanks.

    Beyond the limit nothing is counted, and the answer is the same.
    """
    page = _page(request, path)
    if page is None:
        if request.method == "POST":
            raise Http404
        return serve(request, f"{path}{RATING}/")
    if request.method != "POST":
        return render(request, "guidance/pages/rated.html", {"place": Link(page.title, page.get_url(request) or "/")})
    said = request.POST.get("pomoglo")
    if said in (YES, NO) and not request.POST.get("website") and _may_rate(request, page):
        services.rate(page=page, helpful=said == YES)
    then = form_url(request, page, Kind.MISSING) if said == NO else request.path
    return HttpResponseRedirect(then, status=HTTPStatus.SEE_OTHER)


def _may_rate(request: HttpRequest, page: VersionedPage) -> bool:
    """Whether the limits of a network address, and of the address on one page, are not used up."""
    here = limits.key_with_address(request, str(page.pk))
    return limits.allowed(request, "page_rating") and limits.allowed(request, "page_rating_repeat", key=here)


def _page(request: HttpRequest, path: str) -> VersionedPage | None:
    """The guide or chapter at ``path`` that everybody may open; None for any other page or none."""
    try:
        page = public_page(request, path)
    except Http404:
        return None
    return page if isinstance(page, VersionedPage) else None
