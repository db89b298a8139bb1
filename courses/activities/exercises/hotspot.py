"""Pointing at places of a picture, which stand in a list beside it too."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from django.utils.translation import gettext as _
from xblock.fields import Dict, Scope

from courses.activities.cards import HotspotCard, OptionCard, PictureCard, PlaceCard
from courses.activities.exercises.base import Assessment
from courses.activities.exercises.choice import MULTIPLE, ChoiceExercise
from courses.activities.given import Given

RADIUS: Final = 0.035
"""That of the mark of a place, in the longer side of the picture."""


def picture_card(
    picture: Mapping[str, Any], places: Sequence[Mapping[str, Any]], options: Sequence[OptionCard] = ()
) -> PictureCard:
    """A picture with the marks of its places, of which ``options`` say how they were answered."""
    width, height = picture["width"], picture["height"]
    answered = {option.id: option for option in options}
    return PictureCard(
        url=picture["url"],
        alt=picture["alt"],
        width=width,
        height=height,
        radius=round(max(width, height) * RADIUS),
        places=tuple(
            PlaceCard(
                id=place["id"],
                number=number,
                x=round(width * place["x"] / 100),
                y=round(height * place["y"] / 100),
                verdict=answered[place["id"]].verdict if place["id"] in answered else None,
            )
            for number, place in enumerate(places, start=1)
        ),
    )


class HotspotExercise(ChoiceExercise):
    """A choice of places in a picture; an option has ``x`` and ``y`` in percent from the left and from the top.

    The places are numbered in the picture and named in the list, so whoever cannot point or see answers the same.
    """

    TYPE: ClassVar[str] = "pomost_hotspot"
    TEMPLATE: ClassVar[str] = "hotspot"

    # Has "url", "width" and "height" in pixels, and "alt".
    picture = Dict(scope=Scope.content, default={})

    @property
    def instruction(self) -> str:
        return _("point at all the right places") if self.kind == MULTIPLE else _("point at one place")

    def answers(self, given: Given, assessment: Assessment | None) -> HotspotCard:  # type: ignore[override]
        choice = super().answers(given, assessment)
        return HotspotCard(choice.one, choice.options, picture_card(self.picture, self.options, choice.options))

    def solution(self) -> tuple[str, ...]:
        return tuple(
            f"{number}. {option['text']}" for number, option in enumerate(self.options, start=1) if option["correct"]
        )
