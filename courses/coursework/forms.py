"""Forms of coursework: they parse input; the rules are in ``services``."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.catalogue.models import Course, Lesson, Programme
from courses.coursework import files
from courses.coursework.errors import CourseworkError
from courses.coursework.models import Cohort, SavedComment
from courses.coursework.services import LONGEST_MESSAGE, LONGEST_SUBJECT, LONGEST_TEXT
from courses.coursework.states import Decision
from courses.coursework.trainers import trainers
from people.models import User
from publishing.converters import LARGEST_ID


class RulesForm(forms.Form):
    """A form that shows the errors of a service, which checks the rules."""

    def add_service_error(self, error: CourseworkError) -> None:
        """Adds the error to the field that it is about, or to the form where there is no such field."""
        self.add_error(error.field if error.field in self.fields else None, str(error))


def _date_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class CohortForm(RulesForm):
    """Creates or changes a group; the course is chosen at creation only, because members are enrolled in it."""

    name = forms.CharField(
        label=_("Name of the group"),
        max_length=200,
        error_messages={"required": _("Give the group a name.")},
    )
    subject = forms.ChoiceField(
        label=_("Course or programme"), error_messages={"required": _("Choose one course or one programme.")}
    )
    starts = _date_field(_("First day"))
    ends = _date_field(_("Last day"))
    trainers = forms.ModelMultipleChoiceField(
        label=_("Trainers"), queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, choose_trainers: bool, cohort: Cohort | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if choose_trainers:
            self.fields["trainers"].queryset = trainers()  # type: ignore[attr-defined]
        else:
            del self.fields["trainers"]
        if cohort is not None:
            del self.fields["subject"]
        else:
            self.fields["subject"].choices = [  # type: ignore[attr-defined]
                ("", _("Choose")),
                *_group(_("Courses"), "course", Course.objects.live().order_by("title")),
                *_group(_("Programmes"), "programme", Programme.objects.live().order_by("title")),
            ]

    def clean_subject(self) -> Course | Programme:
        kind, _separator, pk = self.cleaned_data["subject"].partition("-")
        model = Course if kind == "course" else Programme
        subject: Course | Programme = model.objects.get(pk=int(pk))
        return subject


def _group(label: Any, prefix: str, pages: QuerySet[Any]) -> Iterable[tuple[Any, list[tuple[str, str]]]]:
    choices = [(f"{prefix}-{pk}", title) for pk, title in pages.values_list("pk", "title")]
    return [(label, choices)] if choices else []


class AddMembersForm(RulesForm):
    """E-mail addresses of people to invite or add, as pasted from a spreadsheet or an e-mail.

    ``may_add``: the user may add people without an invitation, when they confirm who signed them up.
    """

    addresses = forms.CharField(
        label=_("E-mail addresses"),
        help_text=_("One in a line, or separated by commas or semicolons."),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocapitalize": "off"}),
        error_messages={"required": _("Write at least one e-mail address.")},
    )
    signed_up = forms.BooleanField(
        label=_("These people were signed up by their organisation and know about it"),
        required=False,
        help_text=_(
            "They are in the group at once and get an e-mail about it. Without this, everyone gets an invitation."
        ),
    )

    def __init__(self, *args: Any, may_add: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_add:
            del self.fields["signed_up"]


class ConfirmPeopleForm(AddMembersForm):
    """The addresses of a list that was looked at, to be sent as they are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["addresses"].widget = forms.HiddenInput()


