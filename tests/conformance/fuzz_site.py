"""The site for fuzzing: the demo with its users, restricted pages, and the valid values of URL parameters.

``python -m tests.conformance.fuzz_site FILE`` writes it into FILE as JSON. Runs inside Django with the site's settings.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SESSIONS = 40
"""Sessions of each role: some requests sign out."""


def build() -> dict[str, Any]:
    """Restricts some pages of the demo, and describes addresses, values, pages and roles."""
    from wagtail.models import Page, PageViewRestriction

    from demo import people
    from tests.benchmarks import content

    signed_in, password = Page.objects.live().filter(depth=4).order_by("path")[1:3]
    PageViewRestriction.objects.create(page=signed_in, restriction_type=PageViewRestriction.LOGIN)
    PageViewRestriction.objects.create(page=password, restriction_type=PageViewRestriction.PASSWORD, password="most")
    roles: dict[str, list[dict[str, str]]] = {"anonymous": []}
    for persona in people.SIGN_INS:
        user, _created = people.account_of(persona)
        roles[persona.role] = [
            {"cookie": content.session_of(user), "token": content.csrf_of(user)} for _session in range(SESSIONS)
        ]
    public = Page.objects.live().public().filter(depth__gt=1).specific()
    return {
        "addresses": sorted(set(addresses())),
        "values": values(),
        "pages": [content.path_of(page) for page in public],
        "stored": [content.path_of(page) for page in public if getattr(page, "same_for_everybody", True)],
        "restricted": [content.path_of(page.specific) for page in (signed_in, password)],
        "roles": roles,
    }


def addresses() -> Iterator[str]:
    """Every URL of the project as a template such as ``prace/{assignment_id}/``, without Wagtail's admin."""
    from django.urls import URLResolver, get_resolver

    def walk(resolver: URLResolver, before: str) -> Iterator[str]:
        for pattern in resolver.url_patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                if not route.startswith("admin/"):
                    yield from walk(pattern, route)
            elif not route.removeprefix("^").startswith(("media/", "admin/")):
                yield template_of(route)

    return walk(get_resolver(), "")


def template_of(route: str) -> str:
    """A Django route or regular expression with ``{name}`` in place of parameters."""
    route = re.sub(r"\(\?P<path>.*\)\$", "{path}", route)
    route = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^)]*\))*?\)", r"{\1}", route)
    route = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)
    return route.replace("(\\d+)/(.*)", "{document_id}/{document_filename}").replace("^", "").replace("$", "")


def values() -> dict[str, list[str]]:
    """Existing values, by the name of the parameter."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page, PageViewRestriction

    from courses.activities.models import Activity
    from courses.catalogue.models import Course, Lesson
    from courses.coursework.models import Assignment, Cohort, Submission, SubmissionRound
    from people.models import User
    from publishing.models import PomostDocument

    models: dict[str, Any] = {
        "activity_id": Activity,
        "assignment_id": Assignment,
        "cohort_id": Cohort,
        "course_id": Course,
        "document_id": PomostDocument,
        "lesson_id": Lesson,
        "page_id": Page,
        "page_view_restriction_id": PageViewRestriction,
        "restriction_id": ContentType,
        "round_id": SubmissionRound,
        "submission_id": Submission,
        "user_id": User,
    }
    found = {
        name: [str(pk) for pk in model.objects.values_list("pk", flat=True)[:20]] for name, model in models.items()
    }
    found["document_filename"] = [document.filename for document in PomostDocument.objects.all()[:20]]
    found["key"] = ["abc-def", "MTI3:1sQ:abc"]
    found["token"] = ["abcdef0123456789"]
    found["uidb36"] = ["1", "2s"]
    found["path"] = ["metodologia", "poradniki/praca-a-trzeci-sektor"]
    return found


if __name__ == "__main__":
    import django

    django.setup()
    Path(sys.argv[1]).write_text(json.dumps(build()), encoding="utf-8")
