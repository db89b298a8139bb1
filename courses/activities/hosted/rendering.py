"""Hosted activities in a page: each is an iframe."""

from dataclasses import dataclass

from django.template.loader import render_to_string

from courses.activities.cards import ExerciseFrame
from courses.activities.models import VersionTree


@dataclass(frozen=True, slots=True)
class HostedCard:
    """An activity in its frame: ``src`` is "" where nobody may use it here; ``completed`` as when the page was sent."""

    title: str
    src: str
    completed: bool


def drawn(tree: VersionTree, *, frame: ExerciseFrame, src: str, completed: bool) -> str:
    """The HTML of a hosted activity."""
    title = str(tree.title or tree.tree["fields"].get("display_name") or tree.tree["type"])
    shown = {"hosted": HostedCard(title, src, completed), "frame": frame}
    return render_to_string("activities/hosted/activity.html", shown)
