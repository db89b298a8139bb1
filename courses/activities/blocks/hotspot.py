"""The block of a picture with places to point at."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from courses.activities.blocks.base import ExerciseBlock, PreviewLine, Words, items, same_texts
from courses.activities.exercises.choice import MULTIPLE, SINGLE
from courses.activities.exercises.hotspot import HotspotExercise, picture_card

RENDITION = "max-1200x1200"


class PlaceBlock(blocks.StructBlock):
    """A place in the picture."""

    text = blocks.CharBlock(
        label=_("Name"), max_length=200, help_text=_("Stands in the list for those who cannot see or point.")
    )
    x = blocks.DecimalBlock(
        label=_("From the left (%)"), min_value=Decimal(0), max_value=Decimal(100), decimal_places=1
    )
    y = blocks.DecimalBlock(label=_("From the top (%)"), min_value=Decimal(0), max_value=Decimal(100), decimal_places=1)
    correct = blocks.BooleanBlock(label=_("Correct"), required=False)
    feedback = blocks.TextBlock(label=_("Feedback"), rows=2, max_length=800)

    class Meta:
        icon = "crosshairs"
        label = _("Place")


class HotspotBlock(ExerciseBlock):
    """A picture in which the learner points at what is asked for."""

    TYPE: ClassVar[str] = HotspotExercise.TYPE

    picture = ImageChooserBlock(label=_("Picture"))
    alt = blocks.TextBlock(
        label=_("What the picture shows"),
        rows=2,
        max_length=500,
        help_text=_("For those who do not see it: enough to answer the question from the list of places."),
    )
    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[(SINGLE, _("one right place")), (MULTIPLE, _("several right places"))],
        default=SINGLE,
    )
    places = blocks.ListBlock(PlaceBlock(), label=_("Places"), min_num=2, max_num=12)

    class Meta:
        icon = "crosshairs"
        label = _("Places in a picture")
        description = _("The learner points at places of a picture, or chooses them from the same list.")
        preview_value: ClassVar[dict[str, Any]] = {
            "question": "Gdzie na planie świetlicy jest wyjście, przez które przejedzie wózek?",
            "picture": None,
            "alt": "Plan świetlicy: drzwi od ulicy ze schodami, drzwi od podwórza z podjazdem",
            "kind": SINGLE,
            "places": [
                {"text": "drzwi od ulicy", "x": 10, "y": 50, "correct": False, "feedback": "Tu są trzy stopnie."},
                {"text": "drzwi od podwórza", "x": 90, "y": 50, "correct": True, "feedback": "Tu jest podjazd."},
            ],
        }

    def problems(self, value: Any) -> list[Words]:
        found: list[Words] = []
        correct = sum(bool(place["correct"]) for place in value["places"])
        if correct == 0:
            found.append(_("Mark the right place."))
        elif value["kind"] == SINGLE and correct > 1:
            found.append(_("This kind has one right place: mark one, or choose the other kind."))
        if same_texts([place["text"] for place in value["places"]]):
            found.append(_("Two places have the same name."))
        return found

    def preview(self, value: Any) -> Sequence[PreviewLine]:
        return [
            PreviewLine(f"{number}. {place['text']}", bool(place["correct"]), place["feedback"])
            for number, place in enumerate(value["places"], start=1)
        ]

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Also the picture with its places, so that an author sees where they have come to stand."""
        context = super().get_context(value, parent_context=parent_context)
        if value["picture"] is not None:
            content = self.content_of(value)
            context["picture"] = picture_card(content["picture"], content["options"])
        return context

    def content_of(self, value: Any) -> dict[str, Any]:
        picture: dict[str, Any] = {"url": "", "width": 1200, "height": 800, "alt": value["alt"]}
        if value["picture"] is not None:
            rendition = value["picture"].get_rendition(RENDITION)
            picture |= {"url": rendition.url, "width": rendition.width, "height": rendition.height}
        options = [
            {
                "id": key,
                "text": place["text"],
                "x": float(place["x"] or 0),
                "y": float(place["y"] or 0),
                "correct": bool(place["correct"]),
                "feedback": place["feedback"],
            }
            for key, place in items(value["places"])
        ]
        return {"kind": value["kind"], "picture": picture, "options": options}
