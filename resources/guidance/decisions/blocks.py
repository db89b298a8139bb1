"""The decision guide as a block: questions with answers that lead on, and outcomes that cite chapters."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.rich_text import RichText

from publishing.richtext import PROSE_FEATURES
from reference.blocks import FORCES, LegalReferenceBlock
from reference.values import plain_with_values
from resources.guidance.decisions.structure import LONGEST_KEY, STEP, Answer, Fault, Question, faults, key_of
from resources.guidance.tools import address_below

TOOLS = _("Tools for readers")


class KeyBlock(blocks.CharBlock):
    """A short name in an address: small letters, digits and hyphens, made of what was typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_KEY, **kwargs)

    def clean(self, value: Any) -> Any:
        return key_of(super().clean(value) or "")


class AnswerBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Answer"), max_length=150)
    leads_to = KeyBlock(label=_("Leads to"), help_text=_("The key of a question or of an outcome."))
    reason = blocks.CharBlock(
        label=_("What follows from it"),
        required=False,
        max_length=300,
        help_text=_("A sentence that the result gives as its reason."),
    )

    class Meta:
        icon = "arrow-right"
        label = _("Answer")


class QuestionBlock(blocks.StructBlock):
    key = KeyBlock(label=_("Key"), help_text=_("A short name for answers to lead to. It stands in links to results."))
    text = blocks.CharBlock(label=_("Question"), max_length=200)
    help = blocks.TextBlock(label=_("Help"), required=False, rows=2, max_length=600)
    answers = blocks.ListBlock(AnswerBlock(), label=_("Answers"), min_num=2)

    class Meta:
        icon = "help"
        label = _("Question")


class CitationBlock(blocks.StructBlock):
    """A chapter, or a section of it."""

    page = blocks.PageChooserBlock("guidance.Chapter", label=_("Chapter"))
    anchor = blocks.CharBlock(
        label=_("Anchor of the section"),
        required=False,
        max_length=60,
        help_text=_("The end of the link to a heading. Empty: the whole chapter."),
    )

    class Meta:
        icon = "doc-full"
        label = _("Chapter")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        page, anchor = cleaned["page"], cleaned["anchor"].lstrip("#")
        # A chapter that was never published has no list of its headings yet.
        known = [heading["anchor"] for heading in page.headings] if page is not None else []
        if known and anchor and anchor not in known:
            message = gettext("The chapter has no such section. It has: %(known)s.") % {"known": ", ".join(known)}
            raise StructBlockValidationError(block_errors={"anchor": ValidationError(message)})
        cleaned["anchor"] = anchor
        return cleaned


class OutcomeBlock(blocks.StructBlock):
    key = KeyBlock(label=_("Key"), help_text=_("A short name for answers to lead to."))
    title = blocks.CharBlock(label=_("Result"), max_length=150)
    force = blocks.ChoiceBlock(label=_("Force"), choices=FORCES, required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=PROSE_FEATURES)
    next_steps = blocks.RichTextBlock(label=_("What to do next"), features=PROSE_FEATURES, required=False)
    citations = blocks.ListBlock(CitationBlock(), label=_("Chapters"), default=[])
    references = blocks.ListBlock(LegalReferenceBlock(), label=_("Basis"), default=[])

    class Meta:
        icon = "check"
        label = _("Result")


class DecisionValue(blocks.StructValue):
    """The value of a decision guide, as its structure."""

    @property
    def structure(self) -> tuple[Question, ...]:
        return tuple(
            Question(
                item["key"],
                item["text"],
                item["help"],
                tuple(Answer(answer["text"], answer["leads_to"], answer["reason"]) for answer in item["answers"]),
            )
            for item in self["questions"]
        )

    def outcome(self, key: str) -> Any:
        """The outcome with a key; None where there is none."""
        return next((item for item in self["outcomes"] if item["key"] == key), None)


_EXAMPLE = {
    "title": "Wolontariat czy umowa?",
    "intro": "Jedno pytanie i wynik z podstawą prawną.",
    "questions": [
        {
            "key": "zaplata",
            "text": "Czy za tę pracę ktoś ma dostać zapłatę?",
            "help": "Zwrot kosztów dojazdu zapłatą nie jest.",
            "answers": [
                {"text": "Tak", "leads_to": "umowa", "reason": ""},
                {"text": "Nie", "leads_to": "wolontariat", "reason": ""},
            ],
        }
    ],
    "outcomes": [
        {
            "key": key,
            "title": title,
            "force": "practice",
            "text": RichText(f"<p>{title}.</p>"),
            "next_steps": RichText(""),
            "citations": [],
            "references": [],
        }
        for key, title in (("umowa", "Umowa"), ("wolontariat", "Porozumienie z wolontariuszem"))
    ],
}


class DecisionBlock(blocks.StructBlock):
    """A decision guide: in the chapter its first question, below the chapter one question a page and the result."""

    title = blocks.CharBlock(label=_("Title"), max_length=150, help_text=_("The decision as a question."))
    intro = blocks.TextBlock(label=_("Introduction"), required=False, rows=2, max_length=400)
    questions = blocks.ListBlock(
        QuestionBlock(), label=_("Questions"), min_num=1, help_text=_("Readers begin with the first one.")
    )
    outcomes = blocks.ListBlock(OutcomeBlock(), label=_("Results"), min_num=2)

    class Meta:
        value_class = DecisionValue
        template = "guidance/decisions/box.html"
        icon = "help"
        group = TOOLS
        label = _("Decision guide")
        description = _("Questions one after another that lead to a result with its reasons and chapters.")
        preview_value = _EXAMPLE

    def get_searchable_content(self, value: Any) -> list[str]:
        """The words without keys."""
        questions = [text for item in value["questions"] for text in (item["text"], item["help"])]
        return [value["title"], value["intro"], *questions, *(item["title"] for item in value["outcomes"])]

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """With ``first``, the first question, ``help``, with its values filled in, and the address of the form."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["action"] = address_below("decision", context.get("id") or "")
        questions = value.structure
        first = questions[0] if questions else None
        return {**context, "first": first, "help": plain_with_values(first.help) if first else "", "step": STEP}

    def clean(self, value: Any) -> Any:
        """Refuses, at the field, answers that lead nowhere or in a circle, and what no answer leads to."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        found = faults(cleaned.structure, [item["key"] for item in cleaned["outcomes"]])
        if errors := error_of(found):
            raise errors
        return cleaned


def error_of(found: Iterable[Fault]) -> ValidationError | None:
    """The faults as the nested error of the block that they are in; None without any."""
    tree: dict[str | int, Any] = {}
    for fault in found:
        node = tree
        *above, last = fault.place
        for name in above:
            node = node.setdefault(name, {})
        node.setdefault(last, ValidationError(fault.message))
    return _nested(tree) if tree else None


def _nested(node: Any) -> ValidationError:
    if isinstance(node, ValidationError):
        return node
    errors = {name: _nested(child) for name, child in node.items()}
    if all(isinstance(name, int) for name in errors):
        return ListBlockValidationError(block_errors=errors)
    return StructBlockValidationError(block_errors=errors)
