"""Activities of the library on the site of the browser tests: run with the settings and the database of its server.

Prints as JSON where each is.
"""

import json
import os
import sys

import django


def make() -> dict[str, str]:
    """The path of the lesson of each activity, and that of the editor's page of ``acid``."""
    from django.urls import reverse

    from courses.catalogue.models import Course
    from courses.learning.services import enrol
    from demo.people import LEARNER
    from people.models import User
    from tests.activities.xblocks.framed import lesson_with, library, node

    acid = library("acid_parent", node("acid", "left", name="lewe"), node("acid", "right", name="prawe"), title="Acid")
    items = {
        "acid": acid,
        "drag": library("drag-and-drop-v2", title="Kolejność kroków konkursu"),
        "poll": library("poll", title="Sonda"),
        "survey": library("survey", title="Ankieta"),
        "done": library("done", title="Zrobione"),
        "feedback": library("feedback", title="Opinia"),
        "submit-and-compare": library("submit-and-compare", title="Porównanie"),
    }
    learner, found = User.objects.get(email=LEARNER.email), {}
    for name, item in items.items():
        lesson = lesson_with(item, title=f"Ramka {name}")
        enrol(user=learner, course=Course.objects.get(path=lesson.course_path))
        found[name] = str(lesson.get_url())
    for name, block_type in (("studio", "acid"), ("studio-poll", "poll")):
        item = library(block_type, title=f"{block_type} w redakcji")
        found[name] = reverse("wagtailsnippets_activities_libraryactivity:edit", args=[item.pk])
    return found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pomost.settings.test")
    django.setup()
    sys.stdout.write(json.dumps(make()))
