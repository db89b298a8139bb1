"""Lists of requirements as files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from people.current_user import user_or_none
from publishing import limits
from publishing.access import is_restricted
from publishing.publications import pdf_response, render_pdf
from publishing.routing import find_live_page
from resources.guidance.requirements.lists import checklist, shared_checklist
from resources.guidance.requirements.models import ChecklistShare
from resources.guidance.requirements.pages import RequirementList
from resources.guidance.requirements.paper import checklist_document


@never_cache
@require_safe
def checklist_file(request: HttpRequest, path: str) -> HttpResponse:
    """``/<list>/lista.pdf``: what the list shows to this reader, with the answers and filters in the address.

    Raises ``Http404``, also for drafts and restricted pages.
    """
    page = find_live_page(request, path)
    if not isinstance(page, RequirementList) or is_restricted(page):
        raise Http404
    if not limits.allowed_here(request, "pdf"):
        return limits.too_many(request)
    language, user = page.language, user_or_none(request)
    with translation.override(language):
        listed = checklist(request, here=page.get_url(request) or "", guide=page.listed_guide)
        document = checklist_document(
            listed,
            title=page.title,
            summary=page.summary,
            url=request.build_absolute_uri(listed.here),
            site=request.build_absolute_uri("/").rstrip("/"),
            organisation=user.organisation if user is not None else None,
        )
    return pdf_response(render_pdf("document", document, title=page.title, language=language), name=page.slug)


@never_cache
@require_safe
def shared_file(request: HttpRequest, token: str) -> HttpResponse:
    """``/wymogi/lista/<token>/lista.pdf``: a list that somebody shared, for whoever may read it there.

    The address is left out: paper goes further than the link, by which the list can be read as it changes. Raises
    ``Http404`` for a link that was turned off.
    """
    if not (limits.allowed_here(request, "shared_checklist") and limits.allowed_here(request, "pdf")):
        return limits.too_many(request)
    held = get_object_or_404(ChecklistShare.objects.readable(), token=token)
    title = _("Requirements and what is done")
    document = checklist_document(
        shared_checklist(request, held),
        title=title,
        summary=held.guide.title if held.guide else "",
        url="",
        site=request.build_absolute_uri("/").rstrip("/"),
        organisation=held.user.organisation,
    )
    content = render_pdf("document", document, title=title, language=translation.get_language() or "pl")
    response = pdf_response(content, name="lista")
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
