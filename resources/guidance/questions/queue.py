"""The queue of questions and reports in the admin, and the list of published answers."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets import Button
from wagtail.models import Page

from editing.reports import CsvReportView
from people.current_user import user_of
from resources.guidance.models import Guide
from resources.guidance.questions.models import Kind, PublishedAnswer, Question, QuestionQuerySet, State
from resources.guidance.questions.services import MAY_PUBLISH

OPEN = "open"
ALL = "all"
TITLE_WORDS = 14


class QueueFilters(WagtailFilterSet):
    """Without a choice of the state: what is open."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[(OPEN, gettext_lazy("open")), *State.choices, (ALL, gettext_lazy("all"))],
        empty_label=None,
        method="in_state",
    )
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=Kind)
    person = django_filters.ChoiceFilter(
        label=gettext_lazy("Who deals with it"),
        choices=[("me", gettext_lazy("I do")), ("nobody", gettext_lazy("nobody")), ("other", gettext_lazy("others"))],
        method="of_person",
    )
    age = django_filters.ChoiceFilter(
        label=gettext_lazy("Waits"),
        choices=[("7", gettext_lazy("more than a week")), ("30", gettext_lazy("more than a month"))],
        method="older_than",
    )
    guide = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Guide"), queryset=Guide.objects.all(), method="of_guide"
    )
    page = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Page"), queryset=lambda request: Page.objects.filter(pk__in=Question.objects.values("page"))
    )

    class Meta:
        model = Question
        fields = ("state", "kind", "person", "age", "guide", "page")

    def filter_queryset(self, queryset: QuestionQuerySet) -> QuestionQuerySet:
        chosen: QuestionQuerySet = super().filter_queryset(queryset)
        return chosen if self.form.cleaned_data.get("state") else chosen.open()

    def in_state(self, rows: QuestionQuerySet, name: str, value: str) -> QuestionQuerySet:
        if value == ALL:
            return rows
        return rows.open() if value == OPEN else rows.filter(state=value)

    def of_person(self, rows: QuestionQuerySet, name: str, value: str) -> QuestionQuerySet:
        if value == "nobody":
            return rows.filter(person=None)
        mine = rows.filter(person=user_of(self.request))
        return mine if value == "me" else rows.exclude(person=None).exclude(pk__in=mine.values("pk"))

    def older_than(self, rows: QuestionQuerySet, name: str, value: str) -> QuestionQuerySet:
        return rows.filter(asked_at__lt=timezone.now() - timedelta(days=int(value)))

    def of_guide(self, rows: QuestionQuerySet, name: str, value: Guide) -> QuestionQuerySet:
        return rows.below(value.path)


class QuestionQueue(CsvReportView):
    """What readers asked and reported, the oldest first. The address of an asker is on the page of a question only."""

    model = Question
    permission_required = "change"
    page_title = gettext_lazy("Questions of readers")
    header_icon = "help"
    file_name = "pytania"
    index_url_name = "question_queue"
    index_results_url_name = "question_queue_results"
    filterset_class = QueueFilters
    default_ordering = "asked_at"
    no_results_message = gettext_lazy("Nothing waits here. Choose another state to see what was answered.")
    columns = (
        TitleColumn(
            "text",
            label=gettext_lazy("Text"),
            accessor=lambda row: Truncator(row.text).words(TITLE_WORDS),
            get_url=lambda row: reverse("reader_question", args=[row.pk]),
            width="36%",
        ),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
        Column("page", label=gettext_lazy("Page"), accessor=lambda row: place_of(row)),
        Column("asked_at", label=gettext_lazy("Came"), accessor=lambda row: date_format(local(row.asked_at))),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        Column("person", label=gettext_lazy("Who deals with it"), accessor=lambda row: person_of(row)),
        Column("wanted", label=gettext_lazy("Answer by e-mail"), accessor=lambda row: wanted(row)),
    )
    list_export = ("text", "kind", "page", "asked_at", "state", "person", "wanted")
    export_headings = {column.name: column.label for column in columns}

    def get_queryset(self) -> QuerySet[Question]:
        return Question.objects.select_related("page", "person").in_queue_order()

    def cells(self, row: Question) -> list[Any]:
        return [row.text, *super().cells(row)[1:]]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = super().header_more_buttons
        if user_of(self.request).has_perm(MAY_PUBLISH):
            label = _("Published answers")
            buttons.append(Button(label, url=reverse("published_answers"), icon_name="list-ul", priority=10))
        return buttons


class PublishedAnswers(CsvReportView):
    """The answers that everybody reads, and those that were taken off."""

    model = PublishedAnswer
    permission_required = "change"
    page_title = gettext_lazy("Published answers")
    header_icon = "help"
    file_name = "odpowiedzi"
    index_url_name = "published_answers"
    index_results_url_name = "published_answers_results"
    default_ordering = "page__path"
    no_results_message = gettext_lazy("There are no answers yet. Open a question and publish its answer.")
    columns = (
        TitleColumn(
            "question",
            label=gettext_lazy("Question"),
            get_url=lambda row: reverse("published_answer", args=[row.pk]),
            width="50%",
        ),
        Column("page", label=gettext_lazy("Page"), accessor=lambda row: row.page.title),
        Column(
            "live", label=gettext_lazy("Visible to everybody"), accessor=lambda row: _("yes") if row.live else _("no")
        ),
        Column(
            "first_published_at",
            label=gettext_lazy("Published"),
            accessor=lambda row: date_format(local(row.first_published_at)) if row.first_published_at else "",
        ),
    )
    list_export = ("question", "page", "live", "first_published_at")
    export_headings = {column.name: column.label for column in columns}

    def get_queryset(self) -> QuerySet[PublishedAnswer]:
        return PublishedAnswer.objects.select_related("page").in_order()


def local(value: Any) -> Any:
    return timezone.localtime(value)


def place_of(row: Question) -> str:
    """The page and the section that it is about."""
    return f"{row.page.title}: {row.heading}" if row.heading else row.page.title


def person_of(row: Question) -> str:
    return row.person.display_name if row.person else ""


def wanted(row: Question) -> str:
    """Whether somebody waits for an answer by e-mail."""
    return _("yes") if row.email else _("no")
