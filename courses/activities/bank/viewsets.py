"""The question bank in Wagtail's admin: its list, its filters and the chooser."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from courses.activities.bank.models import BankQuestion, OutcomeCode
from courses.activities.bank.stream import QuestionStreamBlock


def kinds() -> list[tuple[str, Any]]:
    """The types of questions: their names in the database and in the admin."""
    return [(name, block.label) for name, block in QuestionStreamBlock().child_blocks.items()]


def kind_of(question: BankQuestion) -> Any:
    """The type of a question in words."""
    return dict(kinds()).get(question.kind, "")


def _tags_of(question: BankQuestion) -> str:
    return ", ".join(sorted(tag.name for tag in question.tags.all()))


def _outcomes_of(question: BankQuestion) -> str:
    return ", ".join(sorted(code.name for code in question.outcomes.all()))


class QuestionFilters(WagtailFilterSet):
    """By type, tag, outcome and language; several of one kind ask for one of them."""

    kind = django_filters.MultipleChoiceFilter(label=_("Type"), choices=kinds, widget=CheckboxSelectMultiple)
    tags = django_filters.ModelMultipleChoiceFilter(
        label=_("Tag"),
        queryset=lambda request: Tag.objects.filter(bank_questiontag_items__isnull=False).distinct().order_by("name"),
        widget=CheckboxSelectMultiple,
    )
    outcomes = django_filters.ModelMultipleChoiceFilter(
        label=_("Outcome"),
        queryset=lambda request: OutcomeCode.objects.filter(questions__isnull=False).distinct().order_by("name"),
        widget=CheckboxSelectMultiple,
    )

    class Meta:
        model = BankQuestion
        fields = ["kind", "tags", "outcomes", "language", "live"]


class QuestionList(IndexView):
    """The list, which searches in the questions."""

    any_permission_required = ["add", "change", "delete", "view"]

    def get_base_queryset(self) -> QuerySet[BankQuestion]:
        found: QuerySet[BankQuestion] = super().get_base_queryset()
        return found.prefetch_related("tag_items__tag", "outcome_items__tag")

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        from courses.activities.bank.admin import list_buttons

        return [*super().header_more_buttons, *list_buttons(self.request)]


class _Published:
    """Only what is published can be placed in a lesson."""

    def get_object_list(self) -> QuerySet[BankQuestion]:
        return BankQuestion.objects.live().prefetch_related("tag_items__tag")

    @property
    def columns(self) -> list[Column]:
        own = [Column("kind", label=_("Type"), accessor=kind_of), Column("tags", label=_("Tags"), accessor=_tags_of)]
        return [*super().columns, *own]  # type: ignore[misc]


class ChooseQuestionView(_Published, ChooseView):
    pass


class ChooseQuestionResultsView(_Published, ChooseResultsView):
    pass


class BankQuestionChooserViewSet(SnippetChooserViewSet):
    choose_view_class = ChooseQuestionView
    choose_results_view_class = ChooseQuestionResultsView


class BankQuestionViewSet(SnippetViewSet):
    model = BankQuestion
    icon = "help"
    menu_label = _("Question bank")
    menu_name = "question-bank"
    menu_order = 250
    add_to_admin_menu = True
    index_view_class = QuestionList
    list_display = (
        "__str__",
        Column("kind", label=_("Type"), accessor=kind_of),
        Column("tags", label=_("Tags"), accessor=_tags_of),
        Column("outcomes", label=_("Outcomes"), accessor=_outcomes_of),
        "language",
    )
    # In the database, because the filters by tag and outcome are joins, which a search index cannot answer.
    search_backend_name = None
    search_fields = ("title",)
    filterset_class = QuestionFilters
    chooser_viewset_class = BankQuestionChooserViewSet
    chooser_per_page = 25
    list_per_page = 50
