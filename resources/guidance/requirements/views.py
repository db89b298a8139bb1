"""Ticking, notes, shared lists and the calendar of duties. Every change is a POST."""

from http import HTTPStatus
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.current_user import user_of, user_or_none
from publishing import limits
from publishing.access import refusal
from publishing.converters import id_from
from publishing.links import fields_of
from resources.guidance.models import Guide
from resources.guidance.requirements import cookies, services
from resources.guidance.requirements.answers import Answers
from resources.guidance.requirements.cards import RequirementCard, Row, ShareCard, Tick
from resources.guidance.requirements.duties import calendar_of, feed_of
from resources.guidance.requirements.forms import EntryForm
from resources.guidance.requirements.listing import pages_with_requirements, tick_of, why
from resources.guidance.requirements.lists import THEME, choices_in_words, shared_checklist
from resources.guidance.requirements.models import ChecklistEntry, ChecklistShare, Requirement

FEED_SECONDS = 6 * 60 * 60
BACK = "powrot"


class _CookieFullError(Exception):
    """No more ticks fit into the cookie."""


# --- ticks and notes --------------------------------------------------------------------------------


@never_cache
@require_POST
def tick(request: HttpRequest) -> HttpResponse:
    """``odhacz=<id>`` ticks a requirement off, ``cofnij=<id>`` takes the tick back; ``powrot`` is the list's address.

    The script of the list gets the row; without it the response redirects to the row in the list.
    """
    ticked = "odhacz" in request.POST
    requirement = _open_requirement(request, id_from(request.POST.get("odhacz") or request.POST.get("cofnij")))
    back = _back(request)
    by_script = request.headers.get("X-Requested-With") == "fetch"
    if not limits.allowed_here(request, "checklist"):
        refused = _("That was many ticks in a short time. Wait a minute and go on: those made so far are kept.")
        return _refused(request, refused, back, HTTPStatus.TOO_MANY_REQUESTS, by_script=by_script)
    user = user_or_none(request)
    try:
        ticks = None if user is not None else _ticked_in_browser(request, requirement, ticked=ticked)
    except _CookieFullError:
        refused = ngettext(
            "A browser without an account keeps %(number)d tick, and it is used. Sign in: your ticks go with you.",
            "A browser without an account keeps %(number)d ticks, and all are used. Sign in: your ticks go with you.",
            cookies.MOST_TICKS,
        ) % {"number": cookies.MOST_TICKS}
        return _refused(request, refused, back, HTTPStatus.CONFLICT, by_script=by_script)
    entry = services.tick(user=user, requirement=requirement, ticked=ticked) if user is not None else None
    if by_script:
        shown = tick_of(entry, requirement.digest) if entry else Tick(ticked=ticked and user is None)
        response = _row_response(request, requirement, shown, back)
    else:
        response = HttpResponseRedirect(f"{back}#wymog-{requirement.pk}", status=HTTPStatus.SEE_OTHER)
    if ticks is not None:
        cookies.write(response, ticks)
    return response


def _ticked_in_browser(request: HttpRequest, requirement: Requirement, *, ticked: bool) -> dict[bytes, bytes]:
    """The ticks of this browser after the change. Raises ``_CookieFullError``."""
    ticks = cookies.read(request)
    ticks.pop(requirement.key, None)
    if ticked:
        if len(ticks) >= cookies.MOST_TICKS:
            ticks = services.kept(ticks)
        if len(ticks) >= cookies.MOST_TICKS:
            raise _CookieFullError
        ticks[requirement.key] = cookies.start_of(requirement.digest)
    return ticks


def _refused(request: HttpRequest, text: str, back: str, status: HTTPStatus, *, by_script: bool) -> HttpResponse:
    if by_script:
        return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    messages.error(request, text)
    return HttpResponseRedirect(back, status=HTTPStatus.SEE_OTHER)


def _row_response(request: HttpRequest, requirement: Requirement, shown: Tick, back: str) -> HttpResponse:
    card = _card_of(request, requirement)
    answers = Answers.from_query(urlsplit(back).query)
    context = {
        "row": Row(card, why(card.conditions, answers), shown),
        "here": back,
        "signed_in": user_or_none(request) is not None,
    }
    return render(request, "guidance/requirements/row.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, requirement_id: int) -> HttpResponse:
    """``/wymogi/<id>/``: the note, the person and the tick of one requirement."""
    requirement = _open_requirement(request, requirement_id)
    user, back = user_of(request), _back(request)
    held = ChecklistEntry.objects.of(user).filter(page=requirement.page_id, block_id=requirement.block_id).first()
    form = EntryForm(request.POST) if request.method == "POST" else EntryForm.of(held)
    if form.is_bound and form.is_valid():
        services.annotate(user=user, requirement=requirement, **form.cleaned_data)
        messages.success(request, _("The entry has been saved."))
        return HttpResponseRedirect(f"{back}#wymog-{requirement.pk}", status=HTTPStatus.SEE_OTHER)
    card = _card_of(request, requirement)
    context = {"card": card, "form": form, "back": back, "tick": tick_of(held, card.digest) if held else Tick()}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "guidance/pages/requirement_entry.html", context, status=status)


