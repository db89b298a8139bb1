"""Blocks of exercises in rows: true or false, matching, sorting, putting in order."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.activities.blocks.base import ExerciseBlock, PreviewLine, Words, items, same_texts
from courses.activities.exercises.rows import (
    MatchingExercise,
    OrderingExercise,
    SortingExercise,
    TrueFalseExercise,
)


def feedback_block(*, required: bool = True) -> blocks.TextBlock:
    """The field for the feedback on one row."""
    return blocks.TextBlock(
        label=_("Feedback"),
        rows=2,
        max_length=800,
        required=required,
        help_text=_("Read after an answer, whether it was right or not."),
    )


class StatementBlock(blocks.StructBlock):
    """A statement that is true or false."""

    text = blocks.TextBlock(label=_("Statement"), rows=2, max_length=400)
    correct = blocks.BooleanBlock(label=_("The statement is true"), required=False)
    feedback = feedback_block()

    class Meta:
        icon = "list-ul"
        label = _("Statement")


class TrueFalseBlock(ExerciseBlock):
    """A series of statements, each true or false."""

    TYPE: ClassVar[str] = TrueFalseExercise.TYPE

    statements = blocks.ListBlock(StatementBlock(), label=_("Statements"), min_num=2, max_num=10)

    class Meta:
        icon = "check"
        label = _("True or false")
        description = _("A few statements; the learner says of each whether it is true.")
        preview_value: ClassVar[dict[str, Any]] = {
            "question": "Które z tych zdań o umowie o pracę są prawdziwe?",
            "statements": [
                {
                    "text": "Umowę trzeba potwierdzić na piśmie przed dopuszczeniem do pracy.",
                    "correct": True,
                    "feedback": "Tak stanowi art. 29 Kodeksu pracy.",
                },
                {
                    "text": "Umowa zawarta ustnie jest nieważna.",
                    "correct": False,
                    "feedback": "Jest ważna, ale pracodawca łamie przepisy.",
                },
            ],
        }

    def problems(self, value: Any) -> list[Words]:
        if same_texts([item["text"] for item in value["statements"]]):
            return [_("Two statements are the same.")]
        return []

    def preview(self, value: Any) -> Sequence[PreviewLine]:
        return [PreviewLine(item["text"], bool(item["correct"]), item["feedback"]) for item in value["statements"]]

    def content_of(self, value: Any) -> dict[str, Any]:
        statements = [
            {"id": key, "text": item["text"], "correct": bool(item["correct"]), "feedback": item["feedback"]}
            for key, item in items(value["statements"])
        ]
        return {"statements": statements}


class PairBlock(blocks.StructBlock):
    """Two things that belong together."""

    text = blocks.CharBlock(label=_("This"), max_length=300)
    match = blocks.CharBlock(label=_("belongs to this"), max_length=300)
    feedback = feedback_block(required=False)

    class Meta:
        icon = "link"
        label = _("Pair")


class MatchingBlock(ExerciseBlock):
    """Pairs to be found."""

    TYPE: ClassVar[str] = MatchingExercise.TYPE

    pairs = blocks.ListBlock(PairBlock(), label=_("Pairs"), min_num=2, max_num=12)
    extras = blocks.ListBlock(
        blocks.CharBlock(label=_("Answer"), max_length=300),
        label=_("Further answers that belong to nothing"),
        default=[],
        max_num=6,
    )

    class Meta:
        icon = "link"
        label = _("Matching")
        description = _("Pairs: the learner chooses for each thing the one that belongs to it.")
        preview_value: ClassVar[dict[str, Any]] = {
            "question": "Kto za co odpowiada w otwartym konkursie ofert?",
            "pairs": [
                {"text": "Organ jednostki samorządu", "match": "ogłasza konkurs", "feedback": ""},
                {"text": "Komisja konkursowa", "match": "opiniuje oferty", "feedback": ""},
            ],
            "extras": ["uchwala budżet gminy"],
        }

    def problems(self, value: Any) -> list[Words]:
        if same_texts([pair["text"] for pair in value["pairs"]]):
            return [_("Two pairs begin with the same: the learner could not tell them apart.")]
        halves = {pair["match"].casefold() for pair in value["pairs"]}
        if len(halves) < 2:
            return [_("All pairs have the same answer, so there is nothing to match.")]
        if same_texts([*value["extras"]]) or halves & {text.casefold() for text in value["extras"]}:
            return [_("A further answer is the same as another answer.")]
        return []

    def preview(self, value: Any) -> Sequence[PreviewLine]:
        pairs = [PreviewLine(f"{pair['text']} – {pair['match']}", None, pair["feedback"]) for pair in value["pairs"]]
        return [*pairs, *(PreviewLine(text, right=False) for text in value["extras"])]

    def content_of(self, value: Any) -> dict[str, Any]:
        pairs = [
            {"id": key, "text": pair["text"], "match": pair["match"], "feedback": pair["feedback"]}
            for key, pair in items(value["pairs"])
        ]
        return {"pairs": pairs, "extras": [{"id": key, "text": text} for key, text in items(value["extras"])]}


class ThingBlock(blocks.StructBlock):
    """A thing to be placed."""

    text = blocks.CharBlock(label=_("Thing"), max_length=300)
    feedback = feedback_block(required=False)

    class Meta:
        icon = "list-ul"
        label = _("Thing")


class CategoryBlock(blocks.StructBlock):
    """A category and what belongs to it."""

    text = blocks.CharBlock(label=_("Category"), max_length=120)
    things = blocks.ListBlock(ThingBlock(), label=_("What belongs to it"), min_num=1, max_num=10)

    class Meta:
        icon = "folder-open-inverse"
        label = _("Category")


class SortingBlock(ExerciseBlock):
    """Things to be sorted into categories."""

    TYPE: ClassVar[str] = SortingExercise.TYPE

    categories = blocks.ListBlock(CategoryBlock(), label=_("Categories"), min_num=2, max_num=6)

    class Meta:
        icon = "folder-open-inverse"
        label = _("Sorting into categories")
        description = _("The learner says of each thing which category it belongs to.")
        preview_value: ClassVar[dict[str, Any]] = {
            "question": "Do której płaszczyzny współpracy należy każde działanie?",
            "categories": [
                {
                    "text": "współtworzenie polityk",
                    "things": [{"text": "konsultacje programu współpracy", "feedback": ""}],
                },
                {"text": "realizacja zadań", "things": [{"text": "otwarty konkurs ofert", "feedback": ""}]},
            ],
        }

    def problems(self, value: Any) -> list[Words]:
        if same_texts([category["text"] for category in value["categories"]]):
            return [_("Two categories have the same name.")]
        if same_texts([thing["text"] for category in value["categories"] for thing in category["things"]]):
            return [_("The same thing stands in two places: a learner could not know which one is meant.")]
        return []

    def preview(self, value: Any) -> Sequence[PreviewLine]:
        return [
            PreviewLine(category["text"], None, ", ".join(thing["text"] for thing in category["things"]))
            for category in value["categories"]
        ]

    def content_of(self, value: Any) -> dict[str, Any]:
        categories = [
            {"id": key, "text": category["text"], "things": _things(category["things"])}
            for key, category in items(value["categories"])
        ]
        return {"categories": categories}


class OrderingBlock(ExerciseBlock):
    """Things to be put in order."""

    TYPE: ClassVar[str] = OrderingExercise.TYPE

    things = blocks.ListBlock(
        ThingBlock(),
        label=_("Things in the right order"),
        min_num=3,
        max_num=10,
        help_text=_("Learners see them in another order."),
    )

    class Meta:
        icon = "order"
        label = _("Putting in order")
        description = _("Steps or events; the learner gives each its place.")
        preview_value: ClassVar[dict[str, Any]] = {
            "question": "Ułóż kroki otwartego konkursu ofert.",
            "things": [
                {"text": "Ogłoszenie konkursu", "feedback": ""},
                {"text": "Opinia komisji konkursowej", "feedback": ""},
                {"text": "Podpisanie umowy", "feedback": ""},
            ],
        }

    def problems(self, value: Any) -> list[Words]:
        if same_texts([thing["text"] for thing in value["things"]]):
            return [_("Two things are the same, so their order cannot be told.")]
        return []

    def preview(self, value: Any) -> Sequence[PreviewLine]:
        return [
            PreviewLine(f"{place}. {thing['text']}", None, thing["feedback"])
            for place, thing in enumerate(value["things"], start=1)
        ]

    def content_of(self, value: Any) -> dict[str, Any]:
        return {"things": _things(value["things"])}


def _things(value: Any) -> list[dict[str, str]]:
    return [{"id": key, "text": thing["text"], "feedback": thing["feedback"]} for key, thing in items(value)]
