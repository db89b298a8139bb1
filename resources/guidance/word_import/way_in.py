"""The way to the import for an editor who does not know the menu of a guide: the home page of the admin, and a list."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import PageQuerySet
from wagtail.permission_policies.pages import PagePermissionPolicy

from editing.frames import frame
from people.current_user import user_of
from people.models import User
from resources.guidance.models import Guide


def guides_for(user: User) -> "PageQuerySet[Guide]":
    """The guides to which the user may add chapters, by title."""
    pages = PagePermissionPolicy().instances_user_has_permission_for(user, "add")
    guides: PageQuerySet[Guide] = Guide.objects.filter(pk__in=pages.values("pk")).order_by("title", "pk")
    return guides


class WordImportPanel(Component):
    """What the import does, on the home page of the admin, with a link to it."""

    name, order = "word_import", 900
    template_name = "guidance/admin/word_import_panel.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {}


def panels_for(request: HttpRequest) -> list[Component]:
    """The panel, for those who may import into some guide."""
    return [WordImportPanel()] if guides_for(user_of(request)).exists() else []


def choose_guide(request: HttpRequest) -> HttpResponse:
    """The guides to import into; the only one is not asked for."""
    guides = list(guides_for(user_of(request)))
    if not guides:
        raise PermissionDenied
    if len(guides) == 1:
        return redirect("guidance_word_import", guides[0].pk)
    context = {**frame(_("Import from Word"), icon="upload"), "guides": guides}
    return TemplateResponse(request, "guidance/admin/word_import_guides.html", context)
