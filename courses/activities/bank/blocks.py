"""The block with which a question of the bank stands in a lesson."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.activities.blocks import EXERCISES
from courses.activities.extracts import ExerciseSource

if TYPE_CHECKING:
    from courses.activities.bank.models import BankQuestion
    from publishing.models import BasePage


class BankQuestionBlock(blocks.StructBlock):
    """A question of the bank: what learners have answered in it is theirs in every lesson that it stands in."""

    question = SnippetChooserBlock("bank.BankQuestion", label=_("Question of the bank"))

    class Meta:
        # Leaves the placeholder of ``activities.blocks``, because an exercise is rendered for each user.
        template = "activities/bank/placeholder.html"
        preview_template = "activities/bank/block_preview.html"
        icon = "list-ul"
        group = EXERCISES
        label = _("Question of the bank")
        description = _("A question that is kept in the bank and can stand in many lessons.")
        preview_value = {"question": None}

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        question: BankQuestion | None = cleaned["question"]
        if question is not None and not question.first_published_at and not question.live:
            error = ValidationError(_("Publish this question in the bank first."))
            raise StructBlockValidationError(block_errors={"question": error})
        return cleaned

    def get_searchable_content(self, value: Any) -> list[str]:
        """The question alone, so that search results do not reveal the right answer."""
        return [value["question"].title] if value["question"] else []

    def extracts(self, value: Any, *, block_id: str, page: "BasePage") -> Iterator[ExerciseSource]:
        """The question as the bank has published it, for ``publishing.pipeline``."""
        question: BankQuestion | None = value["question"]
        if question is not None and question.first_published_at:
            yield question.source(shared=True)