class PeopleListForm(RulesForm):
    """A spreadsheet with people: a file, or its rows copied."""

    conditional: ClassVar[tuple[str, ...]] = ("file", "rows")

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,  # the service says what to do
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("XLSX or CSV, at most 1 MB. One person in a row, with the e-mail address in any column."),
    )
    rows = forms.CharField(
        label=_("Or rows copied from the spreadsheet"),
        required=False,
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocapitalize": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("file") and not (cleaned.get("rows") or "").strip():
            raise ValidationError(_("Choose a file or paste the rows."))
        return cleaned


class WarsawDateTimeField(forms.DateTimeField):
    """Date and time in Warsaw; refuses a time that a change of clocks skips or repeats."""

    def to_python(self, value: Any) -> datetime | None:
        try:
            return super().to_python(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            raise ValidationError(
                _("Clocks change that night, and this hour does not exist or comes twice. Choose another."),
                code="clocks",
            ) from None


class AssignmentForm(RulesForm):
    """The due date of an assignment, in Warsaw time; all that can be changed of one to go through a lesson."""

    due_at = WarsawDateTimeField(
        label=pgettext_lazy("date", "Due"),
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        help_text=_("Warsaw time."),
    )

    def chosen_lesson(self) -> Lesson | None:
        """The lesson of a new assignment; None for a written one."""
        return None


class LessonAssignmentForm(AssignmentForm):
    """An assignment to go through a lesson of the group's course."""

    lesson = forms.ChoiceField(label=_("Lesson"), error_messages={"required": _("Choose a lesson.")})
    field_order = ("lesson", "due_at")

    def __init__(self, *args: Any, cohort: Cohort, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lesson"].choices = [("", _("Choose")), *_lesson_choices(cohort, request)]  # type: ignore[attr-defined]

    def chosen_lesson(self) -> Lesson | None:
        lesson: Lesson | None = Lesson.objects.filter(pk=int(self.cleaned_data["lesson"])).first()
        return lesson


class WrittenAssignmentForm(AssignmentForm):
    """A written assignment."""

    title = forms.CharField(
        label=_("Title of the assignment"),
        max_length=200,
        error_messages={"required": _("Give the assignment a title.")},
    )
    instructions = forms.CharField(
        label=_("Instructions"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What to write about, how long, what it is judged by. An empty line separates paragraphs."),
    )
    field_order = ("title", "instructions", "due_at")


class ExtensionForm(RulesForm):
    """A later due date for one person, in Warsaw time."""

    due_at = WarsawDateTimeField(
        label=_("Due date for this person"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        help_text=_("Warsaw time."),
        error_messages={"required": _("Give the later due date.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        help_text=_("Only the trainers of the group see it."),
    )


class MessageForm(RulesForm):
    """A message to people of a group. ``key`` makes sending the same form twice idempotent."""

    subject = forms.CharField(
        label=_("Subject"), max_length=LONGEST_SUBJECT, error_messages={"required": _("Write a subject.")}
    )
    text = forms.CharField(
        label=_("Message"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("Write the message.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


def _lesson_choices(cohort: Cohort, request: HttpRequest) -> list[tuple[str, list[tuple[str, str]]]]:
    courses = cohort.courses()
    return [
        (
            f"{course.title}: {topic.title}" if len(courses) > 1 else topic.title,
            [(str(lesson.id), lesson.title) for lesson in topic.lessons],
        )
        for course in courses
        for topic in course.topics(request)
        if topic.lessons
    ]


class SubmissionForm(RulesForm):
    """A text, a file or both. ``key`` makes submitting the same form twice idempotent."""

    conditional: ClassVar[tuple[str, ...]] = ("text", "file")
    # The draft saved in another window since this form was opened.
    saved_elsewhere = ""

    text = forms.CharField(
        label=_("Your work"),
        required=False,
        strip=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,  # the service has a clearer error
        widget=forms.FileInput(attrs={"accept": files.ACCEPT}),
        help_text=format_lazy(
            "{kinds}; {limit}", kinds=files.LISTED, limit=_("at most 10 MB. A draft stores no file.")
        ),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    draft_version = forms.IntegerField(
        min_value=0, max_value=LARGEST_ID, required=False, widget=forms.HiddenInput, initial=0
    )


class ReviewForm(RulesForm):
    """A comment, and the number of the round that was read; the decision is the value of the button.

    ``saved``: the trainer's saved comments, of which one may be inserted.
    """

    conditional: ClassVar[tuple[str, ...]] = ("comment", "saved")

    comment = forms.CharField(
        label=_("Comment for the learner"),
        required=False,
        strip=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Required when you return the submission or do not pass it."),
    )
    saved = forms.ChoiceField(label=_("Saved comment"), required=False)
    round = forms.IntegerField(min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput)

    def __init__(self, *args: Any, saved: Sequence[SavedComment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._texts = {str(item.pk): item.text for item in saved}
        if saved:
            choices = [("", _("Choose")), *((str(item.pk), item.name) for item in saved)]
            self.fields["saved"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["saved"]

    def start_in_comment(self) -> None:
        """Puts the focus into the comment when the page opens."""
        self.fields["comment"].widget.attrs["autofocus"] = True

    def insert_saved(self) -> None:
        """Adds the chosen saved comment to the comment that is typed; without a choice it adds an error."""
        text = self._texts.get(self.data.get("saved", ""))
        if text is None:
            self.add_error("saved" if "saved" in self.fields else None, _("Choose a saved comment."))
            return
        typed = self.data.get("comment", "").rstrip()
        self.data = {**dict(self.data.items()), "comment": f"{typed}\n\n{text}" if typed else text, "saved": ""}


class UndoForm(forms.Form):
    """The id of the review to undo."""

    review = forms.IntegerField(min_value=1, max_value=LARGEST_ID)


class SavedCommentForm(RulesForm):
    """The name and the text of a saved comment."""

    name = forms.CharField(
        label=_("Name"),
        max_length=SavedComment.LONGEST_NAME,
        help_text=_("By this name you choose the comment in a review."),
        error_messages={"required": _("Give the comment a name.")},
    )
    text = forms.CharField(
        label=_("Text of the comment"),
        strip=False,
        max_length=SavedComment.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write the comment first: there is nothing to save.")},
    )


class CorrectionForm(RulesForm):
    """A corrected decision with its reason; ``review`` is the id of the review that was read."""

    conditional: ClassVar[tuple[str, ...]] = ("comment", "reason")

    decision = forms.ChoiceField(
        label=_("Decision that is right"),
        choices=Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a decision.")},
    )
    comment = forms.CharField(
        label=_("Comment for the learner"),
        required=False,
        strip=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("In the place of the earlier comment, which stays readable."),
    )
    reason = forms.CharField(
        label=_("Why the decision is corrected"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The learner reads it beside the new decision."),
    )
    review = forms.IntegerField(min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput)
