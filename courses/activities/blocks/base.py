"""The base class of StreamField blocks for exercises."""

import json
import re
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError

from courses.activities.extracts import ExerciseSource, exercise_uuid
from courses.activities.models import Node
from reference.models import DatedValue
from reference.values import keys_in, plain_with_values

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from publishing.models import BasePage

Words: TypeAlias = "str | _StrPromise"
"""A text, perhaps translated when it is shown."""

EXERCISES = _("Exercises")
MOST_ATTEMPTS = 20

PLACEHOLDER = "<!--exercise:{}-->"
PLACEHOLDER_PATTERN = re.compile(r"<!--exercise:([0-9a-f-]{36})-->")

SETTINGS = ("right_feedback", "wrong_feedback", "max_attempts")
"""The fields of every exercise that most authors leave as they are."""


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A line of an exercise as its author sees it; ``right`` is None where nothing is right or wrong."""

    text: str
    right: bool | None = None
    note: str = ""


class ActivityBlock(blocks.StructBlock):
    """An activity that is written where it stands: a version of it is stored when the page goes live."""

    @abstractmethod
    def title_of(self, value: Any) -> str:
        """The title of the activity in reports."""

    @abstractmethod
    def tree_of(self, value: Any, *, block_id: str) -> Node:
        """The activity as an XBlock tree; the id of its root is ``block_id``."""

    def uuid_of(self, *, block_id: str, page: "BasePage") -> UUID:
        return exercise_uuid(translation_key=page.translation_key, language=page.language, block_id=block_id)

    def extracts(self, value: Any, *, block_id: str, page: "BasePage") -> Iterator[ExerciseSource]:
        """The activity, for ``publishing.pipeline``."""
        yield ExerciseSource(
            uuid=self.uuid_of(block_id=block_id, page=page),
            title=plain_with_values(self.title_of(value)),
            tree=self.tree_of(value, block_id=block_id),
        )

    def placeholder(self, *, block_id: str, page: "BasePage") -> str:
        """The placeholder, because an activity is rendered for each user: see ``PLACEHOLDER_PATTERN``."""
        return PLACEHOLDER.format(self.uuid_of(block_id=block_id, page=page))

    def get_searchable_content(self, value: Any) -> list[str]:
        """The title alone, so that search results do not reveal the right answer or the feedback."""
        return [plain_with_values(self.title_of(value))]


class ExerciseBlock(ActivityBlock):
    """An exercise as written: turns a block's value into an XBlock tree.

    A type of exercise says its fields (``content_of``), what is wrong with them (``problems``) and how its author sees
    it (``preview``).
    """

    TYPE: ClassVar[str]
    """The type of the XBlock in the tree."""

    question = blocks.TextBlock(label=_("Question"), rows=2, max_length=600)
    hint = blocks.TextBlock(label=_("Hint"), required=False, rows=2, max_length=600)
    right_feedback = blocks.TextBlock(
        label=_("Feedback on a right answer"),
        required=False,
        rows=2,
        max_length=800,
        help_text=_("Read after a right answer, whichever parts it has."),
    )
    wrong_feedback = blocks.TextBlock(
        label=_("Feedback on a wrong answer"),
        required=False,
        rows=2,
        max_length=800,
        help_text=_("Read after an answer that is not right, or not all of it: where to look again."),
    )
    max_attempts = blocks.IntegerBlock(
        label=_("Attempts"),
        required=False,
        min_value=1,
        max_value=MOST_ATTEMPTS,
        help_text=_(
            "Empty: without a limit, and the right answer is shown on request after three tries. "
            "With a limit the exercise counts as done when the last attempt is used."
        ),
    )

    class Meta:
        template = "activities/blocks/preview.html"
        group = EXERCISES

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks, **kwargs)
        for block in self.child_blocks.values():
            if isinstance(block, blocks.ListBlock) and (block.meta.min_num or 0) > 1:
                # Here and not where the list is declared, because migrations would repeat it.
                block.meta.default = [block.child_block.get_default() for _place in range(block.meta.min_num)]

    def get_form_layout(self) -> BlockGroup:
        """The question and the answers; what most leave as it is stands in the settings of the block."""
        own = [name for name in self.child_blocks if name not in ("question", "hint", *SETTINGS)]
        settings = [name for name in SETTINGS if name in self.child_blocks]
        return BlockGroup(["question", *own, *(["hint"] if "hint" in self.child_blocks else [])], settings=settings)

    @abstractmethod
    def content_of(self, value: Any) -> dict[str, Any]:
        """The content fields of the XBlock, besides those that every exercise has."""

    def problems(self, value: Any) -> list[Words]:
        """What is wrong with a value whose fields are valid each for itself, in words for its author."""
        return []

    @abstractmethod
    def preview(self, value: Any) -> Sequence[PreviewLine]:
        """The exercise as its author sees it beside the form."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        # A draft may be half written, also where its fields do not fit together yet.
        problems = [] if self.is_deferred_validation else self.problems(cleaned)
        if problems:
            raise StructBlockValidationError(non_block_errors=[ValidationError(problem) for problem in problems])
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["lines"] = self.preview(value)
        return context

    def title_of(self, value: Any) -> str:
        """The question."""
        return str(value["question"])

    def tree_of(self, value: Any, *, block_id: str) -> Node:
        """The exercise as an XBlock tree; the id of its root is ``block_id``."""
        # What is empty is left out: a field that a type gets later makes no new version of what stands.
        settings = {name: value[name] for name in SETTINGS if name in self.child_blocks and value.get(name)}
        fields = {"question": value["question"], "hint": value.get("hint", ""), **self.content_of(value), **settings}
        return {"type": self.TYPE, "id": block_id, "fields": fields, "children": []}

    def extract_references(self, value: Any) -> Iterator[tuple[Any, ...]]:
        """Also the dated values in the texts, which the stored HTML of the page does not have."""
        yield from super().extract_references(value)
        tree = self.tree_of(value, block_id="")
        keys = dict.fromkeys(keys_in(json.dumps(tree["fields"], ensure_ascii=False)))
        if keys:
            for pk in DatedValue.objects.filter(slug__in=list(keys)).values_list("pk", flat=True):
                yield DatedValue, str(pk), "value", f"value.{pk}"


def items(value: Any) -> Iterator[tuple[str, Any]]:
    """The ids and the values of a list block: what is referred to later has an id of its own, never its place."""
    return ((str(bound.id), bound.value) for bound in value.bound_blocks)


def same_texts(texts: Sequence[str]) -> bool:
    """Whether two of the texts are the same to a reader."""
    folded = [" ".join(text.split()).casefold() for text in texts]
    return len(set(folded)) < len(folded)
