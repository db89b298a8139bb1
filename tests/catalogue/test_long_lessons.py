"""A lesson with many exercises can be saved in the editor's form."""

import pytest
from django.conf import settings
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from courses.activities.models import Activity
from courses.catalogue.models import Lesson, Topic
from people.roles import EDITOR
from tests.builders import signed_in
from tests.courses_tree import make_course

EXERCISES = 60
OPTIONS = 4


def choice(number: int) -> dict[str, object]:
    """A choice exercise as the editor's form sends it: with the order, the kind and the id of every block."""
    options = [
        {"text": f"Odpowiedź {place}. " + "Zdanie, które trzeba przeczytać. " * 3, "feedback": "Dlaczego. " * 20}
        for place in range(OPTIONS)
    ]
    listed: dict[str, object] = {"count": str(OPTIONS)}
    for place, option in enumerate(options):
        value = option | ({"correct": "on"} if place == number % OPTIONS else {})
        listed |= {str(place): {"deleted": "", "order": str(place), "type": "item", "id": "", "value": value}}
    return {
        "kind": "single",
        "question": f"Pytanie {number}? " + "Opis przypadku. " * 10,
        "hint": "Wskazówka. " * 10,
        "options": listed,
    }


@pytest.mark.django_db
def test_a_lesson_of_sixty_exercises_is_saved_and_published() -> None:
    topic = Topic.objects.child_of(make_course(lessons=0)).get()
    lesson = topic.add_child(instance=Lesson(title="Długa lekcja", slug="dluga", live=False))
    lesson.save_revision()
    blocks = [("prose", rich_text("<p>Wstęp.</p>")), *(("choice", choice(number)) for number in range(EXERCISES))]
    form = nested_form_data(
        {
            "title": lesson.title,
            "slug": lesson.slug,
            "summary": "",
            "search_text": "",
            "share_image": "",
            "seo_title": "",
            "search_description": "",
            "duration": "",
            "completion_rule": "exercises",
            "body": streamfield(blocks),
            "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"},
            "action-publish": "1",
        }
    )
    assert 1_500 < len(form) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS / 5
    assert sum(len(f"{name}{value}".encode()) for name, value in form.items()) < settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    response = signed_in(EDITOR).post(address, form)
    assert response.status_code == 302
    lesson.refresh_from_db()
    assert lesson.live
    assert Activity.objects.filter(container=lesson.key).count() == EXERCISES
