"""Content for benchmarks besides the demo: courses of any length, learners and their sessions.

Imported inside Django: by ``inside.py`` in the throwaway site, and by the tests that count queries.
"""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from wagtail.models import Page

from courses.activities.extracts import ExerciseSource
from courses.catalogue.models import Catalogue, Course, Lesson, Topic
from courses.catalogue.services import renew_outline
from courses.learning.services import enrol
from demo.markdown import Resolver, blocks_of
from people.models import User
from publishing.pipeline import extracts_of
from resources.guidance.models import Chapter, Requirement, RequirementList

LESSONS_IN_TOPIC = 10
EXERCISES_IN_LESSON = 2


def _nothing(name: str) -> int:
    raise LookupError(name)


RESOLVER = Resolver(page=_nothing, act=_nothing, document=_nothing, value=_nothing, image=_nothing)

TEXT = """
## Po co to jest

Rada gminy uchwala roczny program współpracy po konsultacjach z organizacjami. Program mówi, czego gmina potrzebuje,
ile na to przeznacza i jak wybiera oferty.

- kto ogłasza konkurs,
- kto opiniuje oferty,
- kto podpisuje umowę.

## Jak to wygląda u nas

Najpierw zbieramy potrzeby, potem piszemy projekt, na końcu pytamy o zdanie tych, których program dotyczy.
"""

EXERCISE = """
```exercise
kind: single
question: Pytanie {number}. Kto opiniuje oferty złożone w otwartym konkursie?
options:
  - {{text: Komisja konkursowa, correct: true, feedback: "Tak, powołuje ją organ."}}
  - {{text: Rada gminy, correct: false, feedback: "Rada uchwala program współpracy."}}
  - {{text: Wojewoda, correct: false, feedback: "Wojewoda ogłasza własne konkursy."}}
```
"""


def lesson_body(seed: str, *, exercises: int = EXERCISES_IN_LESSON) -> Any:
    """A lesson's text with exercises; the same seed gives the same ids."""
    text = TEXT + "".join(EXERCISE.format(number=number) for number in range(1, exercises + 1))
    block = Lesson._meta.get_field("body").stream_block
    raw = blocks_of(text, seed=seed, resolver=RESOLVER)
    return block.to_python(block.get_prep_value(block.clean(block.to_python(raw))))


@transaction.atomic
def make_course(*, slug: str, lessons: int, exercises: int = EXERCISES_IN_LESSON) -> Course:
    """A live course of so many lessons, ten in a topic, under the catalogue."""
    catalogue = Catalogue.objects.get()
    course = Course(title=f"Kurs: {lessons}", slug=slug, summary="Kurs do pomiarów.", hours=lessons)
    catalogue.add_child(instance=course)
    topic = None
    for number in range(1, lessons + 1):
        if topic is None or (number - 1) % LESSONS_IN_TOPIC == 0:
            topic = Topic(title=f"Temat {number}", slug=f"temat-{number}")
            course.add_child(instance=topic)
        topic.add_child(
            instance=Lesson(
                title=f"Lekcja {number}",
                slug=f"lekcja-{number}",
                duration=10,
                body=lesson_body(f"{slug}/{number}", exercises=exercises),
            )
        )
    renew_outline(course=course)
    return course


def lessons_of(course: Course) -> list[Lesson]:
    """The live lessons in order."""
    return list(Lesson.objects.descendant_of(course).live().order_by("path"))


def make_learner(name: str, *, courses: Iterable[Course] = ()) -> User:
    """A user without a usable password, enrolled in these courses."""
    user = User.objects.create_user(f"{name}@example.org", None, first_name="Ucząca", last_name=name)
    for course in courses:
        enrol(user=user, course=course)
    return user


def session_of(user: User) -> str:
    """The Cookie header of a new session of ``user``, with a CSRF secret that is also the token."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={csrf_of(user)}"


def csrf_of(user: User) -> str:
    """A CSRF secret, which is also a valid token: 32 letters and digits."""
    return f"{user.pk:032d}"


def answers_to(lesson: Lesson) -> list[dict[str, Any]]:
    """For every exercise of a lesson: the URL for answers, all options and the correct ones."""
    return [
        {
            "activity": str(source.uuid),
            "action": f"/moja-nauka/lekcje/{lesson.pk}/cwiczenia/{source.uuid}/",
            "options": [option["id"] for option in source.tree["fields"]["options"]],
            "correct": [option["id"] for option in source.tree["fields"]["options"] if option["correct"]],
        }
        for source in extracts_of(lesson, ExerciseSource)
    ]


def path_of(page: Page) -> str:
    """The path of a page's URL."""
    return str(page.get_url_parts()[2])


def make_requirements(chapter: Chapter, number: int) -> str:
    """Adds requirements to a chapter, as rows only. Returns the path of the list of all requirements."""
    Requirement.objects.bulk_create(
        Requirement(
            page_id=chapter.pk,
            guide_id=chapter.get_parent().pk,
            block_id=f"pomiar-{place}",
            position=place + 100,
            force="practice",
            what=f"Sprawdź dokument numer {place}.",
            heading=f"Część {place // 5}",
            anchor=f"czesc-{place // 5}",
            conditions="employees" if place % 2 else "",
            digest="0" * 16,
        )
        for place in range(number)
    )
    return path_of(RequirementList.objects.filter(depth=3).last())


def form_of(exercise: dict[str, Any], *, token: str, right: bool = True, key: str = "") -> dict[str, str]:
    """An answer as posted by the page's form, with a new idempotency key unless one is given."""
    wrong = [option for option in exercise["options"] if option not in exercise["correct"]]
    return {
        "csrfmiddlewaretoken": token,
        "key": key or str(uuid4()),
        "answer": exercise["correct"][0] if right else wrong[0],
    }
