"""A course that is edited while somebody is on it: what was added is offered, and editors see whom they affect."""

import pytest
from django.test import Client
from django.utils import translation
from wagtail.models import Page

from courses.catalogue.models import Course, Lesson, Topic
from courses.learning import services
from courses.learning.errors import NotEnrolledError
from courses.learning.models import Completion, Enrolment
from people.models import User
from publishing.impact import impact_of_draft
from tests.courses_tree import choice, lessons_of, make_course, make_lesson
from tests.learning.steps import answer, own_progress

pytestmark = pytest.mark.django_db

MIDWAY = "1 osoba jest w trakcie kursu"
OFFERED = "Dostanie propozycję i lekcja będzie się liczyć, gdy ją włączy."
EASIER = "obowiązuje ją łatwiejszy z dwóch sposobów."


@pytest.fixture
def course(learner: User) -> Course:
    """A course of two lessons that the learner is on."""
    course = make_course()
    services.enrol(user=learner, course=course)
    return course


def add(course: Course, title: str = "Nowa") -> Lesson:
    return make_lesson(Topic.objects.child_of(course).get(), title, choice(f"{title}?"))


def address(course: Course) -> str:
    return f"/moja-nauka/kursy/{course.pk}/nowe-lekcje/"


def test_what_was_added_is_offered_and_counts_once_it_is_taken_in(
    course: Course, learner: User, signed_in: Client
) -> None:
    answer(learner, lessons_of(course)[0])
    assert "Od twojego zapisu" not in signed_in.get(str(course.get_url())).text
    first, second = add(course, "Nowa"), add(course, "Nowsza")
    for page in (str(course.get_url()), "/moja-nauka/"):
        html = signed_in.get(page).text
        assert html.count("Od twojego zapisu doszły 2 lekcje:") == 1
        assert html.count(f'action="{address(course)}"') == 1
        assert f'<a href="{first.get_url()}">Nowa</a>, <a href="{second.get_url()}">Nowsza</a>' in html
    assert (own_progress(learner).progress.done, own_progress(learner).progress.total) == (1, 2)
    assert signed_in.get(address(course))["Location"] == course.get_url()
    assert signed_in.post(address(course))["Location"] == course.get_url()
    assert (own_progress(learner).progress.done, own_progress(learner).progress.total) == (1, 4)
    assert address(course) not in signed_in.get(str(course.get_url())).text
    services.take_in_additions(user=learner, course=course)
    assert own_progress(learner).progress.total == 4


def test_taking_in_takes_nothing_away_that_was_completed(course: Course, learner: User) -> None:
    first, _second = lessons_of(course)
    answer(learner, first)
    first.unpublish()
    new = add(course)
    answer(learner, new)
    services.take_in_additions(user=learner, course=course)
    item = own_progress(learner)
    assert (item.progress.done, item.progress.total) == (2, 3)
    assert item.progress.counted[-1] == first.key
    again = add(course, "Jeszcze nowsza")
    services.take_in_additions(user=learner, course=course)
    item = own_progress(learner)
    assert (item.progress.done, item.progress.total) == (2, 4)
    assert Completion.objects.filter(enrolment__user=learner).count() == 2
    assert again.key in item.progress.left
    Lesson.objects.get(pk=first.pk).save_revision().publish()
    assert (own_progress(learner).progress.done, own_progress(learner).progress.total) == (2, 4)


def test_a_completed_course_stays_completed_and_says_so(course: Course, learner: User, signed_in: Client) -> None:
    for lesson in lessons_of(course):
        answer(learner, lesson)
    finished = Enrolment.objects.get(user=learner).completed_at
    add(course)
    assert "Twój kurs pozostaje ukończony." in signed_in.get(str(course.get_url())).text
    assert "Twój kurs pozostaje ukończony." in signed_in.post(address(course), follow=True).text
    assert Enrolment.objects.get(user=learner).completed_at == finished
    assert own_progress(learner).finished
    assert own_progress(learner).progress.total == 3


def test_only_whoever_is_on_the_course_takes_in(course: Course, client: Client) -> None:
    other = User.objects.create_user("inna@example.org")
    with pytest.raises(NotEnrolledError):
        services.take_in_additions(user=other, course=course)
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(address(course)).status_code == 403


def told(draft: Page) -> list[str]:
    with translation.override("pl"):
        return [impact.text.replace("\xa0", " ") for impact in impact_of_draft(draft)]


def test_an_editor_is_told_whom_an_added_lesson_affects(course: Course, learner: User) -> None:
    topic = Topic.objects.child_of(course).get()
    draft = topic.add_child(instance=Lesson(title="Szkic", live=False))
    assert told(draft) == [f"1 osoba jest w trakcie tego kursu: dla niej lekcja jest dodatkowa. {OFFERED}"]
    second = lessons_of(course)[1]
    second.unpublish()
    assert told(Lesson.objects.get(pk=second.pk)) == [
        "1 osoba w trakcie tego kursu miała tę lekcję, gdy się zapisywała: znów się dla niej liczy."
    ]
    Enrolment.objects.filter(user=learner).delete()
    assert told(draft) == []


def test_an_editor_is_told_what_added_exercises_and_another_rule_mean(course: Course, learner: User) -> None:
    lesson = lessons_of(course)[0]
    lesson.body = [*lesson.body.raw_data, choice("Dodane?")]
    assert told(lesson) == [
        f"Dochodzi 1 ćwiczenie. {MIDWAY} i nie ukończyła tej lekcji: to, co dochodzi, nie liczy się dla niej."
    ]
    other = lessons_of(course)[1]
    other.completion_rule = "manual"
    assert told(other) == [f"Lekcję kończy się inaczej niż dotąd. {MIDWAY} i jej nie ukończyła: {EASIER}"]
    answer(learner, lessons_of(course)[1])
    assert told(other) == []


def test_the_edit_form_tells_before_a_lesson_is_published(course: Course, client: Client) -> None:
    editor = User.objects.create_superuser("redakcja@example.net")
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    draft = Topic.objects.child_of(course).get().add_child(instance=Lesson(title="Szkic", live=False))
    draft.save_revision()
    html = client.get(f"/admin/pages/{draft.pk}/edit/").text.replace("\xa0", " ")
    assert "dla niej lekcja jest dodatkowa" in html
