from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet, SnippetChosenView
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from reference import rich_text
from reference.models import DatedAmount, DatedValue, GlossaryTerm, LegalAct
from reference.values import shown_values


class LegalActViewSet(SnippetViewSet):
    model = LegalAct
    icon = "doc-full"
    list_display = ("title", "eli", "date")


class GlossaryTermViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "tag"
    list_display = ("term", "definition")


def _today(value: DatedValue) -> str:
    return _amount(value, value.amount_on(timezone.localdate()))


def _coming(value: DatedValue) -> str:
    return _amount(value, value.amount_after(timezone.localdate()), dated=True)


def _amount(value: DatedValue, amount: DatedAmount | None, *, dated: bool = False) -> str:
    if amount is None:
        return ""
    text = value.text_of(amount.amount)
    return f"{amount.valid_from:%Y-%m-%d}: {text}" if dated else text


class ChosenValueView(SnippetChosenView):
    """What the editor puts into the text is what readers will see."""

    def get_chosen_response_data(self, item: DatedValue) -> dict[str, Any]:
        shown = shown_values()[item.slug]
        return {
            **super().get_chosen_response_data(item),
            "text": shown.plain(),
            "text_and_next": shown.plain(following=True),
        }


class _WithAmounts:
    """Shows beside the name what holds today."""

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("today", label=_("Today"), accessor=_today)]  # type: ignore[misc]

    def get_object_list(self) -> QuerySet[DatedValue]:
        return DatedValue.objects.with_amounts()


class ChooseValueView(_WithAmounts, ChooseView):
    pass


class ChooseValueResultsView(_WithAmounts, ChooseResultsView):
    pass


class DatedValueChooserViewSet(SnippetChooserViewSet):
    choose_view_class = ChooseValueView
    choose_results_view_class = ChooseValueResultsView
    chosen_view_class = ChosenValueView


class DatedValueViewSet(SnippetViewSet):
    model = DatedValue
    icon = "calendar-check"
    list_display = (
        "name",
        Column("today", label=_("Today"), accessor=_today),
        Column("coming", label=_("Next amount"), accessor=_coming),
        Column("slug", label=_("Key")),
    )
    list_filter = ("unit",)
    chooser_viewset_class = DatedValueChooserViewSet
    chooser_per_page = 50

    def get_queryset(self, request: Any) -> QuerySet[DatedValue]:
        return DatedValue.objects.with_amounts()


class ReferenceViewSetGroup(SnippetViewSetGroup):
    menu_label = _("Reference")
    menu_icon = "list-ul"
    items = (LegalActViewSet, DatedValueViewSet, GlossaryTermViewSet)


register_snippet(ReferenceViewSetGroup)


@hooks.register("register_rich_text_features")
def dated_values(features: FeatureRegistry) -> None:
    rich_text.register(features)
