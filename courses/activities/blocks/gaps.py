"""The block of a text with gaps."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.activities.blocks.base import ExerciseBlock, PreviewLine, Words, items, same_texts
from courses.activities.exercises.gaps import MARK, GapsExercise

GAPS_HELP = _("One in a line; the first one is shown as the right answer.")


class GapBlock(blocks.StructBlock):
    """What belongs in a gap."""

    accepted = blocks.TextBlock(label=_("Right answers"), rows=2, max_length=600, help_text=GAPS_HELP)
    options = blocks.TextBlock(
        label=_("Wrong answers to choose from"),
        required=False,
        rows=2,
        max_length=600,
        help_text=_("One in a line. Empty: the learner types the answer."),
    )
    feedback = blocks.TextBlock(label=_("Feedback"), required=False, rows=2, max_length=800)

    class Meta:
        icon = "edit"
        label = _("Gap")


class GapsBlock(ExerciseBlock):
    """A text in which words are missing."""

    TYPE: ClassVar[str] = GapsExercise.TYPE

    text = blocks.TextBlock(
        label=_("Text"),
        rows=6,
        max_length=4000,
        help_text=_("Write [1], [2] and so on where words are missing: the number of the gap in the list below."),
    )
    gaps = blocks.ListBlock(GapBlock(), label=_("Gaps"), min_num=1, max_num=20)
    any_form = blocks.BooleanBlock(
        label=_("Accept other forms of the words"),
        required=False,
        help_text=_("For example “umowy” where “umowa” is accepted."),
    )

    class Meta:
        icon = "edit"
        label = _("Text with gaps")
        description = _("Words are missing in a text; the learner types them or chooses them from lists.")
        preview_value: ClassVar[dict[str, Any]] = {
            "question": "Uzupełnij umowę.",
            "text": "Umowa zawarta w dniu 4 stycznia 2027 r. na [1]. Wynagrodzenie płatne do [2]. dnia miesiąca.",
            "gaps": [
                {
                    "accepted": "czas określony",
                    "options": "czas niepewny\nczas dowolny",
                    "feedback": "Kodeks pracy zna okres próbny, czas określony i nieokreślony.",
                },
                {"accepted": "10", "options": "", "feedback": "Najpóźniej 10. dnia następnego miesiąca."},
            ],
        }

    def problems(self, value: Any) -> list[Words]:
        marks = Counter(int(number) for number in MARK.findall(value["text"]))
        wanted = set(range(1, len(value["gaps"]) + 1))
        found: list[Words] = []
        if missing := sorted(wanted - set(marks)):
            found.append(
                _("The text does not say where gap %(number)d stands: write [%(number)d].") % {"number": missing[0]}
            )
        if unknown := sorted(set(marks) - wanted):
            found.append(_("The text has [%(number)d], but there is no such gap in the list.") % {"number": unknown[0]})
        if twice := sorted(number for number, count in marks.items() if count > 1):
            found.append(_("The text has [%(number)d] more than once.") % {"number": twice[0]})
        for number, gap in enumerate(value["gaps"], start=1):
            if not lines(gap["accepted"]):
                found.append(_("Gap %(number)d has no right answer.") % {"number": number})
            elif same_texts([*lines(gap["accepted"]), *lines(gap["options"])]):
                found.append(_("Gap %(number)d has the same answer twice.") % {"number": number})
        return found

    def preview(self, value: Any) -> Sequence[PreviewLine]:
        gaps = [
            PreviewLine(
                f"[{number}] {' / '.join(lines(gap['accepted']))}",
                None,
                " / ".join(lines(gap["options"])) or gap["feedback"],
            )
            for number, gap in enumerate(value["gaps"], start=1)
        ]
        return [PreviewLine(value["text"]), *gaps]

    def content_of(self, value: Any) -> dict[str, Any]:
        gaps = [
            {
                "id": key,
                "accepted": lines(gap["accepted"]),
                "options": lines(gap["options"]),
                "feedback": gap["feedback"],
            }
            for key, gap in items(value["gaps"])
        ]
        return {"text": value["text"], "gaps": gaps, "any_form": bool(value.get("any_form"))}


def lines(text: str) -> list[str]:
    """The lines of a field that takes one thing in a line."""
    return [line for line in (line.strip() for line in (text or "").splitlines()) if line]
