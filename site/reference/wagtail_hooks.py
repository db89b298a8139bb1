from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from reference.models import GlossaryTerm, LegalAct


class LegalActViewSet(SnippetViewSet):
    model = LegalAct
    icon = "doc-full"
    list_display = ("title", "eli", "date")


class GlossaryTermViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "tag"
    list_display = ("term", "definition")


class ReferenceViewSetGroup(SnippetViewSetGroup):
    menu_label = _("Reference")
    menu_icon = "list-ul"
    items = (LegalActViewSet, GlossaryTermViewSet)


register_snippet(ReferenceViewSetGroup)
