"""The site that is killed: a small course and its learners. Runs inside Django, in a process with the site's settings.

``python -m tests.conformance.crash_site FILE`` builds it and writes what the clients need into FILE as JSON.
"""

import json
import sys
from pathlib import Path
from typing import Any

LEARNERS = 8
LESSONS = 10


def build_page_tree() -> None:
    """A home page and an empty catalogue, and no other page."""
    from wagtail.models import Page, Site

    from courses.catalogue.models import Catalogue
    from pomost.models import HomePage

    root = Page.objects.get(depth=1)
    for page in root.get_children():
        page.delete()
    root.refresh_from_db()
    home = root.add_child(instance=HomePage(title="Pomost", slug="home", headline="Pomost"))
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "hostname": "localhost"})
    home.add_child(instance=Catalogue(title="Szkolenia", slug="szkolenia"))


def build() -> dict[str, Any]:
    """A catalogue with one course; every learner is enrolled, with a session."""
    from tests.benchmarks import content

    build_page_tree()
    course = content.make_course(slug="proba", lessons=LESSONS)
    learners = [content.make_learner(f"proba-{number}", courses=[course]) for number in range(LEARNERS)]
    return {
        "exercises": [exercise for lesson in content.lessons_of(course) for exercise in content.answers_to(lesson)],
        "learners": [
            {"id": user.pk, "cookie": content.session_of(user), "token": content.csrf_of(user)} for user in learners
        ],
    }


if __name__ == "__main__":
    import django

    django.setup()
    Path(sys.argv[1]).write_text(json.dumps(build()), encoding="utf-8")