def _open_requirement(request: HttpRequest, requirement_id: int) -> Requirement:
    """The requirement with this id. Raises ``Http404`` also where the visitor may not open its page."""
    found = get_object_or_404(Requirement.objects.select_related("page"), pk=requirement_id, page__live=True)
    if refusal(found.page.path, request):
        raise Http404
    return found


def _card_of(request: HttpRequest, requirement: Requirement) -> RequirementCard:
    pages = pages_with_requirements(request)
    for card in (card for page in pages if page.id == requirement.page_id for card in page.requirements):
        if card.id == requirement.pk:
            return card
    raise Http404  # a page of another site


def _back(request: HttpRequest) -> str:
    """The address of the list to go back to: one of this site, by default the start of the site."""
    wanted = request.POST.get(BACK) or request.GET.get(BACK) or ""
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted.partition("#")[0]
    return "/"


# --- shared lists -----------------------------------------------------------------------------------


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shares(request: HttpRequest) -> HttpResponse:
    """``/wymogi/udostepnianie/``: the user's links; by POST a new one for the answers in the address."""
    user = user_of(request)
    answers, guide = _asked_for(request.GET)
    if request.method == "POST":
        try:
            services.share(user=user, answers=answers, guide=guide)
        except services.TooManySharesError:
            messages.error(
                request,
                _("You have %(number)d links, as many as can be. Turn one of them off first.")
                % {"number": services.MOST_SHARES},
            )
        else:
            messages.success(request, _("The link is ready. Copy it from the list below and send it."))
        return redirect(request.get_full_path())
    held = ChecklistShare.objects.filter(user=user).select_related("guide")
    context = {
        "guide": guide,
        "choices": choices_in_words(answers),
        "shares": [_share_card(request, item) for item in held],
        "organisation": user.organisation,
    }
    return render(request, "guidance/pages/checklist_shares.html", context)


@never_cache
@login_required
@require_POST
def revoke(request: HttpRequest, share_id: int) -> HttpResponse:
    """Turns one of the user's links off."""
    if services.revoke(user=user_of(request), share_id=share_id):
        messages.success(request, _("The link is off. Whoever has it sees the list no more."))
    return redirect("guidance:shares")


@never_cache
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """``/wymogi/lista/<token>/``: somebody's checklist, to read and print, with the answers that were shared.

    It tells the organisation, not the person. Raises ``Http404`` for a link that was turned off.
    """
    if not limits.allowed_here(request, "shared_checklist"):
        return limits.too_many(request)
    held = get_object_or_404(ChecklistShare.objects.readable(), token=token)
    listed = shared_checklist(request, held)
    context = {
        **fields_of(listed),
        "guide": held.guide,
        "organisation": held.user.organisation,
        "reading": True,
        "pdf_url": reverse("guidance:shared_file", args=[held.token]),
    }
    response = render(request, "guidance/pages/checklist_shared.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _asked_for(parameters: QueryDict) -> tuple[Answers, Guide | None]:
    guide = Guide.objects.live().filter(pk=id_from(parameters.get(THEME))).first()
    return Answers.from_query(parameters.urlencode()), guide


def _share_card(request: HttpRequest, item: ChecklistShare) -> ShareCard:
    answers = Answers.from_query(item.answers)
    return ShareCard(
        id=item.pk,
        url=request.build_absolute_uri(reverse("guidance:shared", args=[item.token])),
        created_at=item.created_at,
        guide=item.guide.title if item.guide else "",
        choices=choices_in_words(answers),
    )


# --- calendar ---------------------------------------------------------------------------------------


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """``/wymogi/kalendarz/``: the duties of the next twelve months that concern the organisation."""
    context = fields_of(calendar_of(request))
    response = render(request, "guidance/pages/duties.html", context)
    patch_cache_control(response, private=True)
    return response


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """``/wymogi/kalendarz.ics``: the same duties for calendar programs; only those of public pages."""
    if not limits.allowed_here(request, "calendar_feed"):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS, content_type="text/plain")
    response = HttpResponse(feed_of(request), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(False, "obowiazki.ics") or ""
    response.headers["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, max_age=FEED_SECONDS)
    return response
