"""``python -m tests.benchmarks.wagtail_lms_site.build GIVEN FILE``: a course of lessons with H5P activities.

GIVEN is JSON: the text of a lesson, the numbers of lessons, learners and activities of a lesson. The addresses and
sessions go to FILE.
"""

# mypy: ignore-errors
import json
import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402 - needs the settings that have just been set up
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.urls import reverse  # noqa: E402
from wagtail.models import Site  # noqa: E402
from wagtail_lms.models import CourseEnrollment, CoursePage, H5PActivity, H5PLessonPage  # noqa: E402


def build(*, text: str, lessons: int, learners: int, activities: int) -> dict:
    """The live course with its lessons, and learners who are enrolled, with sessions."""
    home = Site.objects.get(is_default_site=True).root_page
    course = home.add_child(instance=CoursePage(title="Kurs", slug="kurs", description=text))
    pages, addresses = [], []
    for number in range(1, lessons + 1):
        own = [H5PActivity.objects.create(title=f"Pytanie {number}.{place}") for place in range(activities)]
        blocks = [{"type": "h5p_activity", "value": {"activity": activity.pk}} for activity in own]
        body = [{"type": "paragraph", "value": text}, *blocks]
        title = f"Lekcja {number}"
        page = H5PLessonPage(title=title, slug=f"lekcja-{number}", body=json.dumps(body))
        pages.append(course.add_child(instance=page))
        addresses += [reverse("wagtail_lms:h5p_xapi", args=[activity.pk]) for activity in own]
    people = [get_user_model().objects.create_user(f"osoba-{number}") for number in range(learners)]
    for user in people:
        CourseEnrollment.objects.create(user=user, course=course)
    return {
        "lesson": f"/kurs/{pages[lessons // 2].slug}/",
        "activities": addresses,
        "learners": [{"cookie": _session_of(user), "token": f"{user.pk:032d}"} for user in people],
    }


def _session_of(user) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={user.pk:032d}"


if __name__ == "__main__":
    given, answer = map(Path, sys.argv[1:])
    answer.write_text(json.dumps(build(**json.loads(given.read_text(encoding="utf-8")))), encoding="utf-8")
