"""The block of a quiz in a lesson."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.activities.blocks import EXERCISES, ActivityBlock
from courses.activities.exercises.quiz import ANSWERS, BEST, LAST, SCORE, SOLUTIONS, QuizExercise
from courses.activities.models import Node

MOST_QUESTIONS = 100


def names_of(text: str) -> list[str]:
    """The names in a text that separates them by commas."""
    return list(dict.fromkeys(name for name in (part.strip() for part in (text or "").split(",")) if name))


class DrawRuleBlock(blocks.StructBlock):
    """How many questions are drawn, and of which."""

    number = blocks.IntegerBlock(label=_("How many questions"), min_value=1, max_value=MOST_QUESTIONS)
    tags = blocks.CharBlock(
        label=_("With one of these tags"),
        required=False,
        max_length=300,
        help_text=_("Separated by commas, as they stand at the questions of the bank."),
    )
    outcomes = blocks.CharBlock(
        label=_("and one of these outcomes"),
        required=False,
        max_length=300,
        help_text=_("Their codes, separated by commas, such as W1, U2."),
    )

    class Meta:
        icon = "list-ul"
        label = _("Draw")


class QuizBlock(ActivityBlock):
    """A quiz of questions of the bank, drawn anew for each attempt or always the same ones."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    intro = blocks.TextBlock(label=_("What it is about"), required=False, rows=2, max_length=800)
    rules = blocks.ListBlock(
        DrawRuleBlock(),
        label=_("Draw from the bank"),
        default=[],
        max_num=20,
        help_text=_("Each attempt asks other questions. Leave it empty and choose the questions below instead."),
    )
    fixed = blocks.ListBlock(
        SnippetChooserBlock("bank.BankQuestion", label=_("Question of the bank")),
        label=_("Always these questions"),
        default=[],
        max_num=MOST_QUESTIONS,
    )
    pass_mark = blocks.IntegerBlock(label=_("Passed from (percent)"), default=60, min_value=1, max_value=100)
    max_attempts = blocks.IntegerBlock(
        label=_("Attempts"), required=False, min_value=1, max_value=20, help_text=_("Empty: without a limit.")
    )
    counts = blocks.ChoiceBlock(
        label=_("Which attempt counts"), choices=[(BEST, _("the best one")), (LAST, _("the last one"))], default=BEST
    )
    minutes = blocks.IntegerBlock(
        label=_("Time limit (minutes)"),
        required=False,
        min_value=1,
        max_value=600,
        help_text=_("Empty: without a limit. When the time is over, what was saved counts."),
    )
    shuffle_questions = blocks.BooleanBlock(label=_("Shuffle the questions"), required=False, default=True)
    shuffle_options = blocks.BooleanBlock(label=_("Shuffle the answers to choose"), required=False, default=True)
    review = blocks.ChoiceBlock(
        label=_("After the quiz, learners see"),
        choices=[
            (SCORE, _("their score")),
            (ANSWERS, _("their score and answers, what was right, and the feedback")),
            (SOLUTIONS, _("all of this and the right answers")),
        ],
        default=ANSWERS,
    )

    class Meta:
        template = "activities/bank/quiz_preview.html"
        icon = "tasks"
        group = EXERCISES
        label = _("Quiz")
        description = _("A final test of questions of the bank, with a pass mark, attempts and perhaps a time limit.")
        preview_value: ClassVar[dict[str, Any]] = {
            "title": "Test końcowy",
            "intro": "Sprawdź, czy umiesz przygotować umowę.",
            "rules": [{"number": 10, "tags": "umowy", "outcomes": ""}],
            "fixed": [],
            "pass_mark": 60,
            "max_attempts": 3,
            "counts": BEST,
            "minutes": 20,
            "shuffle_questions": True,
            "shuffle_options": True,
            "review": ANSWERS,
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        problems = self._problems(cleaned)
        if problems:
            raise StructBlockValidationError(non_block_errors=[ValidationError(problem) for problem in problems])
        return cleaned

    def _problems(self, value: Any) -> list[str]:
        from courses.activities.bank.drawing import matching

        fixed = [question for question in value["fixed"] if question is not None]
        if bool(fixed) == bool(len(value["rules"])):
            return [str(_("Either let questions be drawn, or choose them: one of the two."))]
        if len({question.pk for question in fixed}) < len(fixed):
            return [str(_("A question is chosen twice."))]
        if unscored := next((question for question in fixed if not question.scored), None):
            unasked = _("Nothing is right or wrong in “%(question)s”, so a quiz cannot ask it.")
            return [str(unasked % {"question": unscored.title})]
        problems = []
        for rule in value["rules"]:
            found = matching(_rule(rule), language=get_language() or "pl").count()
            if found < rule["number"]:
                words = ngettext(
                    "The bank has %(found)d published question for a draw of %(number)d.",
                    "The bank has %(found)d published questions for a draw of %(number)d.",
                    found,
                )
                problems.append(words % {"found": found, "number": rule["number"]})
        return problems

    def title_of(self, value: Any) -> str:
        return str(value["title"])

    def tree_of(self, value: Any, *, block_id: str) -> Node:
        fields = {
            "title": value["title"],
            "intro": value.get("intro") or "",
            "rules": [_rule(rule) for rule in value["rules"]],
            "fixed": [str(question.uuid) for question in value["fixed"] if question is not None],
            "pass_mark": value["pass_mark"],
            "max_attempts": value.get("max_attempts") or 0,
            "minutes": value.get("minutes") or 0,
            **{name: value[name] for name in ("counts", "shuffle_questions", "shuffle_options", "review")},
        }
        return {"type": QuizExercise.TYPE, "id": block_id, "fields": fields, "children": []}


def _rule(rule: Any) -> dict[str, Any]:
    return {"number": rule["number"], "tags": names_of(rule["tags"]), "outcomes": names_of(rule["outcomes"])}
